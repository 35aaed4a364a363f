"""What is wrong goes back: the sender's own workbook, marked, with the first findings in the
letter.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xlreport.ledger.ledger_amendments import extensions, withdrawn
from xlreport.ledger.ledger_file import whole
from xlreport.ledger.ledger_mails import answered_before, mails
from xlreport.ledger.ledger_outcomes import digest_of_findings
from xlreport.mail.compose_mail import Attachment
from xlreport.mail.mail_headers import ascii_attachment_name
from xlreport.mail.mail_text import MailTable
from xlreport.messages import say
from xlreport.messages.finding_messages import remedy, sentence
from xlreport.model.period import Period
from xlreport.model.plans.plan import Department
from xlreport.model.returns.finding import Finding, Verdict
from xlreport.model.returns.finding_codes import Severity
from xlreport.model.round.round_ledger_types import Mail, MailKind
from xlreport.pipeline.files.writing_files import write_whole
from xlreport.pipeline.forms.exporting_form_templates import known_headings
from xlreport.pipeline.intake.intake_marked_copies import Forms, forms_for, marked_copy, whose_is
from xlreport.pipeline.intake.receiving_inbox import Received
from xlreport.pipeline.intake.validating_returns import needs_return
from xlreport.pipeline.round.mails.writing_mails import (
    LetterText,
    queue_all,
    said_before,
    when_words,
)
from xlreport.pipeline.round.making_round import Round
from xlreport.pipeline.round.opening_round_workspace import Workspace
from xlreport.pipeline.round.recording_round import Recorded, recorded_earlier
from xlreport.pipeline.round.reporting_round_status import reporting_statuses
from xlreport.pipeline.round.taking_in_round_inbox import latest_of

RETURNED_FOLDER = "returned"
_TOLD = frozenset({Verdict.RETURNED, Verdict.UNREADABLE, Verdict.NOT_OURS})
"""What is told to whoever sent a file that is nobody's return."""
_FIRST = 10
"""Findings that stand in the letter itself."""
_ALL = 200
"""Findings in a letter that goes without its attachment."""


@dataclass(frozen=True, slots=True)
class ReturnedMail:
    """What goes back to one department."""

    department: Department
    file: str
    path: Path | None
    """The marked copy; None where the file holds nothing that could be marked."""
    mails: tuple[Mail, ...]


def return_all(round_: Round, kept: Recorded, period: Period) -> Iterator[ReturnedMail]:
    """Queue what goes back: of each department its last file, where something is to be mended or
    explained.
    """
    answered = set()
    earlier = recorded_earlier(round_, before=period)
    forms = forms_for(
        kept.received, earlier, known_headings(round_.workspace.restyled), round_.workspace.restyled
    )
    for one in latest_of(kept, period):
        answered.add(one.department)
        if needs_return(one):
            yield _return(round_, one, _department(round_.workspace, one.department), forms, period)
    before = answered_before(round_.ledger, round_.workspace.code, str(period))
    for one, code in _nameless(kept):
        if code not in answered and one.sha256 not in before:
            yield _return(round_, one, _department(round_.workspace, code), forms, period,
                          name=kept.arrivals[one.file].name)  # fmt: skip


def write_marked(round_: Round, kept: Recorded, period: Period) -> Iterator[ReturnedMail]:
    """Write the marked copies that `return_all` would send, and queue no letter; what is there
    already is not written again.
    """
    earlier, restyled = recorded_earlier(round_, before=period), round_.workspace.restyled
    forms = forms_for(kept.received, earlier, known_headings(restyled), restyled)
    for one in latest_of(kept, period):
        path = _marked_place(round_.workspace, one.department, one, period)
        if not needs_return(one) or path.is_file():
            continue
        content = _marked(round_.workspace, one, forms)
        if content is not None:
            write_whole(path, content)
            yield ReturnedMail(_department(round_.workspace, one.department), one.file, path, ())


def _marked_place(workspace: Workspace, code: str, one: Received, period: Period) -> Path:
    return workspace.out / RETURNED_FOLDER / str(period) / f"{code}_{one.sha256[:12]}.xlsx"


def _nameless(kept: Recorded) -> Iterator[tuple[Received, str]]:
    """Yield files that cannot be read, or do not say whose they are, but came from a department's
    address.
    """
    for one in kept.received:
        came = kept.arrivals.get(one.file)
        if one.identity is None and one.verdict in _TOLD and came is not None and came.department:
            yield one, came.department


def unanswerable(kept: Recorded) -> Iterator[Received]:
    """Yield files that cannot be read, or do not say whose they are, and that nobody known sent: a
    person has to look at them.
    """
    for one in kept.received:
        came = kept.arrivals.get(one.file)
        if one.identity is None and one.verdict in _TOLD and not (came and came.department):
            yield one


def _department(workspace: Workspace, code: str) -> Department:
    found = workspace.plan.department_of(code)
    assert found is not None  # noqa: S101 - the code was looked up in this plan before
    return found


def _return(
    round_: Round, one: Received, department: Department, forms: Forms, period: Period,
    *, name: str = "",
) -> ReturnedMail:  # fmt: skip
    """Queue what goes back for one file; `name` is what the sender calls it, where it holds no
    place that could be named.
    """
    found = to_mend(one.findings)
    language = round_.workspace.language
    draft = LetterText(
        kind=MailKind.RETURN,
        department=department,
        period=period,
        about=(one.sha256, digest_of_findings(found), *_taken_back(round_, department, period)),
        tables={"findings": findings_table(language, found, _FIRST, file=name)},
        submission=one.sha256,
    )
    path = _marked_place(round_.workspace, department.code, one, period)
    if path.is_file() and said_before(round_, draft):
        return ReturnedMail(department, one.file, path, ())
    content = _marked(round_.workspace, one, forms)
    attachments: tuple[Attachment, ...] = ()
    if content is not None:
        write_whole(path, content)
        called = ascii_attachment_name(department.code, str(period), "findings", suffix=".xlsx")
        attachments = (Attachment(called, content),)
    due = extensions(round_.ledger, round_.workspace.code, str(period)).get(department.code)
    when = when_words(
        round_.workspace,
        due or period.return_date(round_.workspace.plan.return_days),
        round_.now.date(),
    )
    alone = {**_values(round_.workspace, found, attached=False), **when}
    draft = replace(
        draft,
        values={**_values(round_.workspace, found, attached=bool(attachments)), **when},
        light=(alone, {"findings": findings_table(language, found, _ALL, file=name)}),
        attachments=attachments,
    )
    with whole(round_.ledger):
        made = queue_all(round_, draft)
    return ReturnedMail(department, one.file, path if attachments else None, made)


def to_mend(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return what the department has to mend or explain: errors first, then unexplained
    warnings.
    """
    open_ones = (one for one in findings if one.is_open)
    return tuple(sorted(open_ones, key=lambda one: one.severity is not Severity.ERROR))


def _taken_back(round_: Round, department: Department, period: Period) -> tuple[str, ...]:
    """Return what makes a letter another one after earlier ones were taken back."""
    before = withdrawn(round_.ledger, "return")
    sent = mails(round_.ledger, round_.workspace.code, str(period))
    mine = [one.number for one in sent if one.department == department.code]
    count = len(before.intersection(mine))
    return (f"taken back {count}",) if count else ()


def _marked(workspace: Workspace, one: Received, forms: Forms) -> bytes | None:
    """Return the sender's workbook with its marks, or what goes back instead; None where there is
    no workbook.
    """
    if one.submission is None or one.verdict is Verdict.NOT_OURS:
        return None
    try:
        content = one.path.read_bytes()
    except OSError:
        content = b""  # moved or locked meanwhile: the findings go back as a list
    return marked_copy(
        content, one.submission, one.findings, workspace.language, forms, whose_is(one)
    )[0]


def _values(workspace: Workspace, found: Sequence[Finding], *, attached: bool) -> dict[str, str]:
    language = workspace.language
    errors = sum(one.severity is Severity.ERROR for one in found)
    key = "letters.attached" if attached else "letters.not-attached"
    return {
        "errors": str(errors),
        "warnings": str(len(found) - errors),
        "attached": say(language, key, folder=RETURNED_FOLDER),
    }


def findings_table(
    language: str, found: Sequence[Finding], count: int, *, file: str = ""
) -> MailTable:
    """Return the first findings as rows: where (or of which file), what, and what to do.

    Args:
        language: of the words.
        found: all findings, the gravest first.
        count: how many are named.
        file: the name that stands where a finding has no cell.
    """
    heads = tuple(say(language, f"letters.{one}") for one in ("place", "fault", "remedy"))
    rows = tuple(
        (_place(one) or file, sentence(language, one), remedy(language, one))
        for one in found[:count]
    )
    rest = len(found) - len(rows)
    return MailTable(heads, rows, say(language, "letters.more", count=rest) if rest > 0 else "")


def _place(one: Finding) -> str:
    cell = f"{one.sheet}!{one.cell}" if one.cell else one.sheet
    return " ".join(part for part in (cell, one.indicator) if part)


def answer_without_file(round_: Round, period: Period) -> Iterator[ReturnedMail]:
    """Queue an answer to each mail of a department that carried no file since its last that did:
    what it was instead, and what to do.
    """
    for standing in reporting_statuses(round_, period):
        if not standing.without or standing.verdict is Verdict.ACCEPTED:
            continue
        department = _department(round_.workspace, standing.department)
        kind = standing.without[-1]
        draft = LetterText(
            kind=MailKind.NO_FILE,
            department=department,
            period=period,
            about=(kind, str(len(standing.without))),
            values={"kind": say(round_.workspace.language, f"without.{kind}")},
        )
        with whole(round_.ledger):
            made = queue_all(round_, draft)
        if made:
            yield ReturnedMail(department, "", None, made)
