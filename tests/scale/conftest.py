"""A round of twelve departments over two periods, as it lies in an inbox."""

import sys
from pathlib import Path

import pytest

from xlreport.model.period import Period

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from scripts.synthetic import make_inbox, make_plan  # noqa: E402 - a script of the project


class Round:
    """A plan and its inbox: `county-a` and `county-b` with six departments each, the first in two periods."""

    def __init__(self, folder: Path) -> None:
        self.plan_file = folder / "plan.toml"
        self.plan = make_plan(self.plan_file, 12, 6)
        self.inbox = folder / "inbox"
        whole = folder / "whole"
        make_inbox(self.plan, whole)
        for place, file in enumerate(sorted(whole.iterdir())):
            county = self.inbox / ("county-a" if place % 2 else "county-b")
            county.mkdir(parents=True, exist_ok=True)
            file.rename(county / file.name)
        make_inbox(self.plan, self.inbox / "county-a", Period(2020, "quarter", 1), limit=3)
        first = min((self.inbox / "county-a").glob("*二季度*"))
        (first.parent / f"{first.stem}(1).xlsx").write_bytes(first.read_bytes())
        (self.inbox / "county-b" / "扫描件.pdf").write_bytes(b"%PDF-1.4\n")


@pytest.fixture(scope="session")
def small_round(tmp_path_factory: pytest.TempPathFactory) -> Round:
    return Round(tmp_path_factory.mktemp("round"))
