"""Parts of the web page: lights in words, stacked bars with their counts, columns of past
values.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from xlreport.messages import say
from xlreport.messages.calendar_words import period_label
from xlreport.messages.numbers_in_messages import decimals_shown, number_as_shown
from xlreport.model.judged.judged_assessment import FROM_AXIS, SYMBOLS, Status
from xlreport.model.judged.judged_summary import Summary, SummaryRow
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, Measure
from xlreport.publish.published_html import Html, el, join

NEED = (Status.OFF_TRACK, Status.AT_RISK, Status.NOT_REPORTED)
MOST_PERIODS = 12
_WRITTEN_OUT = Decimal(10) ** 15
_COLUMN, _GAP, _TALL = 5, 2, 22
"""Units of a column of values: its width, what lies between two, and the greatest height."""

StatusCounts = Mapping[Status, int]


def last_words(summary: Summary) -> str:
    """Return what the period is called that is compared with: 上期, another by its name."""
    language = summary.plan.language
    if summary.last is not None and summary.skips:
        return period_label(language, summary.last)
    return say(language, "page.last_period")


def light_badge(language: str, status: Status) -> Html:
    """Return symbol and word of a light; its colour only helps."""
    word = say(language, f"status.{status}")
    return el(
        "span", el("i", SYMBOLS[status], aria_hidden="true"), f" {word}", class_=f"light {status}"
    )


def counted_items(rows: Iterable[SummaryRow]) -> dict[Status, int]:
    """Return how many rows have each light."""
    return dict(Counter(row.assessment.status for row in rows))


def grouped(
    rows: Iterable[SummaryRow], name: Callable[[SummaryRow], str]
) -> dict[str, StatusCounts]:
    """Return the counts of each group by its name, in the order in which the groups come."""
    groups: dict[str, list[SummaryRow]] = {}
    for row in rows:
        groups.setdefault(name(row), []).append(row)
    return {key: counted_items(group) for key, group in groups.items()}


def most_in_need(groups: Mapping[str, StatusCounts]) -> list[tuple[str, StatusCounts]]:
    """Return groups with most off track first, then at risk, then not reported."""
    return sorted(groups.items(), key=lambda group: [-group[1].get(status, 0) for status in NEED])


def bars(language: str, groups: Iterable[tuple[str, StatusCounts]], *, full: bool = False) -> Html:
    """Return a stacked bar for each group with its counts in words; `full`: all bars are of one
    length.
    """
    listed = list(groups)
    longest = max((sum(counts.values()) for _, counts in listed), default=1) or 1
    lines = (
        el("li", el("span", name, class_="who"), _bar(counts,
        sum(counts.values()) if full else longest),
           _numbers(language, counts))
        for name, counts in listed
    )  # fmt: skip
    return el("ul", join(*lines), class_="bars")


def _bar(counts: StatusCounts, length: int) -> Html:
    pieces, left = [], 0
    for status in FROM_AXIS:
        if count := counts.get(status, 0):
            pieces.append(el("rect", x=left, y=0, width=count, height=1, class_=f"bar {status}"))
            left += count
    box = f"0 0 {max(length, 1)} 1"
    return el(
        "svg", *pieces, viewBox=box, preserveAspectRatio="none", class_="stack", aria_hidden="true"
    )


def _numbers(language: str, counts: StatusCounts) -> Html:
    parts = (
        el(
            "span",
            f"{SYMBOLS[status]}{count}",
            class_=f"number {status}",
            title=say(language, f"status.{status}"),
        )
        for status in FROM_AXIS
        if (count := counts.get(status, 0))
    )
    return el("span", *parts, class_="numbers")


def page_figure(indicator: Indicator, value: Decimal | None) -> str:
    """Return a value with its indicator's decimals, or its own where it was reported finer; a class
    by its word.
    """
    if value is None:
        return "—"
    if (
        indicator.measure is Measure.CLASS
        and value == int(value)
        and 1 <= value <= len(indicator.classes)
    ):
        return indicator.classes[int(value) - 1]
    if abs(value) >= _WRITTEN_OUT:
        return f"{value:.6E}"
    return number_as_shown(value, decimals_shown(indicator, value)).replace("-", "−")


def series(summary: Summary) -> dict[str, tuple[tuple[Period, Decimal], ...]]:
    """Return the values of the last periods of this kind by indicator, oldest first, this one
    last.
    """
    found: dict[str, dict[Period, Decimal]] = {}
    for record in summary.history:
        if (
            record.kind == "indicator"
            and record.value is not None
            and record.plan == summary.plan.code
        ):
            period = record.period
            if period.kind == summary.period.kind and period < summary.period:
                found.setdefault(record.code, {})[period] = record.value
    for row in summary.indicators:
        if row.target.code in found and row.actual is not None:
            found[row.target.code][summary.period] = row.actual
    return {code: tuple(sorted(values.items())[-MOST_PERIODS:]) for code, values in found.items()}


def columns(
    summary: Summary, row: SummaryRow, values: Sequence[tuple[Period, Decimal]]
) -> Html | None:
    """Return small columns from zero, this period dark, with the same figures in words."""
    if len(values) < 2 or not isinstance(row.target, Indicator):
        return None
    language, target = summary.plan.language, row.target
    said = "; ".join(
        f"{period_label(language, period)} {page_figure(target, value)}" for period, value in values
    )
    low = min(Decimal(0), *(value for _, value in values))
    span = max(Decimal(0), *(value for _, value in values)) - low or Decimal(1)
    drawn = []
    for place, (period, value) in enumerate(values):
        top = float((max(value, Decimal(0)) - low) / span) * _TALL
        high = max(float(abs(value) / span) * _TALL, 0.6)
        now = "now" if period == summary.period else None
        at = place * (_COLUMN + _GAP)
        drawn.append(
            el(
                "rect",
                x=at,
                y=f"{_TALL - top:.1f}",
                width=_COLUMN,
                height=f"{high:.1f}",
                class_=now,
            )
        )
    wide = len(values) * (_COLUMN + _GAP) - _GAP
    if low < 0:
        zero = f"{_TALL + float(low / span) * _TALL:.1f}"
        drawn.append(el("line", x1=0, x2=wide, y1=zero, y2=zero, class_="axis"))
    box = f"0 0 {wide} {_TALL + 1}"
    return el(
        "svg", el("title", said), *drawn, viewBox=box, class_="trend", role="img", aria_label=said
    )
