"""Prints how a drafted plan compares with the plan made by hand from the same report: recall and precision by field.

`python scripts/compare_draft.py` compares both plans of the project with the reports beside it; a report and a plan, or
a list as `--format tsv` writes it, may be named instead. `--check` exits with 1 where a recall is below 0.97 or a
precision below 0.95. Milestones are compared by the place of their figures and only reported.

Names are compared after light normalisation: quotation marks, brackets and what stands in them, the place (全区, 全市),
the words of change and counting (增速, 降幅, 提高额, 数, 面积, 额, 比例) and the verbs of doing (完成, 建设, 新增) go;
then one name holds the other, or three in five characters of the shorter one and two in five of the longer one
are in both.
Units are compared without what they are per (元/人·年 is 元); classifiers (个, 座, 县, 项) are one unit, 名 is 人.
"""

import argparse
import csv
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from xlreport.draft.draft_report import draft_from
from xlreport.draft.sentences.sentence_measures import in_plan_words
from xlreport.model.plans.plan import Comparator, Measure, Plan
from xlreport.model.plans.plan_draft_types import DraftMilestone, DraftRow
from xlreport.pipeline.plans.plan_files import load_plan
from xlreport.pipeline.plans.reports.loading_report_files import read_report

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "../shared/seeds"
PAIRS = (
    (SEEDS / "000_297504576dd14194.txt", ROOT / "schemas/tibet-2020.toml"),
    (SEEDS / "002_ca8cbf2c6e0a4dec.txt", ROOT / "schemas/shannan-2020.toml"),
)
EXCERPTS = tuple(
    (path, path.with_suffix(".tsv"))
    for path in sorted((ROOT / "tests/draft/reports").glob("*.txt"))
)
"""Made-up reports in the style of other places and years, with the list of their targets."""
PUBLIC = tuple(
    (path, path.parent / f"gold_{path.stem}.tsv")
    for path in sorted((ROOT / "../shared/reports/gold").glob("*.txt"))
)
"""Public reports beside the project; their lists tell rows that are defensible either way too."""
POOLED = Decimal("0.97"), Decimal("0.95"), Decimal("0.97")
"""Recall, precision, and of the rows found the comparators and commitments that are right."""
FIELDS = ("found", "name", "value", "unit", "comparator", "commitment")
RECALL, PRECISION = Decimal("0.97"), Decimal("0.95")
_DROPPED = re.compile(
    '（[^）]*）|[“”"、，（）·和与及的]|全区|全市|全省|全县|本地|增速|降幅|涨幅|幅度|增长|提高额|增加额|减少额|减少|最高|最低|达标率|覆盖率|比例|比率|'
    "数量|人数|户数|项数|起数|套数|头数|里程|面积|金额|额|数|率|度|完成|建设|新增|新建|实施|落实|打造|建成|创建|提供|实现|开展|建好|选取|引进|使用|工作|任务|工程|项目"
)
_SAME = (
    ("规模以上", "规上"),
    ("地区生产总值", "生产总值"),
    ("国内生产总值", "生产总值"),
    ("尚未清零", ""),
)
_CLASSIFIERS = {
    "个",
    "座",
    "县",
    "县区",
    "项",
    "家",
    "处",
    "所",
    "条",
    "户",
    "起",
    "大",
    "村",
    "乡",
    "镇",
}


@dataclass(frozen=True)
class Hand:
    """One target as somebody wrote it down: in the plan's words, or as printed (a list)."""

    code: str
    name: str
    figure: str
    value: Decimal | str | None
    unit: str
    comparator: str
    commitment: str
    printed: str = ""
    measure: str = ""
    listed: bool = False


@dataclass(frozen=True)
class Pair:
    row: DraftRow
    hand: Hand


def by_hand(plan: Plan) -> list[Hand]:
    return [
        Hand(
            one.code,
            one.name,
            one.figure,
            one.value,
            one.unit,
            one.comparator,
            one.commitment,
            one.printed,
            one.measure,
        )
        for one in plan.indicator
    ]


def listed(path: Path) -> list[Hand]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Hand(str(place), one["name"], one["quote"], one["value"], one["unit"], one["comparator"], one["commitment"],
             listed=True)
        for place, one in enumerate(rows, 1)
    ]  # fmt: skip


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
    return common * 10 >= 6 * min(len(first), len(second)) and common * 10 >= 4 * max(
        len(first), len(second)
    )


def same_unit(row: DraftRow, hand: Hand) -> bool:
    def plain(unit: str) -> str:
        bare = unit.split("/", maxsplit=1)[0].replace("名", "人")
        return "个" if bare in _CLASSIFIERS else bare

    drafted = row.unit if hand.listed else in_plan_words(row)[3]
    return not drafted or plain(drafted) == plain(hand.unit)


def same_comparator(row: DraftRow, hand: Hand) -> bool:
    if hand.listed:
        everything = hand.value == "100" and hand.unit == "%"
        return row.comparator == hand.comparator or (
            everything and {row.comparator, hand.comparator} == {"eq", "ge"}
        )
    drafted = in_plan_words(row)[0]
    everything = hand.value == 100 and hand.unit == "%" and hand.measure == Measure.SHARE
    if everything and {drafted, hand.comparator} == {Comparator.EQ, Comparator.GE}:
        return True
    # a ceiling that is not printed is at most a level, or at least a fall
    if hand.value is None and hand.measure == Measure.FALL and drafted is Comparator.LE:
        return True
    return drafted == hand.comparator


def same_value(row: DraftRow, hand: Hand) -> bool:
    return row.number == hand.value if hand.listed else in_plan_words(row)[2] == hand.value


def same(field: str, pair: Pair) -> bool:
    row, hand = pair.row, pair.hand
    if field == "name":
        return same_name(row.name, hand.name)
    if field == "value":
        return same_value(row, hand)
    if field == "unit":
        return same_unit(row, hand)
    if field == "comparator":
        return same_comparator(row, hand)
    return field == "found" or row.commitment == hand.commitment


def squeezed(raw: str) -> tuple[str, list[int]]:
    kept = [
        place
        for place, one in enumerate(raw)
        if not one.isspace() and unicodedata.category(one) != "Cf"
    ]
    return "".join(raw[place] for place in kept), kept


def spans(figures: Sequence[str], raw: str, begins: str) -> list[tuple[int, int]]:
    """Return where each figure stands in the report."""
    flat, places = squeezed(raw)
    floor = max(flat.rfind(squeezed(begins)[0]), 0)
    found: list[tuple[int, int]] = []
    for one in figures:
        figure = squeezed(one)[0]
        start = flat.find(figure, floor)
        found.append(
            (places[start], places[start + len(figure) - 1] + 1) if start >= 0 else (-1, -1)
        )
    return found


def pairs(rows: Sequence[DraftRow], hand: Sequence[Hand], raw: str, begins: str) -> list[Pair]:
    """Pair rows and targets that stand in the same place, the likest first."""
    candidates: list[tuple[int, int, int]] = []
    for place, (start, end) in enumerate(spans([one.figure for one in hand], raw, begins)):
        for index, row in enumerate(rows):
            if row.place.start < end and start < row.place.end:
                pair = Pair(row, hand[place])
                likeness = 4 * same("value", pair) + 3 * same("name", pair) + same("unit", pair)
                if same("value", pair) or same("name", pair):
                    candidates.append((-likeness, place, index))
    taken: list[Pair] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for _, place, index in sorted(candidates):
        if place not in used[0] and index not in used[1]:
            used[0].add(place)
            used[1].add(index)
            taken.append(Pair(rows[index], hand[place]))
    return taken


@dataclass(frozen=True)
class Compared:
    """One report: the table, and whether it is good enough."""

    both: tuple[Pair, ...]
    hand: tuple[Hand, ...]
    rows: tuple[DraftRow, ...]

    def share(self, field: str) -> tuple[Decimal, Decimal]:
        """Return recall and precision of a field."""
        right = Decimal(sum(same(field, pair) for pair in self.both))
        return right / max(len(self.hand), 1), right / max(len(self.rows), 1)

    def lines(self) -> list[str]:
        """Return the rows of only one of the two, and what differs in those of both."""
        told = [f"  by hand only  {one.code} {one.name} {one.printed} | {one.figure}"
                for one in self.hand if all(pair.hand is not one for pair in self.both)]  # fmt: skip
        told += [f"  draft only    line {row.place.line} {row.name} {row.printed} {row.comparator} | {row.quote}"
                 for row in self.rows if all(pair.row is not row for pair in self.both)]  # fmt: skip
        for pair in self.both:
            row, one = pair.row, pair.hand
            hand = f"{one.name} {one.value} {one.unit} {one.comparator} {one.commitment}"
            drafted = f"{row.name} {row.number} {row.unit} {row.comparator} {row.commitment}"
            told += [
                f"  {field:10}  {one.code} {hand} ≠ {drafted}"
                for field in FIELDS[1:]
                if not same(field, pair)
            ]
        return told


def compare(report: Path, known: Path) -> Compared:
    """Compare a report's draft with a plan, or with a list of targets that print a figure."""
    raw = read_report(report)
    if known.suffix == ".tsv":
        draft = draft_from(raw)
        hand, begins = listed(known), draft.begins
        rows = tuple(row for row in draft.ticked if row.figured)
    else:
        plan = load_plan(known)
        hand, begins = by_hand(plan), plan.begins
        rows = draft_from(raw, year=plan.year).ticked
    return Compared(tuple(pairs(rows, hand, raw, begins)), tuple(hand), rows)


def milestones_line(report: Path, known: Path) -> str:
    """Say how many drafted milestones touch the figure of one made by hand, and how many of these are touched."""
    raw, plan = read_report(report), load_plan(known)
    drafted: list[DraftMilestone] = [
        one for one in draft_from(raw, year=plan.year).milestones if one.ticked
    ]
    places = spans([one.figure for one in plan.milestone], raw, plan.begins)
    touching = sum(
        any(one.place.start < end and start < one.place.end for start, end in places)
        for one in drafted
    )
    touched = sum(
        any(one.place.start < end and start < one.place.end for one in drafted)
        for start, end in places
    )
    recall, precision = touched / max(len(places), 1), touching / max(len(drafted), 1)
    return f"{'milestones':12}{recall:>8.3f}{precision:>11.3f}  ({len(places)} by hand, {len(drafted)} drafted)"


def show(report: Path, known: Path) -> bool:
    """Print one comparison; return whether it is good enough."""
    found = compare(report, known)
    hand, rows, both = len(found.hand), len(found.rows), len(found.both)
    print(f"{known.stem}: {hand} by hand, {rows} drafted and ticked, {both} in both")
    print(f"{'':12}{'recall':>8}{'precision':>11}")
    good = True
    for field in FIELDS:
        recall, precision = found.share(field)
        enough = recall >= RECALL and precision >= PRECISION
        good &= enough
        print(f"{field:12}{recall:>8.3f}{precision:>11.3f}{'' if enough else '  *'}")
    if known.suffix == ".toml":
        print(milestones_line(report, known))
    print("\n".join(found.lines()))
    return good


def read_list(path: Path) -> list[Hand]:
    """Read a list of the public reports, whose columns are called otherwise; none where it is absent."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Hand(one["id"], one["name_zh"], one["quote"], one["value"], one["unit_zh"],
             one["comparator"], one["commitment"], listed=True)
        for one in rows
    ]  # fmt: skip


def figures(report: Path, known: Path) -> tuple[int, int, int, int, int]:
    """Return by hand, drafted (without what is defensible), found, right comparators, commitments.

    A row and a target are the same where their quotes overlap and their figures agree.
    """
    raw = read_report(report)
    draft = draft_from(raw)
    rows = [row for row in draft.ticked if row.figured]
    public = known.name.startswith("gold_")
    hand = read_list(known) if public else listed(known)
    both = pairs(rows, hand, raw, draft.begins)
    both = [pair for pair in both if same_value(pair.row, pair.hand)]
    allowed = read_list(known.with_name(f"optional_{report.stem}.tsv")) if public else []
    paired = {id(pair.row) for pair in both}
    spare = [row for row in rows if id(row) not in paired]
    excused = len(pairs(spare, allowed, raw, draft.begins))
    right = [sum(same(field, pair) for pair in both) for field in ("comparator", "commitment")]
    return len(hand), len(rows) - excused, len(both), right[0], right[1]


def pooled(reports: Sequence[tuple[Path, Path]]) -> bool:
    """Print what is found in all the lists together; return whether it is good enough."""
    found = [figures(report, known) for report, known in reports]
    for (report, _), one in zip(reports, found, strict=True):
        print(f"{report.stem:24}{one[0]:>5} by hand{one[1]:>5} drafted{one[2]:>5} in both")
    hand, drafted, both, comparators, commitments = (
        sum(column) for column in zip(*found, strict=True)
    )
    shares = [Decimal(both) / hand, Decimal(both) / drafted, Decimal(comparators) / both]
    shares.append(Decimal(commitments) / both)
    names = ("recall", "precision", "comparator", "commitment")
    print(
        "pooled  "
        + "  ".join(f"{name} {share:.3f}" for name, share in zip(names, shares, strict=True))
    )
    least = (*POOLED, POOLED[2])
    return all(share >= bound for share, bound in zip(shares, least, strict=True))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "report",
        nargs="?",
        type=Path,
        help="a report's text; by default both that have a plan here",
    )
    parser.add_argument(
        "known", nargs="?", type=Path, help="the plan made from it by hand, or a list (.tsv)"
    )
    parser.add_argument(
        "--check", action="store_true", help="exit with 1 where recall or precision are too low"
    )
    arguments = parser.parse_args()
    if arguments.known:
        good = [show(arguments.report, arguments.known)]
    else:
        good = [show(report, known) for report, known in PAIRS if report.is_file()]
        good.append(pooled([*EXCERPTS, *PUBLIC]))
    return 0 if all(good) or not arguments.check else 1


if __name__ == "__main__":
    sys.exit(main())
