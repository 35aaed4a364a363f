"""An inbox that lies behind an address (s3://…, and whatever else fsspec knows): listed and read,
never written.
"""

import re
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from xlreport.model.model_errors import CannotRun
from xlreport.model.returns.return_refusal import Refused
from xlreport.processes import worker_file_limits

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

# scheme://place, as fsspec has it: s3://bucket/inbox
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+):/+([^/].*)")
_LOCAL = frozenset({"file", "local"})
"""Schemes whose places begin at the root."""


def address_of(path: Path) -> str:
    """Return the address that a path was typed as, `s3://bucket/inbox`; empty where it is an
    ordinary path.

    A `Path` keeps one of the two slashes; a drive letter is no scheme, as that has two letters at
    least.
    """
    match = _ADDRESS.fullmatch(path.as_posix())
    return f"{match[1]}://{match[2]}" if match else ""


@lru_cache
def _system(scheme: str) -> "AbstractFileSystem":
    try:
        import fsspec

        return fsspec.filesystem(scheme)
    except (ImportError, ValueError) as error:
        raise CannotRun("address-unknown", address=f"{scheme}://") from error


def _opened(address: str) -> "tuple[AbstractFileSystem, str]":
    scheme, _, rest = address.partition("://")
    return _system(scheme), f"/{rest}" if scheme in _LOCAL else rest


def remote_exists(address: str) -> bool:
    """Say whether anything lies behind an address."""
    system, place = _opened(address)
    return bool(system.exists(place))


def list_remote(address: str) -> tuple[Path, ...]:
    """Return everything that lies behind an address and below it, sorted; of a file, itself."""
    system, place = _opened(address)
    scheme = address.partition("://")[0]
    return tuple(Path(f"{scheme}:/{PurePosixPath(found)}") for found in sorted(system.find(place)))


def remote_content(address: str) -> bytes:
    """Return a file's bytes; raises Refused where it cannot be opened or is too big."""
    system, place = _opened(address)
    try:
        if int(system.size(place) or 0) > worker_file_limits.FILE_BYTES:
            raise Refused("too-big")
        content: bytes = system.cat_file(place)
    except OSError:
        raise Refused("cannot-open") from None
    return content
