"""One row of a table of indicators → its target, and last year's figure beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from xlreport.draft.names import drafted_names
from xlreport.draft.sentences.sentence_qualifiers import qualified_by
from xlreport.draft.sentences.sentence_target import SURE, Taken, Worded
from xlreport.draft.text.text_late_patterns import LatePattern
from xlreport.draft.text.text_numbers import Quantity, quantities
from xlreport.draft.text.text_tables import IndicatorTable, TableCell
from xlreport.model.model_words import Commitment

_SIGNS = (
    ("≥", "不低于"),
    ("≧", "不低于"),
    ("≤", "不超过"),
    ("≦", "不超过"),
    (">", "超过"),
    ("<", "低于"),
)
# what follows a number and turns it into a bound: 以上, 以内, 左右
_AFTER = re.compile("(?:及?以上|之上|以内|以下|之内|左右|上下)")
# a unit in brackets at the end of a name: 地区生产总值（亿元）
_IN_NAME = re.compile("（(?P<unit>[^（）]{1,10})）$")
# a name that ends in what its figure is, and which way: 粮食产量增长, 能耗降低率
_GROWS = re.compile(
    "(?:同比)?(?P<how>增长|增速|增幅|增长速度|增长率|降低|下降|降幅|降低率|下降率|削减)$"
)
# a rate whose name only looks like a growth: 人口自然增长率
_NATURAL = re.compile("自然增长率$|生产率$")
# what stands before the name of a part: 其中：, 1., （一）, ①
_PART = re.compile(
    "^(?:其中[:：]?|[-·—]+|\\d{1,2}[.、．]|（[一二三四五六七八九十\\d]{1,2}）|[一二三四五六七八九十]{1,2}、|[①-⑳])+"
)
# a cell without a figure of its own: 上级下达任务, 与国家要求同步
_ASSIGNED = re.compile("下达|核定|任务|同步|以上级|国家要求|省要求|控制目标")
# two numbers in one cell: 5.5%-6%, 3至5
_RANGE = LatePattern(r"(\d+(?:\.\d+)?)%?(?:-{1,2}|~|至|到)(\d+(?:\.\d+)?)(%|‰)?", "到 至 - ~")
# a year in a heading: 2024
_YEAR = re.compile("(?:19|20)\\d\\d")


@dataclass(frozen=True, slots=True)
class TableTarget:
    """One target of a table's row."""

    span: tuple[int, int]
    """Of the row in the flat text."""
    found: Taken | Worded
    before: Quantity | None
    """Last year's figure of the same unit, with its place."""
    year: int
    """Of its column; 0 where the head names none."""
    commitment: Commitment | None
    """约束性 and 预期性, where the table has a column for it."""


def table_targets(table: IndicatorTable, flat: str) -> Iterator[TableTarget]:
    """Yield the targets of a table row by row, a row with two columns of targets twice."""
    named = next(table.columns("name"))
    upper = ""
    for row in table.rows:
        words = row[named].words
        given = _IN_NAME.search(words)
        unit = next((row[at].words for at in table.columns("unit")), "") or (
            given["unit"] if given else ""
        )
        name = _PART.sub("", words[: given.start()] if given else words)
        part_of = upper if words.startswith(("其中", "-")) else ""
        upper = upper if part_of else name
        if not re.search("[\u4e00-\u9fffA-Za-z]{2}", name):
            continue
        filled = [cell for cell in row if cell.words]
        span = (filled[0].start, filled[-1].end)
        for at in (*table.columns("target"), *table.columns("growth")):
            head = table.heads[at]
            grows = table.roles[at] == "growth" or bool(re.search("增长|增速|增幅", head))
            own = "%" if grows else unit.strip("（）")
            found = _target(row[at], name, own, flat, part_of, grows=grows)
            year = _YEAR.search(head)
            if found is not None:
                before = _before(table, row, flat, found, own)
                yield TableTarget(
                    span, found, before, int(year[0]) if year else 0, _kind(table, row)
                )


def _kind(table: IndicatorTable, row: tuple[TableCell, ...]) -> Commitment | None:
    words = next((row[at].words for at in table.columns("kind")), "")
    if "约束" in words:
        return Commitment.HARD
    return Commitment.PLAIN if words else None


def _target(
    cell: TableCell, name: str, unit: str, flat: str, part_of: str, *, grows: bool
) -> Taken | Worded | None:
    quantity = _figure(cell, flat)
    how = None if _NATURAL.search(name) else _GROWS.search(name)
    if quantity is None:
        if not _ASSIGNED.search(cell.words):
            return None
        names = (drafted_names.clean(name),)
        return Worded(
            names, cell.words, "", None, "", "ge", cell.start, cell.end, "assigned", "external"
        )
    ahead = flat[cell.start : quantity.start]
    for sign, words in _SIGNS:
        ahead = ahead.replace(sign, words)
    rate = quantity.unit == "%" and unit not in {"%", "", "百分比"}
    if how and (quantity.unit or unit) in {"%", "‰"}:
        name, grows = name[: how.start()], how["how"][0] == "增"
        ahead = ahead if grows else "下降" + ahead
    if (grows or rate) and not re.search("增|降|减|涨", ahead):
        ahead = "增长" + ahead
    after = _AFTER.match(flat, quantity.end, cell.end)
    printed = Quantity(
        quantity.start, quantity.end, quantity.printed, quantity.value, quantity.unit or unit,
        quantity.high, quantity.worded, quantity.vague,
    )  # fmt: skip
    qualified = qualified_by(printed, ahead, "", after[0] if after else "")
    name = drafted_names.clean(name) or name
    return Taken(
        name, printed, qualified, cell.start, cell.end, "table", SURE, (quantity.start,),
        part_of=part_of,
    )  # fmt: skip


def _figure(cell: TableCell, flat: str) -> Quantity | None:
    """Return the number of a cell, of a range without a unit (70-75) both ends."""
    match = _RANGE.search(flat, cell.start, cell.end)
    if match:
        low, high = Decimal(match[1]), Decimal(match[2])
        return Quantity(*match.span(), f"{low}-{high}", low, match[3] or "", high)
    return next(quantities(flat, cell.start, cell.end), None)


def _before(
    table: IndicatorTable, row: tuple[TableCell, ...], flat: str, found: Taken | Worded, unit: str
) -> Quantity | None:
    """Return last year's figure where it is of the same kind: no amount beside a growth."""
    if not isinstance(found, Taken):
        return None
    for at in table.columns("before"):
        quantity = next(quantities(flat, row[at].start, row[at].end), None)
        if quantity is None:
            continue
        same = (quantity.unit or unit) == found.quantity.unit
        rises = bool(re.search("增|降", row[at].words + table.heads[at]))
        other = found.qualified.growth and unit not in {"%", ""} and not rises
        if same and not other:
            return quantity
    return None
