"""The validations of a sheet say nothing that is read: only that they are well-formed matters.

A third of a sheet's bytes are the prompts and warnings of its open cells. Most stand in every
workbook of a template, so each is proved once and remembered.
"""

from xlreport.model.returns.return_refusal import Refused
from xlreport.workbook.reading.container.strict_xml import feed, parser_for
from xlreport.workbook.reading.formats.quick.remembered_pieces import Remembered

_OPENS, _CLOSES = b"<dataValidations ", b"</dataValidations>"
_ONE, _ENDS, _EMPTY = b"<dataValidation ", b"</dataValidation>", b"/>"
_TAGS = (_ONE, _ENDS, b"<formula1>", b"</formula1>", b"<formula2>", b"</formula2>")
"""All that may stand in a list of validations."""
_PROVED: Remembered[bool] = Remembered(2_000)


def without_validations(around: bytes, where: str) -> bytes:
    """Return what stands around a sheet's cells without its validations, where they are
    well-formed and hold nothing else; with all of them where that is not sure.
    """
    before, opens, rest = around.partition(_OPENS)
    listed, closes, after = rest.partition(_CLOSES)
    count, *validations = listed.split(_ONE)
    fresh = [one for one in validations if one not in _PROVED.known]
    if not closes or (fresh and not _well_formed(fresh, where)):
        return around
    for one in fresh:
        _PROVED.keep(one, what=True)
    return b"".join((before, opens, count, closes, after))


def _well_formed(validations: list[bytes], where: str) -> bool:
    """Say whether each of them is one element; together they can only be so where each is, as each
    begins once and ends once.
    """
    text = b"".join(_ONE + one for one in validations)
    if text.count(b"<") != sum(map(text.count, _TAGS)) or not all(map(_ends_once, validations)):
        return False
    try:
        feed(parser_for(where), b"".join((_OPENS, b">", text, _CLOSES)), where)
    except Refused:
        return False
    return True


def _ends_once(validation: bytes) -> bool:
    ends = validation.count(_ENDS)
    return validation.rstrip().endswith(_ENDS if ends else _EMPTY) and ends < 2
