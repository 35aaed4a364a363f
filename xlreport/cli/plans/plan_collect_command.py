"""`xlreport plan collect`: what departments wrote into copies of the plan, in one workbook."""

from xlreport.cli.options.command_options import Folder, OutPath, PlanFile


def collect_command(
    plan: PlanFile,
    folder: Folder,
    out: OutPath,
) -> None:
    """Bring the copies of a plan's workbook together: who said what, conflicts marked."""
    from xlreport.cli.terminal import answer, show, show_kept_edited
    from xlreport.messages import say
    from xlreport.pipeline.files.edited_outputs import write_beside_edits
    from xlreport.pipeline.files.writing_files import keep_out, prove_out
    from xlreport.pipeline.plans.collecting_plan_opinions import (
        collect_opinions,
        column_words,
        merged_workbook,
    )
    from xlreport.pipeline.plans.plan_files import sound_plan

    prove_out(out, (".xlsx",))
    keep_out([folder], [out])
    loaded = sound_plan(plan)
    language = loaded.language
    collected = collect_opinions(loaded, folder)
    place = write_beside_edits(out, merged_workbook(loaded, collected))
    for file, why in collected.refused:
        answer("✗ " + say(language, "plan_collect.refused", file=file, why=why))
    for one in collected.opinions:
        if one.conflict:
            words = {"who": one.who, "code": one.code, "name": one.name, "after": one.after}
            column = column_words(language, one)
            answer("△ " + say(language, "plan_collect.apart", column=column, **words))
    counts = {"copies": len(collected.copies), "count": len(collected.opinions)}
    show(say(language, "plan_collect.done", file=str(place), **counts))
    show_kept_edited(language, out, place)
