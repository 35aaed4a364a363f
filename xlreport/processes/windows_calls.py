"""The calls that only Windows has, by ctypes; `platform_calls.py` alone asks them.

Names and numbers are those of Microsoft's headers `winnt.h`, `jobapi2.h`, `consoleapi.h` and
`fileapi.h`.
"""

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.CreateJobObjectW.restype = wintypes.HANDLE
    _kernel.OpenProcess.restype = wintypes.HANDLE
    _kernel.SetInformationJobObject.argtypes = (
        wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD,
    )  # fmt: skip
    _kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    _kernel.CloseHandle.argtypes = (wintypes.HANDLE,)

    _DRIVE_FIXED = 3
    _EXTENDED_LIMITS = 9
    _LIMIT_PROCESS_MEMORY = 0x0100
    _LIMIT_DIE_ON_UNHANDLED_EXCEPTION = 0x0400
    _LIMIT_KILL_ON_JOB_CLOSE = 0x2000
    _PROCESS_TERMINATE, _PROCESS_SET_QUOTA = 0x0001, 0x0100

    class _BasicLimits(ctypes.Structure):
        """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

        _fields_ = (
            ("per_process_time", wintypes.LARGE_INTEGER), ("per_job_time", wintypes.LARGE_INTEGER),
            ("limit_flags", wintypes.DWORD), ("minimum_working_set", ctypes.c_size_t),
            ("maximum_working_set", ctypes.c_size_t), ("active_processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t), ("priority_class", wintypes.DWORD),
            ("scheduling_class", wintypes.DWORD),
        )  # fmt: skip

    class _ExtendedLimits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION; the six counters of IO_COUNTERS are only read."""

        _fields_ = (
            ("basic", _BasicLimits), ("io_counters", ctypes.c_ulonglong * 6),
            ("process_memory", ctypes.c_size_t), ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t), ("peak_job_memory", ctypes.c_size_t),
        )  # fmt: skip

    def new_job(size: int) -> int | None:
        """Return a job whose processes may each commit so many bytes, and end when it is closed.

        None where Windows makes no job, as in an old sandbox.
        """
        job = _kernel.CreateJobObjectW(None, None)
        if not job:
            return None
        limits = _ExtendedLimits()
        limits.basic.limit_flags = (
            _LIMIT_PROCESS_MEMORY | _LIMIT_DIE_ON_UNHANDLED_EXCEPTION | _LIMIT_KILL_ON_JOB_CLOSE
        )
        limits.process_memory = size
        if not _kernel.SetInformationJobObject(
            job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
        ):
            close(job)
            return None
        return int(job)

    def put_in_job(job: int, process: int) -> bool:
        """Put a process, by its number, in a job; say whether it is in it."""
        handle = _kernel.OpenProcess(_PROCESS_TERMINATE | _PROCESS_SET_QUOTA, False, process)
        if not handle:
            return False
        try:
            return bool(_kernel.AssignProcessToJobObject(job, handle))
        finally:
            close(handle)

    def close(handle: int) -> None:
        """Close what Windows keeps open."""
        _kernel.CloseHandle(handle)

    def deafen(*, deaf: bool) -> None:
        """Let this process, and those that it starts meanwhile, not hear Ctrl-C; or hear again."""
        _kernel.SetConsoleCtrlHandler(None, deaf)

    def is_fixed_drive(anchor: str) -> bool:
        r"""Say whether a drive, such as `C:\`, is built in."""
        return bool(_kernel.GetDriveTypeW(anchor) == _DRIVE_FIXED)
