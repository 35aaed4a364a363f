"""How a summary's rows read in a paper: each a mapping of texts by the names that templates use."""

from decimal import Decimal

from xlreport.messages import say
from xlreport.messages.calendar_words import day_label
from xlreport.messages.locked_cell_messages import NO_VALUE, amount_text, label, promised_text
from xlreport.messages.numbers_in_messages import percent_as_shown
from xlreport.model.judged.judged_assessment import SYMBOLS, Status
from xlreport.model.judged.judged_summary import Summary, SummaryRow
from xlreport.model.plans.plan import Indicator

TINTS: dict[Status, str] = {
    Status.COMPLETED: "D3E7E8", Status.ON_TRACK: "E6F4EA", Status.AT_RISK: "FFE9A8",
    Status.OFF_TRACK: "F4C7C3", Status.NOT_REPORTED: "E3E6EA", Status.NOT_DUE: "FFFFFF",
    Status.NOT_JUDGED: "FFFFFF",
}  # fmt: skip
"""Backgrounds of lights, light enough for black letters and a photocopier."""
RowWords = dict[str, object]


def light_words(language: str, status: Status) -> str:
    """Return a light's symbol and word."""
    return f"{SYMBOLS[status]} {say(language, f'status.{status}')}"


def row_words(summary: Summary, row: SummaryRow, serial: int) -> RowWords:
    """Return what a template may say of one target: texts, and the tint of its light."""
    language, target, judged = summary.plan.language, row.target, row.assessment
    problems = next_steps = progress = ""
    if row.record is not None:
        record = row.record
        problems, next_steps, progress = record.problems, record.next_steps, record.progress
    return {
        "serial": serial,
        "code": target.code,
        "milestone": judged.kind == "milestone",
        "name": label(target, language),
        "department": row.department,
        "leader": target.leader,
        "section": target.section,
        "hard": str(target.commitment) == "hard",
        "commitment": say(language, f"commitment.{target.commitment}"),
        "target": promised_text(summary.plan, target, summary.period),
        "deadline": day_label(language, judged.deadline or summary.plan.due(target)),
        "actual": reached(summary, row),
        "due": amount(row, judged.expected, language),
        "attainment": NO_VALUE
        if judged.attainment is None
        else percent_as_shown(judged.attainment),
        "status": str(judged.status),
        "light": light_words(language, judged.status),
        "word": say(language, f"status.{judged.status}"),
        "tint": TINTS[judged.status],
        "last": light_words(language, row.last_status) if row.last_status else "",
        "reason": full_stop(language, judged.why or judged.reason),
        "pace": judged.pace,
        "problems": full_stop(language, problems),
        "next_steps": full_stop(language, next_steps),
        "progress": full_stop(language, progress),
        "periods_off": row.periods_off,
        "level": row.level,
        "decision": row.decision.words if row.decision else "",
    }


def reached(summary: Summary, row: SummaryRow) -> str:
    """Return the figure that is reported with its unit, or a milestone's state; where nothing came,
    that it is missing.
    """
    language, record = summary.plan.language, row.record
    if row.assessment.status is Status.NOT_REPORTED:
        return say(language, "summary.missing")
    if isinstance(row.target, Indicator):
        return amount(row, row.actual, language)
    if record and record.state:
        return say(language, f"state.{record.state}")
    return NO_VALUE


def amount(row: SummaryRow, value: Decimal | None, language: str) -> str:
    """Return a figure of a row with its unit; a dash where there is none."""
    if value is None or not isinstance(row.target, Indicator):
        return NO_VALUE
    return amount_text(row.target, value, language)


def full_stop(language: str, text: str) -> str:
    """Return what somebody wrote as a sentence: on one line, ended, so that what follows does not
    run into it; empty where nothing was written.
    """
    joined = " ".join(text.split())
    if not joined or joined[-1] in "。！？；.!?;…":
        return joined
    return joined + say(language, "paper.stop")
