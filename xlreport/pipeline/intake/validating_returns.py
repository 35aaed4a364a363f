"""Received files → annotated copies and lists that go back to the departments."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Verdict
from xlreport.model.returns.return_refusal import Refused
from xlreport.model.returns.submission import Submission, Unreadable
from xlreport.pipeline.files.writing_files import write_whole
from xlreport.pipeline.forms.exporting_form_templates import known_headings
from xlreport.pipeline.intake.examining_intake_files import Whose, to_explain
from xlreport.pipeline.intake.intake_copies_aside import copy_aside
from xlreport.pipeline.intake.intake_findings import FINDINGS, Pack, pack, unpacked
from xlreport.pipeline.intake.receiving_inbox import Engine, Received
from xlreport.processes.folders.local_folder import file_content
from xlreport.processes.platform_calls import resolved
from xlreport.processes.worker_processes import FileJob, each_file
from xlreport.workbook.reading.submission_reader import read

if TYPE_CHECKING:
    from xlreport.pipeline.intake.intake_marked_copies import Forms


@dataclass(frozen=True, slots=True)
class MarkedReturn:
    """What goes back to a department."""

    file: str
    path: Path
    copy: bool
    """True for a workbook that can be corrected and sent again, the sender's own wherever it may;
    False for a list.
    """


def needs_return(one: Received) -> bool:
    """Say whether a file that nothing replaces has something that its department must mend or
    explain.
    """
    return one.verdict is not Verdict.SUPERSEDED and to_explain(one.findings)


def return_copies(
    received: Iterable[Received],
    out: Path,
    language: str,
    *,
    earlier: Sequence[Record] = (),
    templates: Path | None = None,
    jobs: int = 0,
    engine: Engine | None = None,
    aside: Path | None = None,
) -> Iterator[MarkedReturn]:
    """Write, for every workbook with errors or unexplained warnings, what goes back; the inbox is
    only read.

    Args:
        received: every file, with what was found.
        out: the folder to write to.
        language: of what belongs to no known plan.
        earlier: records of earlier periods, which a fresh workbook shows as last values.
        templates: the folder of restyled templates.
        jobs: processes to mark with; 0 is one a core.
        engine: what marks, where that is not this machine's processes.
        aside: where copies lie that were marked while they were read.

    Raises:
        CannotRun: a file in `out` is open elsewhere.
    """
    files = tuple(received)
    faulty = [
        one
        for one in files
        if one.submission and one.verdict is not Verdict.NOT_OURS and needs_return(one)
    ]
    if not faulty:
        return
    from xlreport.pipeline.intake.intake_marked_copies import forms_for, stems

    names = stems(one.file for one in faulty)
    notes = [_note(one, language, name) for one, name in zip(faulty, names, strict=True)]
    laid = [
        copy_aside(aside, one.file, one.sha256, note.findings[1], note.language)
        for one, note in zip(faulty, notes, strict=True)
    ]
    rest = [(one, note) for one, note, at in zip(faulty, notes, laid, strict=True) if at is None]
    if rest:  # first: workers are forked only while this process has no second thread
        marker = Marker(out, forms_for(files, earlier, known_headings(templates), templates))
        yield from _marked_now(rest, marker, engine or partial(each_file, jobs=jobs))
    for one, note, at in zip(faulty, notes, laid, strict=True):
        if at is not None:
            target = out / f"{note.name}.xlsx"
            write_whole(target, at.read_bytes())
            yield MarkedReturn(one.file, target, copy=True)


def _marked_now(
    rest: Sequence[tuple[Received, "Note"]], marker: "Marker", run: Engine
) -> Iterator[MarkedReturn]:
    """Open files again and mark them; of one that cannot be read the list alone is written."""
    from xlreport.workbook.annotating import annotate_workbook  # noqa: F401 - loaded once here, and not by every worker that is forked

    wanted = [FileJob(one.path, _inbox_of(one), note) for one, note in rest]
    for (one, note), marked in zip(rest, run(wanted, marker), strict=True):
        if isinstance(marked, Unreadable):
            yield _listed(Submission(file=one.file, sha256=one.sha256), note, marker.out)
        else:
            yield marked


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is to be marked in a file."""

    sha256: str
    """Of what was read."""
    findings: Pack
    language: str
    whose: Whose | None
    name: str
    """Of what goes back, relative to the folder and without a suffix."""


def _note(one: Received, language: str, name: str) -> Note:
    from xlreport.pipeline.intake.intake_marked_copies import whose_is

    tongue = one.identity.plan.language if one.identity else language
    return Note(
        sha256=one.sha256,
        findings=pack(FINDINGS, tuple(one.findings)),
        language=tongue,
        whose=whose_is(one),
        name=name,
    )


def _inbox_of(one: Received) -> Path:
    depth = len(PurePosixPath(one.file).parts)
    return one.path.parents[min(depth, len(one.path.parents)) - 1]


@dataclass(frozen=True, slots=True)
class Marker:
    """What a worker does with a workbook that goes back: reads it again, marks it, writes it."""

    out: Path
    forms: "Forms"

    def __call__(self, path: Path, name: str, note: Note) -> MarkedReturn:
        """Write the sender's workbook with marks, a fresh one, or a list beside it where neither
        can be.
        """
        from xlreport.pipeline.intake.intake_marked_copies import marked_copy

        try:
            content = file_content(path)
        except Refused:
            content = b""
        submission = read(content, name, self.forms.headings)
        if not isinstance(submission, Submission) or submission.sha256 != note.sha256:
            return _listed(Submission(file=name, sha256=note.sha256), note, self.out)
        findings = tuple(unpacked(FINDINGS, note.findings))
        marked, copy = marked_copy(
            content, submission, findings, note.language, self.forms, note.whose
        )
        target = self.out / f"{note.name}{'' if copy else '_findings'}.xlsx"
        write_whole(target, marked)
        return MarkedReturn(name, target, copy=copy)


def _listed(submission: Submission, note: Note, out: Path) -> MarkedReturn:
    """Write the list alone."""
    from xlreport.workbook.annotating.annotate_workbook import findings_list

    target = out / f"{note.name}_findings.xlsx"
    write_whole(
        target, findings_list(submission, tuple(unpacked(FINDINGS, note.findings)), note.language)
    )
    return MarkedReturn(submission.file, target, copy=False)


def default_out(places: Sequence[Path]) -> Path:
    """Return the folder for what goes back: `inbox_returned` beside the inbox, or beside the file
    `report_returned` where files are named.
    """
    first = resolved(places[0])
    name = first.name if first.is_dir() else first.stem
    return first.with_name(f"{name}_returned")
