"""Targets that print no number. All sentences are made up."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from xlreport.model.plans.plan import Measure
from xlreport.model.plans.plan_draft_types import Draft

Drafted = Callable[..., Draft]

WORDED = [
    ("实现城乡公交服务全覆盖。", "城乡公交服务覆盖率", "ge", 100),
    ("把巡回诊疗范围扩大到所有乡镇。", "乡镇巡回诊疗覆盖率", "ge", 100),
    ("推进一个县一个特色园区建设。", "建有特色园区的县比例", "ge", 100),
    ("继续推进行政收费“清零”。", "行政收费", "zero", 0),
    ("动态消除城镇零就业家庭。", "城镇零就业家庭", "zero", 0),
    ("实现农药使用量零增长。", "农药使用量", "zero", 0),
    ("坚决防范和遏制重特大事故发生。", "重特大生产安全事故起数", "zero", 0),
    ("加强债务管理，坚决做到“只减不增”。", "债务", "le", None),
    ("主要江河水质不低于Ⅲ类标准。", "主要江河水质", "ge", 3),
    ("能耗控制在国家核定范围内。", "单位地区生产总值能耗", "le", None),
    ("科技投入增幅高于去年。", "科技投入", "gt", None),
    ("保持青稞产量稳定。", "青稞产量", "approx", None),
    ("加快提高常住人口城镇化率。", "常住人口城镇化率", "gt", None),
    ("外贸出口倍增。", "外贸出口", "multiple_ge", 1),
    ("高等教育毛入学率达到国家要求。", "高等教育毛入学率", "ge", None),
    ("居民收入增长与经济增长同步。", "居民收入", "ge", None),
]


@pytest.mark.parametrize(("sentence", "name", "comparator", "value"), WORDED)
def test_worded_targets(
    drafted: Drafted, sentence: str, name: str, comparator: str, value: int | None
) -> None:
    """全覆盖 is 100 %, 清零 is 0, what is compared with something has a reference and no value."""
    (row,) = drafted(sentence).rows
    assert (row.name, row.comparator, row.value) == (name, comparator, value)
    assert row.ticked
    assert (row.value is None) == bool(row.reference)


@pytest.mark.parametrize(
    "sentence",
    [
        "对腐败零容忍。",
        "全面消除形式主义。",
        "逐步消除贫困思想。",
        "服务群众零距离。",
        "实施企业倍增计划。",
        "严格落实所有权制度。",
    ],
)
def test_slogans_are_no_targets(drafted: Drafted, sentence: str) -> None:
    """零容忍, 零距离 and the removal of attitudes promise nothing that can be counted."""
    assert not drafted(sentence).ticked


def test_water_is_a_class(drafted: Drafted) -> None:
    """A water class is compared as a class."""
    (row,) = drafted("主要江河水质稳定达到二类。").rows
    assert (row.measure, row.value, row.unit) == (Measure.CLASS, Decimal(2), "类")
