"""What a double click on Windows opens is the summary that was just written."""

import importlib.util
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_summary_just_written_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where somebody worked on the last one, that is the one beside it."""
    spec = importlib.util.spec_from_file_location(
        "double_click", ROOT / "scripts/windows/bundle/double_click.py"
    )
    assert spec is not None
    assert spec.loader is not None
    clicked = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(clicked)
    opened: list[str] = []
    monkeypatch.setattr("os.startfile", opened.append, raising=False)
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    (tmp_path / "收件").mkdir()
    shutil.copy(min((ROOT / "examples/inbox").glob("01_*.xlsx")), tmp_path / "收件")
    assert clicked.main([]) == 0
    (tmp_path / "汇总表.xlsx").write_bytes((tmp_path / "汇总表.xlsx").read_bytes() + b" ")
    assert clicked.main([]) == 0
    assert opened == ["汇总表.xlsx", "汇总表-2.xlsx"]
