"""What a reader of many reports asked for, kind by kind, with made-up sentences."""

from collections.abc import Callable

import pytest

from xlreport.draft.draft_report import draft_from
from xlreport.draft.parts.part_headings import Part
from xlreport.draft.parts.report_parts import find_parts
from xlreport.draft.text.report_text import flat_text
from xlreport.model.plans.plan_draft_types import Draft

Drafted = Callable[..., Draft]
Report = Callable[..., str]

REVIEW = "生产总值增长5%，新建公路30公里。各项事业取得新的进步，为做好今年的工作打下良好基础。"
YEAR = "生产总值增长6%以上，新建公路48公里。"
CLOSING = "各位代表！让我们为建设美丽青石而努力奋斗！"
OPENING = "各位代表：\n现在，我代表市人民政府，向大会报告工作，请予审议。"


def told(*lines: str) -> str:
    return "\n".join((*lines, CLOSING))


@pytest.mark.parametrize(
    "raw",
    [
        told("2031年青石市政府工作报告", OPENING, "一、2030年工作回顾", REVIEW, "二、2031年工作安排", YEAR),
        told("青石市水务局2030年工作总结和2031年工作计划", "一、2030年工作完成情况", REVIEW, "二、2031年工作计划", YEAR),
        told(OPENING, "2030年：稳中有进开新局", REVIEW, "2031年：乘势而上谱新篇", YEAR),
        told(OPENING, "一、过去一年工作", REVIEW, "二、2031年工作任务——奋进新阶段", YEAR),
        told("目　录", "一、2030年工作回顾", "二、2031年工作安排", OPENING, "一、2030年工作回顾", REVIEW, "二、2031年工作安排", YEAR),
        told(OPENING, "第一部分　2030年工作回顾", REVIEW, "第二部分　2031年工作安排", "（一）主要目标", YEAR),
        told(OPENING, "一、二〇三〇年的工作", REVIEW, "二、二〇三一年的工作", YEAR),
        told(OPENING, "一、2030年工作回顾", REVIEW, "二、“十六五”规划主要目标任务", "主要目标", "到2035年生产总值增长40%。", "三、2031年重点工作", YEAR),
        told(OPENING, "一、2030年工作回顾和“十六五”发展目标", REVIEW, "“十六五”时期，生产总值年均增长7%。", "二、2031年重点工作", YEAR),
        told("首页", "网站地图", "2031年", OPENING, "一、2030年工作回顾", REVIEW, "二、2031年工作安排", YEAR)
        + "\n责任编辑：某某\n2029年政府工作报告\n一、2028年工作回顾\n二、2029年工作安排\n新建公路99公里。",
        told(OPENING, "一、2030年工作回顾", REVIEW, "二、2031年工作安排", YEAR) * 2,
    ],
    ids=[
        "title", "bureau", "slogans", "subtitle", "contents", "sub-head", "numerals", "five-years", "mixed",
        "site", "twice",
    ],
)  # fmt: skip
def test_the_year_s_part_alone_is_ticked(raw: str) -> None:
    """Whatever stands around it: title, contents, review, five-year part, site, the text again."""
    drafted = draft_from(raw)
    assert drafted.year == 2031
    assert [row.number for row in drafted.ticked] == ["6", "48"]


@pytest.mark.parametrize(
    "raw",
    [
        told(
            OPENING,
            "一、过去五年工作回顾",
            REVIEW,
            "二、今后五年的奋斗目标和主要任务",
            "（一）主要目标",
            YEAR,
        ),
        told(OPENING, "“十五五”时期工作回顾", REVIEW, "“十六五”时期发展目标与主要任务", YEAR),
        told(OPENING, "一、2030年工作回顾", REVIEW),
        "全市要抓好落实。新建公路48公里。\n加快建设步伐。",
    ],
    ids=["new-term", "five-years", "cut", "nothing"],
)
def test_without_a_year_s_part_nothing_is_ticked(raw: str) -> None:
    """What was found is said, and where; nothing is taken for this year's."""
    drafted = draft_from(raw)
    assert drafted.ticked == ()
    assert [one for one in drafted.milestones if one.ticked] == []
    assert {"no-year-part", "no-parts"} & {one.code for one in drafted.remarks}


def test_a_closing_sentence_about_this_year_is_no_head(report: Report) -> None:
    """A paragraph's last sentence, or a paragraph of one sentence, opens nothing."""
    raw = report(YEAR, "我们为做好今年的工作打下了良好基础。\n新建公路30公里。")
    text = flat_text(raw)
    plan = "".join(text.flat[start:end] for start, end in find_parts(text).of(Part.PLAN))
    assert "30公里" not in plan


def test_annexes_of_the_year_are_read_and_glossaries_are_not(report: Report) -> None:
    """民生实事 of the same year are targets; of last year, or explained words, are none."""
    raw = report(YEAR) + (
        "附件：2031年民生实事项目\n1.新建公办幼儿园6所。\n2.改造老旧小区12个。\n"
        "附件：2030年民生实事完成情况\n1.新建公园9个。\n"
        "名词解释\n[1]“六个百分百”：施工现场打围100%。\n[2]“三通”：通路25公里。\n"
    )
    assert [row.number for row in draft_from(raw).ticked] == ["6", "48", "6", "12"]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("居民收入增长与经济增长基本同步。", ["居民收入"]),
        ("居民收入增速高于经济增速、高于全省平均水平。", ["居民收入", "居民收入"]),
        ("工业增加值、工业投资、技改投资增速均高于全市平均水平。", ["工业增加值", "工业投资", "技改投资"]),
        ("统筹疫情防控和经济社会发展。", []),
        ("积极参与全国统一大市场建设。", []),
        ("建立与全国平均保障水平同步增长机制。", []),
        ("督导能耗高于全省平均水平地区。", []),
    ],
)  # fmt: skip
def test_comparisons(drafted: Drafted, sentence: str, names: list[str]) -> None:
    """同步, 匹配, 高于 make a target of a comparison; 与 and 和 alone make none."""
    assert [row.name for row in drafted(sentence).rows if row.reason == "compared"] == names


@pytest.mark.parametrize(
    "sentence",
    [
        "实施八项专项行动。",
        "推进“散乱污”企业“清零行动”。",
        "以办好12件实事为牵引，改善民生。",
        "围绕“3366”目标，抓好落实。",
        "确保20万吨石墨负极材料项目开工。",
        "投资2.5亿元建设一中新校区。",
        "我市与邻省接壤120公里。",
        "全市共有5个县。",
        "用好国际国内两个市场、两种资源。",
        "建成博物馆项目，总面积1.2万平方米。",
        "编制服务业开放3.0方案。",
        "动态消除劣五类水体。",
        "空气质量退出全省后十位。",
    ],
)
def test_what_is_no_target(drafted: Drafted, sentence: str) -> None:
    """Campaigns, names, means, plants' output, sites, situations: listed with a reason."""
    assert [
        row.printed for row in drafted(sentence).ticked if row.figured and row.number != "0"
    ] == []


@pytest.mark.parametrize(
    ("sentence", "rows"),
    [
        ("建成邻里中心、便民市场各3个。", [("建成邻里中心", "3"), ("建成便民市场", "3")]),
        ("完成50户以上村寨通电36个。", [("50户以上村寨通电", "36")]),
        ("治理25度以上坡地3000亩。", [("治理25度以上坡地", "3000")]),
        ("推出特色小吃20道，发放消费券30万份。", [("推出特色小吃", "20"), ("发放消费券", "30")]),
        ("新增公交车300标台，改造锅炉120蒸吨。", [("新增公交车", "300"), ("改造锅炉", "120")]),
        ("剩余320名贫困人口全部脱贫。", [("剩余贫困人口全部脱贫", "320")]),
        ("上线15个“一件事”服务。", [("上线“一件事”服务", "15")]),
        ("9个重点项目竣工投产。", [("重点项目竣工投产", "9")]),
        ("投资4000万元完成3条线路迁改。", [("线路迁改", "3")]),
        ("培育四星级公园2个，争创五星级公园1个。", [("培育四星级公园", "2"), ("争创五星级公园", "1")]),
        ("每个市级工业园区生产总值达到20亿元。", [("每个市级工业园区生产总值", "20")]),
        ("乡村道路硬化70公里、危桥改造6座。", [("乡村道路硬化", "70"), ("危桥改造", "6")]),
    ],
)  # fmt: skip
def test_what_is_a_target_and_its_name(
    drafted: Drafted, sentence: str, rows: list[tuple[str, str]]
) -> None:
    """One row a noun, whatever the unit, named as a person would."""
    assert [(row.name, row.number) for row in drafted(sentence).ticked] == rows


def test_an_unknown_unit_is_a_row(drafted: Drafted) -> None:
    """A unit that the rules do not know is no loss."""
    (row,) = drafted("新建50疋布仓。").rows
    assert (row.reason, row.ticked, row.number) == ("unit-unknown", False, "50")


def test_strive_goes_on(drafted: Drafted) -> None:
    """力争新增…，完成… is one promise."""
    found = drafted("力争新增就业6000人，完成培训2万人次。")
    assert {row.commitment.value for row in found.rows} == {"strive"}


def test_water_of_a_class_or_better(drafted: Drafted) -> None:
    """Ⅱ类及以上 is a class at least."""
    (row,) = drafted("出境断面水质稳定在Ⅱ类及以上。").ticked
    assert (row.number, row.unit, row.comparator) == ("2", "类", "ge")


def test_a_stock_is_no_baseline_of_what_is_added(drafted: Drafted) -> None:
    """新增 is compared with what was added, never with what there is."""
    found = drafted("新增高新技术企业12家。", "高新技术企业达到90家。")
    assert found.rows[0].baseline is None


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("3月底前建成客运北站。", {"客运北站": 3}),
        ("6月份开工建设东湖大桥。", {"东湖大桥": 6}),
        ("上半年完成城南水厂扩建工程。", {"城南水厂扩建工程": 6}),
        ("六月底前，城东小学建成投用。", {"城东小学": 6}),
        ("三季度末西山隧道通车。", {"西山隧道": 9}),
        ("国庆前西山隧道通车。", {"西山隧道": 9}),
        ("建好用好市民中心。", {}),
        ("开工建设城北医院、城南学校等项目。", {"城北医院": 0, "城南学校项目": 0}),
    ],
)
def test_milestones_have_dates(drafted: Drafted, sentence: str, due: dict[str, int]) -> None:
    """Months, quarters and half-years become due dates; what is kept up is no milestone."""
    assert {one.name: one.due_month for one in drafted(sentence).milestones} == due


@pytest.mark.parametrize(
    ("sentence", "rows"),
    [
        ("新增规上企业5家、专精特新企业10家、单项冠军企业2家。", [("新增规上企业", "5"), ("新增专精特新企业", "10"), ("新增单项冠军企业", "2")]),
        ("改造农村公路30公里、危房修缮200户。", [("改造农村公路", "30"), ("危房修缮", "200")]),
        ("压减粗钢产量150万吨、水泥60万吨。", [("压减粗钢产量", "150"), ("压减水泥", "60")]),
        ("建成2座集借阅、展览、休闲于一体的城市书房。", [("建成城市书房", "2")]),
        ("投资3000余万元实施覆盖26个村的供水工程。", [("覆盖村的供水工程", "26")]),
        ("创建小麦万亩示范片2个、千亩示范方10个。", [("创建小麦万亩示范片", "2"), ("创建千亩示范方", "10")]),
        ("农用地和建设用地安全利用率达到98%。", [("农用地安全利用率", "98"), ("建设用地安全利用率", "98")]),
        ("机械制造、绿色建材两个产业集群营收分别突破30亿元、40亿元。", [("机械制造产业集群营收", "30"), ("绿色建材产业集群营收", "40")]),
        ("新改建普通国省道800公里。", [("新改建普通国省道", "800")]),
        ("力争交通、水利分别完成投资25亿元、8亿元。", [("交通投资", "25"), ("水利投资", "8")]),
        ("失业人员再就业1000人。", [("失业人员再就业", "1000")]),
        ("封山育林1万亩、营林2万亩。", [("封山育林", "1"), ("营林", "2")]),
        ("能耗、排放等约束性指标完成省市目标任务。", [("能耗、排放等约束性指标", "")]),
    ],
)  # fmt: skip
def test_names_in_lists(drafted: Drafted, sentence: str, rows: list[tuple[str, str]]) -> None:
    """A list's verb goes to each of its things and to none that says itself what is done."""
    assert [(row.name, row.number) for row in drafted(sentence).ticked] == rows


@pytest.mark.parametrize(
    "sentence",
    [
        "预计全年工业增加值增长8%，服务业增加值增长7%。",
        "让65万青石人民共享发展成果。",
        "一万年太久，只争朝夕。",
        "会议做到三成说现状、六成说问题。",
        "落实15%企业所得税优惠。",
        "开工七所港粮油码头。",
        "推进百万吨新材料基地建设。",
        "开展全方位、全覆盖、深层次排查。",
        "建设11万伏变电站。",
        "围绕总投资60亿元的20个项目，加强服务。",
        "用好“人才双十条”。",
        "让好书走进千万家。",
        "完成四类村庄认定。",
        "抓住准入限制措施清零机遇。",
    ],
)
def test_more_that_is_no_target(drafted: Drafted, sentence: str) -> None:
    """Forecasts, people, sayings, tax rates, places, sizes: listed, never ticked."""
    assert [row.printed for row in drafted(sentence).ticked] == []


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("甲乙铜业技改、青石空分装置和东湖粮油等项目年内投产。", ["甲乙铜业技改项目", "青石空分装置项目", "东湖粮油项目"]),
        ("完成充电基础设施、东园小区管网改造工程建设。", ["充电基础设施建设", "东园小区管网改造工程建设"]),
        ("高质量完成“十五五”规划目标任务。", []),
        ("加快推进一期工程，年内完成一期工程。", []),
    ],
)  # fmt: skip
def test_names_of_milestones(drafted: Drafted, sentence: str, names: list[str]) -> None:
    """Each of a list by its own name; what names nothing is none."""
    assert [one.name for one in drafted(sentence).milestones if one.ticked] == names
