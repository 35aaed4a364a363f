"""Files as Windows has them: open elsewhere, with names of devices, long paths, and no difference of case."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.windows.machine import ROOT, Machine, Run

INBOX = ROOT / "examples/inbox"
HOLD = """
import sys
kept = open(sys.argv[1], "r+b")  # as Excel does: others may read it, nobody may put another in its place
print("held", flush=True)
sys.stdin.readline()
"""


@contextmanager
def _open_elsewhere(windows: Machine, unpacked: Path, file: Path) -> Iterator[None]:
    python = windows.inside(unpacked / "python/python.exe")
    with windows.start(file.parent, python, "-c", HOLD, file.name) as holder:
        assert holder.stdin
        assert holder.stdout
        assert holder.stdout.readline().strip() == b"held"
        yield
        holder.stdin.close()


def test_an_output_that_is_open_elsewhere_costs_one_line_and_nothing_else(
    windows: Machine, unpacked: Path, run: Run, folder: Path
) -> None:
    (folder / "收件").mkdir()
    shutil.copy(INBOX / "统计局.xlsx", folder / "收件")
    assert run(folder, "consolidate", "收件").code == 0
    earlier = (folder / "summary.xlsx").read_bytes()
    with _open_elsewhere(windows, unpacked, folder / "summary.xlsx"):
        ended = run(folder, "consolidate", f"Z:{INBOX}", "--data", "rows.csv")
    assert ended.code == 3
    assert (folder / "summary.xlsx").read_bytes() == earlier
    assert (folder / "rows.csv").exists()
    assert len(ended.text.strip().splitlines()) == 2, ended.text
    assert not [one for one in folder.iterdir() if one.name.startswith(".xlreport")]


def test_a_long_path_is_read_and_written(run: Run, folder: Path) -> None:
    deep = folder.joinpath(*["一层又一层的文件夹" * 3] * 10)
    shutil.copytree(INBOX, deep / "收件")
    path = str(deep.relative_to(folder)).replace("/", "\\")
    assert len(path) > 260
    ended = run(folder, "consolidate", path + "\\收件", "--out", path + "\\汇总.xlsx")
    assert ended.code == 0, ended.text
    assert "已报 29/32" in ended.text
    assert (deep / "汇总.xlsx").exists()


@pytest.mark.parametrize("name", ["CON.xlsx", "LPT1.xlsx", "com3.tar.xlsx"])
def test_an_output_with_a_devices_name_is_refused_in_words(
    run: Run, folder: Path, name: str
) -> None:
    ended = run(folder, "consolidate", f"Z:{INBOX}", "--out", name)
    assert (ended.code, list(folder.iterdir())) == (2, []), ended.text
    assert "留给设备" in ended.text


def test_a_return_with_a_devices_name_costs_nobody_else(run: Run, folder: Path) -> None:
    inbox = folder / "收件"
    inbox.mkdir()
    for name in ("CON.xlsx", "统计局.xlsx"):
        shutil.copy(INBOX / "统计局.xlsx", inbox / name)
    ended = run(folder, "validate", "收件", "--out", "退回")
    assert "共 2 个文件" in ended.text, ended.text
    assert "CON.xlsx" in ended.text
    assert [one.name for one in (folder / "退回").rglob("*.xlsx")] == ["统计局.xlsx"]


def test_names_that_differ_in_case_alone_are_one_file(run: Run, folder: Path) -> None:
    for name in ("甲/A.xlsx", "乙/a.XLSX"):
        (folder / "收件" / name).parent.mkdir(parents=True)
        shutil.copy(INBOX / "统计局.xlsx", folder / "收件" / name)
    assert run(folder, "consolidate", "收件", "--out", "Summary.xlsx").code == 0
    assert run(folder, "consolidate", "收件", "--out", "SUMMARY.XLSX").code == 0
    assert len(list(folder.glob("*.[xX]*"))) == 1
    inside = run(folder, "consolidate", "收件", "--out", "收件\\X.xlsx".swapcase())
    assert inside.code == 2, inside.text
    checked = run(folder, "validate", "收件", "--out", "退回")
    assert "共 2 个文件" in checked.text, checked.text
    assert "「乙/a.XLSX」更新" in checked.text
