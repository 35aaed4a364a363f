"""Numbers that are no targets, each with its reason. All sentences are made up."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlreport.draft.draft_report import draft_from
from xlreport.messages import catalogue, languages
from xlreport.model.plans.plan_draft_types import Draft

Drafted = Callable[..., Draft]

REASONS = [
    ("2031年是关键之年。", "2031年", "year"),
    ("办好2031青石文化节。", "2031", "year"),
    ("6月底前启动项目。", "6月", "date"),
    ("筹备第五届博览会。", "五届", "ordinal"),
    ("建设“3+1”机场。", "3", "compound"),
    ("出台1+6制度。", "1", "compound"),
    ("加快S5通道建设。", "5", "code"),
    ("推进5G应用。", "5G", "code"),
    ("用好12345热线。", "12345", "code"),
    ("创建4A级景区。", "4A", "code"),
    ("降低PM2.5浓度。", "2.5", "code"),
    ("加快3号线建设。", "3号", "code"),
    ("继续发展“七大产业”。", "七大", "quoted"),
    ("巩固“五个100%”成果。", "100%", "quoted"),
    ("深化“四化19项”改革。", "19项", "quoted"),
    ("冲刺全国百强。", "百强", "rank"),
    ("力争全省排名前10位。", "10位", "rank"),
    ("庆祝建市50周年。", "50周年", "anniversary"),
    ("关爱60岁以上老人。", "60岁", "age"),
    ("加快安置区二期工程。", "二期", "phase"),
    ("配合新一轮督察。", "一轮", "phase"),
    ("抓好七个方面工作。", "七个", "enumeration"),
    ("把握3个层面要求。", "3个", "enumeration"),
    ("实施十大工程。", "十大", "big-name"),
    ("培育一批骨干企业。", "一批", "article"),
    ("下好一盘棋，开好一个局。", "一个", "article"),
    ("支持三区三州发展。", "三区", "worded-name"),
    ("贯彻支持民营企业28条，优化服务。", "28条", "document"),
    ("落实八项规定。", "八项", "document"),
    ("去年已建成学校12所，要用好。", "12所", "past"),
    ("目前在校学生3万人，要关心。", "3万人", "past"),
    ("高校毕业生将高达5万人，要落实好政策。", "5万人", "forecast"),
    ("生均每年从3720元提高到4200元。", "3720元", "origin"),
    ("推进总投资50亿元的电池项目。", "50亿元", "specification"),
    ("新开工10亿元以上项目30个。", "10亿元", "specification"),
    ("打造千亿级产业集群。", "千亿级", "specification"),
    ("实施220千伏变电站工程。", "220千伏", "specification"),
    ("更新800千伏安变压器，降低损耗。", "800千伏安", "specification"),
    ("实施三年行动。", "三年", "time"),
    ("提升3小时经济圈。", "3小时", "time"),
    ("三次产业比调整为10：45：45。", "45", "ratio"),
    ("推广湘鄂皖3省经验。", "3省", "places"),
    ("1.建设学校5所。", "1", "serial"),
    ("提高效率[15]，建设学校5所。", "15", "footnote"),
    ("每千人口托位数达到4.2个。", "千人口", "per"),
    ("120个重点项目完成投资200亿元。", "120个", "part-of-name"),
    ("开展零基预算改革。", "零", "word"),
    ("完善农村集体所有制。", "所有", "word"),
]


@pytest.mark.parametrize(("sentence", "number", "reason"), REASONS)
def test_reasons(drafted: Drafted, sentence: str, number: str, reason: str) -> None:
    """Each kind of number that is no target is listed with its reason, and makes no ticked row."""
    draft = drafted(sentence)
    assert (number, reason) in {(one.number, one.reason) for one in draft.rejected}
    assert all(number != row.number + row.unit for row in draft.ticked)


def test_closing_words_and_annex(report: Callable[..., str]) -> None:
    """Numbers of the closing words and of a glossary behind them are listed too."""
    raw = (
        report("新增就业5万人。").replace("让我们", "让我们不负100万人民，")
        + "名词解释\n1.“四好”：共4项。\n"
    )
    assert {("100万人", "closing"), ("4项", "annex")} <= {
        (one.number, one.reason) for one in draft_from(raw).rejected
    }


def test_every_reason_has_words() -> None:
    """Every reason that the tests meet has words in both languages."""
    for language in languages():
        words = catalogue(language)
        for _, _, reason in REASONS:
            assert f"draft.rejected.{reason}" in words


PIECES = (
    *(sentence for sentence, _, _ in REASONS),
    "力争城乡居民收入分别增长6%和7%。",
    "生产总值增长7%以上、力争8%。",
    "新增学位2000个、床位300张，惠及群众5万人。",
    "实现公交全覆盖。",
    "蔬菜、肉奶产量均达到100万吨。",
    "甲、乙、丙分别为1、2、3、4。",
    "增长5%-6%，",
    "（2）完成12%",
    "30万、40万；",
    "”15“项",
    "第3",
    "（一）二、3.",
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6))
def test_nothing_vanishes(pieces: list[str]) -> None:
    """Every digit of the plan part stands in a row's words or in a rejected number's, however sentences meet."""
    raw = "各位代表：\n2031年工作安排\n" + "".join(pieces)
    draft = draft_from(raw, year=2031)
    spans = [(row.place.start, row.place.end) for row in draft.rows]
    spans += [(one.place.start, one.place.end) for one in draft.rejected]
    covered = {place for start, end in spans for place in range(start, end)}
    missing = [
        raw[place]
        for place in range(raw.index("2031年"), len(raw))
        if raw[place].isdigit() and place not in covered
    ]
    assert not missing
