"""`xlreport supervise`: letters by level about targets that lag, their answers, and what is good
again.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.cli.options.command_options import Jobs, PeriodText

if TYPE_CHECKING:
    from xlreport.pipeline.round.opening_round_workspace import Workspace
    from xlreport.pipeline.round.supervision.supervising import Supervised


def supervise_command(
    period: PeriodText = None,
    write: Annotated[bool, typer.Option("--write")] = False,
    jobs: Jobs = 0,
) -> None:
    """Show who would get which letter; with --write number, write and queue them."""
    from xlreport.cli.options.option_values import period_from
    from xlreport.cli.options.round_options import (
        deliver_mails,
        here,
        now,
        period_of,
        show_kept,
        summed_up,
        taken_in,
    )
    from xlreport.pipeline.round.making_round import round_in
    from xlreport.pipeline.round.supervision.supervising import supervise, supervision
    from xlreport.pipeline.summing.summing_decisions import known_decisions

    with round_in(
        here(), "supervise", now(), period=period_from(period), jobs=jobs, dry_run=not write
    ) as round_:
        kept = taken_in(round_)
        show_kept(round_.workspace, kept)
        decisions = known_decisions(None, round_.folder)
        summary = summed_up(round_, kept, decisions, period=period_of(round_, kept))
        done = supervise(round_, summary) if write else supervision(round_, summary)
        _show(round_.workspace, done, written=write)
        if write:
            deliver_mails(round_, done.mails, dry_run=False)


def _show(workspace: "Workspace", done: "Supervised", *, written: bool) -> None:
    from xlreport.cli.terminal import answer, show
    from xlreport.messages import say

    language = workspace.language
    names = {one.code: one.name for one in workspace.plan.department}
    numbers = [one.called for one in done.papers] or [""] * len(done.due)
    for letter, number in zip(done.due, numbers, strict=True):
        kind = say(language, f"paper_kind.{letter.kind}")
        answer(say(language, "supervise.letter", kind=number or kind, name=letter.department.name))
        for row in letter.rows:
            words = {"code": row.target.code, "name": row.target.name}
            answer(say(language, "supervise.target", **words, reason=row.assessment.reason))
    if not done.due:
        show(say(language, "supervise.none"))
    key = "supervise.closed" if written else "supervise.would_close"
    for one in done.good:
        name = names.get(one.paper.department, one.paper.department)
        answer(say(language, key, number=one.paper.called, code=one.code, name=name))
    if not written and (done.due or done.good):
        show(say(language, "supervise.dry"))
