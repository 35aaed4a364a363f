"""Files are written whole or not at all, and never over an original."""

import contextlib
import os
import secrets
import stat
from collections.abc import Collection, Iterable
from pathlib import Path

from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.processes.platform_calls import is_device, new_file, reachable, resolved
from xlreport.processes.platform_write_error_calls import unwritten

_PIECE = 1 << 20


def keep_out(
    inbox: Iterable[Path | str],
    outputs: Iterable[Path | None],
    read: Iterable[Path | str | None] = (),
) -> None:
    """Refuse outputs that lie in an inbox, which is only read: what is written there would come
    back as a return. Refuse those that would take the place of a file that is read, or of one
    another; asked before anything is read.

    Args:
        inbox: folders of returns, and single ones, whose names a folder of copies takes up.
        outputs: all that the run writes, folders and files; None is one that is not wanted.
        read: what else it reads; None is what is not given.

    Raises:
        CannotRun: `out-in-inbox`, `out-over-input`, `out-twice`, all usage errors.
    """
    places = [Path(place) for place in inbox if "://" not in str(place)]
    folders = [resolved(place) for place in places if place.is_dir()]
    returns = [place for place in places if place.is_file()]
    files = [*returns, *(Path(place) for place in read if place is not None)]
    wanted = [path for path in outputs if path is not None]
    for at, path in enumerate(wanted):
        if any(resolved(path).is_relative_to(folder) for folder in folders):
            raise CannotRun("out-in-inbox", USAGE, file=str(path))
        over = [place for place in files if same_place(place, path)]
        over += [place for place in returns if same_place(place.parent, path)]
        if over:
            raise CannotRun("out-over-input", USAGE, file=str(over[0]))
        if any(same_place(path, other) for other in wanted[:at]):
            raise CannotRun("out-twice", USAGE, file=str(path))


def same_place(one: Path, other: Path) -> bool:
    """Say whether two paths are one place, under whatever names; both may be free."""
    if resolved(one) == resolved(other):
        return True
    try:
        return one.samefile(other)
    except OSError:
        return False


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
