"""Whether a milestone's state, dates and words agree with one another and with what was said
before.
"""

from collections.abc import Iterable

from xlreport.checks.returns.checked_return_lines import (
    CheckedReturn,
    MilestoneLine,
    about,
    gives_reason,
    has_lost,
    said,
)
from xlreport.messages.calendar_words import day_label
from xlreport.messages.state_messages import state_word
from xlreport.model.plans.plan_form_types import OPEN_STATES
from xlreport.model.returns.finding import Finding

_NO_DATE_NEEDED = frozenset({"dropped"})


def states(back: CheckedReturn) -> Iterable[Finding]:
    """A state is given, and is one of those that there are."""
    for line in back.milestones:
        read = line.state
        if read.question:
            yield about(read.question, line, "state", first=read.meant[0])
        elif read.value is None:
            if "state" in line.entry.cells or has_lost(back, line.entry, "state"):
                yield about("blank", line, "state")
        elif read.note:
            yield about(
                read.note,
                line,
                "state",
                meant=state_word(back.form.language, read.value, line.row.milestone),
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
        elif state in OPEN_STATES and read.value <= end:
            yield about("expected-passed", line, "expected", day=day, end=period_end)
        elif state in OPEN_STATES and read.value > line.row.deadline:
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
    started = OPEN_STATES - {"not_started", "blocked"}
    for line in back.milestones:
        last, state = line.row.last_state, line.state.value
        went_back = {
            "done": state != "done",
            "dropped": state != "dropped",
            **dict.fromkeys(started, state == "not_started"),
        }
        if state is not None and went_back.get(last, False):
            yield about(
                "state-went-back",
                line,
                "state",
                last=state_word(back.form.language, last, line.row.milestone),
                meant=state_word(back.form.language, state, line.row.milestone),
            )


def steps(back: CheckedReturn) -> Iterable[Finding]:
    """Where a step (形象进度) is due, the state says whether it is reached; at the end of what is
    only to be advanced, whether the year's progress is.
    """
    for line in back.milestones:
        state, offered = line.state.value, line.row.states
        if state is None or not line.row.step or state in offered:
            continue
        reached = "step_reached" if "step_reached" in offered else "done"
        yes, no = (
            state_word(back.form.language, answer, line.row.milestone)
            for answer in (reached, "step_missed")
        )
        yield about("step-unsaid", line, "state", step=line.row.step, yes=yes, no=no)


def words_of_states(back: CheckedReturn) -> Iterable[Finding]:
    """What is blocked says by what; what is dropped says by whose approval."""
    for line in back.milestones:
        if line.state.value == "blocked" and not said(line.entry, "problems"):
            yield about("blocked-without-problems", line, "problems")
        if line.state.value == "dropped" and not said(line.entry, "remark"):
            yield about("dropped-without-remark", line, "remark")
