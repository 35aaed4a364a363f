"""Shared strings and number formats of an xlsx workbook by patterns; what is written otherwise is
read by walking through every element (`xlsx_side_parts.py`).
"""

import re

from xlreport.model.returns.return_refusal import Refused
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container.strict_xml import unescape
from xlreport.workbook.reading.formats.quick.remembered_pieces import Remembered, read_pieces
from xlreport.workbook.reading.formats.quick.xlsx_plain_parts import (
    MORE_ATTRIBUTES,
    plain_rest,
    without_references,
)

_OPENS, _CLOSES = b"<si>", b"</sst>"
_EMPTY, _WRITTEN_OUT = b"<si/>", b"<si><t></t></si>"
_DECORATED = (b"vertAlign", b"strike")
"""A raised or struck piece is no ordinary text."""
# what follows <si>: 1 a plain text `<t>words</t></si>`, or 2 pieces of a text, each with its look,
# `<r><rPr><b/></rPr><t>wo</t></r><r><t>rds</t></r></si>`; phonetic guides may follow either
_TEXT = rf"<t{MORE_ATTRIBUTES}>[^<]*+</t>"
_LOOK = rf"(?:<rPr ?/>|<rPr>(?:<\w+{MORE_ATTRIBUTES} ?/>)*+</rPr>)?"
_STRING = re.compile(
    rf"(?:<t{MORE_ATTRIBUTES}>([^<]*+)</t>|((?:<r>{_LOOK}{_TEXT}</r>)++))"
    rf"(?:<rPh{MORE_ATTRIBUTES}>{_TEXT}</rPh>)*+(?:<phoneticPr{MORE_ATTRIBUTES} ?/>)?</si>\s*+"
)
_RUN = re.compile(rf"<t{MORE_ATTRIBUTES}>([^<]*+)</t>")
"""The words of one piece: `<t xml:space="preserve">wo</t>`."""
_FORMAT = re.compile(r'<xf numFmtId="(\d{1,9})"')
"""The number format of a cell format: `<xf numFmtId="164"`."""
_CODE = re.compile(
    r'<numFmt (?:numFmtId="(\d{1,9})" formatCode="([^"<>]*)"'
    r'|formatCode="([^"<>]*)" numFmtId="(\d{1,9})")\s?/>'
)
"""A format of the workbook's own: `<numFmt numFmtId="164" formatCode="0.0"/>`."""

_STRINGS: Remembered[str] = Remembered(worker_file_limits.MIB)
"""Shared strings as they are written."""


def quick_strings(content: bytes, where: str) -> list[str] | None:
    """Return the shared strings; None where they are to be read the strict way."""
    rest = plain_rest(content, "sst")
    if rest is None or any(one in rest for one in _DECORATED):
        return None
    rest = rest.rstrip()
    if not rest.endswith(_CLOSES):
        return None
    before, *pieces = rest.removesuffix(_CLOSES).replace(_EMPTY, _WRITTEN_OUT).split(_OPENS)
    if before.strip():
        return None
    return read_pieces(_STRINGS, pieces, _OPENS, _string, where)


def _string(written: str) -> str | None:
    """Return what one shared string says; None where it is written as no pattern knows."""
    match = _STRING.fullmatch(written)
    if match is None:
        return None
    plain, rich = match.groups()
    whole = unescape(without_references("".join(_RUN.findall(rich)) if rich else plain))
    if len(whole) > worker_file_limits.TEXT:
        raise Refused("text-too-long", where="shared strings")
    return whole


def quick_formats(text: str) -> tuple[dict[int, str], list[int]] | None:
    """Return own format codes by number, and the format number of each cell format; None for the
    strict way.
    """
    start, end = text.find("<cellXfs"), text.find("</cellXfs>")
    if start < 0 or end < 0 or text.count("<cellXfs") != 1:
        return None
    numbers = _FORMAT.findall(text, start, end)
    last = max(text.find("</numFmts>"), 0)
    codes = _CODE.findall(text, 0, last)
    if len(numbers) != text.count("<xf", start, end) or len(codes) != text.count(
        "<numFmt ", 0, last
    ):
        return None
    own = {
        int(number or other): without_references(code or late)
        for number, code, late, other in codes
    }
    return own, [int(number) for number in numbers]
