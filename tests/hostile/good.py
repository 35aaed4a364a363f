"""Sound workbooks as other programs write them: Excel, WPS and LibreOffice open them all, and so are they read."""

import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from msoffcrypto.format.ooxml import OOXMLFile

from tests.hostile.archives import parts_of, zipped
from tests.hostile.cells import added
from tests.hostile.spoiling import BOOK_RELS, SHEET, STRINGS, STYLES, Case, with_parts
from tests.hostile.spreadsheets import compound

_STRINGS_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def good_files(sound: bytes) -> Iterator[Case]:
    """What deceives nobody, though few programs write it."""
    for word in ("true", "false"):
        row = f'<row r="900"><c r="B900" t="b"><v>{word}</v></c></row>'
        yield Case(f"boolean-{word}", added(sound, row), "same")
    yield Case(
        "boolean-word",
        added(sound, '<row r="900"><c r="B900" t="b"><v>yes</v></c></row>'),
        "damaged",
    )
    ascii_only = "".join(
        c if c.isascii() else f"&#{ord(c)};" for c in parts_of(sound)[STRINGS].decode()
    )
    for encoding in ("us-ascii", "ISO-8859-1"):
        told = ascii_only.replace('encoding="UTF-8"', f'encoding="{encoding}"').encode()
        yield Case(encoding.lower(), with_parts(sound, **{STRINGS: told}), "same")
    yield Case("references-small", _small_references(sound), "same")
    unstyled = {
        name: part.replace(b' s="', b' x="') if name == SHEET else part
        for name, part in parts_of(sound).items()
        if name != STYLES
    }
    yield Case("no-styles", zipped(unstyled), "same")
    yield Case("no-styles-asked-for", with_parts(sound, **{STYLES: None}), "same")
    yield Case("strings-dangling", _strings_dangling(sound), "same")
    yield Case("streamed-large", _streamed(sound), "same")
    sealed = io.BytesIO()
    OOXMLFile(io.BytesIO(sound)).encrypt("VelvetSweatshop", sealed)
    yield Case("default-password", sealed.getvalue(), "same")
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(sound)).encrypt("own password", locked)
    yield Case("own-password", locked.getvalue(), "encrypted")
    label = compound({"EncryptedPackage": b"x", "\x06DataSpaces": b"x"})
    yield Case("sensitivity-label", label, "label-encrypted")
    agent = b"\x62\x14\x23\x65\x00\x00\x00\x00E-SafeNet\x00\x00\x00LOCK" + bytes(500)
    yield Case("encrypted-by-agent", agent, "agent-encrypted")


def _small_references(sound: bytes) -> bytes:
    """Return the workbook with every cell's address in small letters."""
    parts = parts_of(sound)
    text = parts[SHEET].decode()
    pieces = text.split('<c r="')
    small = [piece[:4].lower() + piece[4:] for piece in pieces[1:]]
    return zipped(parts | {SHEET: '<c r="'.join((pieces[0], *small)).encode()})


def _strings_dangling(sound: bytes) -> bytes:
    """Return the workbook with its texts in the cells and a relation to strings that are not there."""
    parts = parts_of(sound)
    texts = ["".join(one.itertext()) for one in ET.fromstring(parts.pop(STRINGS))]
    for name in [one for one in parts if one.startswith("xl/worksheets/sheet")]:
        parts[name] = _inline(parts[name].decode(), texts).encode()
    assert _STRINGS_TYPE in parts[BOOK_RELS].decode()
    return zipped(parts)


def _inline(sheet: str, texts: list[str]) -> str:
    def told(match: re.Match[str]) -> str:
        text = escape(texts[int(match[2])])
        return f'{match[1]} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

    return re.sub(r'(<c r="[A-Z]+[0-9]+"[^<>]*?) t="s"><v>(\d+)</v></c>', told, sheet)


def _streamed(sound: bytes) -> bytes:
    """Return the archive as a program writes it that cannot go back: descriptors, and Zip64 throughout."""

    class OneWay(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    stream = OneWay()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, part in parts_of(sound).items():
            one = ZipInfo(name)
            one.compress_type = ZIP_DEFLATED
            with archive.open(one, "w", force_zip64=True) as member:
                member.write(part)
    return stream.getvalue()
