"""Document properties of a package: when and with what it was saved, and our own mark in it.

They decide nothing by themselves, so a pattern is enough to find them.
"""

import re
from datetime import UTC, datetime
from functools import lru_cache

from xlreport.workbook.reading.container.container_xml import scan
from xlreport.workbook.reading.container.container_zip_archive import Package

_CORE, _APP, _CUSTOM = "docprops/core.xml", "docprops/app.xml", "docprops/custom.xml"
_OURS = "xlreport"
_LONGEST = 400
_SMALL = 4_000
"""Bytes of what a program says of itself that are remembered: a template's workbooks share them."""
# when it was saved, of core.xml
_MODIFIED = re.compile(rb"<(?:\w+:)?modified\b[^<>]*>([^<]{1,40})<")
# by which program and version, of app.xml
_PROGRAM = re.compile(rb"<(?:\w+:)?(?:Application|AppVersion)>([^<]{1,200})<")


def saved_at(package: Package) -> datetime | None:
    """Return the saving time that the workbook states."""
    match = _MODIFIED.search(package.parts.get(_CORE, b""))
    return moment(match[1].decode("utf-8", "replace")) if match else None


def program_of(package: Package) -> str:
    """Return the program that says it saved the workbook."""
    content = package.parts.get(_APP, b"")
    return (_known_program if len(content) <= _SMALL else _program)(content)


def _program(content: bytes) -> str:
    words = _PROGRAM.findall(content)
    return b" ".join(words[:2]).decode("utf-8", "replace")


_known_program = lru_cache(maxsize=64)(_program)


def custom_properties(package: Package) -> dict[str, str]:
    """Return our own custom property."""
    content = package.parts.get(_CUSTOM, b"")
    if _OURS.encode() not in content:
        return {}
    pieces: list[str] = []
    owner = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.endswith("}property"):
            owner[0] = attributes.get("name", "")

    def text(piece: str) -> None:
        if owner[0] == _OURS:
            pieces.append(piece)

    scan(content, _CUSTOM, start, None, text)
    return {_OURS: "".join(pieces).strip()[:_LONGEST]}


def moment(text: str, *, local: bool = False) -> datetime | None:
    """Read a W3C time; one without a zone counts as UTC, or as the machine's where it is local;
    None for what is no time.
    """
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if not 1 < when.year < 9999:
        return None
    return (when if when.tzinfo or local else when.replace(tzinfo=UTC)).astimezone(UTC)
