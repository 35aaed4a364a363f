"""The summary's charts: stacked bars by department and by section, with the figures behind them
beside the page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.utility import quote_sheetname, xl_range, xl_rowcol_to_cell

from xlreport.messages import say
from xlreport.model.judged.judged_assessment import FROM_AXIS, Status
from xlreport.model.judged.judged_summary import Summary
from xlreport.model.plans.plan_section_types import in_order
from xlreport.workbook.summary_book.painting.painted_cells import Entries, Paint
from xlreport.workbook.summary_book.painting.painted_places import reckoned
from xlreport.workbook.summary_book.painting.painted_row_height import text_width
from xlreport.workbook.summary_book.painting.painted_sheets import Placed
from xlreport.workbook.summary_book.words.summary_chapter_words import chapter_names
from xlreport.workbook.summary_book.words.summary_count_words import count_figure, is_live
from xlreport.workbook.summary_book.words.summary_list_words import in_need
from xlreport.workbook.summary_book.words.summary_target_words import TREND

MOST_DEPARTMENTS = 40
"""Bars that can still be read on the page; departments beyond are one bar together."""
MOST_SECTIONS = 9
_THICK = 30
"""Pixels that a bar takes at most: few departments make a low chart, not thick bars."""
_RIM = 12
"""Pixels above and below the bars."""
_NAME = 150
"""Pixels at 9 points that a department's name may take beside its bar."""
_AIR = 1.2
"""Above a row's greatest column, so that rows do not run into one another."""
_OWN_AXIS = 2000
"""Rows up to which each has its own axis."""
_FIELDS = {"departments": "department", "sections": "section"}
_FIGURES_AFTER = 2
"""Columns left free between the page and the figures of its charts."""

Bars = Sequence[tuple[str, Mapping[Status, int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figures:
    """Where the figures of one chart stand on the overview."""

    sheet: str
    top: int
    left: int
    count: int
    longest: int
    """The greatest sum of a bar."""
    names: float
    """Pixels of the longest name at 9 points."""


def department_bars(summary: Summary) -> Bars:
    """Return a bar for each department, most in need first; beyond what can be read the rest is one
    bar.
    """
    units = in_need(summary.departments)
    bars: list[tuple[str, Mapping[Status, int]]] = [
        (_short(unit.name), unit.counts) for unit in units
    ]
    return _with_rest(summary, bars, MOST_DEPARTMENTS)


def _short(name: str) -> str:
    return name if text_width(name, 9) <= _NAME else f"{name[:10]}…"


def section_bars(summary: Summary) -> Bars:
    """Return a bar for each section of the report, in the plan's order, with its number of targets
    in its name.

    Many small sections are gathered into their chapters: 二、(一)…, 二、(二)… are one bar.
    """
    names, order = _gathered(summary)
    bars: dict[str, dict[Status, int]] = {name: {} for name in order}
    for name, row in zip(names, summary.rows, strict=True):
        light = row.assessment.status
        bars[name][light] = bars[name].get(light, 0) + 1
    gathered = _with_rest(summary, list(bars.items()), MOST_SECTIONS)
    return [(f"{name}　{sum(counts.values())}", counts) for name, counts in gathered]


def _gathered(summary: Summary) -> tuple[list[str], list[str]]:
    """Return the bar of each row, and the bars in their order."""
    names = [row.target.section.split("·")[0].strip() for row in summary.rows]
    order = in_order(list(dict.fromkeys(names)))
    if len(order) > MOST_SECTIONS:
        called = chapter_names(summary.plan.language, order, summary.plan.plan.chapters)
        names = [called[name] for name in names]
        order = list(dict.fromkeys(called[name] for name in order))
    return names, order


def _with_rest(summary: Summary, bars: list[tuple[str, Mapping[Status, int]]], most: int) -> Bars:
    if len(bars) <= most:
        return bars
    rest = bars[most - 1 :]
    counts = {status: sum(each.get(status, 0) for _, each in rest) for status in Status}
    return [
        *bars[: most - 1],
        (say(summary.plan.language, "summary.others", count=len(rest)), counts),
    ]


def add_charts(paint: Paint, placed: Placed, summary: Summary, words: Entries) -> None:
    """Put both charts on the overview, where its template has `{{place.departments}}` and
    `{{place.sections}}`.
    """
    bottom = placed.end
    left = max(placed.widths) + _FIGURES_AFTER
    top = 1
    for name, bars, members, full in (
        ("departments", department_bars(summary), _department_members(summary), False),
        ("sections", section_bars(summary), _section_members(summary), True),
    ):
        if name not in placed.places or not bars:
            continue
        longest = max(1, *(sum(counts.values()) for _, counts in bars))
        names = max(text_width(label, 9) for label, _ in bars) + 12
        figures = _Figures(
            sheet=placed.sheet.get_name(),
            top=top,
            left=left,
            count=len(bars),
            longest=longest,
            names=names,
        )
        _write_figures(paint, placed, summary, bars, figures)
        _count_anew(paint, placed, summary, bars, figures, _Counted(_FIELDS[name], members, words))
        _place(paint, placed, figures, name, bottom, full=full)
        top += len(bars) + 3


def _write_figures(
    paint: Paint, placed: Placed, summary: Summary, bars: Bars, figures: _Figures
) -> None:
    """Write the numbers behind a chart to the right of the page, where they can be looked up."""
    sheet, language = placed.sheet, summary.plan.language
    small = paint.book.add_format(
        {"font_size": 8, "font_color": paint.color("look.none", "font_color")}
    )
    sheet.write_string(figures.top - 1, figures.left, say(language, "summary.figures"), small)
    for place, status in enumerate(FROM_AXIS, start=1):
        sheet.write_string(
            figures.top - 1, figures.left + place, say(language, f"status.{status}"), small
        )
    for row, (name, counts) in enumerate(bars, start=figures.top):
        sheet.write_string(row, figures.left, name, small)
        for place, status in enumerate(FROM_AXIS, start=1):
            sheet.write_number(row, figures.left + place, counts.get(status, 0), small)
    sheet.set_column(figures.left, figures.left, 24)


@dataclass(frozen=True, slots=True)
class _Counted:
    """What the bars of a chart count: texts in a column of the sheets of targets."""

    field: str
    members: Sequence[Sequence[str]]
    words: Entries


def _count_anew(
    paint: Paint, placed: Placed, summary: Summary, bars: Bars, figures: _Figures, counted: _Counted
) -> None:
    """Put formulas in place of the numbers, where they follow the sheets of targets."""
    if not is_live(summary):
        return
    small = paint.book.add_format(
        {"font_size": 8, "font_color": paint.color("look.none", "font_color")}
    )
    for row, ((_, counts), members) in enumerate(
        zip(bars, counted.members, strict=True), start=figures.top
    ):
        for place, status in enumerate(FROM_AXIS, start=1):
            formula = reckoned(
                count_figure(counted.field, members, status),
                paint.addresses,
                counted.words,
                {},
                row,
            )
            if formula:
                placed.sheet.write_formula(
                    row, figures.left + place, f"={formula}", small, counts.get(status, 0)
                )


def _department_members(summary: Summary) -> list[list[str]]:
    """Return the names that each bar of the departments' chart counts."""
    names = [unit.name for unit in in_need(summary.departments)]
    if len(names) <= MOST_DEPARTMENTS:
        return [[name] for name in names]
    return [*([name] for name in names[: MOST_DEPARTMENTS - 1]), names[MOST_DEPARTMENTS - 1 :]]


def _section_members(summary: Summary) -> list[list[str]]:
    """Return the sections that each bar of the chapters' chart counts."""
    groups: dict[str, list[str]] = {name: [] for name in _gathered(summary)[1]}
    for name, row in zip(_gathered(summary)[0], summary.rows, strict=True):
        if row.target.section not in groups[name]:
            groups[name].append(row.target.section)
    listed = list(groups.values())
    if len(listed) <= MOST_SECTIONS:
        return listed
    return [
        *listed[: MOST_SECTIONS - 1],
        [one for some in listed[MOST_SECTIONS - 1 :] for one in some],
    ]


def _place(
    paint: Paint, placed: Placed, figures: _Figures, name: str, bottom: int, *, full: bool
) -> None:
    """Draw a chart from its template's place down to the last row of the page."""
    row, left, right = placed.places[name]
    width = sum(placed.widths[column] for column in range(left, right + 1))
    height = round(sum(placed.heights.get(at, 15.0) for at in range(row, bottom + 1)) * 96 / 72)
    height = min(height, figures.count * _THICK + _RIM)
    size = _size(height / figures.count)
    chart = paint.book.add_chart(
        {"type": "bar", "subtype": "percent_stacked" if full else "stacked"}
    )
    for place, status in enumerate(FROM_AXIS, start=1):
        chart.add_series(_series(paint, figures, place, status, size))
    chart.set_y_axis({
        "reverse": True, "line": {"none": True}, "major_tick_mark": "none", "interval_unit": 1,
        "num_font": {"name": _font(paint), "size": size, "color": "#262F3A"},
    })  # fmt: skip
    reach = {} if full else {"min": 0, "max": figures.longest}
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, **reach})
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    beside = min(0.5, figures.names * size / 9 / width)
    inner = {"x": beside, "y": 0.01, "width": 0.985 - beside, "height": 0.98}
    chart.set_plotarea({"border": {"none": True}, "fill": {"none": True}, "layout": inner})
    chart.set_size({"width": width, "height": height})
    placed.sheet.insert_chart(row, left, chart, {"object_position": 2, "description": name})


def _size(pixels: float) -> float:
    """Return the size of a chart's words that fits bars of so many pixels: half points between 6
    and 8.
    """
    return max(6.0, min(8.0, int(pixels / 1.95 * 2) / 2))


def _font(paint: Paint) -> str:
    return str(dict(paint.lent.get("look.none", ())).get("font_name", "Calibri"))


def _series(
    paint: Paint, figures: _Figures, place: int, status: Status, size: float
) -> dict[str, object]:
    top, low, column = figures.top, figures.top + figures.count - 1, figures.left + place
    look = f"chart.{status}"
    fill: dict[str, object] = {
        "fill": {"color": paint.color(look)},
        "border": {"color": "#FFFFFF", "width": 0.5},
    }
    label: dict[str, object] = {}
    font = paint.color(look, "font_color")
    if status is Status.COMPLETED:  # next to the red of off track it would be the same grey
        own = paint.color(look)
        pattern = {"pattern": "light_horizontal", "fg_color": own, "bg_color": "#FFFFFF"}
        fill = {"pattern": pattern, "border": {"color": own, "width": 0.5}}
        label, font = {"fill": {"color": "#FFFFFF"}}, own
    if paint.color(look).upper() == "#FFFFFF":
        line = paint.color(look, "font_color")
        pattern = {"pattern": "light_upward_diagonal", "fg_color": line, "bg_color": "#FFFFFF"}
        fill = {"pattern": pattern, "border": {"color": line, "width": 0.5}}
    return {
        "name": [figures.sheet, top - 1, column],
        "categories": [figures.sheet, top, figures.left, low, figures.left],
        "values": [figures.sheet, top, column, low, column],
        "gap": 28,
        "overlap": 100,
        "data_labels": {
            "value": True, "num_format": "0;;", "position": "center",
            "font": {"name": _font(paint), "size": size - 0.5, "color": font}, **label,
        },
        **fill,
    }  # fmt: skip


def add_trends(paint: Paint, placed: Placed, trends: Iterable[Sequence[Decimal]]) -> None:
    """Draw small columns of the values of the last periods, which stand beside the page.

    Each row has its own axis with some air above it; of thousands of rows those are drawn together
    that begin at zero.
    """
    left, right, column = (
        placed.columns[TREND[0]],
        placed.columns[TREND[-1]],
        placed.columns["trend"],
    )
    sheet = quote_sheetname(placed.sheet.get_name())
    groups: dict[tuple[float | None, float | None], list[int]] = {}
    together = placed.last - placed.first >= _OWN_AXIS
    for row, values in enumerate(trends, start=placed.first):
        if values:
            groups.setdefault(
                _axis([float(value) for value in values], together=together), []
            ).append(row)
    for (low, high), rows in groups.items():
        placed.sheet.add_sparkline(rows[0], column, {
            "location": [xl_rowcol_to_cell(row, column) for row in rows],
            "range": [f"{sheet}!{xl_range(row, left, row, right)}" for row in rows],
            "type": "column", "last_point": True, "show_hidden": True,
            "axis": low is None or low < 0,
            "series_color": paint.color("bar.plain"), "last_color": paint.color("bar.now"),
            **{key: end for key, end in (("min", low), ("max", high)) if end is not None},
        })  # fmt: skip


def _axis(values: Sequence[float], *, together: bool) -> tuple[float | None, float | None]:
    """Return where the axis of a row begins and ends: from zero, so that heights compare; None as
    the program likes.
    """
    if together:
        return (0.0 if min(values) >= 0 else None), None
    return min(0.0, min(values) * _AIR), max(0.0, max(values) * _AIR) or 1.0
