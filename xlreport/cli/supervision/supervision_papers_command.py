"""`xlreport bulletin`: the bulletin of a period and its editions, as Word papers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.cli.options.command_options import (
    FileIfAny,
    FreeWords,
    Jobs,
    KnownPlan,
    OutIfAny,
    PeriodText,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlreport.model.judged.judged_summary import Summary
    from xlreport.pipeline.round.making_round import Round

_OUT = Path("bulletin.docx")


def bulletin_command(
    inbox: Annotated[list[Path] | None, typer.Argument(metavar="INBOX")] = None,
    out: OutIfAny = None,
    issue: Annotated[bool, typer.Option("--issue")] = False,
    anew: Annotated[bool, typer.Option("--anew")] = False,
    public: Annotated[bool, typer.Option("--public")] = False,
    html: FileIfAny = None,
    leader: FreeWords = "",
    department: FreeWords = "",
    period: PeriodText = None,
    plan: KnownPlan = None,
    last: FileIfAny = None,
    templates: FileIfAny = None,
    jobs: Jobs = 0,
) -> None:
    """Write the bulletin of a period as a Word paper, or one of its editions."""
    from xlreport.cli.options.option_values import last_records, period_from
    from xlreport.cli.options.round_options import round_of_files, summed_up, taken_in
    from xlreport.model.model_errors import USAGE, CannotRun
    from xlreport.pipeline.files.writing_files import keep_out, prove_out
    from xlreport.pipeline.intake.intake_engines import engine_for
    from xlreport.pipeline.summing.summing_decisions import known_decisions

    editions = [bool(leader), bool(department), public]
    if sum(editions) > 1 or (issue and any(editions)):
        raise CannotRun("bulletin-options", USAGE)
    if (html and not public) or (anew and not issue):
        raise CannotRun("bulletin-options", USAGE)
    when = period_from(period)
    keep_out(inbox or (), [out, html], [last])
    prove_out(out, (".docx",))
    prove_out(html, (".html", ".htm"))
    earlier, run = last_records(last), engine_for("", jobs)
    with round_of_files(
        "bulletin", plan, templates, period=when, earlier=earlier, engine=run
    ) as round_:
        if not inbox and round_.home is None:
            raise CannotRun("no-inbox", USAGE)
        decisions = known_decisions(plan, round_.folder)
        summary = summed_up(round_, taken_in(round_, inbox or ()), decisions)
        if issue:
            _issue(round_, summary, out, anew=anew)
        else:
            _write(
                summary.plan.language,
                _papers(round_, summary, out, html, leader, department, public=public),
            )


def _write(language: str, papers: "Iterable[tuple[Path, bytes]]") -> None:
    """Write each file, beside one that somebody edited, and say where it is."""
    from xlreport.cli.terminal import show, show_kept_edited
    from xlreport.messages import say
    from xlreport.pipeline.files.edited_outputs import write_beside_edits

    for path, content in papers:
        place = write_beside_edits(path, content)
        show(say(language, "screen.written", file=str(place)))
        show_kept_edited(language, path, place)


def _issue(round_: "Round", summary: "Summary", out: Path | None, *, anew: bool) -> None:
    from xlreport.cli.terminal import answer, show, show_kept_edited
    from xlreport.messages import say
    from xlreport.pipeline.files.edited_outputs import place_beside
    from xlreport.pipeline.files.writing_files import write_whole
    from xlreport.pipeline.round.supervision.issuing_supervision_papers import issue_bulletin

    language = summary.plan.language
    done = issue_bulletin(round_, summary, anew=anew)
    key = "paper.issued" if done.is_new else "paper.issued_before"
    answer(say(language, key, number=done.paper.called, file=str(done.path)))
    if done.changed:
        answer(say(language, "paper.changed_since"))
    if out is not None:
        place = place_beside(out, done.paper.content)
        write_whole(place, done.paper.content)
        show(say(language, "screen.written", file=str(place)))
        show_kept_edited(language, out, place)


def _papers(
    round_: "Round",
    summary: "Summary",
    out: Path | None,
    html: Path | None,
    leader: str,
    department: str,
    *,
    public: bool,
) -> list[tuple[Path, bytes]]:
    """Return each file that is wanted with its content; all are made before one is written."""
    from xlreport.model.round.round_settings_types import PaperSettings
    from xlreport.pipeline.papers import writing_papers
    from xlreport.pipeline.papers.writing_edition_papers import public_edition
    from xlreport.pipeline.round.amending_round import department_of_plan
    from xlreport.publish.published_public_page import public_html

    settings = round_.home.settings.papers if round_.home else PaperSettings()
    imprint = writing_papers.imprint_of(summary.plan, settings, round_.today)
    templates = round_.templates or (round_.home.restyled if round_.home else None)
    if leader:
        content = writing_papers.leader_paper(summary, imprint, leader, templates)
    elif department:
        unit = department_of_plan(summary.plan, department)
        content = writing_papers.department_paper(summary, imprint, unit, templates)
    elif public:
        content = writing_papers.public_paper(summary, imprint, templates)
    else:
        content = writing_papers.bulletin_paper(summary, imprint, templates)
    made = [(out or (Path("public.docx") if public else _OUT), content)]
    if html:
        return [*made, (html, public_html(public_edition(summary)))]
    return made
