"""`xlreport amend` and `xlreport extend`: what departments say by telephone."""

from typing import Annotated

import typer

from xlreport.cli.options import PeriodText
from xlreport.cli.rounds import SaidBy, Unit


def amend(
    code: Annotated[str, typer.Argument(metavar="CODE", help="Code of the row. 指标或任务代码。")],
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help="New figure, or state. 新的数值或状态。")
    ],
    said_by: SaidBy,
    said_on: Annotated[
        str | None, typer.Option("--said-on", help="2020-07-15; today where absent. 哪天说的。")
    ] = None,
    period: PeriodText = None,
) -> None:
    """Correct an accepted figure by telephone; the old one stays on record. 电话更正已接收的数。"""
    from xlreport.cli.rounds import day_from, here, now, period_of
    from xlreport.cli.screen import show
    from xlreport.messages import say
    from xlreport.pipeline.round.amending import amend as correct
    from xlreport.pipeline.round.workspace import writing_in

    workspace, moment = here(), now()
    day = day_from(said_on, moment.date())
    with writing_in(workspace, "amend", moment) as ledger:
        when = period_of(workspace, ledger, period)
        change = correct(
            workspace, ledger, when, code, value, said_by=said_by, said_on=day, now=moment
        )
    words = {
        "period": change.period,
        "code": change.code,
        "old": change.old or "—",
        "new": change.new,
    }
    show(say(workspace.language, "round.amended", **words, by=change.said_by))


def extend(
    department: Unit,
    until: Annotated[
        str, typer.Argument(metavar="DATE", help="New return date, 2020-07-20. 新的报送期限。")
    ],
    said_by: SaidBy,
    period: PeriodText = None,
) -> None:
    """Put off the return date of one department. 延长一个单位的报送期限。"""
    from xlreport.cli.rounds import day_from, here, now, period_of
    from xlreport.cli.screen import show
    from xlreport.messages import say
    from xlreport.messages.calendar import day_label, period_label
    from xlreport.pipeline.round.amending import department_named
    from xlreport.pipeline.round.amending import extend as put_off
    from xlreport.pipeline.round.workspace import writing_in

    workspace, moment = here(), now()
    day = day_from(until, moment.date())
    who = department_named(workspace, department)
    with writing_in(workspace, "extend", moment) as ledger:
        when = period_of(workspace, ledger, period)
        put_off(workspace, ledger, when, who, until=day, said_by=said_by, now=moment)
    language = workspace.language
    words = {
        "department": who.name,
        "period": period_label(language, when),
        "until": day_label(language, day),
    }
    show(say(language, "round.extended", **words))
