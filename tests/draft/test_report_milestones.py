"""Named things to be started, built, put into operation. All sentences are made up."""

from collections.abc import Callable

import pytest

from xlreport.model.plans.plan import Action, Commitment
from xlreport.model.plans.plan_draft_types import Draft

Drafted = Callable[..., Draft]

NAMED = [
    ("开工青石水库工程。", [("青石水库工程", Action.START)]),
    ("青石至白石高等级公路建成通车。", [("青石至白石高等级公路", Action.OPERATE)]),
    ("建成青石机场新航站楼。", [("青石机场新航站楼", Action.BUILD)]),
    ("确保青石水电站投产。", [("青石水电站", Action.OPERATE)]),
    ("甲山、乙山水利枢纽开工。", [("甲山水利枢纽", Action.START), ("乙山水利枢纽", Action.START)]),
    ("完成青石大道改造。", [("青石大道改造", Action.FINISH)]),
    ("启动青石湿地公园建设。", [("青石湿地公园建设", Action.LAUNCH)]),
]


@pytest.mark.parametrize(("sentence", "named"), NAMED)
def test_milestones(drafted: Drafted, sentence: str, named: list[tuple[str, Action]]) -> None:
    """A named project with 开工, 建成, 投产, 完成, 启动 before or behind it is a milestone, one a name."""
    found = drafted(sentence).milestones
    assert [(one.name, one.action) for one in found] == named
    assert all(one.ticked for one in found)


@pytest.mark.parametrize(
    "sentence",
    [
        "开工一批重点项目。",
        "全面建成小康社会。",
        "启动新阶段任务。",
        "完成各项目标任务。",
        "完成宗教场所改造工程。",
        "建成5座水厂。",
    ],
)
def test_generalities_are_none(drafted: Drafted, sentence: str) -> None:
    """What is not named, not ours to follow up, or counted is no milestone."""
    assert not any(one.ticked for one in drafted(sentence).milestones)


def test_date_and_commitment(drafted: Drafted) -> None:
    """A month in the clause is the due date; the cue before it is the commitment."""
    (one,) = drafted("确保青石水电站6月底前投产。").milestones
    assert (one.due_month, one.commitment) == (6, Commitment.HARD)
