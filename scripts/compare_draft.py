"""Prints how a drafted plan compares with the plan made by hand from the same report: recall and precision by field.

Names are compared after light normalisation: quotation marks, brackets and what stands in them, the place (全区, 全市),
the words of change and counting (增速, 降幅, 提高额, 数, 面积, 额, 比例) and the verbs of doing (完成, 建设, 新增) go;
then one name holds the other, or three in five characters of the shorter one and two in five of the longer one
are in both.
Units are compared without what they are per (元/人·年 is 元); classifiers (个, 座, 县, 项) are one unit, 名 is 人.
"""

import argparse
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from xlreport.draft.draft import draft_from
from xlreport.draft.weigh import in_plan_words
from xlreport.model.draft import DraftRow
from xlreport.model.plan import Comparator, Indicator, Measure, Plan
from xlreport.pipeline.draft import read_report
from xlreport.pipeline.plans import load_plan

FIELDS = ("found", "name", "value", "unit", "comparator", "commitment")
RECALL, PRECISION = Decimal("0.97"), Decimal("0.95")
_DROPPED = re.compile(
    '（[^）]*）|[“”"、，（）·和与及的]|全区|全市|全省|全县|本地|增速|降幅|涨幅|幅度|增长|提高额|增加额|减少额|减少|最高|最低|达标率|覆盖率|比例|比率|'
    "数量|人数|户数|项数|起数|套数|头数|里程|面积|金额|额|数|率|度|完成|建设|新增|新建|实施|落实|打造|建成|创建|提供|实现|开展|建好|选取|引进|使用|工作|任务|工程|项目"
)
_SAME = (("规模以上", "规上"), ("地区生产总值", "生产总值"), ("国内生产总值", "生产总值"), ("尚未清零", ""))
_CLASSIFIERS = {"个", "座", "县", "县区", "项", "家", "处", "所", "条", "户", "起", "大", "村", "乡", "镇"}


@dataclass(frozen=True)
class Pair:
    row: DraftRow
    indicator: Indicator


def core(name: str) -> str:
    words = unicodedata.normalize("NFKC", name).replace("(", "（").replace(")", "）")
    for long, short in _SAME:
        words = words.replace(long, short)
    return _DROPPED.sub("", words) or words


def same_name(one: str, other: str) -> bool:
    first, second = core(one), core(other)
    if first in second or second in first:
        return True
    common = sum((Counter(first) & Counter(second)).values())
    return common * 10 >= 6 * min(len(first), len(second)) and common * 10 >= 4 * max(len(first), len(second))


def same_unit(row: DraftRow, indicator: Indicator) -> bool:
    def plain(unit: str) -> str:
        bare = unit.split("/", maxsplit=1)[0].replace("名", "人")
        return "个" if bare in _CLASSIFIERS else bare

    drafted = in_plan_words(row)[3]
    return not drafted or plain(drafted) == plain(indicator.unit)


def same_comparator(row: DraftRow, indicator: Indicator) -> bool:
    drafted = in_plan_words(row)[0]
    everything = indicator.value == 100 and indicator.unit == "%" and indicator.measure is Measure.SHARE
    if everything and {drafted, indicator.comparator} == {Comparator.EQ, Comparator.GE}:
        return True
    # a ceiling that is not printed is at most a level, or at least a fall
    if indicator.value is None and indicator.measure is Measure.FALL and drafted is Comparator.LE:
        return True
    return drafted == indicator.comparator


def same(field: str, pair: Pair) -> bool:
    row, indicator = pair.row, pair.indicator
    if field == "name":
        return same_name(row.name, indicator.name)
    if field == "value":
        return in_plan_words(row)[2] == indicator.value
    if field == "unit":
        return same_unit(row, indicator)
    if field == "comparator":
        return same_comparator(row, indicator)
    return field == "found" or row.commitment == indicator.commitment


def squeezed(raw: str) -> tuple[str, list[int]]:
    kept = [place for place, one in enumerate(raw) if not one.isspace() and unicodedata.category(one) != "Cf"]
    return "".join(raw[place] for place in kept), kept


def spans(plan: Plan, raw: str) -> list[tuple[int, int]]:
    """Return where each indicator's figure stands in the report."""
    flat, places = squeezed(raw)
    begins = max(flat.rfind(squeezed(plan.plan.begins)[0]), 0)
    found: list[tuple[int, int]] = []
    for indicator in plan.indicator:
        figure = squeezed(indicator.figure)[0]
        start = flat.find(figure, begins)
        found.append((places[start], places[start + len(figure) - 1] + 1) if start >= 0 else (-1, -1))
    return found


def pairs(rows: tuple[DraftRow, ...], plan: Plan, raw: str) -> list[Pair]:
    """Pair rows and indicators that stand in the same place, the likest first."""
    candidates: list[tuple[int, int, int]] = []
    for place, (start, end) in enumerate(spans(plan, raw)):
        for index, row in enumerate(rows):
            if row.place.start < end and start < row.place.end:
                pair = Pair(row, plan.indicator[place])
                likeness = 4 * same("value", pair) + 3 * same("name", pair) + same("unit", pair)
                if same("value", pair) or same("name", pair):
                    candidates.append((-likeness, place, index))
    taken: list[Pair] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for _, place, index in sorted(candidates):
        if place not in used[0] and index not in used[1]:
            used[0].add(place)
            used[1].add(index)
            taken.append(Pair(rows[index], plan.indicator[place]))
    return taken


def report(path: Path, plan_path: Path) -> bool:
    raw = read_report(path)
    plan = load_plan(plan_path)
    rows = draft_from(raw, year=plan.plan.year).ticked
    both = pairs(rows, plan, raw)
    print(f"{plan.plan.code}: {len(plan.indicator)} by hand, {len(rows)} drafted and ticked, {len(both)} in both")
    print(f"{'':12}{'recall':>8}{'precision':>11}")
    good = True
    for field in FIELDS:
        right = sum(same(field, pair) for pair in both)
        recall, precision = Decimal(right) / len(plan.indicator), Decimal(right) / max(len(rows), 1)
        enough = recall >= RECALL and precision >= PRECISION
        good &= enough
        print(f"{field:12}{recall:>8.3f}{precision:>11.3f}{'' if enough else '  *'}")
    for indicator in plan.indicator:
        if all(pair.indicator is not indicator for pair in both):
            print(f"  by hand only  {indicator.code} {indicator.name} {indicator.printed} | {indicator.figure}")
    for row in rows:
        if all(pair.row is not row for pair in both):
            print(f"  draft only    line {row.place.line} {row.name} {row.printed} | {row.quote}")
    for pair in both:
        for field in FIELDS[1:]:
            if not same(field, pair):
                row, indicator = pair.row, pair.indicator
                hand = (
                    f"{indicator.name} {indicator.value} {indicator.unit} {indicator.comparator} {indicator.commitment}"
                )
                drafted = f"{row.name} {row.number} {row.unit} {row.comparator} {row.commitment}"
                print(f"  {field:10}  {indicator.code} {hand} ≠ {drafted}")
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", type=Path, help="the report's text")
    parser.add_argument("plan", type=Path, help="the plan made from it by hand")
    arguments = parser.parse_args()
    return 0 if report(arguments.report, arguments.plan) else 1


if __name__ == "__main__":
    sys.exit(main())
