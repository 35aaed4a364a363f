"""What a cell's type and value say together: the one place where a stored value is believed or
refused.
"""

from collections.abc import Sequence

from xlreport.model.returns.return_refusal import Refused, damaged
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container.container_xml import unescape
from xlreport.workbook.reading.formats.format_cells import NUMBER, address

StoredPlace = tuple[str, int, int]
"""Sheet, row, column."""
_BLANKS = " \t\r\n"
_LONGEST_ERROR = 64
_TRUTH = {"0": "0", "1": "1", "false": "0", "true": "1"}
"""How XML Schema writes a boolean, and what it is kept as."""


def stands_for_picture(text: str) -> bool:
    """Say whether a text is what WPS leaves in a cell that shows a picture."""
    return text[:1] == "=" and "DISPIMG(" in text[:20]


def cell_content(
    kind: str, value: str | None, inline: str, strings: Sequence[str], place: StoredPlace
) -> tuple[str, str] | None:
    """Return a cell's raw type and text; None where nothing stands in it; raises Refused.

    Args:
        kind: Its type as stored: `n`, `s`, `str`, …
        value: What its value element says; None where it has none.
        inline: The text that stands in the cell itself.
        strings: The shared strings.
        place: Where it stands, for messages.
    """
    if kind in {"inlineStr", "str"}:
        if kind == "str" and value is None:
            return None
        text = unescape(inline if kind == "inlineStr" else value or "")
        if len(text) > worker_file_limits.TEXT:
            raise Refused("text-too-long", where=_named(place))
        return ("s", text)
    value = (value or "").strip(_BLANKS)
    if not value:
        return None
    if kind == "n" and NUMBER.fullmatch(value):
        return ("n", value)
    if kind == "s" and value.isascii() and value.isdigit() and int(value) < len(strings):
        return ("s", strings[int(value)])
    if kind == "b" and value in _TRUTH:
        return (kind, _TRUTH[value])
    if kind in {"e", "d"} and len(value) < _LONGEST_ERROR:
        return (kind, value)
    raise damaged(f"{_named(place)}: {value[:_LONGEST_ERROR]}")


def _named(place: StoredPlace) -> str:
    sheet, row, column = place
    return f"{sheet} {address(row, column)}"
