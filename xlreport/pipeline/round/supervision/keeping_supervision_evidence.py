"""Evidence of a round: files that came beside the returns, tied to the rows that name them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from xlreport.ledger.ledger_arrivals import arrivals
from xlreport.ledger.ledger_evidence import note_evidence
from xlreport.ledger.ledger_file import whole
from xlreport.messages import say
from xlreport.model.returns.evidence import KeptFile
from xlreport.model.returns.finding import Finding, finding
from xlreport.pipeline.intake.intake_evidence import by_name, kept_files, missing_evidence, tied
from xlreport.pipeline.intake.intake_file import Intake, Received
from xlreport.pipeline.round.making_round import Round


def with_evidence(round_: Round, came: Intake) -> tuple[Intake, tuple[KeptFile, ...]]:
    """Return an inbox with a note at each return that names a file that has not come, and at each
    file that some row names; and the files that are no returns.

    Nothing is looked at where no plan asks for evidence.
    """
    if not any(plan.plan.evidence for plan in round_.plans):
        return came, ()
    kept = kept_files(came.files, _sent(round_))
    names = by_name(kept)
    missing: dict[str, list[Finding]] = defaultdict(list)
    rows: dict[str, list[str]] = defaultdict(list)
    for one in came.files:
        for record in one.records:
            named = tied(record, names)
            missing[one.file] += missing_evidence(one.file, record, named)
            for tie in named:
                if tie.kept is not None and record.code not in rows[tie.kept.file]:
                    rows[tie.kept.file].append(record.code)
    comma = say(round_.plans[0].language, "screen.comma")
    files = []
    for one in came.files:
        if codes := rows.get(one.file):
            note = finding("is-evidence", file=one.file, codes=comma.join(codes))
            files.append(replace(one, findings=(note,)))
        elif more := missing.get(one.file):
            files.append(replace(one, findings=(*one.findings, *more)))
        else:
            files.append(one)
    return replace(came, files=tuple(files)), kept


def _sent(round_: Round) -> dict[str, tuple[str, str, str]]:
    """Return of each file that came by mail who sent it, under which name and in which mail."""
    if round_.home is None:
        return {}
    return {
        one.file: (one.department, one.name, one.message_id)
        for one in arrivals(round_.ledger)
        if one.way == "mail"
    }


def note_tied(round_: Round, files: Sequence[Received], kept: Sequence[KeptFile]) -> None:
    """Enter which files are the evidence of which department and period, each once."""
    if not kept:
        return
    names = by_name(kept)
    with whole(round_.ledger):
        for one in files:
            if one.identity is None or one.identity.plan.code != round_.workspace.code:
                continue
            where = (round_.workspace.code, one.period, one.department)
            for named in (tie for record in one.records for tie in tied(record, names)):
                if named.kept is not None:
                    note_evidence(round_.ledger, where, named, round_.now)
