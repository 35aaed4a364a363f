"""Files of plain text by what is in them: a list of values, a web page, a table in XML, a mail."""

import codecs
import csv
from collections import Counter

_SAMPLE = 65_536
"""Bytes that are looked at: enough for several rows of long texts."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ENCODINGS = ("utf-8", "gb18030", "big5")
_WHITE = "\t\r\n\f\v\x1a"
"""Control characters that stand in texts; the last ends files of old programs."""
_SEPARATORS = ",;\t"
_LINES = 50
_ALIKE = 0.6
"""The share of lines with equally many columns from which on a text is a list of values."""
_MAIL = ("received:", "return-path:", "from:", "mime-version:", "message-id:", "delivered-to:")
_TABLES = (
    ("urn:schemas-microsoft-com:office:spreadsheet", "is-xml-table"),
    ('office:mimetype="application/vnd.oasis.opendocument.spreadsheet', "is-flat-ods"),
    ("<uof:uof", "is-uof"),
)
"""What tells a workbook that is one file of XML."""


def is_text(content: bytes) -> bool:
    """Say whether a file is plain text in an encoding of this country, or in UTF-16 that says
    so.
    """
    return bool(_decoded(content))


def text_kind(content: bytes) -> str:
    """Return the code of what is no container; `not-a-workbook` where it is no text either."""
    text = _decoded(content)
    if not text:
        return "not-a-workbook"
    low = text.lstrip("\ufeff \t\r\n").lower()
    for sign, code in _TABLES:
        if sign in low:
            return code
    if low.startswith(("<!doctype html", "<html", "<table")) or "<html" in low:
        return "is-web-page"
    if low.startswith("mime-version:") and "multipart/related" in low:
        return "is-web-page"
    if low.startswith(_MAIL):
        return "is-mail"
    return "is-csv" if _is_list(text) else "is-text"


def _decoded(content: bytes) -> str:
    """Return the beginning of a text; empty where it is none.

    A character that the sample cuts in two is left out, wherever it is cut.
    """
    head, whole = content[:_SAMPLE], len(content) <= _SAMPLE
    for encoding in ("utf-16",) if head[:2] in _UTF16 else _ENCODINGS:
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(head, final=whole)
        except UnicodeDecodeError:
            continue
        if not any(c < " " and c not in _WHITE for c in text) and "\x7f" not in text:
            return text
    return ""


def _is_list(text: str) -> bool:
    """Say whether at least two lines, and most of them, have as many columns as one another.

    A comma alone makes no list of values of a letter.
    """
    lines = text.splitlines(keepends=True)
    if len(text) >= _SAMPLE // 4 and len(lines) > 2:
        lines.pop()
    for separator in _SEPARATORS:
        try:
            rows = csv.reader(lines, delimiter=separator)
            widths = [len(row) for row, _ in zip(rows, range(_LINES), strict=False) if any(row)]
        except csv.Error:
            continue
        width, count = Counter(widths).most_common(1)[0] if widths else (0, 0)
        if width > 1 and count > 1 and count >= _ALIKE * len(widths):
            return True
    return False
