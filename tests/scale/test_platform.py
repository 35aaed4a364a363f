"""What differs from system to system, as far as one of them can tell: names, long paths, workers."""

from pathlib import PureWindowsPath

import pytest

from xlreport.processes.platform_calls import extended, names_device
from xlreport.processes.platform_database_calls import database_address
from xlreport.processes.worker_processes import worker_count

LONG = "\\一层" * 130


@pytest.mark.parametrize(
    "name",
    [
        "CON",
        "con.xlsx",
        "Nul.csv",
        "aux .xlsx",
        "PRN.a.b",
        "COM1.xlsx",
        "lpt9",
        "COM¹.xlsx",
        "CONIN$",
    ],
)
def test_names_of_devices(name: str) -> None:
    assert names_device(name)


@pytest.mark.parametrize(
    "name", ["CON1.xlsx", "COM10.xlsx", "console.xlsx", "a.con", "统计局.xlsx", ".con"]
)
def test_names_that_only_look_like_those_of_devices(name: str) -> None:
    assert not names_device(name)


@pytest.mark.parametrize(
    ("path", "opened"),
    [
        ("C:\\收件\\a.xlsx", "C:\\收件\\a.xlsx"),
        ("C:" + LONG, "\\\\?\\C:" + LONG),
        ("\\\\server\\share" + LONG, "\\\\?\\UNC\\server\\share" + LONG),
        ("\\\\?\\C:" + LONG, "\\\\?\\C:" + LONG),
    ],
)
def test_long_paths_of_windows(path: str, opened: str) -> None:
    assert extended(path) == opened
    assert PureWindowsPath(opened).name == PureWindowsPath(path).name


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("C:\\a b\\账.sqlite", "file:///C:/a%20b/%E8%B4%A6.sqlite"),
        ("\\\\server\\share\\l.sqlite", "file:////server/share/l.sqlite"),
    ],
)
def test_a_ledger_on_a_drive_or_a_network_folder_of_windows(path: str, told: str) -> None:
    assert database_address(PureWindowsPath(path)) == told


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_workers_are_as_many_as_there_is_work_for(
    start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlreport.processes.worker_processes.start_method", lambda: start)
    monkeypatch.setattr("xlreport.processes.worker_processes.cores", lambda: 16)
    counts = [worker_count(files, 0) for files in range(2000)]
    assert counts == sorted(counts)
    assert (counts[0], counts[3], counts[-1]) == (1, 1, 16)
    assert counts[38] == {"fork": 4, "spawn": 1}[start]
    assert [worker_count(38, jobs) for jobs in (1, 2, 64)] == [1, 2, 38]
