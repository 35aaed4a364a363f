"""When a return came, where no mailbox knows: by the day that its clerk entered, else by the time
at which it was saved.
"""

from collections.abc import Iterable
from datetime import date, tzinfo

from xlreport.checks.typed.typed_days import read_day
from xlreport.model.judged.judged_summary import CameBy
from xlreport.model.period import Period
from xlreport.model.returns.finding import Verdict
from xlreport.model.returns.submission import Submission
from xlreport.pipeline.intake.intake_file import Received


def came_on(
    submission: Submission, period: Period | None, zone: tzinfo | None = None
) -> tuple[date | None, CameBy]:
    """Return the day that a workbook is dated by, and how that is known.

    The day entered as 填报日期 holds where it can be true: not before the period began, and not
    after the file was saved.

    Args:
        submission: the workbook.
        period: that it is for; None where it does not say.
        zone: by whose clock a saving time is a day; None is the machine's.
    """
    saved = submission.saved_at.astimezone(zone).date() if submission.saved_at else None
    cell = submission.contacts.get("filled_on")
    if cell is not None and period is not None:
        told = read_day(cell, period.year).value
        if told is not None and period.start <= told and (saved is None or told <= saved):
            return told, CameBy.FILLED
    return saved, CameBy.SAVED


def first_sound(files: Iterable[Received], period: Period) -> tuple[date | None, CameBy]:
    """Return the day of a department's first return without errors, else of its first that holds
    anything sound; a later correction changes nothing.
    """
    for wanted in (Verdict.ACCEPTED, Verdict.PARTLY):
        days = [
            came_on(one.submission, period)
            for one in files
            if one.submission is not None and one.alone is wanted
        ]
        known = [(day, by) for day, by in days if day is not None]
        if known:
            return min(known)
    return None, CameBy.SAVED
