"""Where the checks of rows stand that are still as they were sent out: marks and list ask them."""

import re
from collections.abc import Iterable, Iterator

from xlreport.model.returns.finding import Finding
from xlreport.workbook.reading.container.container_zip_archive import Package
from xlreport.workbook.reading.formats.xlsx_format import Outline

_CHECK = re.compile(
    rb'<c r="([A-Z]{1,3}([1-9]\d{0,6}))"[^<>]*><f[^<>]*>[^<]*\bxl_[im]_(?:ok|q\d+|m)\b'
)
"""A cell with a formula that asks the names of our checks."""
_CELL = b'<c r="'
_NAMES = frozenset({"xl_i_ok", "xl_m_m"})


def check_cells(
    package: Package, outline: Outline, findings: Iterable[Finding]
) -> dict[tuple[str, int], str]:
    """Return the check of each row of the sheets that findings are about, by sheet and row."""
    if not _NAMES & outline.names.keys():
        return {}
    wanted = {one.sheet for one in findings}
    found: dict[tuple[str, int], str] = {}
    for entry in outline.sheets:
        part = outline.sheet_part(entry) if entry.name in wanted else None
        if part is not None:
            for match in _checks(package.part(part)):
                found.setdefault((entry.name, int(match[2])), match[1].decode())
    return found


def _checks(content: bytes) -> Iterator[re.Match[bytes]]:
    """Yield the checks of a sheet: from each name the pattern is tried on the cell around it."""
    position = 0
    while (asked := content.find(b"xl_", position)) >= 0:
        match = _CHECK.match(content, max(content.rfind(_CELL, position, asked), position))
        if match:
            yield match
        position = match.end() if match else asked + 1
