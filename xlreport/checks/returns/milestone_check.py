"""Whether a milestone's state, dates and words agree with one another and with what was said
before.
"""

from collections.abc import Iterable

from xlreport.checks.returns.return_lines import (
    CheckedReturn,
    MilestoneLine,
    about,
    gives_reason,
    has_lost,
    said,
)
from xlreport.messages import say
from xlreport.messages.calendar_words import day_label
from xlreport.model.plans.form import STATES
from xlreport.model.returns.finding import Finding

_NO_DATE_NEEDED = frozenset({"dropped"})


def states(back: CheckedReturn) -> Iterable[Finding]:
    """A state is given, and is one of the five."""
    for line in back.milestones:
        read = line.state
        if read.question:
            yield about(read.question, line, "state", first=read.meant[0])
        elif read.value is None:
            if "state" in line.entry.cells or has_lost(back, line.entry, "state"):
                yield about("blank", line, "state")
        elif read.note:
            yield about(
                read.note, line, "state", meant=say(back.form.language, f"state.{read.value}")
            )


def dates(back: CheckedReturn) -> Iterable[Finding]:
    """What is done has the day on which it was; what is not yet done has the day on which it is
    expected.
    """
    end, language = back.form.period.end, back.form.language
    period_end = day_label(language, end)
    for line in back.milestones:
        state, read = line.state.value, line.expected
        if "expected" not in line.entry.cells or state is None:
            continue
        if read.question:
            yield about(read.question, line, "expected", first=read.meant[0])
            continue
        if read.value is None:
            yield from _no_date(line, state)
            continue
        day = day_label(language, read.value)
        if read.note:
            yield about(read.note, line, "expected", meant=day)
        if state == "done" and read.value > end:
            yield about("done-after-period", line, "expected", day=day, end=period_end)
        elif state in {"not_started", "under_way", "blocked"} and read.value <= end:
            yield about("expected-passed", line, "expected", day=day, end=period_end)
        elif state in {"not_started", "under_way", "blocked"} and read.value > line.row.deadline:
            yield about(
                "expected-late",
                line,
                "expected",
                day=day,
                deadline=day_label(language, line.row.deadline),
            )


def _no_date(line: MilestoneLine, state: str) -> Iterable[Finding]:
    if state in _NO_DATE_NEEDED:
        return
    if state == "done":
        yield about("done-without-date", line, "expected")
    elif line.expected.said_none:
        yield about("no-data" if gives_reason(line) else "no-data-unexplained", line, "expected")
    else:
        yield about("blank", line, "expected")


def setbacks(back: CheckedReturn) -> Iterable[Finding]:
    """What was done stays done, what was under way has started, what was dropped stays dropped."""
    words = {state: say(back.form.language, f"state.{state}") for state in STATES}
    for line in back.milestones:
        last, state = line.row.last_state, line.state.value
        went_back = {
            "done": state != "done",
            "dropped": state != "dropped",
            "under_way": state == "not_started",
        }
        if state is not None and went_back.get(last, False):
            yield about("state-went-back", line, "state", last=words[last], meant=words[state])


def words_of_states(back: CheckedReturn) -> Iterable[Finding]:
    """What is blocked says by what; what is dropped says by whose approval."""
    for line in back.milestones:
        if line.state.value == "blocked" and not said(line.entry, "problems"):
            yield about("blocked-without-problems", line, "problems")
        if line.state.value == "dropped" and not said(line.entry, "remark"):
            yield about("dropped-without-remark", line, "remark")
