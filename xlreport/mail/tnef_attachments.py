"""Files inside `winmail.dat`, which Outlook sends to those whom it takes for its own kind (TNEF).

Runs in a limited worker: what is read is a stranger's binary format.
"""

import logging
import struct
from pathlib import Path

from xlreport.mail.attachment_names import text_of_bytes

_SIGNATURE = b"\x78\x9f\x3e\x22"
_MOST = 50
_HEAD, _BEFORE, _AFTER = 6, 9, 2
"""Bytes before the first attribute; before the bytes of one, and after them."""


def is_tnef(content: bytes) -> bool:
    """Say whether bytes begin as TNEF does."""
    return content.startswith(_SIGNATURE)


def tnef_files(path: Path, _name: str, _more: object) -> tuple[tuple[str, bytes], ...] | None:
    """Return the files in a `winmail.dat`, names and bytes; None where it cannot be read, or where
    the library for it is not installed.
    """
    try:
        from tnefparse import TNEF
        from tnefparse.properties import MAPI_ATTACH_LONG_FILENAME
    except ImportError:
        return None
    logging.getLogger("tnefparse").disabled = True  # it remarks on whatever is not as it should be
    try:
        content = path.read_bytes()
        if not _is_whole(content):
            return None
        parsed = TNEF(content, do_checksum=False)
        found = []
        for one in parsed.attachments[:_MOST]:
            names = [a.data for a in one.mapi_attrs if a.name == MAPI_ATTACH_LONG_FILENAME]
            name = _plain([*names, one._name])  # noqa: SLF001 - its own reading of it knows no GBK
            if isinstance(one.data, bytes) and one.data:
                found.append((name, one.data))
        return tuple(found)
    except Exception:  # noqa: BLE001 - a parser of a binary format: whatever it falls over, the file stays whole
        return None


def _is_whole(content: bytes) -> bool:
    """Say whether no attribute leads beyond the end of the stream: the library hands out what is
    cut off as if it were all.

    Each has a level (1 byte), a number (4), a length (4), that many bytes and a checksum (2);
    before them stand signature and key (MS-OXTNEF 2.1.3).
    """
    at = _HEAD
    while at + _BEFORE <= len(content):
        (length,) = struct.unpack_from("<I", content, at + _BEFORE - 4)
        at += _BEFORE + length + _AFTER
    return at <= len(content)


def _plain(names: list[object]) -> str:
    for name in names:
        text = text_of_bytes(name) if isinstance(name, bytes) else str(name or "")
        text = text.strip("\0 ")
        if text:
            return text
    return "winmail"
