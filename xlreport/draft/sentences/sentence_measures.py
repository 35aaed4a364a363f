"""What a target is measured by, which way is better, and what it is in the plan's own words."""

import re
from decimal import Decimal

from xlreport.draft.names.name_lexicon import LESS
from xlreport.draft.sentences.sentence_target import Taken
from xlreport.model.model_words import Comparator, Direction, Measure
from xlreport.model.plans.plan_draft_types import DraftRow, Wording

_STOCK = re.compile(
    "率|余额|容量|能力|标准|总数|存量|保有量|拥有|载体|户数|家数|比重|占比|比例|规模|水平|强度|浓度|指数|寿命|年限|里程|床位|学位|储备|在校|常住人口|覆盖面|"
    "标准|工资|补贴|补助|保障金|养老金|密度|单价|价格|时限|时间|达到.*级"
)
"""覆盖率, 存量, 床位: what is at a time."""
_FLOW = re.compile(
    "收入|产量|总产|产值|投资|人数|人次|贸易额|零售|销售|交易额|增加值|生产总值|进出口|出口|周转量|吞吐量|发电量|营业额|税收|利润|就业|贷款投放|资金|GDP"
)
"""收入, 产量, 接待人数: what adds up from January on."""
_MADE = re.compile(
    "新增|新建|新改|新引|新培|新认|新开|净增|改造|建成|引进|招引|举办|开展|发放|培训|出让|盘活|减免"
)
"""What begins with such a verb is counted from January on, whatever stands before its number (新增企业达到60家)."""
_RATE = {"%", "‰"}


def measure_of(one: Taken) -> Measure:
    """Say by what a target is measured."""
    qualified, unit = one.qualified, one.quantity.unit
    if qualified.fall:
        return Measure.FALL
    times = unit in {"倍", "番"} and qualified.comparator == "multiple_ge"
    if qualified.points and not qualified.fall:
        # 增速高于全省2个百分点 is no rate: by how much more
        return Measure.CUMULATIVE if qualified.comparator == "decrease_ge" else Measure.LEVEL
    if qualified.growth or times or re.search("(?:涨幅|增幅|增速|上涨幅度|上涨率)$", one.name):
        return Measure.GROWTH
    if unit[:1] in _RATE:
        return Measure.SHARE
    if unit == "类":
        return Measure.CLASS
    if qualified.delta:
        return Measure.CUMULATIVE if qualified.comparator == "decrease_ge" else Measure.LEVEL
    if _MADE.match(one.name):
        return Measure.CUMULATIVE
    if qualified.says and (not _FLOW.search(one.name) or _STOCK.search(one.name)):
        return Measure.LEVEL
    return Measure.CUMULATIVE


def direction_of(name: str, measure: Measure, comparator: Wording) -> Direction:
    """Say which way is better: what is to fall falls the more the better; 失业率 and the like are better low."""
    if measure is Measure.FALL or comparator == "decrease_ge":
        return Direction.MORE
    if comparator in {"le", "lt", "zero"}:
        return Direction.LESS
    less = any(word in name for word in LESS) and not re.search(
        "化解|处置|压降|减少|消除|清偿|处理|降幅|整治|治理", name
    )
    return Direction.LESS if less and measure is not Measure.CUMULATIVE else Direction.MORE


def in_plan_words(row: DraftRow) -> tuple[Comparator, Measure, Decimal | None, str]:
    """Return comparator, measure, value and unit as a plan stores them.

    下降N is a fall of at least N; 增长1倍 and 翻一番 a growth of 100 %, 翻两番 of 300 %; 清零 is at most 0.
    """
    if row.comparator == "decrease_ge":
        return Comparator.GE, row.measure, row.value, row.unit
    if row.comparator == "zero":
        return Comparator.LE, row.measure, Decimal(0), row.unit
    if row.comparator == "multiple_ge" and row.value is not None:
        return Comparator.GE, Measure.GROWTH, _growth(row), "%"
    return Comparator(row.comparator), row.measure, row.value, row.unit


def _growth(row: DraftRow) -> Decimal:
    value = row.value or Decimal(0)
    if row.unit == "番":
        return (Decimal(2) ** value - 1) * 100
    times = re.search("(?:是|为|相当于|达到)[^，。；]{0,10}的", row.quote) and not re.search(
        "增长|增加|提高", row.quote
    )
    return (value - 1) * 100 if times else value * 100


def profile_of(row: DraftRow) -> str:
    """Propose what is due when: counts in step with the year, rates at any time, levels at its end."""
    if row.measure in {Measure.GROWTH, Measure.FALL}:
        return "hold"
    if (
        row.measure is Measure.CUMULATIVE
        and row.direction is Direction.MORE
        and row.value is not None
    ):
        return "linear"
    if row.direction is Direction.LESS:
        return "hold"
    return "year_end"
