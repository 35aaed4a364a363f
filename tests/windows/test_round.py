"""A round on Windows gives what it gives on Linux, whatever the folders and files are called."""

import shutil
from pathlib import Path

import pytest

from tests.windows.machine import ROOT, Run
from xlreport.cli.exit_codes import run as run_here

EXAMPLES = ROOT / "examples"


@pytest.fixture
def inbox(folder: Path) -> Path:
    """What came back in the example, in a folder of the test."""
    return shutil.copytree(EXAMPLES / "inbox", folder / "收 件")


def test_consolidate_gives_the_same_data_byte_for_byte(
    run: Run, folder: Path, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = run(
        folder,
        "consolidate",
        inbox.name,
        "--out",
        "汇总表.xlsx",
        "--data",
        "明 细.csv",
        "--html",
        "网页.html",
    )
    assert ended.code == 0, ended.text
    monkeypatch.chdir(tmp_path)
    here = ["--out", "summary.xlsx", "--data", "rows.csv", "--html", "page.html"]
    assert run_here(["consolidate", str(inbox), *here]) == 0
    assert (folder / "明 细.csv").read_bytes() == Path("rows.csv").read_bytes()
    assert (folder / "网页.html").read_bytes() == Path("page.html").read_bytes()


def test_a_round_from_init_to_status(run: Run, folder: Path, inbox: Path) -> None:
    (folder / "schemas").mkdir()
    plan = shutil.copy(
        EXAMPLES.parent / "schemas/tibet-2020.toml", folder / "schemas/目标 任务.toml"
    )
    plan = "schemas\\" + Path(plan).name
    assert run(folder, "plan", "check", plan).code == 0
    assert run(folder, "init", plan).code == 0
    assert run(folder, "generate", plan, "--period", "2020-Q2", "--out", "发 出").code == 0
    assert len(list((folder / "发 出").glob("*.xlsx"))) == 32
    checked = run(folder, "validate", inbox.name, "--out", "退 回")
    assert "共 38 个文件" in checked.text, checked.text
    assert list((folder / "退 回").glob("*.xlsx"))
    assert run(folder, "consolidate", inbox.name).code == 0
    again = run(folder, "consolidate", inbox.name)
    assert again.code == 0
    assert "没有新" in again.text, again.text
    status = run(folder, "status", "--period", "2020-Q2")
    assert status.code == 0
    assert "已报 29/32" in status.text, status.text
    assert not list(folder.glob("*.tmp")) + list(folder.glob(".xlreport-*.tmp"))
