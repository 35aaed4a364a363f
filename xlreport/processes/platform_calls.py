"""The calls that differ from system to system, each with a fallback that says what it does not
limit: workers, their memory, Ctrl-C, and how a path is opened.
"""

import errno
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Literal

from xlreport.processes import windows_calls

if sys.platform != "win32":
    import resource

_STATM = Path("/proc/self/statm")
_INTERPRETER = 256 << 20
"""Bytes that an interpreter with our modules may commit before it reads anything."""
_MMAP_THRESHOLD = -3
"""M_MMAP_THRESHOLD of glibc's malloc.h."""
_LONG = 240
"""Characters of a path from which on Windows may refuse it: 260 for a file, 248 for a folder, less
what a temporary name needs.
"""
_DENIED, _SHARED_WITH_NOBODY, _LOCKED = 5, 32, 33
"""Windows: ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION."""
_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\..*)?", re.IGNORECASE
)
"""Names that Windows keeps for devices, whatever their suffix."""


def start_method() -> Literal["fork", "spawn"]:
    """Return how worker processes are started.

    Forking is 50 times faster, but copies the locks of other threads as they stand; where there are
    such threads, and on systems where forking is unsafe or unknown, a worker starts afresh.
    """
    if sys.platform == "linux" and threading.active_count() == 1:
        return "fork"
    return "spawn"


def cores() -> int:
    """Return how many cores this process may use; all of the machine's where that is not known."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def limit_memory(size: int) -> bool:
    """Hold this process to so many bytes beyond what it has now, and let it leave no core file.

    Returns:
        Whether the memory is held. On Windows a process cannot do so to itself (`worker_limits`
        does it from outside), and macOS keeps no such limit: there only the limits counted while
        reading hold, and the time.
    """
    if sys.platform == "win32":
        return False
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        now = int(_STATM.read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):  # a limit below what it has already would end it
        return False
    resource.setrlimit(resource.RLIMIT_AS, (now + size, now + size))
    return True


def return_large_blocks() -> bool:
    """Have memory of more than 128 KB go back to the system as soon as it is free.

    glibc raises that size with the first larger block that is freed, and then keeps what it has;
    setting it holds it there (mallopt(3), M_MMAP_THRESHOLD).

    Returns:
        Whether it is so; other systems go on as they do, and a large round takes a tenth more.
    """
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        return bool(ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, 128 << 10))
    except (OSError, AttributeError):  # another C library
        return False


@contextmanager
def worker_limits(size: int) -> Iterator[Callable[[int], bool]]:
    """Limit workers from outside, where a system has that: Windows by a job object.

    Each may commit so many bytes besides what an interpreter takes, and all end with this process,
    however that ends. What is given to the body puts a process, by its number, under the limits
    and says whether it is; elsewhere, and where Windows refuses, it says no.
    """
    if sys.platform != "win32":
        yield _not_limited
        return
    job = windows_calls.new_job(size + _INTERPRETER)
    if job is None:
        yield _not_limited
        return
    try:
        yield partial(windows_calls.put_in_job, job)
    finally:
        windows_calls.close(job)


def _not_limited(_process: int) -> bool:
    return False


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while a worker is started: it would end with a traceback where it does not
    ignore it yet.

    POSIX hands it over afterwards. Windows cannot: the worker is born deaf to Ctrl-C, and one that
    is pressed in these few milliseconds is lost and has to be pressed again.
    """
    if sys.platform == "win32":
        windows_calls.deafen(deaf=True)
        try:
            yield
        finally:
            windows_calls.deafen(deaf=False)
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore_interrupts() -> None:
    """Leave it to the process that started this one to react to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def interrupts_ignored() -> Iterator[None]:
    """Let Ctrl-C do nothing for a moment, and after it what it did before."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)


def stop_like_ctrl_c() -> None:
    """Let what asks a program to end (SIGTERM; on Windows Ctrl-Break) do what Ctrl-C does."""
    for name in ("SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)


def process_lives(pid: int) -> bool:
    """Say whether a process of this machine with that number is there, whoever's it is."""
    if sys.platform == "win32":
        import ctypes

        limited = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
        found = ctypes.windll.kernel32.OpenProcess(limited, False, pid)
        if found:
            ctypes.windll.kernel32.CloseHandle(found)
        return bool(found)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def reading_flags() -> int:
    """Return the flags to open an unknown file with: never wait for a pipe; on Windows no
    translation of lines.
    """
    return (
        os.O_RDONLY
        | getattr(os, "O_NONBLOCK", 0)
        | getattr(os, "O_CLOEXEC", 0)
        | getattr(os, "O_BINARY", 0)
    )


def new_file(path: Path) -> int:
    """Make a file that is not there yet, for its owner alone; return it open for writing.

    Not `tempfile`: on Windows it takes a folder without rights for a name that is taken, and tries
    two thousand million more.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.open(path, flags | getattr(os, "O_CLOEXEC", 0), 0o600)


def open_elsewhere(error: OSError, target: Path) -> bool:
    """Say whether a file could not be replaced because a program has it open, and not for want of
    rights.

    POSIX replaces open files. Windows says so where it shares a file with nobody (32, 33); where it
    only denies access (5) to a rename onto a file that is there and may be written, it is open.
    """
    if sys.platform != "win32":
        return error.errno in {errno.EBUSY, errno.ETXTBSY}
    if error.winerror in {_SHARED_WITH_NOBODY, _LOCKED}:
        return True
    renaming = error.winerror == _DENIED and error.filename2 is not None
    return renaming and target.is_file() and os.access(target, os.W_OK)


def is_local_drive(folder: Path) -> bool | None:
    """Say whether a folder lies on a drive that is built in; None where drives are not told
    apart.
    """
    if sys.platform != "win32":
        return None
    return windows_calls.is_fixed_drive(resolved(folder).anchor)


def resolved(path: Path) -> Path:
    """Return a path made absolute and without links; with them where the system cannot say."""
    try:
        return path.resolve()
    except OSError:  # a device, or a drive whose driver does not answer the question
        return path.absolute()


def reachable(path: Path) -> Path:
    """Return a path as it can be opened however long it is."""
    return Path(extended(os.path.abspath(path))) if sys.platform == "win32" else path  # noqa: PTH100 - as text


def extended(path: str) -> str:
    r"""Return an absolute path of Windows, with `\\?\` in front where it is long.

    A network folder `\\server\share` becomes `\\?\UNC\server\share`.
    """
    if len(path) < _LONG or path.startswith(("\\\\?\\", "\\\\.\\")):
        return path
    if path.startswith("\\\\"):
        return "\\\\?\\UNC\\" + path[2:]
    return "\\\\?\\" + path


def is_device(name: str) -> bool:
    """Say whether this system keeps a file's name for a device: `CON.xlsx` on Windows."""
    return sys.platform == "win32" and names_device(name)


def names_device(name: str) -> bool:
    """Say whether Windows keeps a name for a device, whatever its suffix."""
    return _DEVICES.fullmatch(name) is not None
