"""What the makers of hostile files share: a case, and a sound workbook with one part changed."""

from dataclasses import dataclass

from tests.hostile.archives import parts_of, zipped

SHEET, STRINGS, STYLES, BOOK = (
    "xl/worksheets/sheet2.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
)
TYPES, ROOT_RELS, BOOK_RELS = "[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MIB = 1024 * 1024


@dataclass(frozen=True)
class Case:
    """One file and what must come of it."""

    name: str
    content: bytes
    expected: str


def edited(sound: bytes, part: str, old: str, new: str, count: int = 1) -> bytes:
    """Return the workbook with one part's text changed; fails where the old text is not there."""
    parts = parts_of(sound)
    text = parts[part].decode()
    assert old in text, (part, old)
    return zipped(parts | {part: text.replace(old, new, count).encode()})


def with_parts(sound: bytes, **changes: bytes | None) -> bytes:
    """Return the workbook with parts replaced, added or left out; `__` stands for a slash."""
    parts = parts_of(sound)
    for key, content in changes.items():
        parts[key] = content or b""
    return zipped(
        {
            name: content
            for name, content in parts.items()
            if name not in changes or changes[name] is not None
        }
    )
