"""What changed between two versions of a plan, told in words."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from xlreport.model.plans.plan import Baseline, Department, Plan, plan_from
from xlreport.pipeline.plans.comparing_plans import plan_diff


def changed(plan: Plan, table: str, at: int, **fields: Any) -> Plan:
    """Return a plan with fields of one row changed."""
    rows = list(getattr(plan, table))
    rows[at] = rows[at].model_copy(update=fields)
    return plan.model_copy(update={table: tuple(rows)})


def only(old: Plan, new: Plan, language: str = "zh") -> tuple[str, str]:
    """Return kind and words of the only change."""
    (change,) = plan_diff(old, new, language)
    return change.kind, change.words


CASES: list[tuple[str, int, dict[str, Any], str, str]] = [
    ("indicator", 0, {"value": Decimal(6)}, "target-raised", "ZB001 城镇新增就业人数：目标值提高，5万人 → 6万人。"),
    ("indicator", 0, {"value": Decimal("4.5")}, "target-lowered",
     "ZB001 城镇新增就业人数：目标值降低，5万人 → 4.5万人。"),
    ("indicator", 1, {"value": Decimal(4)}, "target-raised-eased", "ZB002 城镇登记失业率：上限放宽，3.6% → 4%。"),
    ("indicator", 1, {"value": Decimal(3)}, "target-lowered-tightened", "ZB002 城镇登记失业率：上限收紧，3.6% → 3%。"),
    ("indicator", 7, {"value": Decimal(2)}, "target-raised", "ZB008 主要江河断面水质：目标值提高，Ⅲ → Ⅱ。"),
    ("indicator", 0, {"name": "新增就业"}, "renamed", "ZB001 改名：「城镇新增就业人数」改为「新增就业」。"),
    ("indicator", 0, {"lead": "TJJ"}, "lead-changed",
     "ZB001 城镇新增就业人数：牵头单位由人力资源社会保障厅改为统计局。"),
    ("indicator", 0, {"profile": "hold"}, "profile-of-row",
     "ZB001 城镇新增就业人数：进度由「均匀推进」改为「全年保持」。"),
    ("indicator", 0, {"printed": "6万人"}, "printed-changed",
     "ZB001 城镇新增就业人数：目标原文由「5万人以上」改为「6万人」；已发出的表要收回重发。"),
    ("indicator", 0, {"baseline": Baseline(asked=True)}, "field",
     "ZB001 城镇新增就业人数 上年基数：5.2万人 → 由单位填报。"),
    ("indicator", 0, {"cooperating": ("NYT", "TJJ")}, "field",
     "ZB001 城镇新增就业人数 配合单位：（空） → 农业农村厅、统计局。"),
    ("indicator", 9, {"value": Decimal(3), "reference": None}, "field", ""),
    ("milestone", 1, {"due": date(2020, 12, 1)}, "due-moved",
     "RW002 公共实训基地：完成时限由 2020-09-30 改为 2020-12-01。"),
    ("milestone", 0, {"due": date(2020, 12, 1)}, "due-moved",
     "RW001 职业技能提升行动：完成时限由 年底 改为 2020-12-01。"),
    ("department", 1, {"name": "农牧厅"}, "renamed", "NYT 改名：「农业农村厅」改为「农牧厅」。"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "at", "fields", "kind", "words"), CASES)
def test_a_change_is_told_in_words(
    table: str, at: int, fields: dict[str, Any], kind: str, words: str, small_plan: Plan
) -> None:
    """Each kind of change has its name and a sentence with the values before and after."""
    changes = plan_diff(small_plan, changed(small_plan, table, at, **fields), "zh")
    assert {one.kind for one in changes} == {kind}
    assert not words or [one.words for one in changes] == [words]
    assert plan_diff(small_plan, changed(small_plan, table, at, **fields), "en")[0].words


def test_nothing_changed(small_plan: Plan) -> None:
    """Two plans that say the same have no difference."""
    assert plan_diff(small_plan, small_plan, "zh") == ()


def test_rows_gone_and_new(small_plan: Plan) -> None:
    """A row is the same row where its code is."""
    shorter = small_plan.model_copy(update={"indicator": small_plan.indicator[1:]})
    assert only(small_plan, shorter) == ("row-gone", "指标删去：ZB001 城镇新增就业人数 5万人以上")
    assert only(shorter, small_plan)[0] == "row-new"
    longer = small_plan.model_copy(
        update={"department": (*small_plan.department, Department(code="CZT", name="财政厅"))}
    )
    assert only(small_plan, longer) == ("row-new", "责任单位新增：CZT 财政厅")


def test_order_profiles_policy_and_revisions(small_plan: Plan) -> None:
    """What has no code of its own is told too."""
    turned = small_plan.model_copy(update={"milestone": small_plan.milestone[::-1]})
    assert only(small_plan, turned) == ("order", "重点任务的次序有调整。")
    later = small_plan.model_copy(
        update={"profiles": {"harvest": (Decimal(0), Decimal(0), Decimal(70), Decimal(100))}}
    )
    assert only(small_plan, later) == (
        "profile-changed",
        "进度表 harvest：0 0 80 100 → 0 0 70 100。",
    )
    stricter = small_plan.model_copy(
        update={"policy": small_plan.policy.model_copy(update={"cumulative_more": Decimal(80)})}
    )
    assert only(small_plan, stricter)[1] == "累计类预警线（占应达的％）：70 → 80。"
    document = small_plan.model_dump(mode="json") | {
        "revision": [{"code": "ZB001", "since": "2020-Q3", "value": 4, "document": "文件1号"}]
    }
    assert only(small_plan, plan_from(document)) == (
        "row-new",
        "年中调整新增：ZB001 2020-Q3 文件1号",
    )
