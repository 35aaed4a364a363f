"""Tables of a Chinese page that are the English page's, row by row: what was typed and what it is read as.

Where a page says so in a comment, the rows of the table below it are those of the table in the same place
of the English page; only its head is its own.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MARK = "<!-- rows as on the English page: copied by `make gen` -->"


def borrowing_pages() -> tuple[Path, ...]:
    """Return the pages that have such tables."""
    pages = sorted((ROOT / "docs").glob("*/*.md"))
    return tuple(page for page in pages if MARK in page.read_text("utf-8"))


def with_borrowed_rows(page: Path) -> str:
    """Return a page with the rows that its English page has now."""
    theirs = _tables((ROOT / "docs/en" / page.name).read_text("utf-8"))
    lines: list[str] = []
    table = -1
    borrowing = skipping = False
    for line in page.read_text("utf-8").splitlines():
        if not line.startswith("|"):
            skipping = False
            borrowing = line == MARK or (borrowing and not line)
        elif not lines[-1].startswith("|"):
            table += 1
        if skipping:
            continue
        lines.append(line)
        if borrowing and line.startswith("|---"):
            lines += theirs[table]
            skipping = True
    return "\n".join(lines) + "\n"


def _tables(text: str) -> list[list[str]]:
    """Return the rows of each table, without its head."""
    tables: list[list[str]] = []
    above = ""
    for line in text.splitlines():
        if line.startswith("|"):
            if not above.startswith("|"):
                tables.append([])
            tables[-1].append(line)
        above = line
    return [table[2:] for table in tables]
