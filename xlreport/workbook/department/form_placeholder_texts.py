"""What the placeholders of a department template say for one form: words, bases, names of files and
periods.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from xlreport.messages import say
from xlreport.messages.calendar_words import day_label, month_end_label, period_label, span_label
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, Measure
from xlreport.model.plans.plan_form_types import Form
from xlreport.workbook.department.form_layout import Layout
from xlreport.workbook.workbook_row_xml import printable_text

# characters that no file name has on Windows
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_NAME_CHARACTERS = 100
_NAME_BYTES = 200
"""Windows takes 255 units a name, Linux 255 bytes; room is left for what mail programs add."""


def workbook_name(form: Form) -> str:
    """Return the file name `03_发展改革委_2020年二季度.xlsx`, safe on Windows, Linux and macOS."""
    parts = (
        _plain_name(form.department.name),
        _plain_name(period_label(form.language, form.period)),
    )
    stem = f"{form.number:02}_" + "_".join(part for part in parts if part)
    stem = stem[:_NAME_CHARACTERS].encode("utf-8")[:_NAME_BYTES].decode("utf-8", "ignore")
    return f"{stem.rstrip(' ._')}.xlsx"


def _plain_name(text: str) -> str:
    """Return a part of a file name: no separators, no control or direction characters, no dots at
    its ends.

    The number in front keeps any name from being one of Windows' devices (CON, NUL).
    """
    kept = "".join(
        "" if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"} else c for c in text
    )
    return _FORBIDDEN.sub("-", unicodedata.normalize("NFC", kept)).strip(" .")


def placeholder_texts(form: Form, layout: Layout) -> Mapping[str, str]:
    """Return the text of each placeholder that is the same on every sheet."""
    language, period = form.language, form.period
    return_by = _day_of_week(language, form.return_by)
    titles = [
        say(language, "template.sheet", title=sheet.look.title)
        for sheet in layout.sheets
        if sheet.look.kind
    ]
    said = {
        "plan.title": form.title,
        "plan.government": form.government,
        "department.name": form.department.name,
        "period.label": period_label(language, period),
        "period.span": span_label(language, period),
        "period.month_end": month_end_label(language, period),
        "period.end": day_label(language, period.end),
        "period.year": str(period.year),
        "last.label": told_label(language, form),
        "code": str(form.code),
        "return_by": return_by,
        "due": return_by,
        "counts": _counts(form),
        "note": form.note,
        "contact": form.contact or say(language, "template.no_contact"),
        "sheets": say(language, "template.sheets_joint").join(titles),
    }
    return {name: printable_text(text) for name, text in said.items()}


def told_label(language: str, form: Form) -> str:
    """Return in short which period the last values are of, which need not be the one before."""
    if len(form.told) > 1:
        return say(language, "template.last_reported")
    return last_label(language, form.told[0] if form.told else form.period.previous())


def last_label(language: str, last: Period) -> str:
    """Return a period in short: `一季度`; `上年末` where it ended with last year, as the head is
    narrow.
    """
    if last.is_last and last.kind != "year":
        return say(language, "template.last_before")
    if last.kind in {"quarter", "half"}:
        ordinal = say(language, f"period.{last.kind}_{last.number}")
    else:
        ordinal = ""
    month = _listed(language, "month_names", last.end_month - 1)
    return say(
        language, f"template.last_{last.kind}", year=last.year, ordinal=ordinal, month_name=month
    )


def basis(language: str, period: Period, indicator: Indicator) -> str:
    """Return the unit and, below it, what kind of figure is asked: `万人` and `1—6月累计`, at the
    end `全年累计`.
    """
    whole_year = "_year" if indicator.measure is Measure.CUMULATIVE and period.is_last else ""
    kind = say(
        language,
        f"basis.{indicator.measure}{whole_year}",
        span=span_label(language, period),
        month_end=month_end_label(language, period),
    )
    # A class needs no unit: its words are the figure.
    if indicator.measure is Measure.CLASS:
        return kind
    return f"{indicator.unit}\n{kind}"


def _counts(form: Form) -> str:
    indicators, milestones = len(form.indicators), len(form.milestones)
    which = {
        (True, True): "both",
        (True, False): "indicators",
        (False, True): "milestones",
        (False, False): "none",
    }
    key = which[bool(indicators), bool(milestones)]
    return say(
        form.language, f"template.counts_{key}", indicators=indicators, milestones=milestones
    )


def _day_of_week(language: str, day: date) -> str:
    return say(
        language,
        "template.return_by",
        day=day.day,
        month_name=_listed(language, "month_names", day.month - 1),
        weekday=_listed(language, "weekdays", day.weekday()),
    )


def _listed(language: str, key: str, place: int) -> str:
    return say(language, f"template.{key}").split(",")[place]
