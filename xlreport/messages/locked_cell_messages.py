"""How each locked cell of a form reads: the template writes it, the checks compare with it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from xlreport.messages import say
from xlreport.messages.calendar_words import day_label, period_label
from xlreport.messages.numbers_in_messages import decimals_shown, figure_text, number_as_shown
from xlreport.messages.state_messages import state_word
from xlreport.model.period import Period
from xlreport.model.plans.plan import (
    Comparator,
    Direction,
    Indicator,
    Measure,
    Milestone,
    Plan,
    Revision,
)
from xlreport.model.plans.plan_form_types import IndicatorRow, MilestoneRow

NO_VALUE = "—"
_CLASS, _CUMULATIVE, _MORE, _LESS = (
    Measure.CLASS,
    Measure.CUMULATIVE,
    Direction.MORE,
    Direction.LESS,
)
_EQ = Comparator.EQ
_SIGNS = {
    Comparator.GE: "≥", Comparator.GT: ">", Comparator.LE: "≤", Comparator.LT: "<",
    Comparator.APPROX: "≈",
    Comparator.RANGE: "≥",
}  # fmt: skip


def locked_text(row: IndicatorRow | MilestoneRow, field: str, language: str) -> str | Decimal:
    """Return what stands in a locked cell of a row: a number where a bare figure stands, else text.

    Args:
        row: The row of the form.
        field: One of `INDICATOR_LOCKED` or `MILESTONE_LOCKED`.
        language: Whose words to use.
    """
    if isinstance(row, IndicatorRow):
        return OF_INDICATOR[field](row, language)
    return OF_MILESTONE[field](row, language)


def label(target: Indicator | Milestone, language: str) -> str:
    """Return a target's name; a milestone's with what is to happen to it, unless the name says so:
    金珠南路（建成）; what is carried over from an earlier year is marked too, and who does it:
    金珠南路（建成、跨年、规划处 李四）.
    """
    if isinstance(target, Indicator) and target.carried_from is None and not target.done_by:
        return target.name
    action = say(language, f"action.{target.action}") if isinstance(target, Milestone) else ""
    marks = [action] if action and action not in target.name else []
    if target.carried_from is not None:
        marks.append(say(language, "label.carried"))
    if target.done_by:
        marks.append(target.done_by)
    if not marks:
        return target.name
    joint = say(language, "label.joint")
    return say(language, "label.milestone", name=target.name, action=joint.join(marks))


def target_text(indicator: Indicator, revisions: Sequence[Revision], language: str) -> str:
    """Return an indicator's target as the report prints it; a revised one with its new figure or
    date, and the document that says so.

    Args:
        indicator: the target as it is in force.
        revisions: what changed of it by then, the latest last.
        language: whose words to use.
    """
    words = indicator.printed
    if not revisions:
        return words
    valued = [one for one in revisions if one.value is not None]
    if valued:
        words = say(
            language,
            "revised.target",
            figure=_promised(indicator, language),
            document=valued[-1].document,
            printed=words,
        )
    dated = [one for one in revisions if one.due is not None]
    if dated and indicator.due is not None:
        day = deadline_text(indicator.due, dated, language)
        words = say(language, "revised.with_due", target=words, due=day)
    return words


def promised_text(plan: Plan, target: Indicator | Milestone, period: Period) -> str:
    """Return what a target promises as it is in force at a period's end, in the plan's language:
    an indicator's figure, the day by which a milestone is due.
    """
    revisions, language = plan.revisions_of(target.code, period), plan.language
    if isinstance(target, Indicator):
        return target_text(target, revisions, language)
    return deadline_text(plan.due(target), revisions, language)


def deadline_text(due: date, revisions: Sequence[Revision], language: str) -> str:
    """Return a day by which something is due, with the document that put it there in mid-year."""
    day = day_label(language, due)
    dated = [one for one in revisions if one.due is not None]
    if not dated:
        return day
    return say(language, "revised.due", day=day, document=dated[-1].document)


def revision_text(one: Revision, plan: Plan, language: str) -> str:
    """Return what a revision changes, of which target, from when on, by which document."""
    target = plan.lookup.targets.get(one.code)
    changed = []
    if one.value is not None and isinstance(target, Indicator):
        figure = _promised(target.model_copy(update=one.changes()), language)
        changed.append(say(language, "revised.to_target", figure=figure))
    if one.due is not None:
        changed.append(say(language, "revised.to_due", day=day_label(language, one.due)))
    for role in ("lead", "reporter"):
        unit = plan.department_of(getattr(one, role) or "")
        if unit:
            changed.append(say(language, f"revised.to_{role}", name=unit.name))
    if one.leader:
        changed.append(say(language, "revised.to_leader", name=one.leader))
    return say(
        language,
        "revised.line",
        code=one.code,
        name=label(target, language) if target else "",
        changes=say(language, "revised.joint").join(changed),
        document=one.document,
        since=period_label(language, one.from_period),
    )


def _promised(indicator: Indicator, language: str) -> str:
    """Return a target's value in the words of its comparator: 6.5万人以上."""
    if indicator.value is None:
        return NO_VALUE
    value, higher = (
        "" if one is None else _plain(figure_text(indicator, one))
        for one in (indicator.value, indicator.stretch)
    )
    if indicator.comparator is Comparator.RANGE and higher:
        value = f"{value}—{higher}"
    amount = _with_unit(indicator, value, language)
    return say(language, f"revised.{indicator.comparator}", amount=amount)


def amount_text(indicator: Indicator, value: Decimal, language: str) -> str:
    """Return a figure with its unit, with the decimals that every sheet and page shows: 1.20万人;
    of a class its word.
    """
    return _with_unit(indicator, _shown(indicator, value), language)


def _with_unit(indicator: Indicator, number: str, language: str) -> str:
    if indicator.measure is _CLASS:
        return number
    key = "revised.rate" if indicator.unit in {"%", "％"} else "revised.amount"
    return say(language, key, number=number, unit=indicator.unit)


def _baseline(row: IndicatorRow) -> str | Decimal:
    baseline = row.indicator.baseline
    if row.baseline_asked:
        return ""
    if baseline is None or baseline.value is None:
        return NO_VALUE
    value = figure_text(row.indicator, baseline.value)
    sign = _SIGNS.get(baseline.comparator, "")
    if sign or baseline.unit:
        return f"{sign}{_plain(value)}{baseline.unit}"
    return value


def _due(row: IndicatorRow, language: str) -> str | Decimal:
    """Return what is due: a bare number where it is an amount to reach, else with the sign of its
    bound.
    """
    indicator = row.indicator
    if row.due is None:
        if indicator.profile == "year_end":
            return say(language, "locked.year_end")
        return NO_VALUE
    if indicator.measure is _CUMULATIVE and indicator.direction is _MORE:
        return row.due
    return f"{_due_sign(row)}{_shown(indicator, row.due)}"


def _due_sign(row: IndicatorRow) -> str:
    indicator = row.indicator
    if indicator.measure is _CLASS:
        return ""
    if row.due == indicator.value and indicator.comparator is not _EQ:
        return _SIGNS[indicator.comparator]
    return "≤" if indicator.direction is _LESS else "≥"


def exact_text(indicator: Indicator, value: Decimal) -> str:
    """Return a figure as it was read: with the decimals asked for, more where it has more; of a
    class its word.
    """
    return _plain(figure_text(indicator, value), indicator.decimals)


def _shown(indicator: Indicator, value: Decimal) -> str:
    """Return a figure as it is shown, halves rounded up; of a class its word."""
    figure = figure_text(indicator, value)
    if isinstance(figure, str):
        return figure
    return number_as_shown(figure, decimals_shown(indicator, figure))


def _plain(value: str | Decimal, decimals: int = 0) -> str:
    """Return a figure in words: with the decimals asked for, more only where it has more, never an
    exponent.
    """
    if isinstance(value, str):
        return value
    own = value.normalize().as_tuple().exponent
    return f"{value:.{max(decimals, -own if isinstance(own, int) else 0)}f}"


#: How each locked field of an indicator's row reads, in a language.
OF_INDICATOR: Mapping[str, Callable[[IndicatorRow, str], str | Decimal]] = {
    "serial": lambda row, _: Decimal(row.serial),
    "code": lambda row, _: row.indicator.code,
    "name": lambda row, language: label(row.indicator, language),
    "section": lambda row, _: row.indicator.section,
    "unit": lambda row, _: row.indicator.unit,
    "printed": lambda row, language: target_text(row.indicator, row.revisions, language),
    "commitment": lambda row, language: say(language, "commitment." + row.indicator.commitment),
    "baseline": lambda row, _: _baseline(row),
    "due": _due,
    "last": lambda row, _: NO_VALUE if row.last is None else figure_text(row.indicator, row.last),
}
OF_MILESTONE: Mapping[str, Callable[[MilestoneRow, str], str | Decimal]] = {
    "serial": lambda row, _: Decimal(row.serial),
    "code": lambda row, _: row.milestone.code,
    "name": lambda row, language: label(row.milestone, language),
    "section": lambda row, _: row.milestone.section,
    "commitment": lambda row, language: say(language, "commitment." + row.milestone.commitment),
    "deadline": lambda row, language: deadline_text(row.deadline, row.revisions, language),
    "step": lambda row, _: row.step or NO_VALUE,
    "last_state": lambda row, language: (
        state_word(language, row.last_state, row.milestone) if row.last_state else NO_VALUE
    ),
    "last_progress": lambda row, _: row.last_progress or NO_VALUE,
}
