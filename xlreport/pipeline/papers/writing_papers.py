"""A paper of a summary: its template found, its words put in."""

from datetime import date
from pathlib import Path

from xlreport.messages import say
from xlreport.model.judged.judged_summary import Summary
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.plans.plan import Department, Plan
from xlreport.model.round.round_paper_types import PaperKind
from xlreport.model.round.round_settings_types import PaperSettings
from xlreport.papers.bulletin_paper import Imprint, bulletin_words
from xlreport.papers.one_page_papers import department_words, leader_words
from xlreport.papers.paper_documents import Values, filled_paper
from xlreport.papers.public_edition_paper import public_words
from xlreport.pipeline.files.template_files import template_bytes
from xlreport.pipeline.papers.writing_edition_papers import public_edition


def imprint_of(plan: Plan, settings: PaperSettings, on: date, number: str = "") -> Imprint:
    """Return who issues a paper, when and under which number; an empty number is a draft's.

    Args:
        plan: whose papers.
        settings: how the workspace has papers issued.
        on: the day.
        number: as it is printed.
    """
    head = plan.plan
    copies = say(head.language, "screen.comma").join(settings.copies)
    return Imprint(
        office=settings.office or head.contact or head.government,
        on=on,
        number=number,
        copies=copies or say(head.language, "paper.no_copies"),
    )


def number_words(plan: Plan, settings: PaperSettings, kind: PaperKind, serial: int) -> str:
    """Return a number as it is printed: 督查通报〔2020〕3号.

    Args:
        plan: for its year.
        settings: which word stands before it.
        kind: of the paper.
        serial: its number in the year.
    """
    language, year = plan.language, plan.year
    mark = settings.mark or say(language, "paper.mark")
    return say(language, f"paper.number_{kind}", mark=mark, year=year, serial=serial)


def paper_from(template: str, values: Values, language: str, templates: Path | None) -> bytes:
    """Return a document made of the template of that name, restyled or the program's own.

    Args:
        template: its name, without `.docx`.
        values: what fills its places.
        language: in whose folder it lies.
        templates: a folder of restyled ones.
    """
    name = f"{template}.docx"
    return filled_paper(template_bytes(name, language, templates), values, name)


def bulletin_paper(summary: Summary, imprint: Imprint, templates: Path | None) -> bytes:
    """Return the bulletin of a period."""
    language = summary.plan.language
    return paper_from("bulletin", bulletin_words(summary, imprint), language, templates)


def public_paper(summary: Summary, imprint: Imprint, templates: Path | None) -> bytes:
    """Return the public edition."""
    language, edition = summary.plan.language, public_edition(summary)
    return paper_from("public", public_words(edition, imprint), language, templates)


def leader_paper(summary: Summary, imprint: Imprint, leader: str, templates: Path | None) -> bytes:
    """Return the page of a leader; raises CannotRun (`leader-unknown`) where nobody of that name
    leads anything.

    Args:
        summary: the period.
        imprint: who issues it, when.
        leader: a name, as the plan has it.
        templates: a folder of restyled ones.
    """
    known = {row.target.leader for row in summary.rows if row.target.leader}
    if leader not in known:
        names = say(summary.plan.language, "screen.comma").join(sorted(known))
        raise CannotRun("leader-unknown", USAGE, name=leader, known=names or "—")
    values = leader_words(summary, imprint, leader)
    return paper_from("leader", values, summary.plan.language, templates)


def department_paper(
    summary: Summary, imprint: Imprint, unit: Department, templates: Path | None
) -> bytes:
    """Return the page of a department.

    Args:
        summary: the period.
        imprint: who issues it, when.
        unit: whose page.
        templates: a folder of restyled ones.
    """
    values = department_words(summary, imprint, unit.code, unit.name)
    return paper_from("department", values, summary.plan.language, templates)
