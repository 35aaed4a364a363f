"""`xlreport generate`: one workbook per department."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.options import Last, PlanFile, Templates


def generate_command(
    plan: PlanFile,
    period: Annotated[str, typer.Option("--period", "-p")],
    out: Annotated[Path, typer.Option("--out", "-o")],
    last: Last = None,
    templates: Templates = None,
    note: Annotated[str, typer.Option()] = "",
) -> None:
    """Write one workbook per department to fill in."""
    from xlreport.cli.options import last_records, period_from
    from xlreport.cli.screen import show
    from xlreport.messages import say
    from xlreport.messages.calendar import period_label
    from xlreport.pipeline.forms.generate import generate, prove_last
    from xlreport.pipeline.plans.plan_files import sound_plan

    loaded = sound_plan(plan)
    when = period_from(period)
    assert when is not None  # noqa: S101 - the option is required
    earlier = last_records(last)
    if last is not None:
        prove_last(loaded, when, earlier)
    language = loaded.plan.language
    count = 0
    for made in generate(loaded, when, out, earlier=earlier, templates=templates, note=note):
        count += 1
        show(
            say(
                language,
                "screen.made",
                file=made.path.name,
                indicators=made.indicators,
                milestones=made.milestones,
            )
        )
    show(
        say(
            language,
            "screen.made-all",
            count=count,
            period=period_label(language, when),
            folder=str(out),
        )
    )
