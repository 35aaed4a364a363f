"""What each open cell takes and what it says when a clerk enters it: data validations in
XlsxWriter's words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from xlreport.messages import say
from xlreport.messages.calendar_words import day_label, month_end_label, span_label
from xlreport.messages.numbers_in_messages import figure_text
from xlreport.messages.state_messages import state_word
from xlreport.model.plans.plan import Action, Indicator, Measure
from xlreport.model.plans.plan_form_types import (
    CONTACT_FIELDS,
    TEXT_LIMIT,
    Form,
    IndicatorRow,
    MilestoneRow,
)
from xlreport.workbook.department.form_choices_sheet import Lists, offered_words
from xlreport.workbook.department.form_live_formulas import bounds, plain_formula
from xlreport.workbook.department.row_check_formulas import plausible_limits
from xlreport.workbook.workbook_names import MESSAGE_LIMIT, TITLE_LIMIT, cut_prompt

_NAME_LIMIT = 60
_DOUBLED = ("倍", "番")
_HUNDRED = Decimal(100)
_ANY = Decimal(10) ** 15
"""Beyond this programs no longer keep every digit: a number without bounds of its own stays within
it.
"""


@dataclass(frozen=True, slots=True)
class InputRule:
    """One validation and the rows of one column for which it holds, counted from 0 within the
    table.
    """

    field: str
    rows: tuple[int, ...]
    options: Mapping[str, Any]


def rules(form: Form, kind: str, lists: Lists) -> Iterator[InputRule]:
    """Yield the validations of a data sheet: a rule a row for figures, one for many rows where they
    say the same.
    """
    language = form.language
    if kind == "indicator":
        for at, row in enumerate(form.indicators):
            yield InputRule("actual", (at,), _figure(form, row, lists.classes))
            if row.baseline_asked:
                yield InputRule("baseline", (at,), _baseline(form, row))
        asked = tuple(at for at, row in enumerate(form.indicators) if row.asked)
        others = tuple(at for at, row in enumerate(form.indicators) if not row.asked)
        for rows, must in ((asked, True), (others, False)):
            if rows:
                yield InputRule("progress", rows, _text(language, "progress", must=must))
                yield InputRule("source", rows, _list(language, "source", "xl_sources", must=must))
        every = tuple(range(len(form.indicators)))
    else:
        every = tuple(range(len(form.milestones)))
        for offered in lists.states:
            rows = tuple(
                at
                for at, row in enumerate(form.milestones)
                if offered_words(row, language) == offered
            )
            yield InputRule("state", rows, _state(form, form.milestones[rows[0]], lists))
        yield InputRule("expected", every, _day(form, "expected", "prompt.required"))
        yield InputRule("progress", every, _text(language, "progress", must=True))
    more = ("evidence",) if form.evidence else ()
    for field in ("problems", "next_steps", "remark", *more):
        yield InputRule(field, every, _text(language, field, must=False))


def contact_rules(form: Form) -> Mapping[str, Mapping[str, Any]]:
    """Return the validation of each cell of the signature block."""
    found = {
        field: _contact(form.language, field) for field in CONTACT_FIELDS if field != "filled_on"
    }
    return found | {"filled_on": _day(form, "filled_on", "prompt.required", section="contact")}


def _prompt(title: str, message: str, refusal: str, language: str, style: str) -> dict[str, Any]:
    return {
        "input_title": cut_prompt(title, TITLE_LIMIT),
        "input_message": cut_prompt(message.strip(), MESSAGE_LIMIT),
        "error_title": cut_prompt(say(language, "refusal.title"), TITLE_LIMIT),
        "error_message": cut_prompt(refusal, MESSAGE_LIMIT),
        "error_type": style,
    }


def _figure(
    form: Form, row: IndicatorRow, classes: Mapping[tuple[str, ...], str]
) -> dict[str, Any]:
    language, indicator = form.language, row.indicator
    title = _figure_title(language, indicator)
    message = _what(form, indicator) + _parts(form, indicator)
    if not row.asked:
        message = say(language, "prompt.not_asked") + message
    if indicator.unit == "%":
        message += say(language, "prompt.percent")
    last_words = ""
    if row.last is not None:
        last = figure_text(indicator, row.last)
        shown = last if isinstance(last, str) else f"{last:.{indicator.decimals}f}"
        last_words = say(language, "prompt.last", last=shown)
    none = say(language, "prompt.none")
    if indicator.measure is Measure.CLASS:
        refusal = say(language, "refusal.list")
        words = _prompt(title, message + last_words + none, refusal, language, "warning")
        return words | {"validate": "list", "source": f"={classes[indicator.classes]}"}
    within = bounds(language, *plausible_limits(row))
    if not within:
        key = "refusal.number"
    else:
        message += say(language, "prompt.range", bounds=within)
        key = "refusal.figure_open" if None in plausible_limits(row) else "refusal.figure"
    refusal = say(language, key, bounds=within, unit=indicator.unit)
    return _prompt(title, message + last_words + none, refusal, language, "warning") | _between(row)


def _figure_title(language: str, indicator: Indicator) -> str:
    """Return name and unit; where both are too long the name is shortened, never the unit."""
    name = indicator.name
    while True:
        title = say(language, "prompt.figure", name=name, unit=indicator.unit)
        excess = len(title.encode("utf-16-le")) // 2 - TITLE_LIMIT
        if excess <= 0 or len(name) <= 1:
            return title
        name = cut_prompt(name, max(1, len(name.encode("utf-16-le")) // 2 - excess))


def _what(form: Form, indicator: Indicator) -> str:
    """Return which figure is to be entered, by what it measures."""
    key = str(indicator.measure)
    doubled = indicator.measure is Measure.GROWTH and (
        any(word in indicator.printed for word in _DOUBLED) or (indicator.value or 0) >= _HUNDRED
    )
    return say(
        form.language,
        f"prompt.{'growth_double' if doubled else key}",
        span=span_label(form.language, form.period),
        month_end=month_end_label(form.language, form.period),
        unit=indicator.unit,
        decimals=_decimals(form.language, indicator),
        classes=" ".join(indicator.classes),
    )


def _parts(form: Form, indicator: Indicator) -> str:
    """Return of which two figures of this sheet a rate is made, where it is."""
    made = indicator.parts
    names = {row.indicator.code: row.indicator.name for row in form.indicators}
    if made is None or made.numerator not in names or made.denominator not in names:
        return ""
    above, below = names[made.numerator], names[made.denominator]
    return say(form.language, "prompt.parts", numerator=above, denominator=below)


def _decimals(language: str, indicator: Indicator) -> str:
    if indicator.decimals:
        return say(language, "prompt.decimals", count=indicator.decimals)
    return say(language, "prompt.whole")


def _between(row: IndicatorRow) -> dict[str, Any]:
    low, high = plausible_limits(row)
    least, greatest = (-_ANY if low is None else low), (_ANY if high is None else high)
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": plain_formula(least),
        "maximum": plain_formula(greatest),
    }


def _baseline(form: Form, row: IndicatorRow) -> dict[str, Any]:
    language, indicator = form.language, row.indicator
    title = cut_prompt(say(language, "prompt.baseline_title", unit=indicator.unit), TITLE_LIMIT)
    decimals = _decimals(language, indicator)
    message = say(
        language,
        "prompt.baseline",
        year=form.period.year - 1,
        unit=indicator.unit,
        decimals=decimals,
    )
    refusal = say(language, "refusal.number", unit=indicator.unit)
    limits = {
        "validate": "decimal",
        "criteria": "between",
        "minimum": plain_formula(-_ANY),
        "maximum": plain_formula(_ANY),
    }
    return _prompt(title, message, refusal, language, "warning") | limits


def _text(language: str, field: str, *, must: bool) -> dict[str, Any]:
    title = say(
        language, "prompt.required" if must else "prompt.free", name=say(language, f"field.{field}")
    )
    refusal = say(language, "refusal.text", limit=TEXT_LIMIT)
    limits = {"validate": "length", "criteria": "<=", "value": TEXT_LIMIT}
    return _prompt(title, say(language, f"prompt.{field}"), refusal, language, "stop") | limits


def _list(language: str, field: str, name: str, *, must: bool, message: str = "") -> dict[str, Any]:
    title = say(
        language, "prompt.required" if must else "prompt.free", name=say(language, f"field.{field}")
    )
    words = _prompt(
        title,
        message or say(language, f"prompt.{field}"),
        say(language, "refusal.list"),
        language,
        "stop",
    )
    return words | {"validate": "list", "source": f"={name}"}


def _state(form: Form, row: MilestoneRow, lists: Lists) -> dict[str, Any]:
    """Return the drop-down of milestones like this one; where a step is due it asks whether the
    step is reached.
    """
    language = form.language
    end = day_label(language, form.period.end)
    words = {state: state_word(language, state, row.milestone) for state in row.states}
    message = say(language, "prompt.state", period_end=end)
    if row.step:
        key = "prompt.state_step" if "step_reached" in words else "prompt.state_year"
        yes = words.get("step_reached", words["done"])
        message += say(language, key, yes=yes, no=words["step_missed"])
    if row.milestone.action is Action.ADVANCE:
        message += say(language, "prompt.state_advance", done=words["done"])
    name = lists.states[offered_words(row, language)]
    return _list(language, "state", name, must=True, message=message)


def _day(form: Form, field: str, title_key: str, section: str = "field") -> dict[str, Any]:
    language, year = form.language, form.period.year
    title = say(language, title_key, name=say(language, f"{section}.{field}"))
    end = form.period.end
    example = f"{end.year}-{end.month}-{end.day}"
    words = _prompt(
        title, say(language, f"prompt.{field}", example=example), say(language, "refusal.date",
        example=example),
        language, "warning",
    )  # fmt: skip
    limits = {"minimum": date(year - 1, 1, 1), "maximum": date(year + 10, 12, 31)}
    return words | {"validate": "date", "criteria": "between"} | limits


def _contact(language: str, field: str) -> dict[str, Any]:
    title = say(language, "prompt.required", name=say(language, f"contact.{field}"))
    if field == "telephone":
        refusal = say(language, "refusal.telephone")
        limits = {"validate": "length", "criteria": "between", "minimum": 3, "maximum": 40}
        return (
            _prompt(title, say(language, "prompt.telephone"), refusal, language, "warning") | limits
        )
    limits = {"validate": "length", "criteria": "<=", "value": _NAME_LIMIT}
    refusal = say(language, "refusal.text", limit=_NAME_LIMIT)
    return _prompt(title, say(language, f"prompt.{field}"), refusal, language, "stop") | limits
