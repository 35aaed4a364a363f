"""The text of a .pdf that has one; a scan has none."""

import io
import logging
from typing import TYPE_CHECKING

from xlreport.model.model_errors import CannotRun
from xlreport.pipeline.plans.reports.ordering_pdf_report_lines import Chunk, left_to_right

if TYPE_CHECKING:
    from pypdf import PageObject

_MOST_PAGES = 400
_FEWEST = 30
"""Characters a page; a scan has a page number at most."""


def pdf_text(content: bytes, file: str) -> str:
    """Return the lines of a file's pages; raises CannotRun for a scan, a lock, or without pypdf."""
    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise CannotRun("report-pdf-extra", file=file) from error
    # what pypdf makes of a damaged file is told in our words, not in its own on standard error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise CannotRun("report-locked", file=file)
        if len(reader.pages) > _MOST_PAGES:
            raise CannotRun("report-too-long", file=file, most=_MOST_PAGES)
        pages = [_page_text(page) for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CannotRun("report-damaged", file=file) from error
    if sum(len("".join(page.split())) for page in pages) < _FEWEST * max(len(pages), 1):
        raise CannotRun("report-scanned", file=file)
    return "\n".join(pages)


def _page_text(page: "PageObject") -> str:
    """Return a page's text with each line in the order in which it is read."""
    chunks: list[Chunk] = []

    def note(text: str, outer: list[float], inner: list[float], _font: object, size: float) -> None:
        x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        chunks.append(Chunk(text, x, y, size * abs(outer[0] or 1)))

    whole: str = page.extract_text(visitor_text=note)
    told = "".join(chunk.text for chunk in chunks)
    if "".join(told.split()) == "".join(whole.split()):
        return left_to_right(chunks)
    return whole
