"""What stands around a sheet's cells and says nothing that is read: it only has to be well-formed.

A third of a sheet's bytes are the prompts and warnings of its open cells, and what is printed at
its edges is another text for each department. Without both, what is left is mostly the same in
every workbook of a template.
"""

from xlreport.model.returns.return_refusal import Refused
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container.container_xml import feed, parser_for
from xlreport.workbook.reading.formats.quick.quick_remembered_pieces import Remembered

_LIST, _LISTED = b"<dataValidations ", b"</dataValidations>"
_ONE, _ENDS, _EMPTY = b"<dataValidation ", b"</dataValidation>", b"/>"
_TAGS = (_ONE, _ENDS, b"<formula1>", b"</formula1>", b"<formula2>", b"</formula2>")
"""All that may stand in a list of validations."""
_EDGES, _EDGED = b"<headerFooter", b"</headerFooter>"
_SIDES = tuple(
    f"{tag}{page}{side}".encode()
    for tag in ("<", "</")
    for page in ("odd", "even", "first")
    for side in ("Header", "Footer")
)
"""All that may stand in what is printed at the edges: `<oddFooter>`, `</oddFooter>`, …"""
_NAMESPACE = b"xmlns"
"""Elements of another namespace are others, whatever their names."""
_PROVED: Remembered[bool] = Remembered(worker_file_limits.MIB)


def without_mute_parts(around: bytes, where: str) -> bytes:
    """Return what stands around a sheet's cells without its validations and what it prints at its
    edges, where they are well-formed and hold nothing else; with all of them where that is not
    sure.
    """
    return _without_edges(_without_validations(around, where), where)


def _without_validations(around: bytes, where: str) -> bytes:
    before, opens, rest = around.partition(_LIST)
    listed, closes, after = rest.partition(_LISTED)
    count, *validations = listed.split(_ONE)
    fresh = [one for one in validations if one not in _PROVED.known]
    if not closes or (fresh and not _are_validations(fresh, where)):
        return around
    for one in fresh:
        _PROVED.keep(one, what=True)
    return b"".join((before, opens, count, closes, after))


def _are_validations(written: list[bytes], where: str) -> bool:
    """Say whether each of them is one element; together they can only be so where each is: one
    without an end tag closes itself, so that nobody's end tag is left over for a neighbour.
    """
    text = b"".join(_ONE + one for one in written)
    if text.count(b"<") != sum(map(text.count, _TAGS)) or _NAMESPACE in text:
        return False
    if not all(map(_ends_once, written)):
        return False
    return _is_well_formed(b"".join((_LIST, b">", text, _LISTED)), where)


def _ends_once(validation: bytes) -> bool:
    """Say whether it ends with its only end tag, or has none and is one tag, `sqref="A1"/>`: a `>`
    in a text may look like the end of a tag.
    """
    ends, last = validation.count(_ENDS), validation.rstrip()
    if ends:
        return ends == 1 and last.endswith(_ENDS)
    return last.endswith(_EMPTY) and last.count(b">") == 1


def _without_edges(around: bytes, where: str) -> bytes:
    before, opens, rest = around.partition(_EDGES)
    printed, closes, after = rest.partition(_EDGED)
    if not closes or printed.count(b"<") != sum(map(printed.count, _SIDES)):
        return around
    if _NAMESPACE in printed:
        return around
    if not _is_well_formed(b"".join((opens, printed, closes)), where):
        return around
    return b"".join((before, opens, b">", closes, after))


def _is_well_formed(text: bytes, where: str) -> bool:
    try:
        feed(parser_for(where), text, where)
    except Refused:
        return False
    return True
