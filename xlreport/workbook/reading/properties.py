"""Document properties of a package: when and with what it was saved, and our own mark in it."""

from collections.abc import Callable
from datetime import UTC, datetime

from xlreport.workbook.reading.markup import scan
from xlreport.workbook.reading.package import Package

_CORE, _APP, _CUSTOM = "docprops/core.xml", "docprops/app.xml", "docprops/custom.xml"
_LONGEST = 400


def core_properties(package: Package) -> datetime | None:
    """Return the saving time that the workbook states."""
    return moment(_texts(package, _CORE, lambda name, _: name.rpartition("}")[2]).get("modified", ""))


def program_of(package: Package) -> str:
    """Return the program that says it saved the workbook."""
    words = _texts(package, _APP, lambda name, _: name.rpartition("}")[2])
    return " ".join(filter(None, (words.get("Application"), words.get("AppVersion"))))[:_LONGEST]


def custom_properties(package: Package) -> dict[str, str]:
    """Return the custom properties by name."""
    owner = [""]

    def key(name: str, attributes: dict[str, str]) -> str:
        if name.endswith("}property"):
            owner[0] = attributes.get("name", "")
        return owner[0]

    return {name: text for name, text in _texts(package, _CUSTOM, key).items() if name}


def moment(text: str) -> datetime | None:
    """Read a W3C time; one without a zone counts as UTC, None for what is no time."""
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC) if when.year > 1 else None


def _texts(package: Package, part: str, key: Callable[[str, dict[str, str]], str]) -> dict[str, str]:
    """Return the text of the elements of a part by what `key` calls them."""
    content = package.parts.get(part)
    if content is None:
        return {}
    texts: dict[str, str] = {}
    current = [""]
    pieces: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        current[0] = key(name, attributes)
        pieces.clear()

    def end(_name: str) -> None:
        if pieces and current[0]:
            texts[current[0]] = "".join(pieces).strip()[:_LONGEST]
        pieces.clear()

    scan(content, part, start, end, pieces.append)
    return texts
