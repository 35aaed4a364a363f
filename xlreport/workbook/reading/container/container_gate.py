"""What a file is, by its content, and whether it may be opened: the door of the reading side."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from xlreport.model.returns.return_refusal import Refused, damaged
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container.container_default_password import (
    without_default_password,
    xls_without_default_password,
)
from xlreport.workbook.reading.container.container_or_text import is_text, text_kind
from xlreport.workbook.reading.container.container_xml import has_document_type, scan
from xlreport.workbook.reading.container.container_zip_archive import (
    Package,
    open_package,
    told_names,
)
from xlreport.workbook.reading.container.ole_container import Compound, open_compound


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
    (b"%PDF-", "is-pdf"), (b"\x89PNG\r\n", "is-picture"), (b"\xff\xd8\xff", "is-picture"),
    (b"GIF8", "is-picture"), (b"II*\x00", "is-picture"), (b"MM\x00*", "is-picture"),
    (b"Rar!\x1a", "is-archive"), (b"7z\xbc\xaf\x27\x1c", "is-archive"),
    (b"\x1f\x8b", "is-archive"), (b"\xfd7zXZ\x00", "is-archive"), (b"MSCF\x00", "is-archive"),
    (b"\x28\xb5\x2f\xfd", "is-archive"), (b"{\\rtf", "is-word"),
    (b"\x09\x00\x04\x00", "is-old-xls"), (b"\x09\x02\x06\x00", "is-old-xls"),
    (b"\x09\x04\x06\x00", "is-old-xls"), (b"\x09\x08\x08\x00", "is-old-xls"),
    (b"\x7fELF", "is-other"), (b"SQLite format 3\x00", "is-other"),
    (b"\x78\x9f\x3e\x22", "is-winmail"),
)  # fmt: skip
_LETTERS = ((b"BM", "is-picture"), (b"MZ", "is-other"), (b"BZh", "is-archive"))
"""Signatures that a text may begin with as well: a heading BM or MZ is nothing rare."""
_TAR = (257, b"ustar")
"""Where a tar archive says what it is."""
_ZIP = b"PK\x03\x04"
_FLAGS = 6
"""Where the first entry of an archive has its flags."""
_AGENTS = (
    (b"E-SafeNet", "亿赛通"),
    (b"%TSD-Header-###%", "天锐绿盾"),
    (b"<DRMFILE", "Fasoo"),
    (b"DRMONE", "Fasoo"),
    (b"SCDSA00", "Softcamp"),
)
"""What programs that encrypt all files of an office write at their beginning, and their names."""
_AGENT_HEAD = 512
_RIGHTS = frozenset({"DRMEncryptedTransform", "DRMEncryptedDataSpace", "\tDRMContent"})
"""Storages and streams of a file that rights management encrypts (MS-OFFCRYPTO 2.2)."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# the types of content that a workbook's main part may have, with or without macros
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
_OFFICE = frozenset({_TYPES, "mimetype"})
_OFFICE_FOLDERS = ("xl/", "word/", "ppt/")
_SMALL = 10_000
"""Bytes of a list of types whose outcome is remembered: workbooks saved by one program mostly share
it.
"""
_XML_SUFFIXES = (".xml", ".rels", ".vml")


def open_file(content: bytes) -> Opened:
    """Recognise a file and open its container; raises Refused with the reason in its code."""
    if not content:
        raise Refused("empty-file")
    if len(content) > worker_file_limits.FILE_BYTES:
        raise Refused("too-big")
    if content.startswith(_OLE):
        return _opened_compound(content)
    if content.startswith(_ZIP) or (content.startswith(b"PK") and not _begins_a_text(content)):
        _no_mere_archive(content)
        return _opened_package(open_package(content))
    raise Refused(_other_kind(content))


def _begins_a_text(content: bytes) -> bool:
    """Say whether what begins with the letters PK is a list with such a heading."""
    return len(content) > len(_ZIP) and is_text(content)


def _other_kind(content: bytes) -> str:
    """Name what is neither a compound file nor a ZIP archive."""
    for signature, code in _SIGNATURES:
        if content.startswith(signature):
            return code
    for mark, program in _AGENTS:
        if mark in content[:_AGENT_HEAD]:
            raise Refused("agent-encrypted", program=program)
    if content[4:8] == b"ftyp" or content[:4] == b"RIFF":
        return "is-picture"
    if not is_text(content):
        for signature, code in _LETTERS:
            if content.startswith(signature):
                return code
        where, mark = _TAR
        if content.startswith(mark, where):
            return "is-archive"
    return text_kind(content)


def _no_mere_archive(content: bytes) -> None:
    """Refuse an archive that nobody could take for a workbook as what it is, however it is packed.

    Only what names a part of an office document is looked into strictly: an archive of many files,
    or packed by an unusual method, deceives nobody.
    """
    names = set()
    for told in told_names(content):
        name = told.replace("\\", "/").lower()
        if name in _OFFICE or name.startswith(_OFFICE_FOLDERS):
            return
        names.add(name)
    if not names:
        return
    if "ofd.xml" in names:
        raise Refused("is-ofd")
    if "index/document.iwa" in names:
        raise Refused("is-numbers")
    raise Refused("is-locked-archive" if _asks_for_a_password(content) else "is-archive")


def _asks_for_a_password(content: bytes) -> bool:
    """Say whether the first entry of an archive is encrypted: bit 0 of its flags (APPNOTE)."""
    return len(content) > _FLAGS and bool(content[_FLAGS] & 1)


def _opened_compound(content: bytes) -> Opened:
    compound = open_compound(content)
    names = set(compound.names)
    if names & _RIGHTS or ("EncryptedPackage" in names and "EncryptionInfo" not in names):
        raise Refused("label-encrypted")
    if {"EncryptedPackage", "EncryptionInfo"} & names:
        plain = without_default_password(content, compound)
        if plain is None:
            raise Refused("encrypted")
        return _opened_package(open_package(plain))
    if {"Workbook", "Book"} & names:
        plain = xls_without_default_password(content, compound)
        return Opened(FileKind.XLS, compound if plain is None else open_compound(plain))
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
    raise Refused("is-archive")


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
