"""Shared strings and number formats of an xlsx workbook by patterns; what is written otherwise is
read by walking through every element (`xlsx_format_side_parts.py`).
"""

import re

from xlreport.model.returns.return_refusal import Refused
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container.container_xml import unescape
from xlreport.workbook.reading.formats.quick.quick_plain_parts import (
    MORE_ATTRIBUTES,
    attributes_are_sound,
    plain_rest,
    without_references,
)
from xlreport.workbook.reading.formats.quick.quick_remembered_pieces import Remembered, read_pieces

_OPENS, _CLOSES = b"<si>", b"</sst>"
_EMPTY, _WRITTEN_OUT = b"<si/>", b"<si><t></t></si>"
_LOOK, _LOOKED, _NO_LOOK = b"<rPr>", b"</rPr>", b"<rPr/>"
# what a look consists of: `<b val="true"/><sz val="20"/><rFont val="Arial"/>`
_PROPERTIES = re.compile(rf"(?:<[A-Za-z]+{MORE_ATTRIBUTES} ?/>)*+")
_TELLING = ("vertAlign", "strike", "xmlns")
"""A raised or struck piece is no ordinary text, nor is one of another namespace."""
# what follows <si>: 1 a plain text `<t>words</t></si>`, or 2 pieces of a text, each with its look,
# `<r><rPr/><t>wo</t></r><r><t>rds</t></r></si>`; phonetic guides may follow either
_OPENED = '<t(?: xml:space="(?:preserve|default)")?>'
_TEXT = f"{_OPENED}[^<]*+</t>"
_STRING = re.compile(
    rf"(?:{_OPENED}([^<]*+)</t>|((?:<r>(?:<rPr ?/>)?{_TEXT}</r>)++))"
    rf"(?:<rPh{MORE_ATTRIBUTES}>{_TEXT}</rPh>)*+(?:<phoneticPr{MORE_ATTRIBUTES} ?/>)?</si>\s*+"
)
_RUN = re.compile(f"{_OPENED}([^<]*+)</t>")
"""The words of one piece: `<t xml:space="preserve">wo</t>`."""
_FORMAT = re.compile(r'<xf numFmtId="(\d{1,9})"')
"""The number format of a cell format: `<xf numFmtId="164"`."""
_CODE = re.compile(
    r'<numFmt (?:numFmtId="(\d{1,9})" formatCode="([^"<>]*)"'
    r'|formatCode="([^"<>]*)" numFmtId="(\d{1,9})")\s?/>'
)
"""A format of the workbook's own: `<numFmt numFmtId="164" formatCode="0.0"/>`."""

_LOOKS: Remembered[bool] = Remembered(worker_file_limits.MIB // 4)
"""Looks of pieces of a text that tell nothing."""
_STRINGS: Remembered[str] = Remembered(worker_file_limits.MIB)
"""Shared strings as they are written."""


def quick_strings(content: bytes, where: str) -> list[str] | None:
    """Return the shared strings; None where they are to be read the strict way."""
    alike = _without_looks(content, where)
    rest = None if alike is None else plain_rest(alike, "sst")
    if rest is None:
        return None
    rest = rest.rstrip()
    if not rest.endswith(_CLOSES):
        return None
    before, *pieces = rest.removesuffix(_CLOSES).replace(_EMPTY, _WRITTEN_OUT).split(_OPENS)
    if before.strip():
        return None
    return read_pieces(_STRINGS, pieces, _OPENS, _string, where)


def _without_looks(content: bytes, where: str) -> bytes | None:
    """Return the shared strings with an empty look instead of each: LibreOffice names the font of
    each piece, so that three quarters of its strings are looks, a dozen different ones. None where
    one tells something, or is written as no pattern knows.
    """
    before, *looked = content.split(_LOOK)
    parts = [one.partition(_LOOKED) for one in looked]
    looks = [look for look, _, _ in parts]
    if not all(ends for _, ends, _ in parts):
        return None
    if read_pieces(_LOOKS, looks, _LOOK, _look, where) is None:
        return None
    return _NO_LOOK.join([before, *[after for _, _, after in parts]])


def _look(written: str) -> bool | None:
    told = any(word in written for word in _TELLING)
    if told or not attributes_are_sound(written) or _PROPERTIES.fullmatch(written) is None:
        return None
    return True


def _string(written: str) -> str | None:
    """Return what one shared string says; None where it is written as no pattern knows."""
    match = _STRING.fullmatch(written)
    if match is None:
        return None
    if ("<rPh" in written or "<phon" in written) and not attributes_are_sound(written):
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
