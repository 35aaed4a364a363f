"""How each locked cell of a form reads: the template writes it, the checks compare with it."""

from decimal import Decimal

from xlreport.messages import say
from xlreport.messages.calendar import day_label
from xlreport.model.form import IndicatorRow, MilestoneRow
from xlreport.model.plan import Comparator, Direction, Indicator, Measure, Milestone

NOTHING = "—"
_SIGNS = {
    Comparator.GE: "≥", Comparator.GT: ">", Comparator.LE: "≤", Comparator.LT: "<", Comparator.APPROX: "≈",
    Comparator.RANGE: "≥",
}  # fmt: skip


def locked_text(row: IndicatorRow | MilestoneRow, field: str, language: str) -> str | Decimal:
    """Return what stands in a locked cell of a row: a number where a bare figure stands, else text.

    Args:
        row: The row of the form.
        field: One of `INDICATOR_LOCKED` or `MILESTONE_LOCKED`.
        language: Whose words to use.
    """
    target = row.indicator if isinstance(row, IndicatorRow) else row.milestone
    match field:
        case "serial":
            return Decimal(row.serial)
        case "code":
            return target.code
        case "name":
            return label(target, language)
        case "section":
            return target.section
        case "commitment":
            return say(language, f"commitment.{target.commitment}")
        case _ if isinstance(row, IndicatorRow):
            return _of_indicator(row, field, language)
        case _:
            return _of_milestone(row, field, language)


def label(target: Indicator | Milestone, language: str) -> str:
    """Return a target's name; a milestone's with what is to happen to it, unless the name says so: 金珠南路（建成）."""
    if isinstance(target, Indicator):
        return target.name
    action = say(language, f"action.{target.action}")
    return target.name if action in target.name else say(language, "label.milestone", name=target.name, action=action)


def _of_indicator(row: IndicatorRow, field: str, language: str) -> str | Decimal:
    indicator = row.indicator
    match field:
        case "unit":
            return indicator.unit
        case "printed":
            return indicator.printed
        case "baseline":
            return _baseline(row)
        case "due":
            return _due(row, language)
        case "last":
            return NOTHING if row.last is None else figure_text(indicator, row.last)
    raise KeyError(field)


def _of_milestone(row: MilestoneRow, field: str, language: str) -> str:
    match field:
        case "deadline":
            return day_label(language, row.deadline)
        case "step":
            return row.step or NOTHING
        case "last_state":
            return say(language, f"state.{row.last_state}") if row.last_state else NOTHING
        case "last_progress":
            return row.last_progress or NOTHING
    raise KeyError(field)


def figure_text(indicator: Indicator, value: Decimal) -> str | Decimal:
    """Return a figure of an indicator as it stands in a cell: the class's word for a class, else the number."""
    if indicator.measure is Measure.CLASS and value == int(value) and 1 <= value <= len(indicator.classes):
        return indicator.classes[int(value) - 1]
    return value


def _baseline(row: IndicatorRow) -> str | Decimal:
    baseline = row.indicator.baseline
    if row.baseline_asked:
        return ""
    if baseline is None or baseline.value is None:
        return NOTHING
    value = figure_text(row.indicator, baseline.value)
    sign = _SIGNS.get(baseline.comparator, "")
    return f"{sign}{_plain(value)}{baseline.unit}" if sign or baseline.unit else value


def _due(row: IndicatorRow, language: str) -> str | Decimal:
    """Return what is due: a bare number where it is an amount to reach, else with the sign of its bound."""
    indicator = row.indicator
    if row.due is None:
        return say(language, "locked.year_end") if indicator.profile == "year_end" else NOTHING
    if indicator.measure is Measure.CUMULATIVE and indicator.direction is Direction.MORE:
        return row.due
    value = figure_text(indicator, row.due)
    return f"{_due_sign(row)}{_plain(value, indicator.decimals)}"


def _due_sign(row: IndicatorRow) -> str:
    indicator = row.indicator
    if indicator.measure is Measure.CLASS:
        return ""
    if row.due == indicator.value and indicator.comparator is not Comparator.EQ:
        return _SIGNS[indicator.comparator]
    return "≤" if indicator.direction is Direction.LESS else "≥"


def _plain(value: str | Decimal, decimals: int = 0) -> str:
    """Return a figure in words: with the decimals asked for, more only where it has more, never an exponent."""
    if isinstance(value, str):
        return value
    own = value.normalize().as_tuple().exponent
    return f"{value:.{max(decimals, -own if isinstance(own, int) else 0)}f}"
