"""What a file is, by its content, and whether it may be opened: the door of the reading side."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from xlreport.model.returns.refusal import Refused, damaged
from xlreport.processes import limits
from xlreport.workbook.reading.container.archive import Package, open_package
from xlreport.workbook.reading.container.markup import has_document_type, scan
from xlreport.workbook.reading.container.ole import Compound, open_compound


class FileKind(StrEnum):
    """Formats that are read."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose container is sound."""

    kind: FileKind
    container: Package | Compound

    @property
    def package(self) -> Package:
        """The container where it is an archive; raises Refused where it is not."""
        if isinstance(self.container, Package):
            return self.container
        raise Refused("not-a-workbook")


_SIGNATURES = (
    (b"%PDF-", "is-pdf"), (b"\x89PNG\r\n", "is-picture"), (b"\xff\xd8\xff", "is-picture"), (b"GIF8",
    "is-picture"),
    (b"BM", "is-picture"), (b"II*\x00", "is-picture"), (b"MM\x00*", "is-picture"), (b"Rar!\x1a",
    "is-archive"),
    (b"7z\xbc\xaf\x27\x1c", "is-archive"), (b"\x1f\x8b", "is-archive"), (b"{\\rtf", "is-word"),
    (b"\x09\x00\x04\x00", "is-old-xls"), (b"\x09\x02\x06\x00", "is-old-xls"), (b"\x09\x04\x06\x00",
    "is-old-xls"),
    (b"\x09\x08\x08\x00", "is-old-xls"), (b"MZ", "is-other"),
    (b"\x7fELF", "is-other"), (b"SQLite format 3\x00", "is-other"),
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN_TYPES = (
    (
        re.compile(
            r"application/vnd\.openxmlformats-officedocument\.spreadsheetml\.(sheet|template)\.main\+xml"
        ),
        FileKind.XLSX,
    ),
    (
        re.compile(r"application/vnd\.ms-excel\.(sheet|template)\.macroEnabled\.main\+xml"),
        FileKind.XLSX,
    ),
    (re.compile(r"application/vnd\.ms-excel\.sheet\.binary\.macroEnabled\.main"), FileKind.XLSB),
)
_ODS = (
    b"application/vnd.oasis.opendocument.spreadsheet",
    b"application/vnd.oasis.opendocument.spreadsheet-template",
)
_TYPES = "[content_types].xml"
_TEXT_SAMPLE = 4096
_SMALL = 10_000
"""Bytes of a list of types whose outcome is remembered: workbooks saved by one program mostly share
it.
"""
_XML_SUFFIXES = (".xml", ".rels", ".vml")


def open_file(content: bytes) -> Opened:
    """Recognise a file and open its container; raises Refused with the reason in its code."""
    if not content:
        raise Refused("empty-file")
    if len(content) > limits.FILE_BYTES:
        raise Refused("too-big")
    if content.startswith(_OLE):
        return _opened_compound(content)
    if content.startswith(b"PK"):
        return _opened_package(open_package(content))
    for signature, code in _SIGNATURES:
        if content.startswith(signature):
            raise Refused(code)
    if content[4:8] == b"ftyp" or content[:4] == b"RIFF":
        raise Refused("is-picture")
    raise Refused(_text_kind(content))


def _opened_compound(content: bytes) -> Opened:
    compound = open_compound(content)
    names = set(compound.names)
    if {"EncryptedPackage", "EncryptionInfo"} & names:
        raise Refused("encrypted")
    if {"Workbook", "Book"} & names:
        return Opened(FileKind.XLS, compound)
    for name, code in (
        ("WordDocument", "is-word"),
        ("PowerPoint Document", "is-slides"),
        ("__properties_version1.0", "is-mail"),
    ):
        if name in names:
            raise Refused(code)
    raise Refused("not-a-workbook")


def _opened_package(package: Package) -> Opened:
    for name, content in package.parts.items():
        if name.endswith(_XML_SUFFIXES) and has_document_type(content):
            raise Refused("xml-dtd", where=name)
    if _TYPES in package.parts:
        types = package.part(_TYPES)
        return Opened((_known_kind if len(types) <= _SMALL else _kind_by_types)(types), package)
    mime = package.parts.get("mimetype", b"").strip()
    if mime in _ODS:
        return Opened(FileKind.ODS, package)
    if mime.startswith(b"application/vnd.oasis.opendocument.text"):
        raise Refused("is-word")
    if mime.startswith(b"application/vnd.oasis.opendocument.presentation"):
        raise Refused("is-slides")
    if any(name.startswith("xl/") for name in package.parts):
        raise damaged("[Content_Types].xml")
    raise Refused("is-numbers" if "index/document.iwa" in package.parts else "is-archive")


def _kind_by_types(types_part: bytes) -> FileKind:
    """Say what the package's main part is; exactly one part may be one."""
    overrides: dict[str, str] = {}
    defaults: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.endswith("}Override"):
            part = attributes.get("PartName", "").lower()
            if part in overrides:
                raise damaged("[Content_Types].xml")
            overrides[part] = attributes.get("ContentType", "")
        elif name.endswith("}Default"):
            defaults.append(attributes.get("ContentType", ""))

    scan(types_part, "[Content_Types].xml", start)
    # Some libraries (Open XML SDK) give the main part's type to all parts with its suffix that have
    # none of their own.
    kinds = _main_kinds(overrides.values()) or (_main_kinds(defaults) if overrides else [])
    if len(kinds) == 1:
        return kinds[0]
    types = " ".join(overrides.values())
    if kinds or not types:
        raise damaged("[Content_Types].xml")
    if "wordprocessingml" in types or "ms-word" in types:
        raise Refused("is-word")
    raise Refused("is-slides" if "presentationml" in types else "not-a-workbook")


_known_kind = lru_cache(maxsize=64)(_kind_by_types)


def _main_kinds(types: Iterable[str]) -> list[FileKind]:
    return [kind for one in types for pattern, kind in _MAIN_TYPES if pattern.fullmatch(one)]


def _text_kind(content: bytes) -> str:
    """Name what is no container: a web page, an XML table, a list of values, a mail, or nothing
    known.
    """
    head = content[:_TEXT_SAMPLE]
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = head.decode("utf-16", "replace").encode()
    low = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in low:
        return "is-xml-table"
    if low.startswith((b"<!doctype html", b"<html", b"<table")) or b"<html" in low:
        return "is-web-page"
    if low.startswith(b"mime-version:") and b"multipart/related" in low:
        return "is-web-page"
    if low.startswith(
        (
            b"received:",
            b"return-path:",
            b"from:",
            b"mime-version:",
            b"message-id:",
            b"delivered-to:",
        )
    ):
        return "is-mail"
    if b"\x00" in head or not _is_text(head):
        return "not-a-workbook"
    lines = head.splitlines()[:20]
    return (
        "is-csv"
        if any(line.count(sign) for line in lines for sign in (b",", b"\t", b";"))
        else "is-text"
    )


def _is_text(head: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        try:
            text = (
                head[: -4 or None].decode(encoding)
                if len(head) == _TEXT_SAMPLE
                else head.decode(encoding)
            )
        except UnicodeDecodeError:
            continue
        return all(c.isprintable() or c in "\t\r\n\f\u3000\ufeff" for c in text)
    return False
