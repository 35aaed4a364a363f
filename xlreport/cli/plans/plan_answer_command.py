"""`xlreport answer`: what a city answers to its region's plan, as a form ready to send up."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.cli.options.command_options import FileIfAny, KnownPlan, OutPath

if TYPE_CHECKING:
    from xlreport.pipeline.forms.answering_forms import AnswerLine


def answer_command(
    form: Annotated[Path, typer.Argument(metavar="FORM.xlsx")],
    data: Annotated[Path, typer.Argument(metavar="DATA")],
    out: OutPath,
    plan: KnownPlan = None,
    templates: FileIfAny = None,
) -> None:
    """Fill the form of a higher plan with what this plan's data answer, each figure traced."""
    from datetime import UTC, datetime

    from xlreport.cli.terminal import answer, show_kept_edited
    from xlreport.messages import say
    from xlreport.pipeline.files.edited_outputs import place_beside
    from xlreport.pipeline.files.writing_files import keep_out, prove_out
    from xlreport.pipeline.forms.answering_forms import answer_form
    from xlreport.pipeline.plans.plan_files import known_plans

    keep_out((), [out], [form, data])
    prove_out(out, (".xlsx",))
    place = place_beside(out)
    language, lines = answer_form(
        form,
        data,
        place,
        known_plans(plan, Path.cwd()),
        saved_at=datetime.now(UTC),
        templates=templates,
    )
    for one in lines:
        if one.kind != "filled":
            answer("  " + _left_blank(language, one))
    count = sum(one.kind == "filled" for one in lines)
    answer(say(language, "answer.done", count=count, all=len(lines), file=str(place)))
    show_kept_edited(language, out, place)


def _left_blank(language: str, one: "AnswerLine") -> str:
    from xlreport.messages import say

    why = say(language, f"answer.kind_{one.kind}")
    words = {"code": one.code, "name": one.name, "why": why}
    sources = say(language, "answer.joint").join(one.sources)
    return say(language, "answer.blank", sources=sources, **words).rstrip()
