"""What of a return may be believed: its sound rows as records, and the verdict on the file."""

from collections.abc import Iterable, Mapping, Sequence

from xlreport.checks.choices import read_source
from xlreport.checks.identity import STOPS_FILE
from xlreport.checks.lines import IndicatorLine, Line, MilestoneLine, Returned, anchor, returned, shown, target, text
from xlreport.messages import say
from xlreport.model.codes import Severity
from xlreport.model.finding import Finding, Verdict
from xlreport.model.form import TEXT_LIMIT, Form
from xlreport.model.record import Record
from xlreport.model.submission import Submission


def accept(
    submission: Submission, form: Form, findings: Sequence[Finding], back: Returned | None = None
) -> tuple[Record, ...]:
    """Return the rows without an error as records, in the order of the form.

    A blank that nobody asked for gives no record. All are provisional (暂用) where the return has an error elsewhere,
    and a row is where it has a warning that nobody has explained.

    Args:
        submission: The return, as read.
        form: What was sent out.
        findings: What is to be said about it.
        back: The return beside its form, where that is known already.
    """
    errors = [one for one in findings if one.severity is Severity.ERROR]
    if any(_stops_all(one) for one in errors):
        return ()
    stopped = {one.indicator for one in errors}
    sheets = {one.sheet for one in errors if not one.indicator}
    doubted = {one.indicator for one in findings if one.severity is Severity.WARNING and not one.explained}
    back = back or returned(submission, form)
    contacts = {field: shown(one) for field, one in submission.contacts.items()}
    return tuple(
        _record(line, back, contacts, provisional=bool(errors) or target(line.row).code in doubted)
        for line in back.lines
        if target(line.row).code not in stopped and line.entry.sheet not in sheets and _tells(line)
    )


def _stops_all(error: Finding) -> bool:
    """Say whether an error is one of the whole file; one of a sheet stops that sheet, one of a row that row."""
    return error.code in STOPS_FILE or (not error.indicator and not error.sheet)


def _tells(line: Line) -> bool:
    """Say whether a line holds an answer; that there is no figure is one only where it was asked for.

    Last year's figure alone is an answer: it is asked for where this year's is not known yet.
    """
    if isinstance(line, IndicatorLine):
        told = line.value is not None or line.baseline.value is not None
        return told or (line.row.asked and line.figure.said_none)
    return line.state.value is not None


def _record(line: Line, back: Returned, contacts: Mapping[str, str], *, provisional: bool) -> Record:
    indicator = line if isinstance(line, IndicatorLine) else None
    milestone = line if isinstance(line, MilestoneLine) else None
    entry, form = line.entry, back.form
    cell = anchor(entry, "actual" if indicator else "state")
    return Record(
        plan=form.code.plan,
        period=str(form.period),
        department=form.department.code,
        kind="indicator" if indicator else "milestone",
        code=target(line.row).code,
        value=indicator.value if indicator else None,
        state=milestone.state.value or "" if milestone else "",
        expected=milestone.expected.value if milestone else None,
        progress=_cut(text(entry, "progress")),
        problems=_cut(text(entry, "problems")),
        next_steps=_cut(text(entry, "next_steps")),
        source=_cut(read_source(text(entry, "source"), form.language)),
        remark=_cut(_remark(line, form.language)),
        baseline=indicator.baseline.value if indicator else None,
        no_data=indicator.figure.said_none if indicator else False,
        provisional=provisional,
        telephone=contacts.get("telephone", ""),
        filled_by=contacts.get("filled_by", ""),
        file=back.submission.file,
        sha256=back.submission.sha256,
        sheet=entry.sheet,
        cell=cell.address if cell else "",
    )


def _remark(line: Line, language: str) -> str:
    """Return the remark with what was typed around the figure (约, 左右), which is part of what was reported."""
    remark = text(line.entry, "remark")
    if not isinstance(line, IndicatorLine) or not line.figure.kept:
        return remark
    typed = say(language, "returns.typed", value=shown(line.entry.cells["actual"]))
    return f"{remark} {typed}".strip()


def _cut(words: str) -> str:
    return words if len(words) <= TEXT_LIMIT else f"{words[: TEXT_LIMIT - 1]}…"


def verdict(findings: Iterable[Finding], records: Sequence[Record], form: Form) -> Verdict:
    """Return what becomes of a return: accepted without an error, partly with some sound rows, else returned."""
    errors = [one for one in findings if one.severity is Severity.ERROR]
    if not errors:
        return Verdict.ACCEPTED
    asked = {row.indicator.code for row in form.indicators} | {row.milestone.code for row in form.milestones}
    return Verdict.PARTLY if any(one.code in asked for one in records) else Verdict.RETURNED
