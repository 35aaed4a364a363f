"""`xlreport generate`: one workbook per department."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.cli.options.command_options import FileIfAny, FreeWords, OutPath, PlanFile

if TYPE_CHECKING:
    from xlreport.model.period import Period
    from xlreport.model.plans.plan import Plan
    from xlreport.pipeline.forms.generating_forms import Generated


def generate_command(
    plan: PlanFile,
    period: Annotated[str, typer.Option("--period", "-p")],
    out: OutPath,
    last: FileIfAny = None,
    templates: FileIfAny = None,
    note: FreeWords = "",
    overwrite: Annotated[bool, typer.Option("--overwrite")] = False,
    archive: Annotated[Path | None, typer.Option("--zip")] = None,
    ascii_names: Annotated[bool, typer.Option("--ascii")] = False,
) -> None:
    """Write one workbook per department to fill in."""
    from xlreport.cli.options.option_values import last_records, period_from
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.messages.calendar_words import period_label
    from xlreport.pipeline.files.writing_files import keep_out, prove_out
    from xlreport.pipeline.forms.generating_forms import generate, prove_last
    from xlreport.pipeline.plans.plan_files import sound_plan

    keep_out((), [archive], [last])
    prove_out(archive, (".zip",))
    loaded = sound_plan(plan)
    when = period_from(period)
    assert when is not None  # noqa: S101 - the option is required
    earlier = last_records(last)
    if last is not None:
        prove_last(loaded, when, earlier)
    if not overwrite:
        _ask_before_overwriting(loaded, when, out, templates, ascii_names=ascii_names)
    forms = []
    for made in generate(
        loaded, when, out, earlier=earlier, templates=templates, note=note, ascii_names=ascii_names
    ):
        forms.append(made)
        counts = {"indicators": made.indicators, "milestones": made.milestones}
        show(say(loaded.plan.language, "screen.made", file=made.path.name, **counts))
    what = {"count": len(forms), "period": period_label(loaded.plan.language, when)}
    show(say(loaded.plan.language, "screen.made-all", **what, folder=str(out)))
    if archive is not None:
        _archive(loaded, when, archive, forms)


def _archive(plan: "Plan", period: "Period", path: Path, forms: "list[Generated]") -> None:
    """Write the archive and print the text that goes with it."""
    from xlreport.cli.terminal import answer, show
    from xlreport.messages import say
    from xlreport.pipeline.forms.archiving_forms import archive_forms, text_to_paste

    text = text_to_paste(plan, period, forms)
    archive_forms(path, forms, text, plan.language)
    show(say(plan.language, "paste.written", file=str(path)))
    answer()
    for line in text.splitlines():
        answer(line)


def _ask_before_overwriting(
    plan: "Plan", period: "Period", out: Path, templates: Path | None, *, ascii_names: bool
) -> None:
    """Ask before filled workbooks are written over; where nobody can answer, refuse.

    Raises:
        CannotRun: `generate-over`, a usage error.
    """
    import sys

    from xlreport.cli.output_streams import clear_sign
    from xlreport.cli.terminal import own_language
    from xlreport.messages import say
    from xlreport.model.model_errors import USAGE, CannotRun
    from xlreport.pipeline.forms.generating_forms import filled_already

    filled = filled_already(plan, period, out, templates=templates, ascii_names=ascii_names)
    if not filled:
        return
    words = {"folder": str(out), "count": len(filled), "file": filled[0]}
    question = say(own_language(), "screen.overwrite-asked", **words)
    clear_sign()
    if not (sys.stdin.isatty() and typer.confirm(question)):
        raise CannotRun("generate-over", USAGE, **words)
