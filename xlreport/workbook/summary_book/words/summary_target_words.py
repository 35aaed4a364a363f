"""What the summary says of one indicator or milestone, column by column."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cache

from xlreport.messages import say
from xlreport.messages.calendar_words import day_label
from xlreport.messages.locked_cell_messages import label, promised_text
from xlreport.messages.numbers_in_messages import decimals_shown, number_as_shown
from xlreport.messages.second_test_messages import against_above_text, progress_text
from xlreport.messages.state_messages import state_word
from xlreport.model.judged.judged_assessment import SYMBOLS, Status
from xlreport.model.judged.judged_summary import Summary, SummaryRow
from xlreport.model.period import Period
from xlreport.model.plans.plan import (
    WATER_CLASSES,
    Commitment,
    Direction,
    Indicator,
    Measure,
    Milestone,
)
from xlreport.model.returns.accepted_record import Record
from xlreport.workbook.summary_book.painting.painted_cells import CellEntry, Each, Entries, Shown
from xlreport.workbook.summary_book.words.summary_count_words import is_live
from xlreport.workbook.summary_book.words.summary_inspection_words import inspection_entries
from xlreport.workbook.summary_book.words.summary_live_cell_words import made_live, ranks

TREND = tuple(f"trend_{letter}" for letter in "abcdef")
"""The values of the last periods, oldest first, this one last."""
NONE = Shown(value="—", mark="look.none")
UNHEARD = Record(plan="", period=Period(1, "year", 1), department="", kind="", code="")
"""What stands for the record of a target that nobody reported."""
TRAVELS = {"better": "↗", "worse": "↘", "same": "→", "noise": "→"}
PROVISIONAL = "*"
"""Stands behind a value that is 暂用."""
_FULL = Decimal("0.3")
"""A full half of the gap bar where there is no amber: this share of what is due."""
_DAYS = 90
"""A full half of a milestone's bar, in days."""
# a member of an enumeration is looked up more slowly than a name: once, not for every row
_PLAIN, _LESS, _CLASS = Commitment.PLAIN, Direction.LESS, Measure.CLASS
_NOT_JUDGED, _NOT_REPORTED, _NOT_DUE = Status.NOT_JUDGED, Status.NOT_REPORTED, Status.NOT_DUE


@cache
def status_text(language: str, status: Status | None) -> str:
    """Return symbol and word, `▲ 预警`; empty for none."""
    return "" if status is None else f"{SYMBOLS[status]} {say(language, f'status.{status}')}"


def indicator_rows(summary: Summary) -> Sequence[Entries]:
    """Return what stands in each indicator's row, by field: without what is left out of a summary
    that computes nothing anew.
    """
    live, places = is_live(summary), ranks(summary)
    trend = _trends(summary) if live or past_values(summary) else None

    def made(row: SummaryRow) -> Entries:
        if not isinstance(row.target, Indicator):
            return {}
        entries = _indicator(summary, row, row.target)
        if trend is not None:
            entries.update(zip(TREND, trend(row), strict=True))
        return made_live(summary, row, entries, places.get(row.target.code)) if live else entries

    return Each(summary.indicators, made)


def milestone_rows(summary: Summary) -> Sequence[Entries]:
    """Return what stands in each milestone's row, by field."""
    live, places = is_live(summary), ranks(summary)

    def made(row: SummaryRow) -> Entries:
        own = row.target
        if not isinstance(own, Milestone):
            return {}
        entries = _milestone(summary, row, own)
        return made_live(summary, row, entries, places.get(own.code)) if live else entries

    return Each(summary.milestones, made)


def _indicator(summary: Summary, row: SummaryRow, indicator: Indicator) -> dict[str, CellEntry]:
    judged = row.assessment
    return {
        **_common(summary, row),
        "printed": promised_text(summary.plan, indicator, summary.period),
        "expected": expected_shown(summary, row, indicator),
        "actual": value_shown(summary, row, indicator),
        "unit": indicator.unit,
        "attainment": NONE if judged.attainment is None else judged.attainment,
        "gap": _gap(row, indicator),
        "gap_bar": gap_share(row),
        "trend": None,
        "against_above": against_above_text(summary.plan.language, row, indicator),
        "progress_index": progress_text(summary.plan.language, row),
        "pace": judged.pace,
        "forecast": _forecast(row, indicator),
        "forecast_range": _forecast_range(row, indicator),
        "target": judged.target,
        "baseline": row.baseline,
        "green": judged.green,
        "amber": judged.amber,
        "done": judged.done,
    }


def _milestone(summary: Summary, row: SummaryRow, milestone: Milestone) -> Entries:
    judged, record = row.assessment, row.record
    language = summary.plan.language
    days = None
    if judged.deadline and judged.expected_on:
        days = (judged.deadline - judged.expected_on).days
    said = (record.problems, record.next_steps) if record else ()
    return {
        **_common(summary, row),
        "deadline": judged.deadline or summary.plan.due(milestone),
        "state": state_word(language, record.state, milestone) if record and record.state else NONE,
        "step": _step(milestone, summary.period),
        "expected": judged.expected_on or NONE,
        "days": NONE if days is None else days,
        "days_bar": None if days is None else max(-1.0, min(1.0, days / _DAYS)),
        "said": say(language, "summary.said_joint").join(
            part.strip() for part in said if part.strip()
        ),
        "county": milestone.county,
    }


def _common(summary: Summary, row: SummaryRow) -> dict[str, CellEntry]:
    language, target = summary.plan.language, row.target
    record = row.record or UNHEARD
    promise = (
        "" if target.commitment is _PLAIN else say(language, f"commitment.{target.commitment}")
    )
    return {
        "status": status_text(language, row.assessment.status),
        "last": status_text(language, row.last_status),
        "code": target.code,
        "name": label(target, language),
        "department": row.department,
        "commitment": promise,
        "travel": f"{TRAVELS[row.travel]} {say(language, f'summary.travel_{row.travel}')}"
        if row.travel
        else "",
        "periods_off": row.periods_off if row.periods_off > 1 else None,
        "escalation": escalation_text(language, row),
        "decision": decision_text(language, row),
        **inspection_entries(summary, row),
        "reason": row.assessment.why or row.assessment.reason,
        "section": target.section,
        "leader": target.leader,
        "progress": record.progress,
        "problems": record.problems,
        "next_steps": record.next_steps,
        "remark": record.remark,
    }


def escalation_text(language: str, row: SummaryRow) -> str:
    """Return how far up a target is taken, or that what is good now was late; empty for neither."""
    if row.level:
        return say(language, f"summary.level_{row.level}")
    return say(language, "summary.made_good") if row.made_good else ""


def decision_text(language: str, row: SummaryRow) -> str:
    """Return what a leader decided about the light, with who, when and why."""
    if row.decision is None:
        return ""
    one = row.decision
    return say(
        language,
        "summary.decision",
        words=one.words,
        by=one.by,
        on=day_label(language, one.on),
        why=one.why,
    )


def _forecast(row: SummaryRow, indicator: Indicator) -> CellEntry:
    return (
        None
        if row.forecast is None
        else Shown(row.forecast.value, decimals_shown(indicator, row.forecast.value))
    )


def _forecast_range(row: SummaryRow, indicator: Indicator) -> CellEntry:
    if row.forecast is None:
        return ""
    low, high = (
        number_as_shown(value, decimals_shown(indicator, value))
        for value in (row.forecast.low, row.forecast.high)
    )
    return low if low == high else f"{low}—{high}"


def value_shown(summary: Summary, row: SummaryRow, indicator: Indicator) -> CellEntry:
    """Return an indicator's value with its decimals, a class in its word, and a mark where it is
    provisional.
    """
    judged, actual = row.assessment, row.actual
    if actual is None:
        if judged.status is _NOT_REPORTED:
            return Shown(value=say(summary.plan.language, "summary.missing"), mark="look.none")
        return NONE
    after = PROVISIONAL if row.record and row.record.provisional else ""
    if indicator.measure is _CLASS:
        return class_or_rank(indicator, actual) + after
    return Shown(actual, decimals_shown(indicator, actual), "", after)


def class_or_rank(indicator: Indicator, rank: Decimal) -> str:
    """Return the word of a class by its rank, Ⅲ for 3; the rank itself where there is no such
    class.
    """
    classes = indicator.classes or WATER_CLASSES
    place = int(rank) - 1
    return classes[place] if rank == int(rank) and 0 <= place < len(classes) else format(rank, "f")


def expected_shown(summary: Summary, row: SummaryRow, indicator: Indicator) -> CellEntry:
    """Return what is due by now; a limit carries its sign, a figure of the year's end says so."""
    expected = row.assessment.expected
    if expected is None:
        if indicator.profile == "year_end" and row.assessment.status is _NOT_DUE:
            return Shown(value=say(summary.plan.language, "summary.year_end"), mark="look.none")
        return NONE
    if indicator.measure is _CLASS:
        return class_or_rank(indicator, expected)
    before = "≤" if indicator.direction is _LESS else ""
    return Shown(expected, decimals_shown(indicator, expected), before)


def _gap(row: SummaryRow, indicator: Indicator) -> CellEntry:
    """Return how far the value is from the bound its reason names, positive where it is better."""
    judged = row.assessment
    if judged.gap is None or judged.status is _NOT_JUDGED:
        return NONE
    better = -judged.gap if judged.sense == "less" else judged.gap
    return Shown(better, decimals_shown(indicator, better))


def gap_share(row: SummaryRow) -> float | None:
    """Return the gap as a share of the way from the green bound to the off-track line, within
    ±1; where nothing is due yet, of the target.
    """
    judged = row.assessment
    if judged.gap is None or judged.status is _NOT_JUDGED:
        return None
    if not judged.gap:
        return 0.0
    green, amber = judged.green, judged.amber
    reach = abs(green - amber) if green is not None and amber is not None else Decimal(0)
    size = judged.target if green is None else green
    reach = reach or abs(size or Decimal(0)) * _FULL or Decimal(1)
    better = -judged.gap if judged.sense == "less" else judged.gap
    return max(-1.0, min(1.0, float(better / reach)))


def _step(milestone: Milestone, period: Period) -> str:
    """Return the step due by the last quarter's end that the period reaches."""
    quarter = period.end_month // 3
    return milestone.steps[quarter - 1] if milestone.steps and quarter else ""


def past_values(summary: Summary) -> dict[str, dict[Period, Decimal]]:
    """Return the values of earlier periods by indicator; empty where no earlier period is known."""
    past: dict[str, dict[Period, Decimal]] = {}
    for record in summary.history:
        period = record.period
        if record.kind == "indicator" and record.value is not None and period < summary.period:
            past.setdefault(record.code, {})[period] = record.value
    return past


def _trend_periods(period: Period) -> tuple[Period, ...]:
    """Return the last periods of the same kind, oldest first, this one last."""
    periods = [period]
    while len(periods) < len(TREND):
        periods.append(periods[-1].previous())
    return tuple(reversed(periods))


def trend_values(summary: Summary) -> Iterator[list[Decimal]]:
    """Yield the values of the last periods of each indicator, without the places that are free."""
    trend = _trends(summary)
    return ([value for value in trend(row) if value is not None] for row in summary.indicators)


def _trends(summary: Summary) -> Callable[[SummaryRow], tuple[Decimal | None, ...]]:
    """Return what a row's values of the last periods are, each in its period's place, None where a
    place is free.
    """
    past, slots = past_values(summary), _trend_periods(summary.period)[:-1]
    free = (None,) * len(slots)

    def trend(row: SummaryRow) -> tuple[Decimal | None, ...]:
        known = past.get(row.target.code)
        before = map(known.get, slots) if known else free
        return (*before, row.actual)

    return trend
