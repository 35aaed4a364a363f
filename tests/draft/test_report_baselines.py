"""Last year's figures from the review: of the same kind and unit, or none. All sentences are made up."""

from collections.abc import Callable

import pytest

from xlreport.model.plans.plan_draft_types import Draft

Drafted = Callable[..., Draft]

FOUND = [
    ("预计地区生产总值增长5.2%。", "地区生产总值增长6%左右。", "5.2"),
    ("城镇新增就业4.8万人。", "城镇新增就业5万人。", "4.8"),
    ("规模以上工业增加值增长7%。", "规上工业增加值增长8%。", "7"),
    ("建设9万亩高标准农田。", "建设高标准农田10万亩。", "9"),
    ("全市贷款余额下降3.9%。", "贷款余额增长5%。", "-3.9"),
    ("城乡居民收入增长分别为5%和6%。", "城镇居民收入增长7%。", "5"),
    ("接待游客突破100万人次，收入9亿元。", "旅游接待人数超过120万人次。", "100"),
    ("乡镇和村居通畅率分别达到95%、63%。", "乡镇、村居通畅率分别达到98%、70%。", "95"),
]


@pytest.mark.parametrize(("review", "plan", "value"), FOUND)
def test_baselines(drafted: Drafted, review: str, plan: str, value: str) -> None:
    """A result of the same core, kind and unit is the baseline; a fall is negative in a growth."""
    row = drafted(plan, review).rows[0]
    assert row.baseline is not None
    assert str(row.baseline.value) == value
    assert row.baseline.sentence == review


@pytest.mark.parametrize(
    ("review", "plan"),
    [
        ("地区生产总值达到300亿元。", "地区生产总值增长6%。"),
        ("粮食产量达到3亿斤。", "粮食产量达到15万吨。"),
        ("新增就业4万人。高校毕业生新增就业1万人。", "新增就业5万人。"),
        ("“十五五”时期新增就业20万人。", "新增就业5万人。"),
        ("建成学校5所。", "新建医院5所。"),
    ],
)
def test_none_rather_than_a_wrong_one(drafted: Drafted, review: str, plan: str) -> None:
    """Another kind, another unit, two candidates or five years' sum: no baseline."""
    assert drafted(plan, review).rows[0].baseline is None
