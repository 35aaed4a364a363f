"""The calls that only POSIX has, each with a fallback that says what it does not limit."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

_STATM = Path("/proc/self/statm")


def start_method() -> Literal["fork", "spawn"]:
    """Return how worker processes are started.

    Forking is 50 times faster, but copies the locks of other threads as they stand; where there are
    such threads, and on systems where forking is unsafe or unknown, a worker starts afresh.
    """
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def cores() -> int:
    """Return how many cores this process may use; all of the machine's where that is not known."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def limit_memory(size: int) -> bool:
    """Hold this process to so many bytes beyond what it has now, and let it leave no core file.

    Returns:
        Whether the limit holds. Windows has none: there only the limits counted while reading hold,
        and the time.
    """
    if resource is None:
        return False
    try:
        now = int(_STATM.read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        now = 0
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (now + size, now + size))
    return True


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while a worker is started: it would end with a traceback where it does not
    ignore it yet.

    Windows holds nothing back; there a worker that has only just begun may print one.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore_interrupts() -> None:
    """Leave it to the process that started this one to react to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


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
