"""After any correction no two cells of the summary contradict each other: LibreOffice computes the corrected workbook
anew, and every cell is what the whole pipeline gives for the corrected input, or says that it is as issued.

`XLREPORT_CORRECTIONS` says how many corrections are tried (2,000 and more in CI)."""

import os
import random
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.pipeline.summing.corrections import (
    HEADS,
    Correction,
    book_of,
    corrections,
    in_the_pipeline,
    in_the_workbook,
    issued,
    lights,
)
from tests.pipeline.summing.office import OFFICE, recalculated
from xlreport.model.judged.judged_assessment import Status

COUNT = int(os.environ.get("XLREPORT_CORRECTIONS", "60"))
SEED = int(os.environ.get("XLREPORT_SEED", "0"))
A_BOOK = 120
"""Corrections in one workbook: about half of its targets."""
STAMP = "【按发布时数据】"
MAY_BE_STAMPED = {
    "判断理由", "走向", "提级", "年底预计", "年底预计范围", "年度目标", "目标／时限", "变化", "本次的数", "为什么",
    "names", "进度指数\n实际÷需要",
}  # fmt: skip
RETURNS = {
    "应填",
    "已填",
    "退回",
    "报送情况",
    "填表日期",
    "是否按时",
    "填报人",
    "联系电话",
    "序",
    "备注",
}
"""What says how the returns came in; a correction in the meeting is no return."""
SHEETS = ("指标", "重点任务", "与上次相比", "问题与措施", "部门分页", "领导分页", "部门")
CODE = re.compile(r"(ZB|RW)\d+")
Key = tuple[str, ...]


def _cells(book: CalamineWorkbook) -> dict[Key, Any]:
    """Every cell that rests on a target, by what it is about."""
    found: dict[Key, Any] = {}
    for sheet in SHEETS:
        found |= dict(_table(book, sheet))
    return found | dict(_overview(book)) | dict(_legend(book))


def _rows(book: CalamineWorkbook, sheet: str) -> list[list[Any]]:
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def _table(book: CalamineWorkbook, sheet: str) -> Iterator[tuple[Key, Any]]:
    rows = _rows(book, sheet)
    heads, group = [str(cell) for cell in rows[2]], ""
    by = heads.index("责任单位" if sheet == "部门" else "代码")
    for row in rows[3:]:
        code = str(row[by])
        if "分页" in sheet and not CODE.fullmatch(code):
            group = str(row[0]) or group
            yield (sheet, group, "line"), row[1]
            continue
        for place, (head, cell) in enumerate(zip(heads, row, strict=True)):
            if head not in RETURNS and (head or place < len(heads) - 9):
                yield (sheet, group, code, head), cell


def _overview(book: CalamineWorkbook) -> Iterator[tuple[Key, Any]]:
    rows = _rows(book, "总览")
    yield ("总览", "headline"), rows[1][0]
    for place in range(0, 28, 4):
        yield ("总览", "tile", str(rows[2][place])), rows[3][place]
        yield ("总览", "change", str(rows[2][place])), rows[4][place]
    at = next(number for number, row in enumerate(rows) if row[0] == "状态") + 1
    heads = {place: str(cell) for place, cell in enumerate(rows[at - 1][:26]) if cell}
    for number in range(10):
        for place, head in heads.items():
            yield ("总览", "list", str(number), head), rows[at + number][place]
    turns = ("↓", "↑", "＝")
    for row in rows[at + 10 :]:
        if str(row[0]).startswith(turns):
            yield ("总览", "turned", str(row[0])[0]), row[0]
            yield ("总览", str(row[0])[0], "names"), row[4]
    left = next(row.index("图的数据") for row in rows if "图的数据" in row)
    for row in rows:
        if row[left] and isinstance(row[left + 1], int | float):
            for place, cell in enumerate(row[left + 1 : left + 8]):
                yield ("总览", "chart", str(row[left]), str(place)), cell


def _legend(book: CalamineWorkbook) -> Iterator[tuple[Key, Any]]:
    for number, row in enumerate(_rows(book, "图例与阈值")):
        for place, cell in enumerate(row):
            yield ("图例与阈值", str(number), str(place)), cell


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-8 * max(1.0, abs(one))
    return str(one) == str(other)


def _differences(
    found: CalamineWorkbook, wanted: CalamineWorkbook, made: list[Correction]
) -> list[str]:
    """Every cell that neither agrees with the pipeline nor says that it is as issued."""
    has, should = _cells(found), _cells(wanted)
    typed: dict[Key, Any] = {
        (one.code, HEADS[one.field]): one.value
        for one in made
        if one.field in {"actual", "state", "expected"}
    }
    told = []
    for key, value in has.items():
        if _about(key) in typed and _typed(value, typed[_about(key)]):
            continue  # what stands there is what was typed: a word, nothing, a figure with more digits
        if key not in should:
            continue  # a list of what changed, or was written, keeps the rows it was issued with
        if _same(value, should[key]):
            continue
        if STAMP in str(value) and key[-1] in MAY_BE_STAMPED:
            continue
        told.append(f"{key}: {value!r}, should be {should[key]!r}")
    missing = {
        key for key in should.keys() - has.keys() if key[0] not in {"与上次相比", "问题与措施"}
    }
    return [*told, *(f"{key} is missing" for key in sorted(missing))]


def _typed(shown: Any, typed: Any) -> bool:
    """Say whether a cell shows what was typed; a figure only where it is one."""
    if isinstance(typed, Decimal):
        return _same(shown, float(typed))
    return not isinstance(typed, date) and str(shown) in {str(typed), "—"}


def _about(key: Key) -> Key:
    """Which target's cell it shows, of those that are typed in."""
    if len(key) < 4 or not CODE.fullmatch(key[2]):
        return ()
    milestone = key[2].startswith("RW")
    shown = HEADS["state"] if milestone else HEADS["actual"]
    return key[2], shown if key[3] in {HEADS["actual"], "本次的数"} else key[3]


def _stamps(book: CalamineWorkbook) -> int:
    return sum(STAMP in str(cell) for cell in _cells(book).values())


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_no_two_cells_contradict_each_other_after_corrections(tmp_path: Path) -> None:
    """Figures, targets, baselines, classes, states, dates, thresholds, blanks and texts."""
    plain, expected, changed, made = book_of(issued()), {}, {}, 0
    shown: set[Status] = set()
    for number in range(max(1, COUNT // A_BOOK)):
        chance = random.Random(SEED + number)  # noqa: S311 - cases, not secrets
        wanted = corrections(chance, min(A_BOOK, COUNT))
        summary = in_the_pipeline(wanted)
        shown |= lights(summary)
        made += len(wanted)
        changed[f"book{number}"] = in_the_workbook(plain, wanted)
        (tmp_path / f"wanted{number}.xlsx").write_bytes(book_of(summary))
        right = CalamineWorkbook.from_path(str(tmp_path / f"wanted{number}.xlsx"))
        expected[f"book{number}"] = (right, wanted)
    assert made >= min(COUNT, A_BOOK)
    told = []
    for name, book in recalculated(tmp_path, {"issued": plain, **changed}).items():
        if name == "issued":
            assert not _stamps(book), "nothing was changed, and something is stamped"
            continue
        assert _stamps(book)
        told += [f"{name} {line}" for line in _differences(book, *expected[name])]
    assert not told, f"{len(told)} of {made} corrections' cells:\n" + "\n".join(told[:40])
    assert shown == set(Status)


def test_the_comparison_sees_every_sheet(tmp_path: Path) -> None:
    """A workbook in which nothing was corrected does not pass for the corrected one, on any sheet."""
    wanted = corrections(random.Random(7), A_BOOK)  # noqa: S311 - cases, not secrets
    for name, summary in (("has", issued()), ("should", in_the_pipeline(wanted))):
        (tmp_path / f"{name}.xlsx").write_bytes(book_of(summary))
    books = [
        CalamineWorkbook.from_path(str(tmp_path / f"{name}.xlsx")) for name in ("has", "should")
    ]
    told = _differences(books[0], books[1], [])
    for place in (
        *(f"('{sheet}'" for sheet in SHEETS),
        "'headline'",
        "'tile'",
        "'list'",
        "'chart'",
        "'图例与阈值'",
    ):
        assert any(place in line for line in told), place
