"""What of a return may be believed: its sound rows as records, and the verdict on the file."""

from collections.abc import Iterable, Mapping, Sequence

from xlreport.checks.returns.checked_return_lines import (
    CheckedReturn,
    IndicatorLine,
    Line,
    MilestoneLine,
    anchor,
    cell_text,
    returned,
    shown_value,
    target,
)
from xlreport.checks.returns.return_stopping_check import stops_all, stops_row, stops_sheet
from xlreport.checks.typed.typed_choices import read_source
from xlreport.messages import say
from xlreport.model.plans.plan_form_types import TEXT_LIMIT, Form
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Finding, Verdict
from xlreport.model.returns.finding_codes import Severity
from xlreport.model.returns.submission import Submission
from xlreport.model.texts.struck_out_text import STROKE, struck_in_words

_WORDS = ("source", "remark", "progress", "problems", "next_steps", "evidence")
"""Fields of words that a record keeps."""


def accept(
    submission: Submission,
    form: Form,
    findings: Sequence[Finding],
    back: CheckedReturn | None = None,
) -> tuple[Record, ...]:
    """Return the rows whose figure or state is sound as records, in the order of the form.

    A blank that nobody asked for gives no record. All are provisional (暂用) where the return has
    an error anywhere, and a row is where it has a warning that nobody has explained. Words that are
    missing or no good do not take a good figure with them: they are asked for.

    Args:
        submission: The return, as read.
        form: What was sent out.
        findings: What is to be said about it.
        back: The return beside its form, where that is known already.
    """
    errors = [one for one in findings if one.severity is Severity.ERROR]
    if any(stops_all(one) for one in errors):
        return ()
    stopped = {one.indicator for one in errors if stops_row(one)}
    sheets = {one.sheet for one in errors if stops_sheet(one)}
    doubted = {
        one.indicator for one in findings if one.severity is Severity.WARNING and not one.explained
    }
    back = back or returned(submission, form)
    contacts = {field: shown_value(one) for field, one in submission.contacts.items()}
    return tuple(
        [
            _record(
                line, back, contacts, provisional=bool(errors) or target(line.row).code in doubted
            )
            for line in back.lines
            if target(line.row).code not in stopped
            and line.entry.sheet not in sheets
            and _tells(line)
        ]
    )


def _tells(line: Line) -> bool:
    """Say whether a line holds an answer; that there is no figure is one only where it was asked
    for.

    Last year's figure alone is an answer: it is asked for where this year's is not known yet.
    """
    if isinstance(line, IndicatorLine):
        told = line.value is not None or line.baseline.value is not None
        return told or (line.row.asked and line.figure.said_none)
    return line.state.value is not None


def _record(
    line: Line, back: CheckedReturn, contacts: Mapping[str, str], *, provisional: bool
) -> Record:
    """Return a line of a return as a record, with who signed it."""
    entry, form = line.entry, back.form
    source, remark, progress, problems, next_steps, evidence = _words(line, form.language)
    figure = line if isinstance(line, IndicatorLine) else None
    task = line if isinstance(line, MilestoneLine) else None
    cell = anchor(entry, "actual" if figure else "state")
    return Record(
        plan=form.code.plan,
        period=form.period,
        department=form.department.code,
        kind="indicator" if figure else "milestone",
        code=target(line.row).code,
        value=figure.value if figure else None,
        state=(task.state.value or "") if task else "",
        expected=task.expected.value if task else None,
        progress=progress,
        problems=problems,
        next_steps=next_steps,
        source=source,
        remark=remark,
        evidence=evidence,
        baseline=figure.baseline.value if figure else None,
        no_data=figure.figure.said_none if figure else False,
        provisional=provisional,
        telephone=contacts.get("telephone", ""),
        filled_by=contacts.get("filled_by", ""),
        file=back.submission.file,
        sha256=back.submission.sha256,
        sheet=entry.sheet,
        cell=cell.address if cell else "",
    )


def _words(line: Line, language: str) -> Iterable[str]:
    """Return what stands in the cells of words of a line (`_WORDS`), as it is kept."""
    entry = line.entry
    told = entry.texts
    words = [told[field].strip() if field in told else cell_text(entry, field) for field in _WORDS]
    if words[0]:
        words[0] = read_source(words[0], language)
    if isinstance(line, IndicatorLine) and line.figure.kept:
        # what was typed around the figure (约, 左右) is part of what was reported
        typed = say(language, "returns.typed", value=shown_value(entry.cells["actual"]))
        words[1] = f"{words[1]} {typed}".strip()
    return [one and _cut(one, language) for one in words]


def _cut(words: str, language: str) -> str:
    """Return words as they are kept: what is struck out in them is said to be, and they end
    where there is no more room.
    """
    if STROKE in words:
        words = struck_in_words(words, lambda text: say(language, "returns.struck", text=text))
    return words if len(words) <= TEXT_LIMIT else f"{words[: TEXT_LIMIT - 1]}…"


def verdict(findings: Iterable[Finding], records: Sequence[Record], form: Form) -> Verdict:
    """Return what becomes of a return: accepted without an error, partly with some sound rows, else
    returned.
    """
    errors = [one for one in findings if one.severity is Severity.ERROR]
    if not errors:
        return Verdict.ACCEPTED
    asked = {row.indicator.code for row in form.indicators} | {
        row.milestone.code for row in form.milestones
    }
    return Verdict.PARTLY if any(one.code in asked for one in records) else Verdict.RETURNED
