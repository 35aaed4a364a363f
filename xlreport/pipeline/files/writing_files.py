"""Files are written whole or not at all, and never over an original."""

import contextlib
import os
import secrets
import stat
from collections.abc import Collection, Iterable
from pathlib import Path

from xlreport.model.run_errors import USAGE, CannotRun
from xlreport.processes.platform_calls import is_device, new_file, reachable, resolved
from xlreport.processes.platform_write_errors import unwritten

_PIECE = 1 << 20


def keep_out(places: Iterable[Path | str], outputs: Iterable[Path | None]) -> None:
    """Refuse outputs that lie in an inbox: it is only read, and what is written there would come
    back as a return.

    Raises:
        CannotRun: `out-in-inbox`, a usage error.
    """
    folders = [
        resolved(Path(place))
        for place in places
        if "://" not in str(place) and Path(place).is_dir()
    ]
    for path in outputs:
        if path is not None and any(resolved(path).is_relative_to(folder) for folder in folders):
            raise CannotRun("out-in-inbox", USAGE, file=str(path))


def prove_out(path: Path | None, suffixes: Collection[str] = ()) -> None:
    """Refuse an output that its name does not fit, or whose place is taken by what is no file;
    asked before anything is read.

    Args:
        path: None is an output that is not wanted.
        suffixes: what it may end in; none is anything.

    Raises:
        CannotRun: `out-suffix`, `out-folder`, `out-link`, `out-device`, `device-name`, all usage
            errors.
    """
    if path is None:
        return
    if suffixes and path.suffix.lower() not in suffixes:
        raise CannotRun("out-suffix", USAGE, file=str(path), known=" ".join(sorted(suffixes)))
    _prove_place(path, reachable(path))


def _prove_place(path: Path, place: Path) -> None:
    """Refuse to write over a folder, a link, a device or a pipe: renaming onto it would destroy
    it. A name that Windows keeps for a device is one, whatever stands there.
    """
    if is_device(path.name):
        raise CannotRun("device-name", USAGE, file=str(path))
    try:
        mode = place.lstat().st_mode
    except OSError:  # nothing there, or what the writing itself will name
        return
    if stat.S_ISREG(mode):
        return
    kind = "link" if stat.S_ISLNK(mode) else "device"
    kind = "folder" if stat.S_ISDIR(mode) else kind
    raise CannotRun(f"out-{kind}", USAGE, file=str(path))


def write_whole(path: Path, content: bytes) -> bool:
    """Write a file under a temporary name beside it, then rename; say whether anything had to be
    written.

    Raises:
        CannotRun: `file-busy` where the file is open elsewhere, `not-permitted` where it or its
            folder may not be written, `disk-full` where it does not fit, `not-a-folder` where its
            folder is a file, `file-unwritable` for whatever else a disk says, and what `prove_out`
            refuses of a place; what stood there before is untouched.
    """
    place = reachable(path)
    _prove_place(path, place)
    try:
        if place.is_file() and place.stat().st_size == len(content) and _holds(place, content):
            return False
        place.parent.mkdir(parents=True, exist_ok=True)
        _replace(place, content)
    except (FileExistsError, NotADirectoryError) as error:
        raise CannotRun("not-a-folder", folder=str(path.parent)) from error
    except OSError as error:
        raise unwritten(error, path) from error
    return True


def _holds(path: Path, content: bytes) -> bool:
    """Say whether a file of the same length holds just these bytes; it is never in memory whole."""
    with path.open("rb") as stream:
        return all(
            stream.read(_PIECE) == content[at : at + _PIECE]
            for at in range(0, len(content), _PIECE)
        )


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".xlreport-{secrets.token_hex(6)}.tmp")
    handle = new_file(temporary)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if os.name == "posix":
            temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
