"""The page about reading says the limits that hold, and names only codes that exist."""

import re
from pathlib import Path

from xlreport.model.returns.finding_codes import READING
from xlreport.processes import worker_file_limits

PAGE = (Path(__file__).parents[2] / "docs" / "en" / "reading.md").read_text(encoding="utf-8")


def test_the_limits_of_the_page_hold() -> None:
    """Each limit stands on the page as it is in the one place where it can be changed."""
    mib = 1024 * 1024
    megabytes = (
        worker_file_limits.FILE_BYTES,
        worker_file_limits.PART_BYTES,
        worker_file_limits.TOTAL_BYTES,
        worker_file_limits.MEMORY_BYTES,
    )
    counts = (
        worker_file_limits.PARTS, worker_file_limits.MOST_SHEETS, worker_file_limits.NAMES, worker_file_limits.FORMATS, worker_file_limits.FILLED_CELLS, worker_file_limits.MOST_CELLS, worker_file_limits.STRINGS,
        worker_file_limits.TEXT, worker_file_limits.FORMULA_LENGTH, worker_file_limits.MERGES, worker_file_limits.DEPTH,
    )  # fmt: skip
    table = PAGE[PAGE.index("| limit | value |") :]
    assert [size for size in megabytes if f"{size // mib} MiB" not in table] == []
    assert [
        count for count in counts if not re.search(rf"(?<![\d,]){count:,}(?![\d,]\d)", table)
    ] == []
    assert f"{worker_file_limits.SECONDS:.0f} s" in table
    assert f"{worker_file_limits.RATIO} to 1" in table


def test_the_codes_of_the_page_exist() -> None:
    """Whoever looks a code up finds it."""
    section = PAGE[PAGE.index("## What is refused") : PAGE.index("## Limits")]
    named = {
        code for code in re.findall(r"`([a-z-]+…?)`", section) if "-" in code or code in READING
    }
    assert {
        code for code in named if not any(one.startswith(code.rstrip("…")) for one in READING)
    } == set()
    assert len(named) > 10
