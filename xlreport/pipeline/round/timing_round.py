"""What the ledger adds to an inbox: when each department's first sound return came, and what counts
although its file is gone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from xlreport.checks.returns.return_copies_check import Choice, Copy
from xlreport.ledger.ledger_amendments import extensions, withdrawn
from xlreport.ledger.ledger_arrivals import arrivals
from xlreport.ledger.ledger_mails import mails
from xlreport.ledger.ledger_outcomes import Counted, counted_files, first_days, stored_records
from xlreport.model.judged.judged_summary import CameBy
from xlreport.model.period import Period
from xlreport.model.returns.submission import Submission
from xlreport.model.round.round_ledger_types import MailKind
from xlreport.pipeline.intake.intake_days import came_on
from xlreport.pipeline.intake.intake_file import Intake, Received, Standing
from xlreport.pipeline.round.making_round import Round


def came_by_department(round_: Round, period: Period) -> Mapping[str, tuple[date, CameBy]]:
    """Return the day of each department's first sound return, and how it is known: the one answer
    for `status`, reminders and the summary.
    """
    found = first_days(round_.ledger, round_.workspace.code, str(period))
    came_by = {"mail": CameBy.ARRIVED}
    return {code: (day, came_by.get(way, CameBy.FILLED)) for code, (day, way) in found.items()}


def is_missing(round_: Round, counted: Counted) -> bool:
    """Say whether the file that counts is no longer in the inbox."""
    return not (round_.workspace.inbox / counted.file).is_file()


def with_ledger(
    round_: Round,
    intake: Intake,
    asked: Period | None,
    *,
    whole: bool = False,
    left: frozenset[str] = frozenset(),
) -> Intake:
    """Return an inbox with what the ledger knows of its periods: days, and the figures of files
    that counted and were taken out of the inbox, or are being written anew.

    Args:
        round_: whose ledger.
        intake: what was read.
        asked: the period in hand.
        whole: whether it is the workspace's own inbox, also where nothing lies in it.
        left: names of its files that were not read.
    """
    own = whole or any(one.path.is_relative_to(round_.workspace.inbox) for one in intake.files)
    periods = {period for code, period, _ in intake.choices if code == round_.workspace.code}
    standing: dict[tuple[str, Period, str], Standing] = {}
    choices, told = dict(intake.choices), _days_told(round_, intake.files)
    for period in sorted(periods | ({asked} if asked else set())):
        for code, counted, one in _standings(round_, period, told):
            missing = one.missing and own
            away = replace(one, missing=missing, left=counted.file in left)
            standing[round_.workspace.code, period, code] = away
            if (missing or away.left) and period == asked:
                choices.setdefault(
                    (round_.workspace.code, period, code),
                    _from_record(round_, period, code, counted),
                )
    return Intake(intake.files, choices, standing)


def _standings(
    round_: Round, period: Period, told: Mapping[tuple[str, str], Mapping[date | None, CameBy]]
) -> Iterator[tuple[str, Counted, Standing]]:
    where = (round_.workspace.code, str(period))
    came, later = came_by_department(round_, period), extensions(round_.ledger, *where)
    due = period.return_date(round_.workspace.plan.return_days)
    back = _sent_back(round_, period)
    for code, counted in counted_files(round_.ledger, *where).items():
        if code in came:
            day, by = came[code]
            known = told.get((str(period), code), {})
            if by is not CameBy.ARRIVED and known:  # without a day it is that of being first seen
                by = known.get(day, CameBy.ARRIVED if None in known else by)
            yield (
                code,
                counted,
                Standing(
                    came_on=day,
                    came_by=by,
                    return_by=later.get(code, due),
                    verdict=counted.verdict,
                    missing=is_missing(round_, counted),
                    returned=len(back.get(code, ())),
                ),
            )


def _sent_back(round_: Round, period: Period) -> Mapping[str, set[str]]:
    """Return which files of each department were sent back, as mails that were not withdrawn."""
    taken_back = withdrawn(round_.ledger, "return")
    found: dict[str, set[str]] = {}
    for one in mails(round_.ledger, round_.workspace.code, str(period)):
        if one.kind is MailKind.RETURN and one.number not in taken_back:
            found.setdefault(one.department, set()).add(one.submission)
    return found


def _days_told(
    round_: Round, files: Sequence[Received]
) -> Mapping[tuple[str, str], Mapping[date | None, CameBy]]:
    """Return by period and department which days the plan's files tell that did not come by mail,
    and how each is known; no day where a file tells none.
    """
    by_mail = {one.sha256 for one in arrivals(round_.ledger) if one.way == "mail"}
    found: dict[tuple[str, str], dict[date | None, CameBy]] = {}
    for one in files:
        mine = one.identity is not None and one.identity.plan.code == round_.workspace.code
        if mine and one.submission is not None and one.sha256 not in by_mail:
            day, by = came_on(one.submission, Period.parse(one.period), round_.now.tzinfo)
            found.setdefault((one.period, one.department), {})[day] = by
    return found


def _from_record(round_: Round, period: Period, code: str, counted: Counted) -> Choice:
    kept = stored_records(round_.ledger, round_.workspace.code)
    mine = tuple(one for one in kept if one.is_of(code, period))
    copy = Copy(Submission(file=counted.file, sha256=counted.sha256), (), mine)
    return Choice(copy, frozenset(), ())
