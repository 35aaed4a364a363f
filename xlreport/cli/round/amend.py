"""`xlreport amend` and `xlreport extend`: what departments say by telephone."""

from typing import Annotated

import typer

from xlreport.cli.options import PeriodText
from xlreport.cli.round.rounds import SaidBy, Unit


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
    from xlreport.cli.options import period_from
    from xlreport.cli.round.rounds import day_from, here, now, period_of
    from xlreport.cli.screen import show
    from xlreport.messages import say
    from xlreport.pipeline.round.amending import amend as correct
    from xlreport.pipeline.round.round import round_in

    with round_in(here(), "amend", now(), period=period_from(period)) as round_:
        day = day_from(said_on, round_.today)
        when = period_of(round_)
        change = correct(round_, when, code, value, said_by=said_by, said_on=day)
    words = {
        "period": change.period,
        "code": change.code,
        "old": change.old or "—",
        "new": change.new,
    }
    show(say(round_.workspace.language, "round.amended", **words, by=change.said_by))


def extend(
    department: Unit,
    until: Annotated[
        str, typer.Argument(metavar="DATE", help="New return date, 2020-07-20. 新的报送期限。")
    ],
    said_by: SaidBy,
    period: PeriodText = None,
) -> None:
    """Put off the return date of one department. 延长一个单位的报送期限。"""
    from xlreport.cli.options import period_from
    from xlreport.cli.round.rounds import day_from, here, now, period_of
    from xlreport.cli.screen import show
    from xlreport.messages import say
    from xlreport.messages.calendar import day_label, period_label
    from xlreport.pipeline.round.amending import department_named
    from xlreport.pipeline.round.amending import extend as put_off
    from xlreport.pipeline.round.round import round_in

    workspace = here()
    who = department_named(workspace, department)
    with round_in(workspace, "extend", now(), period=period_from(period)) as round_:
        day = day_from(until, round_.today)
        when = period_of(round_)
        put_off(round_, when, who, until=day, said_by=said_by)
    language = workspace.language
    words = {
        "department": who.name,
        "period": period_label(language, when),
        "until": day_label(language, day),
    }
    show(say(language, "round.extended", **words))
