"""A report's file → its text: .txt and .html in the encodings in use, .docx, .pdf; else words."""

import tempfile
from pathlib import Path

from xlreport.draft.text.text_encodings import decode, is_traditional
from xlreport.messages.finding_messages import sentence
from xlreport.model.model_errors import CannotRun
from xlreport.model.returns.return_refusal import Refused, refused
from xlreport.model.returns.submission import Unreadable
from xlreport.processes import worker_file_limits

_COMPOUND = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""The stream of a compound file in which a .docx with a password lies ([MS-OFFCRYPTO] 2.3.4.4)."""
_REFUSED = ((b"{\\rtf", "report-rtf"), (_COMPOUND, "report-old-word"))
_PACKED, _PDF = b"PK", b"%PDF"
LONGEST = worker_file_limits.FILE_BYTES
"""Bytes of a report that are read."""


def read_report(path: Path, language: str = "zh") -> str:
    """Read a report's text from a file.

    Raises:
        CannotRun: it cannot be read, holds no text, or is in Traditional Chinese.
    """
    try:
        with path.open("rb") as opened:
            content = opened.read(LONGEST + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise CannotRun("file-unreadable", file=str(path), why=why) from error
    return _text(content, path, language)


def piped_report(content: bytes, name: str, language: str = "zh") -> str:
    """Return the text of a report that came through a pipe; `name` stands in messages.

    Raises:
        CannotRun: as `read_report`.
    """
    if not content.lstrip().startswith((_PACKED, _PDF)):
        return _text(content, Path(name), language)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report"
        path.write_bytes(content)
        return read_report(path, language)


def _text(content: bytes, path: Path, language: str) -> str:
    if len(content) > LONGEST:
        raise CannotRun("report-too-big", file=str(path), most=LONGEST // worker_file_limits.MIB)
    begins = content.lstrip()[:8]
    if begins.startswith(_COMPOUND) and _LOCKED in content:
        raise CannotRun("report-locked", file=str(path))
    for mark, code in _REFUSED:
        if begins.startswith(mark):
            raise CannotRun(code, file=str(path))
    if begins.startswith((_PACKED, _PDF)):
        text: str | None = _in_a_worker(path, language)
    else:
        text = decode(content)
    if text is None or not text.strip():
        raise CannotRun("report-not-text", file=str(path))
    if is_traditional(text):
        raise CannotRun("report-traditional", file=str(path))
    return text


def _in_a_worker(path: Path, language: str) -> str:
    """Open what may be made to harm in a process of its own, with bounds of memory and time."""
    from xlreport.processes.worker_processes import FileJob, each_file  # a text needs no worker

    whole = path.resolve()
    (outcome,) = each_file([FileJob(whole, whole.parent)], packed_text, jobs=1)
    if isinstance(outcome, Unreadable):
        why = sentence(language, outcome.finding)
        raise CannotRun("report-refused", file=str(path), why=why)
    return outcome


def packed_text(path: Path, name: str, _more: object) -> str | Unreadable:
    """Return the text of a .docx or a .pdf; what a worker does."""
    from xlreport.pipeline.plans.reports.loading_pdf_reports import pdf_text
    from xlreport.pipeline.plans.reports.loading_word_reports import word_text

    content = path.read_bytes()
    if content.lstrip().startswith(_PDF):
        return pdf_text(content, name)
    try:
        return word_text(content)
    except Refused as refusal:
        return refused(content, name, refusal.code, **refusal.fields)
