"""「汇总.cmd」 is double-clicked: what is in 「收件」 is consolidated, and the summary opens."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.windows.machine import PYTHON_SHA256, ROOT, Machine, python_zip

OPENED = "已打开.txt"
OPENER = """
import sys
from pathlib import Path
Path(sys.argv[1]).with_name("已打开.txt").write_text(sys.argv[1], encoding="utf-8")
"""


@pytest.fixture
def desk(windows: Machine, unpacked: Path) -> Path:
    """The unpacked folder, on a machine where a program opens .xlsx."""
    opener = unpacked / "python/opener.py"
    opener.write_text(OPENER, encoding="utf-8")
    python, script = (
        windows.inside(unpacked / "python" / one) for one in ("python.exe", "opener.py")
    )
    settings = unpacked / "python/opener.reg"
    command = f'"{python}" "{script}" "%1"'.replace("\\", r"\\").replace('"', r"\"")
    settings.write_text(
        "Windows Registry Editor Version 5.00\n\n"
        '[HKEY_CLASSES_ROOT\\.xlsx]\n@="office"\n\n'
        f'[HKEY_CLASSES_ROOT\\office\\shell\\open\\command]\n@="{command}"\n',
        encoding="utf-16",
    )
    windows.run(settings.parent, "regedit", "/S", settings.name)
    return unpacked


def test_the_summary_is_made_and_opens(windows: Machine, desk: Path) -> None:
    shutil.copytree(ROOT / "examples/inbox", desk / "收件", dirs_exist_ok=True)
    ended = windows.run(windows.home, "cmd", "/c", windows.inside(desk / "汇总.cmd"))
    assert ended.code == 0, ended.text
    assert "已报 29/32" in ended.text
    assert (desk / "汇总表.xlsx").stat().st_size > 100_000
    until = time.monotonic() + 30
    while not (desk / OPENED).exists():
        assert time.monotonic() < until, ended.text
        time.sleep(0.2)
    assert (desk / OPENED).read_text(encoding="utf-8").endswith("汇总表.xlsx")


def test_an_empty_folder_is_explained(windows: Machine, unpacked: Path) -> None:
    shutil.rmtree(unpacked / "收件", ignore_errors=True)
    ended = windows.run(windows.home, "cmd", "/c", windows.inside(unpacked / "汇总.cmd"))
    assert "「收件」里还没有报表" in ended.text, ended.text
    assert (unpacked / "收件").is_dir()


def test_a_folder_dropped_on_it_is_consolidated(
    windows: Machine, unpacked: Path, folder: Path
) -> None:
    shutil.copytree(ROOT / "examples/inbox", folder / "六 月")
    command = windows.inside(unpacked / "汇总.cmd")
    (folder / "drop.cmd").write_text(
        f'@call "{command}" "{windows.inside(folder / "六 月")}"\r\n', encoding="gbk"
    )
    ended = windows.run(folder, "cmd", "/c", "drop.cmd")
    assert "已报 29/32" in ended.text, ended.text


def test_opened_inside_the_zip_it_says_what_to_do(
    windows: Machine, unpacked: Path, folder: Path
) -> None:
    shutil.copy(unpacked / "汇总.cmd", folder)
    ended = windows.run(folder, "cmd", "/c", "汇总.cmd")
    assert "解压".encode() in ended.written, ended.written


@pytest.mark.parametrize("told", ["", PYTHON_SHA256[::-1]])
def test_a_python_that_is_not_proved_is_not_packed(tmp_path: Path, told: str) -> None:
    words = [f"PYTHON_ZIP={python_zip()}", f"PYTHON_SHA256={told}", f"OUT={tmp_path / 'dist'}"]
    made = subprocess.run(
        ["make", "windows-bundle", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert made.returncode != 0
    assert PYTHON_SHA256 in made.stderr
    assert not (tmp_path / "dist").exists()
