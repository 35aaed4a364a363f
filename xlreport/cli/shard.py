"""`xlreport shard`: what is known of one county's files, to be consolidated with others later."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.options import EngineWords, Inbox, Jobs, KnownPlan, Last, Templates


def shard_command(
    inbox: Inbox,
    out: Annotated[Path, typer.Option("--out", "-o")],
    plan: KnownPlan = None,
    last: Last = None,
    templates: Templates = None,
    jobs: Jobs = 0,
    engine: EngineWords = "",
) -> None:
    """Read and check an inbox, and write what is known of it, to be consolidated later."""
    from xlreport.cli.options import last_records, name_older
    from xlreport.cli.report import progress
    from xlreport.cli.screen import own_language, show
    from xlreport.messages import say
    from xlreport.pipeline.intake.engines import engine_for
    from xlreport.pipeline.intake.receive import write_shard_of
    from xlreport.pipeline.plans.plan_files import OlderPlan, known_plans

    run = engine_for(engine, jobs)
    with progress() as tick:
        older: list[OlderPlan] = []
        plans = known_plans(plan, Path.cwd(), older.append)
        name_older(older)
        earlier = last_records(last)
        changed = write_shard_of(
            inbox, plans, out, earlier=earlier, templates=templates, tick=tick, engine=run
        )
    show(say(own_language(), "screen.written" if changed else "screen.unchanged", file=str(out)))
