"""`xlreport decide` and `xlreport task add`: what leaders decide, as a change of the plan."""

from typing import Annotated

import typer

from xlreport.cli.options.command_options import (
    CodeArgument,
    DocumentWords,
    DueDay,
    PeriodText,
    SaidBy,
    SaidOn,
)


def decide_command(
    code: CodeArgument,
    said_by: SaidBy,
    refuse: Annotated[bool, typer.Option("--refuse")] = False,
    document: DocumentWords = "",
    due: DueDay = "",
    value: Annotated[str, typer.Option("--value")] = "",
    since: Annotated[str | None, typer.Option("--since")] = None,
    said_on: SaidOn = None,
) -> None:
    """Decide about a target's date or value; what is granted becomes a revision of the plan."""
    from xlreport.cli.options.option_values import period_from
    from xlreport.cli.options.round_options import day_from, here, now
    from xlreport.cli.terminal import answer
    from xlreport.messages import say
    from xlreport.messages.calendar_words import period_label
    from xlreport.pipeline.round.changing_round_plan import Wish, decide, period_now
    from xlreport.pipeline.round.making_round import round_in

    with round_in(here(), "decide", now(), period=period_from(since)) as round_:
        first = round_.period or period_now(round_)
        ruling = decide(
            round_,
            code,
            Wish(due=due, value=value),
            granted=not refuse,
            document=document,
            since=first,
            said_by=said_by,
            said_on=day_from(said_on, round_.today),
        )
    language = round_.workspace.language
    words = {"code": ruling.code, "due": ruling.due or "—", "value": ruling.value or "—"}
    if refuse:
        answer(say(language, "decide.refused", **words))
        return
    label = period_label(language, first)
    answer(say(language, "decide.granted", **words, since=label, document=ruling.document))


def task_add_command(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    department: Annotated[str, typer.Option("--department")],
    due: DueDay,
    document: DocumentWords,
    leader: Annotated[str, typer.Option("--leader")] = "",
    period: PeriodText = None,
) -> None:
    """Add a task that a leader or a meeting set to the plan."""
    from xlreport.cli.options.option_values import period_from
    from xlreport.cli.options.round_options import day_from, here, now
    from xlreport.cli.terminal import answer
    from xlreport.messages import say
    from xlreport.messages.calendar_words import day_label, period_label
    from xlreport.pipeline.round.amending_round import department_named
    from xlreport.pipeline.round.changing_round_plan import add_task, period_now
    from xlreport.pipeline.round.making_round import round_in

    workspace = here()
    unit = department_named(workspace, department)
    with round_in(workspace, "task add", now(), period=period_from(period)) as round_:
        day = day_from(due, round_.today)
        first = round_.period or period_now(round_)
        code = add_task(round_, name, unit, due=day, document=document, since=first, leader=leader)
    language = workspace.language
    words = {"code": code, "name": name, "department": unit.name}
    when = {"due": day_label(language, day), "since": period_label(language, first)}
    answer(say(language, "task.added", **words, **when))
