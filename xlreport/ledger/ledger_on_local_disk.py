"""Whether a folder lies on a disk of this machine, which is the only place where SQLite's
write-ahead log is safe.
"""

from pathlib import Path

from xlreport.processes.platform_calls import is_local_drive, resolved

_MOUNTS = Path("/proc/self/mountinfo")
_LOCAL = frozenset({
    "ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "bcachefs", "jfs", "reiserfs", "tmpfs",
    "overlay",
})  # fmt: skip


def is_local(folder: Path) -> bool:
    """Say whether a folder is proved to lie on a local disk; where nothing can be proved, it is
    not.
    """
    if (built_in := is_local_drive(folder)) is not None:
        return built_in
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return False
    return file_system_kind(resolved(folder), mounts) in _LOCAL


def file_system_kind(folder: Path, mounts: list[str]) -> str:
    """Return the file system's kind that the innermost mount of a folder has; empty where none
    fits.

    Args:
        folder: an absolute path without links.
        mounts: the lines of `/proc/self/mountinfo`; the fifth field is the place, the kind follows
            ` - `.
    """
    best, kind = -1, ""
    for line in mounts:
        fields, _, rest = line.partition(" - ")
        parts = fields.split(" ")
        if len(parts) < 5 or not rest:
            continue
        place = Path(_unescaped(parts[4]))
        if folder.is_relative_to(place) and len(place.parts) >= best:
            best, kind = len(place.parts), rest.split(" ", 1)[0]
    return kind


def _unescaped(text: str) -> str:
    for octal, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(octal, character)
    return text
