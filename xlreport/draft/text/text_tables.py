"""Tables of indicators in a report (指标, 单位, 上年完成, 本年目标) as rows of cells, in text, Word or a web page."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from xlreport.draft.text.report_text import Text

# a whole table of a web page: `<table>…</table>`
_TABLE = re.compile(r"<table\b.*?</table\s*>", re.DOTALL | re.IGNORECASE)
# one row, up to the next: `<tr>…`
_ROW = re.compile(r"<tr\b.*?(?=<tr\b|</tr\s*>|</table)", re.DOTALL | re.IGNORECASE)
# one cell with its attributes, up to the next: `<td colspan="2">…`
_CELL = re.compile(r"<t[dh]\b([^>]*)>(.*?)(?=<t[dh]\b|</t[dhr]\s*>|$)", re.DOTALL | re.IGNORECASE)
# over how many rows or columns a cell goes: `rowspan="2"`
_SPAN = re.compile(r"(row|col)span\s*=\s*[\"']?(\d{1,2})", re.IGNORECASE)
#: what stands between two cells of a line: the first that splits a head into roles is the table's
_SEPARATORS = (r"\t", r"\|", r"(?: {2,}|\u3000)[ \u3000]*", r"[ \u3000\t]+")
# the head of the column of names: 指标名称
_NAME = re.compile(
    "(?:序号)?(?:主要|具体|考核|监测)?(?:指标|项目|目标)?(?:指标|名称|项目|内容)(?:名称)?"
)
# that of units: 计量单位
_UNIT = re.compile("(?:计量|计算)?单位(?:名称)?")
# that of last year's figures: 2023年完成
_BEFORE = re.compile("完成|实绩|实际|预计|执行|上年|去年|基数|基期|现状")
# that of targets: 2024年目标
_TARGET = re.compile("目标|计划|预期|安排|任务")
# that of growths: 增长（%）
_GROWTH = re.compile("增长|增速|增幅|±")
# that of kinds: 属性 (预期性, 约束性)
_KIND = re.compile("属性|性质|类型")
_LONGEST_HEAD = 24
_MOST_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell, by its span in the flat text."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """A table with a column of names and at least one of targets."""

    heads: tuple[str, ...]
    roles: tuple[str, ...]
    """For each column: name, unit, before, target, growth (of the target), kind; empty for others."""
    rows: tuple[tuple[TableCell, ...], ...]
    start: int
    """Where its head begins in the flat text."""
    end: int

    def columns(self, role: str) -> Iterator[int]:
        """Yield the columns of a role."""
        return (at for at, one in enumerate(self.roles) if one == role)


def find_tables(text: Text) -> tuple[IndicatorTable, ...]:
    """Return the tables of a report that list indicators with their targets."""
    if _TABLE.search(text.raw):
        grids = [_grid(text, match) for match in _TABLE.finditer(text.raw)]
        return tuple(one for grid in grids if (one := _of_grid(grid)) is not None)
    return tuple(_of_lines(text))


def _of_lines(text: Text) -> Iterator[IndicatorTable]:
    """Read tables whose rows are lines; one that does not fit ends a table, a caption between rows does not."""
    stops = [*text.lines[1:], len(text.raw) + 1]
    lines = [(start, stop - 1) for start, stop in zip(text.lines, stops, strict=True)]
    at = 0
    while at < len(lines):
        head = _head(text, lines[at])
        at += 1
        if head is None:
            continue
        cells, separator = head
        rows: list[tuple[TableCell, ...]] = []
        odd = 0
        while at < len(lines) and odd < 2:
            row = tuple(_cells(text, lines[at], separator))
            if separator == r"\t" and len(row) > 1:
                # tabs at the end of a line are lost where nothing stands behind them
                row += (TableCell(row[-1].end, row[-1].end, ""),) * (len(cells) - len(row))
            filled = [cell for cell in row if cell.words]
            if filled:
                odd = 0 if len(row) == len(cells) and len(filled) > 1 else odd + 1
                rows += [row] if not odd else []
            at += 1
        at -= odd
        if rows:
            yield _table(tuple(cell.words for cell in cells), rows, cells[0].start)


def _head(text: Text, line: tuple[int, int]) -> tuple[list[TableCell], str] | None:
    """Return the cells of a line that heads a table, and what stands between them."""
    if not 3 < line[1] - line[0] < _MOST_COLUMNS * _LONGEST_HEAD:
        return None
    if not _TARGET.search(text.flat, *(bisect_left(text.places, place) for place in line)):
        return None
    for separator in _SEPARATORS:
        cells = _cells(text, line, separator)
        if _is_head([cell.words for cell in cells]):
            return cells, separator
    return None


def _cells(text: Text, line: tuple[int, int], separator: str) -> list[TableCell]:
    words = text.raw[slice(*line)]
    stop = len(words.rstrip())
    start = 0 if separator == r"\t" else len(words) - len(words.lstrip(" \u3000|"))
    cells: list[TableCell] = []
    for match in re.finditer(separator, words[:stop].rstrip("|")):
        if match.start() >= start:
            cells.append(_cell(text, line[0] + start, line[0] + match.start()))
            start = match.end()
    return [*cells, _cell(text, line[0] + start, line[0] + stop)]


def _cell(text: Text, first: int, last: int) -> TableCell:
    start, end = bisect_left(text.places, first), bisect_left(text.places, last)
    return TableCell(start, end, text.flat[start:end].strip("|"))


def _grid(text: Text, table: re.Match[str]) -> list[list[TableCell]]:
    """Return the cells of a web page's table, one that spans rows or columns in each of its places."""
    grid: list[list[TableCell]] = []
    below: dict[tuple[int, int], TableCell] = {}
    for at, row in enumerate(_ROW.finditer(text.raw, *table.span())):
        line: list[TableCell] = []
        for match in _CELL.finditer(text.raw, *row.span()):
            spans = {name.lower(): int(count) for name, count in _SPAN.findall(match[1])}
            cell = _cell(text, *match.span(2))
            for _ in range(min(spans.get("col", 1), _MOST_COLUMNS)):
                while (at, len(line)) in below:
                    line.append(below[at, len(line)])
                for deeper in range(1, min(spans.get("row", 1), _MOST_COLUMNS)):
                    below[at + deeper, len(line)] = cell
                line.append(cell)
        while (at, len(line)) in below:
            line.append(below[at, len(line)])
        grid.append(line)
    return grid


def _of_grid(grid: list[list[TableCell]]) -> IndicatorTable | None:
    """Read a grid whose first rows are its head; a head in two rows is put together column by column."""
    for at, line in enumerate(grid[:3]):
        words = [cell.words for cell in line]
        if not _is_head(words):
            continue
        following = grid[at + 1] if at + 1 < len(grid) else []
        double = len(following) == len(line) and following[0] == line[0]
        if double:
            words = [
                top if top == sub.words else top + sub.words
                for top, sub in zip(words, following, strict=True)
            ]
        rows = [tuple(row) for row in grid[at + 1 + double :] if len(row) == len(line)]
        return _table(tuple(words), rows, line[0].start) if rows else None
    return None


def _table(heads: tuple[str, ...], rows: list[tuple[TableCell, ...]], start: int) -> IndicatorTable:
    end = max(cell.end for row in rows for cell in row)
    return IndicatorTable(heads, tuple(map(_role, heads)), tuple(rows), start, end)


def _is_head(words: list[str]) -> bool:
    roles = [_role(one) for one in words]
    plain = len(words) <= _MOST_COLUMNS and all(len(one) <= _LONGEST_HEAD for one in words)
    return plain and len(words) > 1 and "name" in roles[:2] and "target" in roles


def _role(head: str) -> str:
    """Say what a column holds, by its head."""
    bare = re.sub("（[^）]*）", "", head)
    if _NAME.fullmatch(bare):
        return "name"
    if _UNIT.fullmatch(bare):
        return "unit"
    if _KIND.search(bare):
        return "kind"
    ahead = _TARGET.search(bare)
    if _BEFORE.search(bare) and not (ahead and not re.search("完成|实绩|实际|预计", bare)):
        return "before"
    if ahead:
        return "growth" if _GROWTH.search(bare) and "目标" not in bare else "target"
    return "growth" if _GROWTH.search(bare) else ""
