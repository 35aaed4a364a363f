"""Bulletins issued: each takes the next number of its year, and keeps it with its bytes."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from xlreport.ledger.ledger_file import whole
from xlreport.ledger.ledger_papers import enter_paper, last_paper, next_serial, papers
from xlreport.model.judged.judged_summary import Summary
from xlreport.model.model_errors import CannotRun
from xlreport.model.period import Period
from xlreport.model.round.round_paper_types import Paper, PaperKind
from xlreport.pipeline.files.edited_outputs import place_beside, sealed
from xlreport.pipeline.files.writing_files import write_whole
from xlreport.pipeline.papers.writing_papers import bulletin_paper, imprint_of, number_words
from xlreport.pipeline.round.making_round import Round
from xlreport.pipeline.round.opening_round_workspace import Workspace

ISSUED = "issued"
"""The folder of a workspace that issued papers are written to."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A bulletin under its number."""

    paper: Paper
    path: Path
    is_new: bool
    changed: bool
    """Whether the summary says something else now than when it was issued."""


def issue_bulletin(round_: Round, summary: Summary, *, anew: bool = False) -> Issued:
    """Issue the bulletin of a period; one that is issued already is given back as it was.

    The number is taken, the bytes are kept and the file is written in one transaction: a run that
    stops has taken none, and nothing has a number whose file is not there.

    Args:
        round_: what the command works with.
        summary: the period's summary.
        anew: take a new number although the period has a bulletin.

    Raises:
        CannotRun: `no-workspace` in a bare folder, `bulletin-other-plan` where the summary is not
            of the workspace's plan, or what is wrong with the template.
    """
    kind, workspace, ledger = PaperKind.BULLETIN, round_.workspace, round_.ledger
    if summary.plan.code != workspace.code:
        raise CannotRun("bulletin-other-plan", plan=summary.plan.code, own=workspace.code)
    period, year = str(summary.period), summary.plan.year
    templates = round_.templates or workspace.restyled
    with whole(ledger):
        known = last_paper(ledger, workspace.code, kind, period)
        if known is None or anew:
            serial = next_serial(ledger, workspace.code, kind, year)
            settings = workspace.settings.papers
            called = number_words(summary.plan, settings, kind, serial)
            imprint = imprint_of(summary.plan, settings, round_.today, called)
            paper = enter_paper(
                ledger,
                Paper(
                    plan=workspace.code,
                    kind=kind,
                    year=year,
                    serial=serial,
                    called=called,
                    period=period,
                    digest=summary.number,
                    file=paper_file(kind, year, serial),
                    content=sealed(bulletin_paper(summary, imprint, templates)),
                    issued_on=round_.today,
                    at=round_.now,
                ),
            )
        else:
            paper = known
        (path,) = write_issued(workspace, {paper.file: paper.content})
    new = paper is not known
    return Issued(paper, path, new, not new and paper.digest != summary.number)


def write_issued(workspace: Workspace, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write what is issued below `issued/`, beside what was changed there by hand; call it before
    the number is kept.

    Raises:
        CannotRun: as `write_whole`; then none of them is left that was not there before.
    """
    new: list[Path] = []
    places: list[Path] = []
    try:
        for name, content in files.items():
            place = place_beside(workspace.out / ISSUED / name, content)
            new += [] if place.exists() else [place]
            write_whole(place, content)
            places.append(place)
    except CannotRun:
        for one in new:
            with suppress(OSError):
                one.unlink()
        raise
    return tuple(places)


def complete_issued(round_: Round, period: Period) -> None:
    """Write again what was issued about a period and is not there: earlier versions gave the number
    first, and then the disk may have been full.
    """
    for one in papers(round_.ledger, round_.workspace.code):
        path = round_.workspace.out / ISSUED / one.file
        if one.period == str(period) and not path.exists():
            write_whole(path, one.content)


def paper_file(kind: PaperKind, year: int, serial: int, department: str = "") -> str:
    """Return where an issued paper lies below `issued/`: names that every system can hold.

    Args:
        kind: of the paper.
        year: of its number.
        serial: its number in that year.
        department: whom it is for; empty where it is for all.
    """
    after = f"_{department}" if department else ""
    return f"{kind}_{year}_{serial:03}{after}.docx"
