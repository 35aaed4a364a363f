"""Rules that read a sentence: names, numbers, comparators, commitments. All sentences are made up."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from xlreport.model.plans.plan import Commitment, Direction, Measure
from xlreport.model.plans.plan_draft_types import Draft, DraftRow

Drafted = Callable[..., Draft]


def said(rows: tuple[DraftRow, ...]) -> list[str]:
    """Return rows in short: name, number, unit and comparator."""
    return [f"{row.name} {row.number}{row.unit} {row.comparator}" for row in rows]


COMPARATORS = [
    ("森林覆盖率达到42%。", "ge"),
    ("森林覆盖率达42%以上。", "ge"),
    ("森林覆盖率不低于42%。", "ge"),
    ("森林覆盖率超过42%。", "gt"),
    ("装机容量突破300万千瓦。", "gt"),
    ("装机容量超300万千瓦。", "gt"),
    ("失业率控制在5%以内。", "le"),
    ("失业率不超过5%。", "le"),
    ("失业率控制在5%以下。", "le"),
    ("失业率低于5%。", "lt"),
    ("漏损率降到9%。", "le"),
    ("办理时限压缩至3个工作日。", "le"),
    ("生产总值增长6%左右。", "approx"),
    ("粮食产量约50万吨。", "approx"),
    ("生产总值增长6%-7%。", "range"),
    ("生产总值增长6%。", "eq"),
    ("公用经费压减8%。", "decrease_ge"),
    ("单位能耗下降3%左右。", "decrease_ge"),
    ("贸易额增长1倍以上。", "multiple_ge"),
    ("网络交易额翻一番。", "multiple_ge"),
    ("粮食播种面积稳定在80万亩。", "eq"),
    ("粮食播种面积稳定在80万亩以上。", "ge"),
    ("自来水水质100%达标。", "ge"),
    ("生产总值增长百分之六以上。", "ge"),
    ("农田面积保持在80万亩左右。", "approx"),
]


@pytest.mark.parametrize(("sentence", "comparator"), COMPARATORS)
def test_comparators(drafted: Drafted, sentence: str, comparator: str) -> None:
    """以上, 以内, 以下 include the number, 超过, 突破, 低于 do not (民法典 第1259条); bare numbers are eq."""
    assert [row.comparator for row in drafted(sentence).rows] == [comparator]


COMMITMENTS = [
    ("确保新增就业5万人。", "hard"),
    ("力争新增就业5万人。", "strive"),
    ("新增就业5万人。", "plain"),
    ("力争旅游人数超过300万人次，收入超过20亿元。", "strive strive"),
    ("力争增收节支，确保新增就业5万人。", "hard"),
    ("确保争取新增就业5万人。", "hard"),
    ("力争培训3万人，确保转移就业5万人。", "strive hard"),
    ("确保粮食丰收；新增就业5万人。", "plain"),
    ("确保粮食丰收，新建公路5公里。", "plain"),
    ("确保岗位6万个以上，就业率90%以上。", "hard hard"),
    ("全面完成隐患整治120处。", "hard"),
]


@pytest.mark.parametrize(("sentence", "firm"), COMMITMENTS)
def test_commitments(drafted: Drafted, sentence: str, firm: str) -> None:
    """A cue reaches to 。or ；, or to a clause with a verb of its own; the nearest counts, 确保 outdoes 争取."""
    rows = [row for row in drafted(sentence).rows if row.number]
    assert " ".join(row.commitment for row in rows) == firm


SENTENCES = [
    (
        "城乡居民人均可支配收入分别增长6%和7%。",
        ["城镇居民人均可支配收入 6% eq", "农村居民人均可支配收入 7% eq"],
    ),
    ("乡镇、村居通畅率分别达到100%、82%。", ["乡镇通畅率 100% ge", "村居通畅率 82% ge"]),
    ("失业率、物价涨幅分别控制在5%和3%以内。", ["失业率 5% le", "物价涨幅 3% le"]),
    ("争取存贷款余额分别增长6%、5%以上。", ["存款余额 6% ge", "贷款余额 5% ge"]),
    (
        "绿化覆盖率、人均绿地面积分别达到42%、15.5平方米。",
        ["绿化覆盖率 42% ge", "人均绿地面积 15.5平方米 ge"],
    ),
    ("城镇居民、农村居民收入，分别增长6%和7%。", ["城镇居民收入 6% eq", "农村居民收入 7% eq"]),
    ("食品、药品抽检合格率达到98%、99%。", ["食品合格率 98% ge", "药品抽检合格率 99% ge"]),
    (
        "力争具备条件的乡、村通畅率分别达到95%、75%，通客车率分别达到90%、70%。",
        [
            "具备条件的乡通畅率 95% ge",
            "具备条件的村通畅率 75% ge",
            "具备条件的乡通客车率 90% ge",
            "具备条件的村通客车率 70% ge",
        ],
    ),
    ("蔬菜、肉奶产量均达到100万吨。", ["蔬菜产量 100万吨 ge", "肉奶产量 100万吨 ge"]),
    ("人均可支配收入增长7%。", ["人均可支配收入 7% eq"]),
    (
        "固定资产投资和社会消费品零售总额增长5%。",
        ["固定资产投资 5% eq", "社会消费品零售总额 5% eq"],
    ),
    (
        "二氧化硫、氮氧化物排放量均下降3%。",
        ["二氧化硫排放量 3% decrease_ge", "氮氧化物排放量 3% decrease_ge"],
    ),
    ("技术合同成交额达到60亿元，增长20%。", ["技术合同成交额 60亿元 ge", "技术合同成交额 20% eq"]),
    ("新增学位2000个、床位300张。", ["新增学位 2000个 eq", "新增床位 300张 eq"]),
    (
        "建设高标准农田75万亩、饲草基地10万亩，实施200万亩耕地提升工程和30万头（只）畜种改良工程。",
        [
            "建设高标准农田 75万亩 eq",
            "建设饲草基地 10万亩 eq",
            "耕地提升工程 200万亩 eq",
            "畜种改良工程 30万头（只） eq",
        ],
    ),
    (
        "旅游接待人数超过300万人次，收入超过20亿元。",
        ["旅游接待人数 300万人次 gt", "旅游收入 20亿元 gt"],
    ),
    ("完成高中阶段普及攻坚，毛入学率达到90%。", ["高中阶段毛入学率 90% ge"]),
    ("推出不少于200场公益演出。", ["推出公益演出 200场 ge"]),
    ("改造提升300个重点村服务条件。", ["改造提升重点村服务条件 300个 eq"]),
    (
        "粮食播种面积和产量分别稳定在80万亩、30万吨以上。",
        ["粮食播种面积 80万亩 ge", "粮食产量 30万吨 ge"],
    ),
    ("打造青稞、牦牛、藏羊等十个产业基地。", ["打造产业基地 10个 eq"]),
    ("完成甲地铁路铺架、5座火车站建设。", ["火车站建设 5座 eq"]),
    ("县级艺术团100%有排练场所。", ["县级艺术团有排练场所 100% ge"]),
    ("居民消费价格涨幅控制在3%左右。", ["居民消费价格涨幅 3% approx"]),
    ("每千人口托位数达到4.2个。", ["每千人口托位数 4.2个 ge"]),
    ("120个重点项目年内完成投资200亿元。", ["重点项目投资 200亿元 eq"]),
    ("化肥农药使用量下降10%。", ["化肥使用量 10% decrease_ge", "农药使用量 10% decrease_ge"]),
    ("行政审批办理时限再压减30%。", ["行政审批办理时限 30% decrease_ge"]),
    (
        "落实1000万元的创业资金和500万元的贷款贴息政策。",
        ["创业资金 1000万元 eq", "贷款贴息政策 500万元 eq"],
    ),
]


@pytest.mark.parametrize(("sentence", "rows"), SENTENCES)
def test_sentences(drafted: Drafted, sentence: str, rows: list[str]) -> None:
    """One row a target, named as a person would, with number, unit and comparator."""
    assert said(drafted(sentence).ticked) == rows


def test_two_tiers_are_one_target(drafted: Drafted) -> None:
    """7%以上、力争8% is one target with a stretch; another number with a noun of its own is another target."""
    (row,) = drafted("地区生产总值增长7%以上、力争达到8%。").rows
    assert (row.value, row.stretch, row.comparator) == (Decimal(7), Decimal(8), "ge")
    assert len(drafted("新开工项目30个，确保120个项目竣工投产。").rows) == 2


def test_from_to_is_one_target_with_its_baseline(drafted: Drafted) -> None:
    """从…提高到… is a target whose baseline stands in the same sentence."""
    (row,) = drafted("提高生活补助标准，生均每年从3720元提高到4200元。").rows
    assert row.value == 4200
    assert row.baseline is not None
    assert row.baseline.value == 3720
    assert "补助标准" in row.name


def test_rise_by_is_a_change(drafted: Drafted) -> None:
    """提高1500元以上 promises the change, not the level."""
    (row,) = drafted("村干部报酬年人均提高1500元以上。").rows
    assert row.delta
    assert row.name.endswith("提高额")
    points, level = drafted("污水治理率提高3个百分点、达到35%。").rows
    assert (points.unit, points.delta, level.unit, level.measure) == (
        "个百分点",
        True,
        "%",
        Measure.SHARE,
    )


def test_parts_belong_to_their_whole(drafted: Drafted) -> None:
    """其中 makes a child of the row before it."""
    whole, part = drafted("新开工住房700套以上，其中公租房470套以上。").rows
    assert part.part_of == whole.name
    assert part.ticked


@pytest.mark.parametrize(
    ("sentence", "measure", "direction"),
    [
        ("生产总值增长6%。", Measure.GROWTH, Direction.MORE),
        ("失业率控制在5%以内。", Measure.SHARE, Direction.LESS),
        ("物价涨幅控制在3%左右。", Measure.GROWTH, Direction.LESS),
        ("公用经费压减8%。", Measure.FALL, Direction.MORE),
        ("单位生产总值能耗下降3%。", Measure.FALL, Direction.MORE),
        ("新增就业5万人。", Measure.CUMULATIVE, Direction.MORE),
        ("装机容量突破300万千瓦。", Measure.LEVEL, Direction.MORE),
        ("旅游收入达到20亿元。", Measure.CUMULATIVE, Direction.MORE),
        ("企业开办时间压缩至1个工作日以内。", Measure.LEVEL, Direction.LESS),
    ],
)
def test_measure_and_direction(
    drafted: Drafted, sentence: str, measure: Measure, direction: Direction
) -> None:
    """Growth, fall, share, level and sum follow from predicate and unit; bad-when-high names are better low."""
    (row,) = drafted(sentence).rows
    assert (row.measure, row.direction) == (measure, direction)


@pytest.mark.parametrize(
    "sentence",
    [
        "推进20个园区建设。",
        "加快8条在建生产线建设。",
        "统筹两个园区。",
        "先期选择甲、乙、丙3个县城。",
        "支持20家企业技改。",
    ],
)
def test_counts_of_what_is_there_are_not_ticked(drafted: Drafted, sentence: str) -> None:
    """A count that is only pushed is listed, but not ticked."""
    (row,) = drafted(sentence).rows
    assert not row.ticked


def test_pushed_to_an_end_is_ticked(drafted: Drafted) -> None:
    """推动10家企业上市 promises its end."""
    assert said(drafted("推动10家企业上市。").ticked) == ["企业上市 10家 eq"]


def test_other_years_are_kept_apart(drafted: Drafted) -> None:
    """到2035年 and 三年内 are for another year: rows with that year, not ticked."""
    rows = drafted(
        "到2035年，森林覆盖率达到45%。今年，森林覆盖率达到42%。三年内新增学位9000个。"
    ).rows
    assert [(row.year, row.ticked) for row in rows] == [(2035, False), (2031, True), (2033, False)]


def test_rows_show_where_they_stand(drafted: Drafted) -> None:
    """A row carries its section, its sentence, its line and words that are found once."""
    draft = drafted("一、办好民生实事\n（一）稳定就业。新增就业5万人，培训3万人。")
    first, second = draft.rows
    assert first.section == "一、（一）稳定就业"
    assert first.sentence == "新增就业5万人，培训3万人。"
    assert (first.quote, second.quote) == ("新增就业5万人", "培训3万人")
    assert first.place.line == 10


def test_commitment_type(drafted: Drafted) -> None:
    """Commitments are the plan's own words."""
    (row,) = drafted("确保新增就业5万人。").rows
    assert row.commitment is Commitment.HARD


WORDINGS = [
    ("出口1亿元，利用外资3亿元，分别增长5%和6%。", [("出口", "5"), ("利用外资", "6")]),
    ("接待游客6万人次、综合收入4亿元，均增长15%。", [("接待游客", "15"), ("旅游综合收入", "15")]),
    (
        "低保标准分别提高到每人每月650元和每人每年6000元。",
        [("低保标准（每人每月）", "650"), ("低保标准（每人每年）", "6000")],
    ),
    ("解决2万人、3万头牲畜的饮水困难。", [("解决饮水困难", "2"), ("解决牲畜的饮水困难", "3")]),
    ("纯收入达到500元，净增60元。", [("纯收入", "500"), ("纯收入净增", "60")]),
    ("钢五千万吨，发电量四千六百亿度。", [("钢产量", "5000"), ("发电量", "4600")]),
    ("解决一千五百万农村人口的饮水困难。", [("解决农村人口的饮水困难", "1500")]),
    ("死亡率控制在0.012以内。", [("死亡率", "0.012")]),
    ("工业增加值增长两位数。", [("工业增加值", "10")]),
    ("财政收入突破百亿大关，达到105亿元。", [("财政收入", "100"), ("财政收入", "105")]),
    (
        "生产总值达到520亿元，按可比价格计算增长11%。",
        [("地区生产总值", "520"), ("地区生产总值", "11")],
    ),
    ("城市污水处理率达到95%，农村达到60%。", [("城市污水处理率", "95"), ("农村污水处理率", "60")]),
    ("公厕达到每平方公里4座。", [("公厕（每平方公里）", "4")]),
    ("60%以上的村集体收入超过10万元。", [("村集体收入超过10万元", "60")]),
    ("旅客周转量6亿人公里，食用菌3000万袋。", [("旅客周转量", "6"), ("食用菌", "3000")]),
]


@pytest.mark.parametrize(("sentence", "expected"), WORDINGS)
def test_wordings_of_other_places(
    drafted: Drafted, sentence: str, expected: list[tuple[str, str]]
) -> None:
    """Wordings found in reports of other places and years."""
    found = [(row.name, row.number) for row in drafted(sentence).rows]
    assert [pair for pair in found if pair in expected] == expected, found


def test_what_is_to_fall_with_its_verb_in_front(drafted: Drafted) -> None:
    """压减粗钢150万吨 falls by at least 150; 压缩购买力20% is a fall in per cent."""
    steel, power = drafted("压减粗钢产量150万吨，压缩集团购买力20%。").rows
    assert (steel.name, steel.comparator, steel.measure) == (
        "压减粗钢产量",
        "decrease_ge",
        Measure.CUMULATIVE,
    )
    assert (power.name, power.comparator, power.measure) == (
        "集团购买力",
        "decrease_ge",
        Measure.FALL,
    )


def test_so_many_times_something_else(drafted: Drafted) -> None:
    """Not last year's figure, and so no growth: 不低于低保标准的1.3倍 is a level of 1.3."""
    (row,) = drafted("特困人员供养标准不低于低保标准的1.3倍。").rows
    assert (row.name, row.number, row.comparator, row.measure) == (
        "特困人员供养标准",
        "1.3",
        "ge",
        Measure.LEVEL,
    )


def test_asking_for_money_is_no_promise_of_trying(drafted: Drafted) -> None:
    """向上争取资金 is a task, 力争 a promise."""
    money, jobs = drafted("向上争取资金突破6亿元。力争新增就业5万人。").rows
    assert (money.commitment, jobs.commitment) == (Commitment.PLAIN, Commitment.STRIVE)


def test_a_year_in_chinese_numerals(drafted: Drafted) -> None:
    """到二〇三五年 is another year than the plan's."""
    (row,) = drafted("到二〇三五年，粮食产量达到九千亿斤。").rows
    assert (row.year, row.ticked) == (2035, False)


def test_a_grant_is_no_target(drafted: Drafted) -> None:
    """每家企业最高补助500万元 says what somebody may get."""
    draft = drafted("实施技改项目30项，每家企业最高补助500万元。")
    assert [row.number for row in draft.rows] == ["30"]
    assert [one.reason for one in draft.rejected if one.number == "500万元"] == ["specification"]
