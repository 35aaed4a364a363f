"""The write-ahead log is used only where the disk is proved to be this machine's."""

from pathlib import Path

import pytest

from xlreport.ledger import ledger_file
from xlreport.ledger.ledger_file import open_ledger
from xlreport.ledger.ledger_on_local_disk import file_system_kind

MOUNTS = [
    "21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
    "22 21 0:40 / /mnt/share rw - nfs4 server:/share rw",
    "23 22 8:2 / /mnt/share/local\\040disk rw - xfs /dev/sdb1 rw",
    "not a mount",
]


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/x", "ext4"),
        ("/mnt/share", "nfs4"),
        ("/mnt/share/a/b", "nfs4"),
        ("/mnt/share/local disk/a", "xfs"),
        ("/mnt/sharedness", "ext4"),
    ],
)
def test_the_innermost_mount_decides(folder: str, kind: str) -> None:
    """A folder is on the file system whose mount is nearest above it."""
    assert file_system_kind(Path(folder), MOUNTS) == kind


@pytest.mark.parametrize(("disk", "mode"), [("local", "wal"), ("share", "delete")])
def test_the_journal_fits_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, disk: str, mode: str
) -> None:
    """WAL on a local disk, a rollback journal elsewhere, also for a ledger that was moved there."""
    told = ""
    for answer in (disk != "local", disk == "local"):
        monkeypatch.setattr(ledger_file, "is_local", lambda _folder, answer=answer: answer)
        with open_ledger(tmp_path) as ledger:
            told = ledger.execute("PRAGMA journal_mode").fetchone()[0]
    assert told == mode
