"""The drafts of the two real reports against the plans made from them by hand."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "../shared/seeds"
REPORTS = [("000_297504576dd14194.txt", "tibet-2020.toml"), ("002_ca8cbf2c6e0a4dec.txt", "shannan-2020.toml")]


@pytest.mark.parametrize(("report", "plan"), REPORTS)
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the reports are not beside the project")
def test_recall_and_precision(report: str, plan: str) -> None:
    """Found, name, value, unit, comparator and commitment: recall at least 0.97, precision at least 0.95 each."""
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/compare_draft.py", SEEDS / report, ROOT / "schemas" / plan],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
