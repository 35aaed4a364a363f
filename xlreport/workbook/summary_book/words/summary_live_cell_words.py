"""The live cells of a target's row: what follows when somebody corrects a figure, a target, a date
or a threshold, and what says that it does not.
"""

from collections.abc import Mapping

from xlreport.messages import say
from xlreport.messages.locked_cell_messages import label
from xlreport.model.judged.judged_assessment import FROM_AXIS, SYMBOLS, Status
from xlreport.model.judged.judged_live_formulas import Live, named, quoted_string
from xlreport.model.judged.judged_summary import Summary, SummaryRow, turn_of
from xlreport.model.plans.plan import Commitment, Indicator
from xlreport.workbook.summary_book.painting.painted_cells import (
    CellEntry,
    Entries,
    Shown,
    entry_value,
)
from xlreport.workbook.summary_book.words.summary_issued_words import (
    LINES,
    changed_mark,
    differs,
    issued_stamp,
    same_number,
    stamped,
)
from xlreport.workbook.summary_book.words.summary_link_words import said_formula

_FIELDS = ("status", "expected", "gap", "pace", "attainment")
_BESIDE = {
    "travel": ("travel_points", "travel_share"),
    "escalation": ("escalate_amber", "escalate_red", "escalate_red_again"),
    "against_above": ("above_points",),
    "progress_index": ("progress_gap",),
}
"""What stands beside a light and does not follow a correction → the thresholds that it rests on."""
_DEEP = 1500
"""Characters of a reason that a formula carries; longer ones stand as they are."""
_GAP_BAR = (
    "IF(ISNUMBER({gap}),MAX(-1,MIN(1,{gap}/"
    "IF(ISNUMBER({green}),IF(AND(ISNUMBER({amber}),{green}<>{amber}),ABS({green}-{amber}),"
    'IF({green}<>0,ABS({green})*0.3,1)),IF({target}<>0,ABS({target})*0.3,1)))),"")'
).format(**{field: named(field) for field in ("gap", "target", *LINES)})  # fmt: skip
_DAYS = f'IF(AND(ISNUMBER({named("deadline")}),ISNUMBER({named("expected")})),{named("deadline")}-{named("expected")},"—")'  # noqa: E501 - one formula
_DAYS_BAR = f'IF(ISNUMBER({named("days")}),MAX(-1,MIN(1,{named("days")}/90)),"")'
_FIRMEST_FIRST = (Commitment.HARD, Commitment.STRIVE, Commitment.PLAIN)
_KIND, _FIRMNESS = 10**6, 2 * 10**6
"""What the kind of a target and its commitment weigh in the order of what needs attention."""
BLANK_LIST: Entries = {"changed": 0, "turn": "", "urgency": "", "rank": "", "list_name": "",
              "list_who": "", "list_why": ""}  # fmt: skip
"""What stands beside each row for lists, counts and pages to find."""
FOR_FORMULAS = frozenset(BLANK_LIST)
"""Columns of a target's sheet that formulas look at, and nobody else."""


def ranks(summary: Summary) -> Mapping[str, int]:
    """Return the place of each row that needs attention, by code."""
    return {row.target.code: place for place, row in enumerate(summary.attention, start=1)}


def made_live(summary: Summary, row: SummaryRow, entries: Entries, rank: int | None) -> Entries:
    """Return a row's entries with their formulas; the results that Python computed stay as the
    stored values.
    """
    language = summary.plan.language
    found = {**entries, **_listed(summary, row, rank)}
    if row.live is None:
        return found
    for field in _FIELDS:
        if formula := getattr(row.live, field):
            found[field] = _shown(entries.get(field), formula)
    if isinstance(row.target, Indicator):
        found |= _figures(summary, row, row.live, entries)
    else:
        found |= _days(summary, entries)
    mark = changed_mark(row, row.live, summary.plan.policy, entries)
    found["changed"] = Shown(value=0, formula=mark)
    for field, thresholds in _BESIDE.items():
        if field in entries:
            when = differs(summary.plan.policy, thresholds)
            found[field] = stamped(language, entries[field], when)
    words = str(entries["reason"])
    if 0 < len(words) <= _DEEP:
        mark = f'IF({named("changed")}=1,{issued_stamp(language)},"")&{quoted_string(words)}'
        found["reason"] = Shown(value=words, formula=mark)
    return found


def _shown(entry: CellEntry, formula: str) -> Shown:
    if isinstance(entry, Shown):
        return entry._replace(formula=formula)
    return Shown(value="" if entry is None else entry, formula=formula)  # type: ignore[arg-type] # days are never computed


def _figures(summary: Summary, row: SummaryRow, live: Live, entries: Entries) -> Entries:
    """Return target, baseline and bounds, which stand beside the page so that what is compared can
    be seen, and what follows from them.
    """
    judged, language = row.assessment, summary.plan.language
    found: dict[str, CellEntry] = {"baseline": row.baseline, "target": _target(summary, row)}
    for name in LINES:
        value, formula = getattr(judged, name), getattr(live, name)
        found[name] = (
            Shown(value="—" if value is None else value, formula=formula) if formula else None
        )
    if live.gap:
        found["gap_bar"] = _shown(entries.get("gap_bar"), _GAP_BAR)
    revised = f"NOT({same_number('target', judged.target)})"
    found["printed"] = stamped(language, entries["printed"], revised)
    found["trend_f"] = (
        Shown(
            value="" if row.actual is None else row.actual,
            formula=f'IF(ISNUMBER({named("actual")}),{named("actual")},"")',
        )
        if not getattr(row.target, "classes", ())
        else entries.get("trend_f")
    )
    if not live.expected and getattr(row.target, "profile", "") == "year_end":
        waits = f"{named('status')}={named('status.not_due')}"
        word = quoted_string(say(language, "summary.year_end"))
        found["expected"] = _shown(entries["expected"], f'IF({waits},{word},"—")')
    for field in ("forecast", "forecast_range"):
        found[field] = stamped(language, entries[field])
    return found


def _target(summary: Summary, row: SummaryRow) -> CellEntry:
    """Return the number to be reached; of one that refers to another cell, that cell's number."""
    own, value = row.target, row.assessment.target
    if not isinstance(own, Indicator) or own.value is not None or own.reference is None:
        return value
    if own.reference == "baseline":
        formula = f'IF(ISNUMBER({named("baseline")}),{named("baseline")},"")'
        return Shown(value="" if value is None else value, formula=formula)
    other = summary.plan.at(summary.period).lookup.targets.get(own.reference)
    if not isinstance(other, Indicator) or other.classes:
        return value
    column = {field: named(f"range.indicator.{field}") for field in ("code", "actual")}
    figure = f"INDEX({column['actual']},MATCH({quoted_string(other.code)},{column['code']},0))"
    printed = '""' if other.value is None else f"{other.value:f}"
    return Shown(
        value="" if value is None else value, formula=f"IF(ISNUMBER({figure}),{figure},{printed})"
    )


def _days(summary: Summary, entries: Entries) -> Entries:
    """Return what follows from a milestone's dates and texts."""
    joint = quoted_string(say(summary.plan.language, "summary.said_joint"))
    return {
        "days": _shown(entries["days"], _DAYS),
        "days_bar": _shown(entries["days_bar"], _DAYS_BAR),
        "said": _shown(
            entries["said"], said_formula(joint, named("problems"), named("next_steps"))
        ),
    }


ATTENTION = {"status": "status", "name": "list_name", "department": "list_who",
             "reason": "list_why", "pace": "pace"}  # fmt: skip
"""Columns of the list of what needs attention → fields of the rows that they show."""


def listed_fields(summary: Summary, row: SummaryRow, rank: int | None) -> dict[str, CellEntry]:
    """Return what the list of what needs attention says of a row."""
    found, light = _listed(summary, row, rank), row.assessment.status
    word = say(summary.plan.language, f"status.{light}")
    found |= {"status": f"{SYMBOLS[light]} {word}", "pace": row.assessment.pace}
    return {field: entry_value(found[source]) for field, source in ATTENTION.items()}


def _listed(summary: Summary, row: SummaryRow, rank: int | None) -> dict[str, CellEntry]:
    """Return what stands beside a row for lists, counts and pages to find."""
    language, live = summary.plan.language, row.live is not None
    decided = ""
    if row.decision:
        one = row.decision
        decided = say(language, "summary.decided", words=one.words, by=one.by, why="")
    name = label(row.target, language)
    if row.target.commitment is Commitment.HARD:
        promise = say(language, f"commitment.{row.target.commitment}")
        name = say(language, "summary.hard_name", promise=promise, name=name)
    who = (row.department, row.target.leader)
    found: dict[str, CellEntry] = {
        **BLANK_LIST,
        "list_name": name,
        "list_who": say(language, "summary.who_joint").join(part for part in who if part),
        "list_why": f"{decided}{row.assessment.why or row.assessment.reason}",
        "turn": turn_word(language, row.change),
        "urgency": _urgency(row) if row.assessment.status in _URGENT else "",
        "periods_off": row.periods_off if row.periods_off > 1 else None,
    }
    if live:
        why = f"{quoted_string(decided)}&{named('reason')}" if decided else named("reason")
        found["list_why"] = _shown(found["list_why"], why)
        found["turn"] = _shown(found["turn"], _turn_formula(language, row))
        found["urgency"] = _shown(found["urgency"], _urgency_formula(row))
        found["rank"] = Shown(value="" if rank is None else rank, formula=_RANK)
        if row.off_before:
            off = f"{named('status')}={named('status.off_track')}"
            more = row.off_before + 1
            found["periods_off"] = _shown(found["periods_off"], f'IF({off},{more},"")')
    return found


_URGENT = (Status.OFF_TRACK, Status.AT_RISK)
_RANK = 'IF(ISNUMBER({urgency}),{counted},"")'.format(
    urgency=named("urgency"),
    counted="+".join(
        f'COUNTIF({named(f"range.{kind}.urgency")},"<="&{named("urgency")})'
        for kind in ("indicator", "milestone")
    ),
)


def turn_word(language: str, turn: str) -> str:
    """Return in a word how a light turned."""
    return say(language, f"summary.{turn}") if turn else ""


def _turn_formula(language: str, row: SummaryRow) -> str:
    formula = '""'
    for status in FROM_AXIS:
        if turn := turn_of(row.last_status, status):
            word = quoted_string(turn_word(language, turn))
            formula = f"IF({named('status')}={named(f'status.{status}')},{word},{formula})"
    return formula


def _urgency(row: SummaryRow, status: Status | None = None) -> int:
    """Return a number by which rows stand in the order of `rollup.attention`: the light, how firmly
    it was promised, the kind of target, its place in the plan.
    """
    light = _URGENT.index(status or row.assessment.status)
    firmness = _FIRMEST_FIRST.index(row.target.commitment)
    kind = 0 if isinstance(row.target, Indicator) else 1
    return (light * len(_FIRMEST_FIRST) + firmness) * _FIRMNESS + kind * _KIND + row.serial


def _urgency_formula(row: SummaryRow) -> str:
    formula = '""'
    for status in _URGENT:
        light = named(f"status.{status}")
        formula = f"IF({named('status')}={light},{_urgency(row, status)},{formula})"
    return formula
