"""Files inside `winmail.dat`, which Outlook sends to those whom it takes for its own kind (TNEF).

Runs in a limited worker: what is read is a stranger's binary format.
"""

from pathlib import Path

from xlreport.mail.names import text_of_bytes

_SIGNATURE = b"\x78\x9f\x3e\x22"
_MOST = 50


def is_tnef(content: bytes) -> bool:
    """Say whether bytes begin as TNEF does."""
    return content.startswith(_SIGNATURE)


def tnef_files(path: Path, _name: str, _more: object) -> tuple[tuple[str, bytes], ...]:
    """Return the files in a `winmail.dat`, names and bytes; none where nothing can be read of it,
    or where the library for it is not installed.
    """
    try:
        from tnefparse import TNEF
        from tnefparse.properties import MAPI_ATTACH_LONG_FILENAME
    except ImportError:
        return ()
    try:
        parsed = TNEF(path.read_bytes(), do_checksum=False)
        found = []
        for one in parsed.attachments[:_MOST]:
            names = [a.data for a in one.mapi_attrs if a.name == MAPI_ATTACH_LONG_FILENAME]
            name = _plain([*names, one._name])  # noqa: SLF001 - its own reading of it knows no GBK
            if isinstance(one.data, bytes) and one.data:
                found.append((name, one.data))
        return tuple(found)
    except Exception:  # noqa: BLE001 - a parser of a binary format: whatever it falls over, the file stays whole
        return ()


def _plain(names: list[object]) -> str:
    for name in names:
        text = text_of_bytes(name) if isinstance(name, bytes) else str(name or "")
        text = text.strip("\0 ")
        if text:
            return text
    return "winmail"
