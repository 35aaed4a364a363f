"""Which files lie still: each way in which a file can still be on its way, as one line of a table."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from xlreport.processes.folders.quiet_folder_files import is_unfinished, restless, stamps

NOW = 1_600_000_000.0
OLD = (5, int((NOW - 3600) * 1e9))
FRESH = (5, int((NOW - 30) * 1e9))

CASES = [
    ("the same twice", {"a.xlsx": OLD}, {"a.xlsx": OLD}, {}, set()),
    ("seen for the first time", {"a.xlsx": OLD}, {}, {}, {"a.xlsx"}),
    ("grown", {"a.xlsx": (6, OLD[1])}, {"a.xlsx": OLD}, {}, {"a.xlsx"}),
    ("written again in the same size", {"a.xlsx": FRESH}, {"a.xlsx": OLD}, {}, {"a.xlsx"}),
    ("read before, though not seen at the last look", {"a.xlsx": OLD}, {}, {"a.xlsx": OLD}, set()),
    ("changed since it was read", {"a.xlsx": FRESH}, {}, {"a.xlsx": OLD}, {"a.xlsx"}),
    ("open in Excel", {"a.xlsx": FRESH, "~$a.xlsx": OLD}, {"a.xlsx": FRESH, "~$a.xlsx": OLD}, {}, {"a.xlsx", "~$a.xlsx"}),
    ("open in WPS", {"a.xlsx": FRESH, ".~a.xlsx": OLD}, {"a.xlsx": FRESH, ".~a.xlsx": OLD}, {}, {"a.xlsx", ".~a.xlsx"}),
    ("open in LibreOffice", {"a.xlsx": FRESH, ".~lock.a.xlsx#": OLD}, {"a.xlsx": FRESH, ".~lock.a.xlsx#": OLD}, {}, {"a.xlsx", ".~lock.a.xlsx#"}),
    ("a lock that was left behind", {"a.xlsx": OLD, "~$a.xlsx": OLD}, {"a.xlsx": OLD, "~$a.xlsx": OLD}, {}, {"~$a.xlsx"}),
    ("a browser's", {"a.xlsx.crdownload": OLD}, {"a.xlsx.crdownload": OLD}, {}, {"a.xlsx.crdownload"}),
]  # fmt: skip


@pytest.mark.parametrize(("now", "before", "settled", "left"), [one[1:] for one in CASES], ids=[one[0] for one in CASES])  # fmt: skip
def test_what_is_left(now: dict[str, tuple[int, int]], before: dict[str, tuple[int, int]],
                      settled: dict[str, tuple[int, int]], left: set[str], tmp_path: Path) -> None:  # fmt: skip
    def placed(stamps: dict[str, tuple[int, int]]) -> dict[Path, tuple[int, int]]:
        return {tmp_path / name: stamp for name, stamp in stamps.items()}

    for name in now:
        (tmp_path / name).write_bytes(b"12345")
    assert restless(placed(now), placed(before), placed(settled), NOW) == {
        tmp_path / name for name in left
    }


@contextmanager
def nobody() -> Iterator[Path]:
    """A folder in which this process may not open everything, also where the tests run as root."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        mine = os.geteuid()
        try:
            if mine == 0:
                os.chown(folder, 65534, 65534)
                os.seteuid(65534)
            yield Path(folder)
        finally:
            os.seteuid(mine)


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_what_cannot_be_opened_is_left() -> None:
    """Of two files that lie still, the one that may be read is."""
    with nobody() as folder:
        shut, open_ = folder / "a.xlsx", folder / "b.xlsx"
        for path in (shut, open_):
            path.write_bytes(b"1")
        shut.chmod(0)
        seen = stamps(folder)
        assert restless(seen, seen, {}, NOW) == {shut}


def test_names_of_reports_are_not_taken_for_unfinished_ones() -> None:
    for name in (
        "01_发展改革委.xlsx",
        "template.xlsx",
        "~.xlsx",
        "part.xlsx",
        "a.xls",
        "a.tmp.xlsx",
    ):
        assert not is_unfinished(name), name
    for name in ("a.XLSX.CRDOWNLOAD", "a.xlsx.part", "~$a.xlsx", ".~lock.a.ods#", "微信.tmp"):
        assert is_unfinished(name), name
