"""Leaders' decisions, from `decisions.toml` beside the plan."""

from collections.abc import Iterable
from pathlib import Path

from xlreport.messages import FIRST
from xlreport.model.judged.judged_decision import Decision, Decisions
from xlreport.model.model_errors import CannotRun
from xlreport.model.plans.plan import Plan
from xlreport.pipeline.files.toml_files import settings_in

DECISIONS = "decisions.toml"


def known_decisions(chosen: Path | None, here: Path) -> tuple[Decision, ...]:
    """Return the decisions that stand beside the plans.

    Args:
        chosen: a plan file, or a folder of plans; where given, only the file beside them counts.
        here: the working folder; else its `schemas/`, then the folder itself.

    Raises:
        CannotRun: `decisions-unsound` where the file is not what it should be.
    """
    folders = [here / "schemas", here]
    if chosen is not None:
        folders = [chosen if chosen.is_dir() else chosen.parent]
    path = next((folder / DECISIONS for folder in folders if (folder / DECISIONS).is_file()), None)
    return () if path is None else _read(path)


def _read(path: Path) -> tuple[Decision, ...]:
    return settings_in(path, Decisions, "decisions-unsound", FIRST).decision


def decisions_of_plan(decisions: Iterable[Decision], plan: Plan) -> tuple[Decision, ...]:
    """Return a plan's own decisions; raises CannotRun where one is about a code that the plan has
    not.
    """
    mine = tuple(one for one in decisions if one.plan == plan.code)
    codes = {target.code for target in plan.targets}
    for one in mine:
        if one.code not in codes:
            raise CannotRun("decision-unknown", code=one.code, plan=plan.code)
    return mine
