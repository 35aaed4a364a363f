"""A faulty workbook is marked by the worker that has just read it, and the copy that goes back is the one that is
marked afterwards from the same findings.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from xlreport.model.plans.plan import Plan
from xlreport.pipeline.intake import validating_returns
from xlreport.pipeline.intake.receiving_inbox import Intake, receive
from xlreport.pipeline.intake.validating_returns import needs_return, return_copies
from xlreport.pipeline.plans.plan_files import load_plan

ROOT = Path(__file__).resolve().parents[3]
INBOX = ROOT / "examples" / "inbox"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(ROOT / "schemas" / "tibet-2020.toml")


@pytest.fixture(scope="module")
def aside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("aside")


@pytest.fixture(scope="module")
def intake(plan: Plan, aside: Path) -> Intake:
    return receive([INBOX], (plan,), aside=aside)


def _copies(intake: Intake, out: Path, aside: Path | None = None) -> dict[str, bytes]:
    return {
        one.file: one.path.read_bytes()
        for one in return_copies(intake.files, out, "zh", aside=aside)
        if one.copy
    }


def test_copies_laid_aside_are_the_copies_that_are_marked_afterwards(
    intake: Intake, aside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte; and of what was laid aside nothing is opened again."""
    opened: list[str] = []
    run = validating_returns._marked_now  # noqa: SLF001 - what opens files again

    def noting(rest, marker, engine):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        opened.extend(one.file for one, _ in rest)
        return run(rest, marker, engine)

    monkeypatch.setattr(validating_returns, "_marked_now", noting)
    again = _copies(intake, tmp_path / "again")
    every = list(opened)
    opened.clear()
    assert _copies(intake, tmp_path / "moved", aside) == again
    assert len(again) > 5
    assert len(opened) < len(every) / 3, opened
    assert set(opened) < set(every)


def test_a_copy_laid_aside_does_not_go_back_once_more_was_found(
    intake: Intake, aside: Path, tmp_path: Path
) -> None:
    """What choosing among copies adds to a file is marked too: the file is opened again."""
    one = next(one for one in intake.files if needs_return(one) and one.identity)
    more = replace(one, findings=(*one.findings, *one.findings[:1]))
    changed = replace(intake, files=(more,))
    moved = _copies(replace(intake, files=(one,)), tmp_path / "moved", aside)
    marked = _copies(changed, tmp_path / "marked", aside)
    assert marked == _copies(changed, tmp_path / "plainly")
    assert marked.keys() == moved.keys()
    assert marked != moved
