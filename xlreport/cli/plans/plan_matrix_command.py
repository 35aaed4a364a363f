"""`xlreport matrix`: what each county, or each department, answers for each target."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.cli.options.command_options import FileIfAny, OutPath, PeriodText, PlanFile

if TYPE_CHECKING:
    from xlreport.model.judged.judged_matrix import Matrix


def matrix_command(
    plan: PlanFile,
    files: Annotated[list[Path], typer.Argument(metavar="DATA")],
    out: OutPath = Path("matrix.xlsx"),
    html: FileIfAny = None,
    data: FileIfAny = None,
    period: PeriodText = None,
    templates: FileIfAny = None,
) -> None:
    """Lay a plan's targets beside what answers them: a light a cell, sums against the whole."""
    from xlreport.cli.options.option_values import period_from
    from xlreport.cli.terminal import show, show_kept_edited
    from xlreport.messages import say
    from xlreport.pipeline.files.writing_files import keep_out
    from xlreport.pipeline.plans.plan_files import known_plans, sound_plan
    from xlreport.pipeline.summing.summing_earlier_records import read_beside
    from xlreport.pipeline.summing.summing_matrix import target_matrix
    from xlreport.pipeline.summing.summing_outputs import prove_outputs, write_matrix

    when = period_from(period)
    keep_out((), [out, html, data], files)
    prove_outputs(out, data=data, html=html)
    higher = sound_plan(plan)
    told = [one for path in files for one in read_beside(path)]
    names = {one.code: one.government for one in known_plans(plan.parent, Path.cwd())}
    matrix = target_matrix(higher, told, period=when, names=names)
    written = write_matrix(matrix, out, html=html, data=data, templates=templates)
    _show(matrix, higher.language)
    for path in written:
        show(say(higher.language, "matrix.written", file=str(path)))
    show_kept_edited(higher.language, out, written[0])


def _show(matrix: "Matrix", language: str) -> None:
    from xlreport.cli.terminal import answer
    from xlreport.messages import say
    from xlreport.messages.calendar_words import period_label
    from xlreport.messages.matrix_messages import column_head, missing_words
    from xlreport.messages.numbers_in_messages import number_as_shown
    from xlreport.model.judged.judged_matrix import matrix_figure

    words = {"title": matrix.plan.title, "period": period_label(language, matrix.period)}
    counts = {"rows": len(matrix.rows), "columns": len(matrix.columns)}
    answer(say(language, "matrix.head", **words, **counts), bold=True)
    for column in matrix.columns:
        if column.period:
            answer("△ " + column_head(language, column))
    for row in matrix.rows:
        if row.total is None and not row.missing:
            continue
        told = {
            "code": row.code,
            "name": row.name,
            "unit": row.unit,
            "total": "—" if row.total is None else matrix_figure(row.total),
            "share": "—" if row.share is None else f"{number_as_shown(row.share * 100, 1)}%",
            "missing": missing_words(language, row),
        }
        answer("  " + say(language, "matrix.line", **told))
