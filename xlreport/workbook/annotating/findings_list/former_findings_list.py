"""The list of findings in a workbook that we have marked before: the new one takes its place."""

import re

from xlreport.workbook.reading.container.container_zip_archive import Package
from xlreport.workbook.reading.formats.xlsx_format import Outline, read_xlsx
from xlreport.workbook.reading.reading_our_marks import every, is_our_list

_DISGUISES = (b"<!", b"&#", b"\x00", b"rPh")
_DISGUISED = re.compile(rb"<(?:\w++:)?+r[\s>]"), re.compile(rb"_x[0-9A-Fa-f]{4}_")
"""Without one of these a text stands in the bytes as it is read: in one piece, and every character
itself.
"""
_RUN = re.compile(rb"<r[\s>]"), re.compile(rb":r[\s>]")
"""What a run begins with, without and with a prefix: a search for it is quick."""


def former_list(package: Package, outline: Outline) -> str:
    """Return the name of the sheet that is a list of ours, empty where none is; raises Refused.

    The cells are read only where the words of the title stand in the bytes, or might.
    """
    strings = outline.of_kind("sharedStrings")
    sheets = [package.part(part) for entry in outline.sheets if (part := outline.sheet_part(entry))]
    texts = [package.part(strings)] if strings else sheets
    titles = [title.encode() for title in every("annotate.title")]
    told = any(title in content for content in (*texts, *sheets) for title in titles)
    if not told and not any(map(_disguised, (*texts, *sheets))):
        return ""
    return next((table.name for table in read_xlsx(package).tables if is_our_list(table)), "")


def _disguised(content: bytes) -> bool:
    return (
        any(sign in content for sign in _DISGUISES)
        or (
            any(sign.search(content) for sign in _RUN) and _DISGUISED[0].search(content) is not None
        )
        or _DISGUISED[1].search(content) is not None
    )
