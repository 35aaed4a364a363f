"""`xlreport shard`: what is known of one county's files, to be consolidated with others later."""

from pathlib import Path

from xlreport.cli.options.command_options import (
    EngineWords,
    FileIfAny,
    InboxPaths,
    Jobs,
    KnownPlan,
    OutPath,
)


def shard_command(
    inbox: InboxPaths,
    out: OutPath,
    plan: KnownPlan = None,
    last: FileIfAny = None,
    templates: FileIfAny = None,
    jobs: Jobs = 0,
    engine: EngineWords = "",
) -> None:
    """Read and check an inbox, and write what is known of it, to be consolidated later."""
    from xlreport.cli.options.option_values import last_records
    from xlreport.cli.terminal import name_unused, own_language, show
    from xlreport.cli.terminal_files import progress
    from xlreport.messages import say
    from xlreport.pipeline.files.writing_files import keep_out, prove_out
    from xlreport.pipeline.intake.intake_engines import engine_for
    from xlreport.pipeline.intake.receiving_inbox import write_shard_of
    from xlreport.pipeline.plans.plan_files import UnusedPlan, known_plans

    keep_out(inbox, [out], [last])
    prove_out(out, (".parquet",))
    run = engine_for(engine, jobs)
    with progress() as tick:
        unused: list[UnusedPlan] = []
        plans = known_plans(plan, Path.cwd(), unused.append)
        name_unused(unused)
        earlier = last_records(last)
        changed = write_shard_of(
            inbox, plans, out, earlier=earlier, templates=templates, tick=tick, engine=run
        )
    show(say(own_language(), "screen.written" if changed else "screen.unchanged", file=str(out)))
