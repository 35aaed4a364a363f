"""Reads files by calamine, one JSON line each; run in a process of its own, as calamine is native code.

    python calamine_apart.py FOLDER DONE

Reads the files of a folder in the order of their names, behind the first DONE of them.
"""

import json
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import python_calamine

MEMORY, SECONDS = 1 << 30, 120


def limit() -> None:
    """Let the process neither grow nor run without end, where the system knows limits."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def values(path: Path) -> list[list[object]]:
    """Return sheet, row, column, kind and value of each cell that calamine reads something in."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    found: list[list[object]] = []
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        top, left = sheet.start or (0, 0)
        for row, cells in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
            for column, cell in enumerate(cells, left + 1):
                if cell != "" and not isinstance(cell, timedelta):
                    found.append([name, row, column, *plain(cell)])
    return found


def plain(cell: object) -> tuple[str, object]:
    """Return the kind of a value and the value as JSON has it."""
    if isinstance(cell, datetime | date):
        return "day", cell.isoformat()[:10]
    if isinstance(cell, bool):
        return "truth", cell
    return ("number", float(cell)) if isinstance(cell, int | float) else ("text", str(cell))


def main() -> None:
    limit()
    folder, done = Path(sys.argv[1]), int(sys.argv[2])
    for path in sorted(folder.iterdir())[done:]:
        try:
            told: object = values(path)
        except BaseException as error:  # noqa: BLE001 - a panic of calamine is no Exception
            told = type(error).__name__
        sys.stdout.write(json.dumps([path.name, told]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
