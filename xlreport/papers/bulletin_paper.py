"""The bulletin of a period (通报): how it stands, what is ahead, who lags and why, who did not
report, and every light in the annex.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlreport.messages import say
from xlreport.messages.calendar_words import day_label, period_label, span_label
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_summary import (
    COUNTED,
    DepartmentRow,
    Summary,
    SummaryRow,
    on_track_share,
)
from xlreport.model.plans.plan import Direction, Indicator, Measure
from xlreport.papers.paper_documents import Values
from xlreport.papers.paper_words import RowWords, row_words

AHEAD = Decimal("0.1")
"""From how far beyond its schedule on an amount is called ahead, as a share of the year's target.

Source: 连云港 2025 counts 超序时 apart; 10 points are the published distance of 银川 2025, the
other way.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What stands around a paper's words: who issues it, when, under which number, with copies to
    whom.
    """

    office: str
    on: date
    number: str = ""
    """Empty in a draft."""
    copies: str = ""
    addressee: str = ""


def imprint_words(language: str, imprint: Imprint) -> dict[str, object]:
    """Return what every template may say of the paper itself."""
    return {
        "office": imprint.office,
        "number": imprint.number or say(language, "paper.draft"),
        "draft": not imprint.number,
        "date": day_label(language, imprint.on),
        "copies": imprint.copies,
        "addressee": imprint.addressee or say(language, "paper.all_departments"),
    }


def summary_words(summary: Summary) -> dict[str, object]:
    """Return what every template may say of the plan, the period and the counts."""
    head = summary.plan.plan
    language, when = head.language, summary.period
    counts: dict[str, object] = {str(one): summary.count(one) for one in Status}
    share = on_track_share({one: summary.count(one) for one in Status})
    following = when.next()
    return {
        "plan": {"title": head.title, "government": head.government, "year": head.year,
                 "contact": head.contact},
        "period": {"label": period_label(language, when), "span": span_label(language, when),
                   "next": period_label(language, following)},
        "as_of": day_label(language, summary.as_of),
        "next_return": day_label(language, following.return_date(head.return_days)),
        "count": counts | {
            "all": len(summary.rows),
            "indicators": len(summary.indicators),
            "milestones": len(summary.milestones),
            "share": "" if share is None else f"{int(share * 100)}%",
            "lights": light_counts(language, summary.rows),
        },
    }  # fmt: skip


def light_counts(language: str, rows: Sequence[SummaryRow]) -> str:
    """Return how many rows have which light, in words, those without any left out."""
    found = ((one, sum(row.assessment.status is one for row in rows)) for one in Status)
    parts = (
        say(language, "paper.light_count", word=say(language, f"status.{one}"), count=count)
        for one, count in found
        if count
    )
    return say(language, "screen.comma").join(parts)


def bulletin_words(summary: Summary, imprint: Imprint) -> Values:
    """Return everything that the template of a bulletin may name."""
    language = summary.plan.language
    units = summary.departments
    counted = (one for one in units if one.verdict in COUNTED)
    late = tuple(one for one in counted if one.late)
    return {
        **imprint_words(language, imprint),
        **summary_words(summary),
        "returns": {
            "asked": len(units),
            "reported": summary.reported,
            "in_time": sum(one.verdict in COUNTED and one.late is False for one in units),
            "late": _names(language, late),
            "late_count": len(late),
            "missing": _names(language, summary.missing),
            "missing_count": len(summary.missing),
            "sent_back": _names(language, summary.sent_back),
            "sent_back_count": len(summary.sent_back),
        },
        "completed": _numbered(summary, _with(summary, Status.COMPLETED)),
        "ahead": _numbered(summary, (row for row in summary.rows if _is_ahead(row))),
        "made_good": _numbered(summary, (row for row in summary.rows if row.made_good)),
        "lagging": lagging(summary, Status.OFF_TRACK),
        "at_risk": lagging(summary, Status.AT_RISK),
        "silent": lagging(summary, Status.NOT_REPORTED),
        "indicators": _numbered(summary, summary.indicators),
        "milestones": _numbered(summary, summary.milestones),
    }


def lagging(summary: Summary, status: Status) -> list[dict[str, object]]:
    """Return the departments that have rows with a light, the most first, each with them."""
    groups: dict[str, list[SummaryRow]] = {}
    for row in _with(summary, status):
        groups.setdefault(row.department, []).append(row)
    listed = sorted(groups.items(), key=lambda group: -len(group[1]))
    return [
        {
            "serial": place,
            "ordinal": ordinal(summary.plan.language, place),
            "department": name,
            "count": len(rows),
            "rows": _numbered(summary, rows),
        }
        for place, (name, rows) in enumerate(listed, 1)
    ]


def ordinal(language: str, place: int) -> str:
    """Return a place as headings of the language count it: （十一） or (11)."""
    digits = say(language, "paper.numerals")
    number = _spelt(digits, place) if len(digits) > 10 else str(place)
    return say(language, "paper.ordinal", number=number)


def _spelt(digits: str, number: int) -> str:
    """Return a number with a sign for ten (十一, 二十), as Chinese headings have it; from a hundred
    on digit by digit.

    Args:
        digits: the signs for 0 to 10.
        number: from 1 on.
    """
    if number >= 100:
        return "".join(digits[int(one)] for one in str(number))
    tens, ones = divmod(number, 10)
    signs = []
    if tens > 1:
        signs.append(digits[tens])
    if tens:
        signs.append(digits[10])
    if ones:
        signs.append(digits[ones])
    return "".join(signs)


def _with(summary: Summary, status: Status) -> tuple[SummaryRow, ...]:
    return tuple(row for row in summary.rows if row.assessment.status is status)


def _is_ahead(row: SummaryRow) -> bool:
    """Say whether an amount is far beyond what is due now: only of amounts is a share of the
    year's target one of the way.
    """
    target, judged = row.target, row.assessment
    if judged.status is not Status.ON_TRACK or not isinstance(target, Indicator):
        return False
    if target.measure is not Measure.CUMULATIVE or target.direction is not Direction.MORE:
        return False
    if judged.actual is None or judged.expected is None or not judged.target:
        return False
    return (judged.actual - judged.expected) / judged.target >= AHEAD


def _numbered(summary: Summary, rows: Iterable[SummaryRow]) -> list[RowWords]:
    return [row_words(summary, row, place) for place, row in enumerate(rows, 1)]


def _names(language: str, units: Iterable[DepartmentRow]) -> str:
    return say(language, "screen.comma").join(one.name for one in units)
