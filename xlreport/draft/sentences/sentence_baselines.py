"""Last year's figures from the report's own review: of the same kind and unit, or none."""

import re
from dataclasses import dataclass
from decimal import Decimal

from xlreport.draft.sentences.sentence_constructions import read_sentence
from xlreport.draft.sentences.sentence_measures import measure_of
from xlreport.draft.sentences.sentence_target import Taken
from xlreport.draft.text.report_text import Text
from xlreport.draft.text.text_clauses import sentences
from xlreport.model.model_words import Measure
from xlreport.model.plans.plan_draft_types import DraftBaseline

_NOT_CORE = re.compile(
    '全区|全市|全省|全县|全州|预计|力争|新增|完成|实现|达到|建设|建成|累计|全年|各类|国内外|增速|增幅|实际|分别|进一步|[“”（）、和的"与及]|共|新建|提供|实施|落实|开发|各类|总产量|产量|总产|工程|自治区级|本级|年度'
)
#: two ways to say the same
_SAME = (
    (re.compile("规模以上|规上"), "规上"),
    (re.compile("地区生产总值|国内生产总值|生产总值|GDP"), "生产总值"),
    (
        re.compile(
            "(?:旅游)?接待(?:国内外)?(?:旅)?游客(?:人数|人次)?|旅游接待(?:人数|人次)?|游客接待(?:人数|人次)?"
        ),
        "接待游客",
    ),
    (re.compile("旅游(?:总|综合)?收入"), "旅游收入"),
    (re.compile("粮食(?:总)?产(?:量)?"), "粮食产量"),
    (re.compile("一般公共预算收入|公共财政预算收入|地方财政一般预算收入"), "一般公共预算收入"),
    (re.compile("村居|建制村|行政村"), "村"),
    (re.compile("居民消费价格(?:总水平|指数)?(?:涨幅)?"), "居民消费价格"),
)


_ADDED = re.compile("(?:城镇)?(?:新增|净增|新建|新培育|新认定|新引进|新开工|新改建)")
"""What is added in a year is compared with what was added, never with a stock."""


@dataclass(frozen=True, slots=True)
class Result:
    """One figure of the review."""

    core: str
    measure: Measure
    taken: Taken
    start: int
    end: int


_SCALE = re.compile("^(?:万亿|千万|百万|十万|亿|万|千(?!瓦|米|克)|百)(?=.)")
_TENS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


def core_of(name: str) -> str:
    """Return a name without what differs between a promise and a result."""
    for pattern, word in _SAME:
        name = pattern.sub(word, name)
    return _NOT_CORE.sub("", name)


@dataclass(frozen=True, slots=True)
class Review:
    """The figures of a review by the core of their names."""

    results: dict[str, list[Result]]
    wider: dict[str, list[Result]]
    """By what cores end in, the whole core apart: of 农牧民转移就业 also 转移就业."""


def results(text: Text, spans: list[tuple[int, int]]) -> Review:
    """Read the review part the way the plan is read; figures by the core of their names."""
    found: dict[str, list[Result]] = {}
    for first, last in spans:
        for start, end in sentences(text.flat, first, last, text.breaks):
            # five-year and earlier results are not last year's
            if re.match("(?:“?十.五”?|五年来|过去五年|五年间|.年前)", text.flat[start:end]):
                continue
            for one in read_sentence(text.flat, start, end, review=True)[0]:
                if one.ticked and one.name:
                    result = Result(core_of(one.name), measure_of(one), one, start, end)
                    found.setdefault(result.core, []).append(result)
    wider: dict[str, list[Result]] = {}
    for core, group in found.items():
        for at in range(1, len(core) + 1):
            wider.setdefault(core[at:], []).extend(group)
    return Review(found, wider)


def baseline_for(
    one: Taken, review: Review, text: Text, start: int, end: int
) -> DraftBaseline | None:
    """Return the figure that a target starts from: its own sentence's (从3720元), or the one that the review gives.

    The review's must have the same core, kind and base unit; where two different ones do, there is none.
    """
    if one.origin is not None:
        quote = text.original(one.origin.start, one.origin.end)
        return DraftBaseline(
            one.origin.value,
            one.origin.unit,
            "eq",
            quote,
            text.original(start, end),
            text.line(one.origin.start),
        )
    kind = measure_of(one)
    kinds: set[Measure] = (
        {Measure.GROWTH, Measure.FALL} if kind in {Measure.GROWTH, Measure.FALL} else {kind}
    )
    if kind in {Measure.LEVEL, Measure.CUMULATIVE}:
        kinds = {Measure.LEVEL, Measure.CUMULATIVE}
    core = core_of(one.name)
    fitting = [result for result in review.results.get(core, ()) if _fits(result, one, kinds)]
    # 转移就业 of one group and 农牧民转移就业 of another: who can say which one is meant
    wider = review.wider.get(core, [])
    values = {
        (result.taken.quantity.value, result.taken.quantity.unit)
        for result in (*fitting, *(result for result in wider if _fits(result, one, kinds)))
    }
    # one result whose name only says more (金融机构银行机构不良贷款率) is meant, where the core is no general word
    fitting = fitting or (wider if len(core) >= 6 else [])
    fitting = [result for result in fitting if _fits(result, one, kinds)]
    if not fitting or len(values) != 1:
        return None
    result = fitting[0]
    quantity, qualified = result.taken.quantity, result.taken.qualified
    opposite = {result.measure, kind} == {Measure.GROWTH, Measure.FALL}
    value = -quantity.value if opposite else quantity.value
    begin = max(result.taken.start, result.taken.end - 40)
    comparator = (
        "eq" if qualified.comparator in {"decrease_ge", "multiple_ge"} else qualified.comparator
    )
    return DraftBaseline(
        Decimal(value),
        quantity.unit,
        comparator,
        text.original(begin, result.taken.end),
        text.original(result.start, result.end),
        text.line(begin),
    )


def _fits(result: Result, one: Taken, kinds: set[Measure]) -> bool:
    """Say whether a result is of the kind and unit of a target."""
    if bool(_ADDED.search(one.name)) != bool(_ADDED.search(result.taken.name)):
        return False
    same_unit = _base(result.taken.quantity.unit) == _base(one.quantity.unit)
    return (
        same_unit
        and result.measure in kinds
        and result.taken.qualified.delta == one.qualified.delta
    )


def in_unit(value: Decimal, given: str, wanted: str) -> Decimal | None:
    """Return a value in another unit of the same kind (1.2万亿元 is 12000 亿元); None where they are no such units."""
    if _base(given) != _base(wanted):
        return None
    return value.scaleb(_tens(given) - _tens(wanted))


def _tens(unit: str) -> int:
    """Return the power of ten of a unit's scale: 4 of 万元, 0 of 元."""
    scale = _SCALE.match(unit)
    return sum(_TENS[one] for one in scale[0]) if scale else 0


def _base(unit: str) -> str:
    """Return a unit without its scale: 万人次 and 亿人次 are compared, 亿斤 and 万吨 never are; 名 counts people."""
    bare = _SCALE.sub("", unit)
    return {"名": "人", "位": "人", "户次": "户", "家": "个", "座": "个"}.get(bare, bare)
