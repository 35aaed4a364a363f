"""A workspace kept: what arrives is checked, marked and answered, and the summary follows; each
step stands on its own, so that one that cannot be done costs only itself.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from xlreport.ledger.ledger_file import LEDGER_FILE
from xlreport.ledger.ledger_outcomes import checked_arrivals
from xlreport.messages import say
from xlreport.messages.calendar_words import period_label
from xlreport.model.model_errors import CannotRun
from xlreport.model.period import Period
from xlreport.pipeline.files.file_places import SETTINGS
from xlreport.pipeline.intake.receiving_inbox import Received
from xlreport.pipeline.round.letters.returning_letters import (
    ReturnedMail,
    return_all,
    unanswerable,
    write_marked,
)
from xlreport.pipeline.round.mails.delivering_mails import deliver
from xlreport.pipeline.round.mails.drafting_mails import OUTBOX
from xlreport.pipeline.round.making_round import Round
from xlreport.pipeline.round.opening_round_workspace import CONTACTS_FILE, Workspace
from xlreport.pipeline.round.recording_round import Recorded, period_in_hand
from xlreport.pipeline.round.taking_in_round_inbox import take_in
from xlreport.pipeline.summing.consolidating import consolidate
from xlreport.pipeline.summing.summing_decisions import DECISIONS, known_decisions
from xlreport.pipeline.summing.summing_outputs import write_all
from xlreport.processes.folders.quiet_folder_files import Stamps, stamps_of

NOBODY = frozenset({"nothing-ours", "period-other-year"})
"""Why there is no summary yet: nothing of the plan has come."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened, as a key of messages and its fields."""

    key: str
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outputs:
    """The files that are kept up to date."""

    summary: Path
    page: Path


def kept_up(
    round_: Round, outputs: Outputs, only: Collection[Path]
) -> Iterator[Happened | CannotRun]:
    """Go once over a workspace: read what is new, write marked copies and drafts of what goes back,
    and bring the summary and its page up to date.

    Nothing is sent: letters are written as drafts, and where the settings name a server, the marked
    copies alone are written and `return` sends them when a person says so. Done twice, nothing
    happens the second time.

    Args:
        round_: what the command works with.
        outputs: the files that are kept up to date.
        only: files of the inbox that lie still; others are left for another time.

    Yields:
        What happened, and what could not be done, with why; the other steps are done.
    """
    before = checked_arrivals(round_.ledger)
    kept = take_in(round_, only=only)
    yield from _what_came(round_, kept, before)
    period = round_.period or period_in_hand(round_, kept.received)
    if period is None:
        return
    for step in (_sent_back(round_, kept, period), _summed_up(round_, kept, period, outputs)):
        try:
            yield from step
        except CannotRun as error:
            if error.code not in NOBODY:
                yield error


def _what_came(round_: Round, kept: Recorded, before: Collection[int]) -> Iterator[Happened]:
    came = kept.arrivals
    entered = [one for one in kept.received if one.file in came]
    new = [one for one in entered if came[one.file].number not in before]
    for one in new:
        if one.sha256 not in kept.replies.slips:
            yield _arrival(round_.workspace, one)
    if kept.replies.taken:
        yield Happened("reply.taken", {"count": len(kept.replies.taken)})
    yield from (Happened(doubt, fields) for doubt, fields in kept.replies.doubts)
    strange = {one.file for one in unanswerable(kept)}
    for one in new:
        if one.file in strange and one.sha256 not in kept.replies.slips:
            yield Happened("watch.nobody", {"file": one.file})


def _arrival(workspace: Workspace, one: Received) -> Happened:
    language, unit = workspace.language, workspace.plan.department_of(one.department)
    words = {
        "file": one.file,
        "department": unit.name if unit else "—",
        "period": period_label(language, Period.parse(one.period)) if one.identity else "—",
        "verdict": say(language, f"verdict.{one.verdict}"),
    }
    return Happened("watch.came", words)


def _sent_back(round_: Round, kept: Recorded, period: Period) -> Iterator[Happened]:
    drafts = round_.workspace.settings.mail.via == "folder"
    step = return_all if drafts else write_marked
    for one in step(round_, kept, period):
        if one.mails or not drafts:
            yield _marked(one, drafts=drafts)
    if drafts:
        made = len(deliver(round_).mails)
        if made:
            yield Happened("watch.drafted", {"count": made, "folder": OUTBOX})


def _marked(one: ReturnedMail, *, drafts: bool) -> Happened:
    words = {"department": one.department.name, "path": one.path.name if one.path else one.file}
    return Happened("watch.marked" if drafts else "watch.marked-only", words)


def _summed_up(
    round_: Round, kept: Recorded, period: Period, outputs: Outputs
) -> Iterator[Happened | CannotRun]:
    summary = consolidate(
        kept.intake,
        period=period,
        own=round_.workspace.plan,
        earlier=kept.earlier,
        decisions=known_decisions(None, round_.folder),
    )
    for out, page in ((outputs.summary, None), (None, outputs.page)):
        try:
            written = write_all(summary, out, html=page, templates=round_.templates)
        except CannotRun as error:
            yield error
            continue
        label = period_label(round_.workspace.language, period)
        for path, changed in written:
            if changed:
                fields = {"file": path.name, "period": label, "reported": summary.reported}
                yield Happened("watch.written", fields | {"departments": len(summary.departments)})
            if changed and out is not None and path != out:
                yield Happened("screen.kept-edited", {"file": out.name, "other": path.name})


def watched_files(workspace: Workspace) -> Stamps:
    """Return the stamps of what else the summary and the letters depend on: settings, plan,
    contacts, decisions, restyled templates, and the ledger, which other commands write.
    """
    folder = workspace.folder
    plan = folder / workspace.settings.plan
    templates = workspace.templates
    return stamps_of(
        (
            folder / SETTINGS,
            plan,
            plan.with_name(CONTACTS_FILE),
            folder / "schemas" / DECISIONS,
            folder / DECISIONS,
            folder / LEDGER_FILE,
            folder / f"{LEDGER_FILE}-wal",
            *(templates.rglob("*.*") if templates else ()),
        )
    )
