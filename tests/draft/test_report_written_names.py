"""Names as a person would write them, whose figure it is, and numbers that name nothing: made-up sentences."""

from collections.abc import Callable

import pytest

from xlreport.model.plans.drafted_plan_values import Draft

Drafted = Callable[..., Draft]


@pytest.mark.parametrize(
    ("sentence", "rows"),
    [
        ("安排风电光伏装机规模500万千瓦、并网300万千瓦。", [("风电光伏装机规模", "500"), ("并网装机", "300")]),
        ("力争新增并网60万千瓦。", [("新增并网装机", "60")]),
        ("每个乡至少建成3个幸福院。", [("每个乡建成幸福院", "3")]),
        ("确保零就业家庭至少有1人就业。", [("零就业家庭就业", "1")]),
        ("加大新型职业农民培训力度，年内培训2万人、转移1万人。", [("培训新型职业农民", "2"), ("转移新型职业农民", "1")]),
        ("全年亿元以上项目开工80个，竣工30个。", [("亿元以上项目开工", "80"), ("竣工亿元以上项目", "30")]),
        ("改造背街小巷42条，占需改造的60%。", [("改造背街小巷", "42"), ("改造背街小巷占需改造比例", "60")]),
        ("中、省衔接资金支出进度分别不低于95%和90%。", [("中衔接资金支出进度", "95"), ("省衔接资金支出进度", "90")]),
        ("提高机电、高新技术产品出口比重。", [("机电产品出口比重", ""), ("高新技术产品出口比重", "")]),
        ("新建配建幼儿园12所3600平方米。", [("新建配建幼儿园", "12"), ("新建配建幼儿园", "3600")]),
        ("实施老城更新、完成投资12亿元。", [("老城更新投资", "12")]),
        ("民间资本参股比例不低于10%并逐步提升。", [("民间资本参股比例", "10")]),
        ("我们要办好15件民生实事。", [("民生实事", "15")]),
        ("特别是抓好22个乡村振兴示范点建设。", [("乡村振兴示范点建设", "22")]),
        ("开工甲乙高速改扩建等3个项目。", [("开工甲乙高速改扩建等项目", "3")]),
        ("抓好渔港升级、冷库改造和码头整治3件事。", [("渔港升级等事", "3")]),
        ("资助残疾学生和困难家庭子女，合计800名。", [("资助残疾学生和困难家庭子女", "800")]),
        ("轨道与公交100米内换乘比例提高到92%。", [("轨道与公交100米内换乘比例", "92")]),
        ("收入超10万元、超50万元村占比分别达60%、25%。", [("收入超10万元占比", "60"), ("超50万元村占比", "25")]),
        ("新建存栏3000头奶牛场4个。", [("新建存栏3000头奶牛场", "4")]),
        ("化肥、农药施用量均减少3%。", [("化肥施用量", "3"), ("农药施用量", "3")]),
        ("棚户区改造600套，增加120套。", [("棚户区改造", "600"), ("棚户区改造增加数", "120")]),
        ("固定资产投资今年要增长8%。", [("固定资产投资", "8")]),
        ("高新技术产业实现产值90亿元，产业园完成投资8亿元。", [("高新技术产业产值", "90"), ("产业园投资", "8")]),
        ("粮食播种面积80万亩、总产量40万吨。", [("粮食播种面积", "80"), ("粮食总产量", "40")]),
        ("“十六五”末保障房总量达到3万套。", [("保障房总量", "3")]),
    ],
)  # fmt: skip
def test_names_read_as_written(
    drafted: Drafted, sentence: str, rows: list[tuple[str, str]]
) -> None:
    """No bitten-off words, no verb in the middle, the owner said, nothing doubled."""
    assert [(row.name, row.number) for row in drafted(sentence).rows if row.confidence > 39] == rows


@pytest.mark.parametrize(
    ("sentence", "rows"),
    [
        ("农民收入增速不低于全市和全省平均水平。", [("农民收入", "ge")]),
        ("固定资产投资增速保持在全国平均水平以上。", [("固定资产投资", "ge")]),
        ("经济增速要高于全省。", [("经济增长", "gt")]),
        ("去年全市低保标准全部超过全省平均水平。", []),
        ("水质、能源、水资源等指标达到国家要求。", [("水质指标", "ge"), ("能源指标", "ge"), ("水资源指标", "ge")]),
        ("资源节约和环境质量的各项约束性指标完成省下达任务。", [("资源节约和环境质量的各项约束性指标", "ge")]),
        ("“散乱污”企业持续动态清零。", [("“散乱污”企业", "zero")]),
    ],
)  # fmt: skip
def test_compared_names(drafted: Drafted, sentence: str, rows: list[tuple[str, str]]) -> None:
    """What is bound by somebody else's figure, its name and the side of the bound."""
    assert [(row.name, row.comparator) for row in drafted(sentence).ticked] == rows


@pytest.mark.parametrize(
    "sentence",
    [
        "上级领导两次到青石考察，作出五次重要批示。",
        "7%左右的速度可以实现比较充分的就业。",
        "努力办好两件大事。",
        "逐步形成由三个百万人口城市组成的都市圈。",
        "“十六五”时期省财政投入90亿元。",
        "明年将安排20亿元。",
        "全市60岁以上老人平均每年新增3万人。",
        "对网络销售额5万元以上且发货800单以上的经营主体给予补助。",
        "开工30万吨煤制烯烃和50万吨煤制油示范。",
    ],
)
def test_what_names_nothing_of_the_year(drafted: Drafted, sentence: str) -> None:
    """Others' deeds, arguments, later years, conditions: never ticked."""
    assert [row.printed for row in drafted(sentence).ticked] == []
