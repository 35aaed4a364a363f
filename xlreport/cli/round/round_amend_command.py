"""`xlreport amend` and `xlreport extend`: what departments say by telephone."""

from typing import Annotated

import typer

from xlreport.cli.options.command_options import CodeArgument, PeriodText, SaidBy, SaidOn, Unit


def amend_command(
    code: CodeArgument,
    said_by: SaidBy,
    value: Annotated[str | None, typer.Argument(metavar="VALUE")] = None,
    said_on: SaidOn = None,
    period: PeriodText = None,
    confirm: Annotated[bool, typer.Option("--confirm", "--yes")] = False,
) -> None:
    """Correct an accepted figure by telephone; the old one stays on record."""
    from xlreport.cli.options.option_values import period_from
    from xlreport.cli.options.round_options import day_from, here, now, period_of
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.messages.state_messages import shown_state
    from xlreport.pipeline.round.amending_round import amend
    from xlreport.pipeline.round.making_round import round_in

    with round_in(here(), "amend", now(), period=period_from(period)) as round_:
        day = day_from(said_on, round_.today)
        when = period_of(round_)
        change = amend(round_, when, code, value, said_by=said_by, said_on=day, sure=confirm)
    plan = round_.workspace.plan
    words = {
        "period": change.period,
        "code": change.code,
        "old": shown_state(plan, change.code, change.old) or "—",
        "new": shown_state(plan, change.code, change.new),
    }
    show(say(plan.language, "round.amended", **words, by=change.said_by))


def extend_command(
    department: Unit,
    until: Annotated[str, typer.Argument(metavar="DATE")],
    said_by: SaidBy,
    period: PeriodText = None,
) -> None:
    """Put off the return date of one department."""
    from xlreport.cli.options.option_values import period_from
    from xlreport.cli.options.round_options import day_from, here, now, period_of
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.messages.calendar_words import day_label, period_label
    from xlreport.pipeline.round.amending_round import department_named, extend
    from xlreport.pipeline.round.making_round import round_in

    workspace = here()
    who = department_named(workspace, department)
    with round_in(workspace, "extend", now(), period=period_from(period)) as round_:
        day = day_from(until, round_.today)
        when = period_of(round_)
        extend(round_, when, who, until=day, said_by=said_by)
    language = workspace.language
    words = {
        "department": who.name,
        "period": period_label(language, when),
        "until": day_label(language, day),
    }
    show(say(language, "round.extended", **words))
