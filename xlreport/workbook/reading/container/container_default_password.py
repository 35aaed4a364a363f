"""Workbooks that are encrypted and yet open everywhere without a password.

Where the structure of a workbook is protected, Excel encrypts the whole file with a password that
every office program tries by itself ([MS-OFFCRYPTO] 2.4.2.3 for .xls; .xlsx likewise).
"""

import io
import re
import struct

from xlreport.workbook.reading.container.ole_container import Compound

_PASSWORD = "VelvetSweatshop"  # noqa: S105 - it is printed in the standard, and no secret
_INFO = "EncryptionInfo"
_MOST_INFO = 65_536
# how often the password is hashed (MS-OFFCRYPTO, 2.3.4.10)
_SPINS = re.compile(rb'spinCount="(\d{1,7})"')
_MOST_SPINS = 1_000_000
"""How often the password is hashed; Excel writes 100,000, which takes half a second."""
_MOST_XLS = 4 * 1024 * 1024
"""Bytes of an .xls whose decryption stays within the memory of a worker."""
_SEALED, _FIRST_RECORDS = 0x002F, 3


def without_default_password(content: bytes, compound: Compound) -> bytes | None:
    """Return the workbook in an encrypted package; None where a password of somebody's own is
    asked for, or where it is encrypted in a way that is not known.
    """
    told = compound.streams.get(_INFO, b"")
    spins = _SPINS.findall(told)
    if len(told) > _MOST_INFO or b"<!" in told or any(int(one) > _MOST_SPINS for one in spins):
        return None
    return _decrypted(content)


def xls_without_default_password(content: bytes, compound: Compound) -> bytes | None:
    """Return the same for an .xls workbook: a compound file without encryption."""
    if len(content) > _MOST_XLS or not is_sealed(compound.streams.get("Workbook", b"")):
        return None
    return _decrypted(content)


def is_sealed(stream: bytes) -> bool:
    """Say whether one of the first records of an .xls announces that all others are encrypted."""
    position = 0
    for _ in range(_FIRST_RECORDS):
        if position + 4 > len(stream):
            return False
        number, length = struct.unpack_from("<HH", stream, position)
        if number == _SEALED:
            return True
        position += 4 + length
    return False


def _decrypted(content: bytes) -> bytes | None:
    import msoffcrypto  # it loads a large library, which hardly any file needs

    whole = io.BytesIO()
    try:
        sealed = msoffcrypto.OfficeFile(io.BytesIO(content))
        sealed.load_key(password=_PASSWORD)
        sealed.decrypt(whole)
    except Exception:  # noqa: BLE001 - whatever it cannot do, the file is as good as locked
        return None
    return whole.getvalue()
