"""Workbooks go out: one for each department and period, made once, with a mail to each of its
addresses.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from xlreport.ledger.ledger_amendments import extensions
from xlreport.ledger.ledger_arrivals import form_of, note_form
from xlreport.ledger.ledger_file import whole
from xlreport.mail.compose_mail import Attachment
from xlreport.mail.mail_headers import ascii_attachment_name
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Department
from xlreport.model.round.round_ledger_types import Mail, MailKind
from xlreport.pipeline.files.writing_files import write_whole
from xlreport.pipeline.forms.generating_forms import department_looks
from xlreport.pipeline.forms.making_forms import form_for
from xlreport.pipeline.round.mails.writing_mails import LetterText, due_words, queue_all
from xlreport.pipeline.round.making_round import Round
from xlreport.pipeline.round.recording_round import recorded_earlier
from xlreport.workbook.department.department_template import department_workbook, workbook_name
from xlreport.workbook.looks.template_looks import Looks

SENT_FOLDER = "sent"


@dataclass(frozen=True, slots=True)
class Sent:
    """One department's workbook and the mails with it that are new."""

    department: Department
    path: Path
    mails: tuple[Mail, ...]
    new: bool
    """Whether the workbook was made now."""


def send(
    round_: Round, period: Period, *, departments: Collection[str] = (), note: str = ""
) -> Iterator[Sent]:
    """Make the workbooks of a period and queue a mail for each; what was made stays, and is not
    sent twice.

    Args:
        round_: what the command works with.
        period: the period asked for.
        departments: codes; all that report where empty.
        note: a line for every page.

    Raises:
        CannotRun: the period is of another year, or something cannot be read or written.
    """
    plan = round_.workspace.plan
    if period.year != plan.year:
        raise CannotRun("period-other-year", USAGE, period=str(period), year=plan.year)
    looks = cache(lambda: department_looks(round_.workspace.language, round_.workspace.restyled))
    later = extensions(round_.ledger, round_.workspace.code, str(period))
    for department in plan.at(period).reporters():
        if departments and department.code not in departments:
            continue
        path, content, new = _workbook(round_, period, department, looks, note)
        name = ascii_attachment_name(department.code, str(period), suffix=".xlsx")
        until = later.get(department.code)
        draft = LetterText(
            kind=MailKind.SEND,
            department=department,
            period=period,
            about=(f"v{plan.version}",),
            values={} if until is None else due_words(round_.workspace, until),
            attachments=(Attachment(name, content),),
        )  # fmt: skip
        with whole(round_.ledger):
            whose = (round_.workspace.code, str(period), department.code)
            sha256 = hashlib.sha256(content).hexdigest()
            note_form(
                round_.ledger,
                whose,
                plan.version,
                sha256,
                path.relative_to(round_.workspace.out).as_posix(),
                round_.now,
            )
            mails = queue_all(round_, draft)
        yield Sent(department, path, mails, new)


def _workbook(
    round_: Round, period: Period, department: Department, looks: Callable[[], Looks], note: str
) -> tuple[Path, bytes, bool]:
    """Return the workbook that went out under this version of the plan, or make it."""
    folder = round_.workspace.out / SENT_FOLDER / str(period)
    known = form_of(
        round_.ledger,
        (round_.workspace.code, str(period), department.code),
        round_.workspace.plan.version,
    )
    if known:
        path = round_.workspace.out / known.file
        if (
            path.is_file()
            and hashlib.sha256(content := path.read_bytes()).hexdigest() == known.sha256
        ):
            return path, content, False
    earlier = recorded_earlier(round_, before=period)
    form = replace(
        form_for(round_.workspace.plan.at(period), department, period, earlier), note=note
    )
    path = folder / workbook_name(form)
    content = department_workbook(form, looks())
    write_whole(path, content)
    return path, content, not known
