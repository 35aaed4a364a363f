"""Workers of Windows are limited from outside: they end with the run, however that ends."""

import subprocess
import time
from pathlib import Path

from tests.windows.machine import Machine

ASLEEP = """
import sys, time
from pathlib import Path
from xlreport.processes.worker_processes import FileJob, each_file

def task(path, name, more):
    Path(more).touch()
    time.sleep(600)

if __name__ == "__main__":
    here = Path(__file__)
    print(list(each_file([FileJob(here, here.parent, "asleep")], task, seconds=900)))
"""
#: the same figures as Microsoft's headers give them to a C compiler, and as our module has them
HEADERS = """
#include <windows.h>
#include <stddef.h>
#include <stdio.h>
int main(void) {
    printf("%d %d %d %d %d %#x", (int)sizeof(JOBOBJECT_EXTENDED_LIMIT_INFORMATION),
        (int)offsetof(JOBOBJECT_EXTENDED_LIMIT_INFORMATION, ProcessMemoryLimit),
        (int)offsetof(JOBOBJECT_EXTENDED_LIMIT_INFORMATION, BasicLimitInformation.LimitFlags),
        JobObjectExtendedLimitInformation, DRIVE_FIXED,
        JOB_OBJECT_LIMIT_PROCESS_MEMORY | JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
        | JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION);
    return 0;
}
"""
OURS = """
import ctypes
from xlreport.processes import windows_calls as w
print(
    ctypes.sizeof(w._ExtendedLimits), w._ExtendedLimits.process_memory.offset,
    w._ExtendedLimits.basic.offset + w._BasicLimits.limit_flags.offset,
    w._EXTENDED_LIMITS, w._DRIVE_FIXED, hex(
        w._LIMIT_PROCESS_MEMORY | w._LIMIT_KILL_ON_JOB_CLOSE | w._LIMIT_DIE_ON_UNHANDLED_EXCEPTION
    ), end="",
)
"""
PATIENCE = 60


def _workers(folder: Path) -> list[str]:
    """Return the processes of Windows that are workers and work in a folder."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes().decode("utf-8", "replace")
            if "--multiprocessing-fork" in words and (place / "cwd").resolve() == folder:
                found.append(place.name)
        except OSError:
            continue
    return found


def test_a_worker_ends_with_the_run_that_is_killed(
    windows: Machine, unpacked: Path, folder: Path
) -> None:
    (folder / "asleep.py").write_text(ASLEEP, encoding="utf-8")
    python = windows.inside(unpacked / "python/python.exe")
    with windows.start(folder, python, "asleep.py") as program:
        until = time.monotonic() + PATIENCE
        while not (folder / "asleep").exists():
            assert time.monotonic() < until
            time.sleep(0.2)
        assert len(_workers(folder)) == 1
        program.kill()
        program.communicate()
    until = time.monotonic() + 20
    while _workers(folder):
        assert time.monotonic() < until
        time.sleep(0.2)


def test_limits_are_told_to_windows_as_its_headers_say(
    windows: Machine, unpacked: Path, folder: Path
) -> None:
    """Wine keeps no limit of memory, so that what Windows is told is compared instead."""
    (folder / "headers.c").write_text(HEADERS, encoding="ascii")
    (folder / "ours.py").write_text(OURS, encoding="ascii")
    compiler = ["x86_64-w64-mingw32-gcc", "-o", "headers.exe", "headers.c"]
    subprocess.run(compiler, cwd=folder, check=True)
    python = windows.inside(unpacked / "python/python.exe")
    assert windows.run(folder, python, "ours.py").text == windows.run(folder, "headers.exe").text
