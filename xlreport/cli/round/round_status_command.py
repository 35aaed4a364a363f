"""`xlreport status`: who has reported, who is late, what comes next."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from xlreport.cli.options.command_options import OutputFormat, PeriodText, Printed

if TYPE_CHECKING:
    from xlreport.model.period import Period
    from xlreport.model.round.round_ledger_types import ReportingStatus
    from xlreport.pipeline.round.opening_round_workspace import Workspace
    from xlreport.pipeline.round.overseeing_round import OpenLetter, RoundOverview

_COLUMNS = ("department", "state", "return_by", "late", "returned", "reminded", "contact", "step")


def status_command(period: PeriodText = None, output: Printed = OutputFormat.TEXT) -> None:
    """Show who has reported, who is late, whom to telephone, and the next step."""
    from xlreport.cli.options.option_values import period_from
    from xlreport.cli.options.round_options import here, now, period_of
    from xlreport.cli.terminal import answer, show_json
    from xlreport.ledger.ledger_mails import waiting
    from xlreport.messages import say
    from xlreport.pipeline.round.making_round import round_read
    from xlreport.pipeline.round.overseeing_round import overview
    from xlreport.pipeline.round.reporting_round_status import reporting_statuses
    from xlreport.pipeline.round.supervision.keeping_supervision_seals import owing

    workspace = here()
    with round_read(workspace, now(), period=period_from(period)) as round_:
        when, today = period_of(round_), round_.today
        rows = reporting_statuses(round_, when)
        queue = waiting(round_.ledger)
        more = overview(round_, when)
        unsealed = owing(round_, when)
    if output is OutputFormat.JSON:
        show_json({"period": str(when), "today": today.isoformat(), "queue": queue,
                   "held": more.held, "aside": len(more.aside), "late_earlier": list(more.earlier),
                   "unsealed": [one.code for one in unsealed],
                   "letters": [_letter_json(one) for one in more.letters],
                   "departments": [_as_json(one) for one in rows]})  # fmt: skip
        return
    _show(workspace, when, today, rows, queue, more)
    _more(workspace, more)
    if unsealed:
        names = say(workspace.language, "screen.comma").join(one.name for one in unsealed)
        answer(say(workspace.language, "seal.owing", count=len(unsealed), names=names))


def _letter_json(one: "OpenLetter") -> dict[str, object]:
    return {
        "number": one.paper.called, "kind": str(one.paper.kind),
        "department": one.paper.department, "codes": list(one.codes), "days": one.days,
        "reply_by": one.paper.reply_by.isoformat() if one.paper.reply_by else None,
        "replied": one.replied, "overdue": one.overdue,
    }  # fmt: skip


def _as_json(one: "ReportingStatus") -> dict[str, object]:
    return {
        "department": one.department, "name": one.name,
        "verdict": one.verdict.value if one.verdict else None,
        "file": one.file, "return_by": one.return_by.isoformat(), "extended": one.extended,
        "came_on": one.came_on.isoformat() if one.came_on else None, "days_late": one.days_late,
        "returned": one.returned, "reminded": one.reminded, "held": one.held, "failed": one.failed,
        "pending": one.pending, "unsure": one.unsure, "missing": one.missing,
        "without": list(one.without),
        "amended": one.amended, "person": one.person, "telephone": one.telephone,
        "step": one.step.value,
    }  # fmt: skip


def _show(
    workspace: "Workspace",
    period: "Period",
    today: date,
    rows: Sequence["ReportingStatus"],
    queue: int,
    more: "RoundOverview",
) -> None:
    from xlreport.cli.terminal import answer
    from xlreport.messages import say
    from xlreport.messages.calendar_words import day_label, period_label
    from xlreport.model.returns.finding import Verdict

    language = workspace.language
    words = {"title": workspace.plan.title, "period": period_label(language, period)}
    answer(say(language, "standing.head", **words, today=day_label(language, today)))
    counts = {
        "reported": sum(one.verdict in {Verdict.ACCEPTED, Verdict.PARTLY} for one in rows),
        "departments": len(rows),
        "late": sum(bool(one.days_late) for one in rows),
        "returned": sum(one.verdict in {Verdict.PARTLY, Verdict.RETURNED} for one in rows),
        "pending": sum(one.pending for one in rows),
        "held": more.held,
        "queue": queue,
    }
    answer(say(language, "standing.counts", **counts))
    _table(
        [
            tuple(say(language, f"standing.{one}") for one in _COLUMNS),
            *(_row(language, one) for one in rows),
        ]
    )
    for one in rows:
        if one.held:
            answer(say(language, "standing.held-line", name=one.name, count=one.held))
        if one.missing:
            answer(say(language, "standing.missing-line", name=one.name, file=one.file))
        for kind in one.without:
            told = say(language, f"without.{kind}")
            answer(say(language, "standing.without-line", name=one.name, kind=told))
        if one.unsure:
            unsure = {"name": one.name, "code": one.department}
            answer(say(language, "standing.unsure-line", **unsure, count=one.unsure))
        if one.failed:
            answer(
                say(
                    language,
                    "standing.failed-line",
                    name=one.name,
                    count=one.failed,
                    code=one.department,
                )
            )


def _more(workspace: "Workspace", more: "RoundOverview") -> None:
    """Print what belongs to no department of the period: messages put aside, late returns of
    earlier periods, a run that ended without a word.
    """
    from xlreport.cli.terminal import answer
    from xlreport.messages import say

    language = workspace.language
    for one, tries in more.aside:
        words = {"sender": one.sender, "subject": one.subject, "dated": one.dated}
        reason = say(language, f"aside.{one.reason}")
        answer(say(language, "standing.aside-line", **words, reason=reason, tries=tries))
    for name, period, day in more.earlier:
        answer(say(language, "standing.earlier-line", name=name, period=period, day=day))
    names = {one.code: one.name for one in workspace.plan.department}
    for letter in more.letters:
        answer(_letter_line(language, letter, names))
    for ask in more.asks:
        words = {"code": ask.code, "name": names.get(ask.department, "")}
        due = {"due": ask.extend_due, "value": ask.extend_value}
        answer(say(language, "supervise.asks", **words, **due))
    if more.left_behind:
        answer(say(language, "standing.left-line", **more.left_behind))


def _letter_line(language: str, one: "OpenLetter", names: Mapping[str, str]) -> str:
    from xlreport.messages import say
    from xlreport.messages.calendar_words import day_label

    if one.replied:
        state = say(language, "supervise.state_replied")
    elif one.overdue or one.paper.reply_by is None:
        state = say(language, "supervise.state_overdue", days=one.overdue)
    else:
        day = day_label(language, one.paper.reply_by)
        state = say(language, "supervise.state_due", day=day)
    codes = say(language, "screen.comma").join(one.codes)
    name = names.get(one.paper.department, one.paper.department)
    words = {"number": one.paper.called, "name": name, "codes": codes}
    return say(language, "supervise.open", **words, days=one.days, state=state)


def _verdict_key(one: "ReportingStatus") -> str:
    """Return the message that says what became of a department's return, or that none came."""
    if one.verdict:
        return f"verdict.{one.verdict}"
    if one.pending:
        return "standing.pending"
    return "standing.missing"


def _row(language: str, one: "ReportingStatus") -> tuple[str, ...]:
    from xlreport.messages import say

    def times(count: int) -> str:
        if count:
            return say(language, "standing.times", count=count)
        return ""

    day = one.return_by.isoformat()
    return (
        one.name,
        say(language, _verdict_key(one)),
        say(language, "standing.extended", day=day) if one.extended else day,
        say(language, "standing.days", count=one.days_late) if one.days_late else "",
        times(one.returned),
        times(one.reminded),
        " ".join(part for part in (one.person, one.telephone) if part),
        say(language, f"step.{one.step}"),
    )


def _table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns; a Chinese letter is two places wide."""
    from xlreport.cli.terminal import answer, display_width

    widths = [max(display_width(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        cells = (
            text + " " * (width - display_width(text))
            for text, width in zip(row, widths, strict=True)
        )
        answer("  ".join(cells).rstrip())
