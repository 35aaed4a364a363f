"""The summary's conditional formats: a colour follows the word or number in its cell, nothing is
painted.
"""

from collections.abc import Mapping

from xlsxwriter.utility import xl_rowcol_to_cell

from xlreport.messages import say
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.returns.finding import Verdict
from xlreport.model.returns.finding_codes import Severity
from xlreport.workbook.summary_book.painting.painted_cells import Paint
from xlreport.workbook.summary_book.painting.painted_sheets import Placed
from xlreport.workbook.summary_book.words.summary_list_words import (
    SEVERITIES,
    VERDICT_LOOKS,
    VERDICTS,
    return_text,
    severity_text,
    verdict_text,
)


def set_rules(kind: str, placed: Placed, paint: Paint, language: str) -> None:
    """Set the rules of a sheet by what its pattern repeats."""
    statuses = {say(language, f"status.{status}"): status for status in Status}
    if kind in {"indicator", "milestone", "attention", "changed", "problem", "unit", "leader"}:
        _by_word(
            placed, paint, "status", {word: f"status.{status}" for word, status in statuses.items()}
        )
        _by_word(
            placed, paint, "last", {word: f"last.{status}" for word, status in statuses.items()}
        )
    if kind == "beside":
        for field in ("above_status", "below_status"):
            _by_word(
                placed,
                paint,
                field,
                {word: f"status.{status}" for word, status in statuses.items()},
            )
    if kind == "indicator":
        _share_bar(placed, paint, "attainment")
        _gap_bar(placed, paint, "gap_bar")
    if kind == "milestone":
        _gap_bar(placed, paint, "days_bar")
    if kind == "department":
        _departments(placed, paint, language)
    if kind == "finding":
        words = {
            severity_text(language, s): f"mark.{SEVERITIES[s][0]}"
            for s in Severity
            if SEVERITIES[s][0]
        }
        _by_word(placed, paint, "severity", words)
    if kind == "file":
        _by_word(
            placed,
            paint,
            "verdict",
            {verdict_text(language, v): f"mark.{m}" for v, m in VERDICTS.items()},
            whole=True,
        )
    if kind == "source":
        _by_word(
            placed, paint, "provisional", {say(language, "summary.provisional"): "mark.reason"}
        )


def _by_word(
    placed: Placed, paint: Paint, field: str, words: Mapping[str, str], *, whole: bool = False
) -> None:
    """Give each cell of a column the look of the word that it holds; typed by hand or reckoned,
    both colour.

    `whole`: only where the word is all that the cell holds, for words of which one is part of
    another.
    """
    if field not in placed.columns:
        return
    column = placed.columns[field]
    cell = xl_rowcol_to_cell(placed.first, column, col_abs=True)
    for word, look in words.items():
        quoted = word.replace('"', '""')
        test = f'{cell}="{quoted}"' if whole else f'ISNUMBER(SEARCH("{quoted}",{cell}))'
        _rule(placed, column, {
            "type": "formula", "criteria": f"={test}", "format": paint.rule(look),
            "stop_if_true": True,
        })  # fmt: skip


def _departments(placed: Placed, paint: Paint, language: str) -> None:
    for status in Status:
        if f"count_{status}" in placed.columns:
            rule = {
                "type": "cell",
                "criteria": ">",
                "value": 0,
                "format": paint.rule(f"status.{status}"),
            }
            _rule(placed, placed.columns[f"count_{status}"], rule)
    _share_bar(placed, paint, "rate")
    verdicts = (*Verdict, None)
    words = {
        return_text(language, v): f"mark.{VERDICT_LOOKS.get(v, ('wrong', ''))[0]}" for v in verdicts
    }
    _by_word(placed, paint, "return", words)
    _by_word(placed, paint, "late", {say(language, "summary.late"): "mark.reason"}, whole=True)
    for field, look in (("better", "last.on_track"), ("worse", "last.off_track")):
        if field in placed.columns:
            rule = {"type": "cell", "criteria": ">", "value": 0, "format": paint.rule(look)}
            _rule(placed, placed.columns[field], rule)


def _share_bar(placed: Placed, paint: Paint, field: str) -> None:
    """A bar from nothing to all behind a share."""
    if field in placed.columns:
        _rule(placed, placed.columns[field], {
            "type": "data_bar", "data_bar_2010": True, "bar_solid": True,
            "bar_color": paint.color("bar.plain"),
            "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1,
            "bar_no_border": True,
        })  # fmt: skip


def _gap_bar(placed: Placed, paint: Paint, field: str) -> None:
    """A bar to the left or right of what is due; the number itself is hidden, as the axis would cut
    it.
    """
    if field in placed.columns:
        _rule(placed, placed.columns[field], {
            "type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_only": True,
            "bar_no_border": True,
            "bar_color": paint.color("bar.ahead"), "bar_negative_color": paint.color("bar.behind"),
            "bar_axis_position": "middle", "bar_axis_color": paint.color("bar.now"),
            "min_type": "num", "min_value": -1, "max_type": "num", "max_value": 1,
        })  # fmt: skip


def _rule(placed: Placed, column: int, options: dict[str, object]) -> None:
    placed.sheet.conditional_format(placed.first, column, placed.last, column, options)
