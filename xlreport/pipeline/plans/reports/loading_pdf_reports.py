"""The text of a .pdf that has one; a scan has none."""

import io
import logging

from xlreport.model.run_errors import CannotRun

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
        pages = [page.extract_text() for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CannotRun("report-damaged", file=file) from error
    if sum(len("".join(page.split())) for page in pages) < _FEWEST * max(len(pages), 1):
        raise CannotRun("report-scanned", file=file)
    return "\n".join(pages)
