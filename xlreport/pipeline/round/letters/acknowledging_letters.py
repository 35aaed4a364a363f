"""Accepted: a letter to each department whose return is in order, with what was read from its
cells.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from xlreport.ledger.ledger_file import whole
from xlreport.ledger.ledger_outcomes import counted_files, digest_of, stored_records
from xlreport.mail.mail_text import MailTable
from xlreport.messages import say
from xlreport.messages.locked_cell_messages import exact_text
from xlreport.messages.state_messages import state_word
from xlreport.model.period import Period
from xlreport.model.plans.plan import Department, Indicator
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Verdict
from xlreport.model.round.round_ledger_types import Mail, MailKind
from xlreport.pipeline.intake.validating_returns import needs_return
from xlreport.pipeline.round.mails.writing_mails import LetterText, queue_all
from xlreport.pipeline.round.making_round import Round
from xlreport.pipeline.round.opening_round_workspace import Workspace
from xlreport.pipeline.round.recording_round import Recorded


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """One department that is told."""

    department: Department
    rows: int
    mails: tuple[Mail, ...]


def acknowledge(round_: Round, kept: Recorded, period: Period) -> Iterator[Acknowledged]:
    """Queue a letter for each department whose return counts and has nothing left to mend or
    explain.
    """
    open_files = {one.sha256 for one in kept.received if needs_return(one)}
    everything = stored_records(round_.ledger, round_.workspace.code)
    for code, counted in counted_files(round_.ledger, round_.workspace.code, str(period)).items():
        department = round_.workspace.plan.department_of(code)
        if (
            department is None
            or counted.verdict is not Verdict.ACCEPTED
            or counted.sha256 in open_files
        ):
            continue
        mine = [one for one in everything if one.is_of(code, period)]
        rows = tuple(row for one in mine if (row := _row(round_.workspace, one)) is not None)
        heads = tuple(
            say(round_.workspace.language, f"letters.{one}") for one in ("name", "read", "unit")
        )
        draft = LetterText(
            kind=MailKind.ACKNOWLEDGE,
            department=department,
            period=period,
            about=(counted.sha256, digest_of(rows)),
            values={"count": str(len(rows))},
            tables={"values": MailTable(heads, rows)},
            submission=counted.sha256,
        )
        with whole(round_.ledger):
            mails = queue_all(round_, draft)
        yield Acknowledged(department, len(rows), mails)


def _row(workspace: Workspace, record: Record) -> tuple[str, str, str] | None:
    """Return a target's name, what was read of it, and its unit."""
    target = next((one for one in workspace.plan.targets if one.code == record.code), None)
    if target is None:
        return None
    language = workspace.language
    if not isinstance(target, Indicator):
        return target.name, state_word(language, record.state, target) if record.state else "", ""
    if record.value is None:
        return target.name, say(language, "letters.no-data"), target.unit
    return target.name, exact_text(target, record.value), target.unit
