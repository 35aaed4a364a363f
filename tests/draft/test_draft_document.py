"""A draft as a plan in the house's words, and as rows for comparing."""

from collections.abc import Callable
from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlreport.checks.plans.plan_coverage_check import check_source
from xlreport.draft.draft_document import plan_document
from xlreport.draft.draft_listing import tsv
from xlreport.draft.draft_report import draft_from
from xlreport.draft.names.named_departments import proposed, read_rules
from xlreport.model.plans.plan import Comparator, Measure, Plan, plan_from
from xlreport.model.plans.plan_draft_types import Draft
from xlreport.model.returns.finding_codes import Severity

Drafted = Callable[..., Draft]
RULES = read_rules((files("xlreport.draft.names") / "departments.toml").read_text("utf-8"))


def as_plan(draft: Draft, *, with_departments: bool = False) -> Plan:
    """Return the plan that a draft says."""
    return plan_from(plan_document(draft, RULES, with_departments=with_departments))


HOUSE = [
    ("公用经费压减8%。", Comparator.GE, Measure.FALL, 8, "%"),
    ("贸易额增长1倍以上。", Comparator.GE, Measure.GROWTH, 100, "%"),
    ("贸易额翻两番。", Comparator.GE, Measure.GROWTH, 300, "%"),
    ("数字经济规模是去年的1.5倍。", Comparator.GE, Measure.GROWTH, 50, "%"),
    ("继续推进行政收费“清零”。", Comparator.LE, Measure.LEVEL, 0, "（待填）"),
    ("失业率控制在5%以内。", Comparator.LE, Measure.SHARE, 5, "%"),
]


@pytest.mark.parametrize(("sentence", "comparator", "measure", "value", "unit"), HOUSE)
def test_the_house_words(
    drafted: Drafted, sentence: str, comparator: Comparator, measure: Measure, value: int, unit: str
) -> None:
    """下降N is a fall, 增长1倍 a growth of 100 %, 清零 at most 0."""
    (one,) = as_plan(drafted(sentence)).indicator
    assert (one.comparator, one.measure, one.value, one.unit) == (
        comparator,
        measure,
        Decimal(value),
        unit,
    )


def test_ceilings_with_two_ends(drafted: Drafted) -> None:
    """A ceiling of 3%-4% is judged on 4; a floor of 6%-7% on 6."""
    low, high = as_plan(drafted("物价涨幅控制在3%-4%。生产总值增长6%-7%。")).indicator
    assert (low.value, low.stretch) == (Decimal(4), Decimal(3))
    assert (high.value, high.stretch) == (Decimal(6), Decimal(7))


def test_departments_are_proposed_not_taken(drafted: Drafted) -> None:
    """A proposal is named in the note; it leads only where the coordinator says so."""
    draft = drafted("城镇新增就业5万人。")
    assert proposed("城镇新增就业", RULES) == "RSJ"
    draft = draft_from("各位代表：\n2031年工作安排\n城镇新增就业5万人。", RULES)
    assert as_plan(draft).indicator[0].lead == "DAIDING"
    assert "人力资源" in as_plan(draft).indicator[0].note
    assert as_plan(draft, with_departments=True).indicator[0].lead == "RSJ"


def test_the_longest_keyword_decides() -> None:
    """高校毕业生 is longer than 高校, and says who."""
    assert proposed("高校毕业生就业", RULES) == "RSJ"
    assert proposed("高校建设", RULES) == "JYJ"


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("深化科技创新，装备制造业产值增长20%。", [""]),
        ("经济增长5%左右；城镇调查失业率5.5%左右。", ["FGW", "TJJ"]),
        ("农村生活污水治理率达到60%。", ["HBJ"]),
        ("基本医保参保率稳定在95%以上。", ["YBJ"]),
        ("新建设施齐全的农村供水站，惠及36个村。", ["SLJ"]),
        ("抓好粮食生产和港口建设，新增收入3亿元。", [""]),
        ("建设“四好农村路”60公里。", ["JTJ"]),
    ],
)
def test_who_may_answer(sentence: str, codes: list[str], report: Callable[..., str]) -> None:
    """The name decides, then its clause, then a sentence that points to one department; else nobody."""
    draft = draft_from(report(sentence), RULES)
    assert [row.department for row in draft.ticked] == codes


def test_tsv(drafted: Drafted) -> None:
    """Ticked rows that print a figure, value and unit as printed, a range as 5-6."""
    lines = tsv(
        drafted("生产总值增长5%-6%。实现公交全覆盖。推进20个园区建设。确保零就业家庭动态清零。")
    ).splitlines()
    assert lines == [
        "name\tquote\tvalue\tunit\tcomparator\tcommitment",
        "地区生产总值\t生产总值增长5%-6%\t5-6\t%\trange\tplain",
        "零就业家庭\t确保零就业家庭动态清零\t0\t\tzero\thard",
    ]


PIECES = [
    "力争城乡居民收入分别增长6%和7%。",
    "生产总值增长7%以上、力争8%。",
    "新增学位2000个、床位300张。",
    "实现公交全覆盖。",
    "确保甲山水库6月底前开工。",
    "失业率控制在5%以内，力争4%。",
    "科技投入增幅高于去年。",
    "主要江河水质不低于Ⅲ类标准。",
    "每亩增收500元以上。",
    "降低成本二成。",
    "出口翻番。",
    "人均补助从30元提高到50元。",
    '“”"增长3%。',
    "物价涨幅3%-4%。",
    "减少事故10起。",
    "产销率达到120%。",
    "推进20个园区建设。",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8))
def test_every_draft_is_a_plan(pieces: list[str]) -> None:
    """Whatever sentences a report is made of, the draft is a plan, and every value survives."""
    draft = draft_from("各位代表：\n2031年工作安排\n" + "".join(pieces), RULES)
    plan = as_plan(draft, with_departments=True)
    assert len(plan.indicator) == len(draft.ticked)
    assert [one.name for one in plan.indicator] == [row.name for row in draft.ticked]
    assert all(one.value is None or isinstance(one.value, Decimal) for one in plan.indicator)


SURROUNDED = {
    "dates of a site": "\n相关文章\n01-24\n2030年甲县政府工作报告\n01-25\n2029年乙县政府工作报告\n",
    "a glossary": "\n名词解释\n1.“零关税”：对所有进口货物零关税的清单，健全覆盖全部环节的制度。\n",
    "an entity": "",
    "told twice": "TWICE",
}


@pytest.mark.parametrize("behind", SURROUNDED.values(), ids=SURROUNDED)
def test_the_check_finds_what_the_draft_wrote(report: Callable[..., str], behind: str) -> None:
    """Every number of the plan part and behind it is a target or left out, as `plan check --source` asks."""
    raw = report("R&amp;D经费增长12%，健全覆盖三级的网络，新建公园8个、学校3所。")
    raw = f"{raw}\n冀ICP备0601号-1\n{raw}" if behind == "TWICE" else raw + behind
    plan = as_plan(draft_from(raw, RULES))
    assert [one.name for one in plan.indicator] == ["R&D经费", "新建公园", "新建学校"]
    found = check_source(plan, raw)
    assert [one for one in found if one.severity is Severity.ERROR] == []


def test_a_plan_without_a_part_says_what_is_to_be_filled_in() -> None:
    """Where no part of the year was found, no heading is made up for it."""
    document = plan_document(draft_from("全市要抓好落实。\n加快建设步伐。"), ())
    assert document["plan"]["begins"].startswith("（待填")
