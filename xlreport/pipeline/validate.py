"""Received files → annotated copies and lists that go back to the departments."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from xlreport.model.codes import Severity
from xlreport.model.finding import Verdict
from xlreport.model.submission import Submission, Unreadable
from xlreport.pipeline.folding import FINDINGS, Pack, pack, unpacked
from xlreport.pipeline.intake import Engine, Received
from xlreport.pipeline.templates import known_headings
from xlreport.pipeline.writing import write_whole
from xlreport.workbook.headings import Headings
from xlreport.workbook.inbox import content_of
from xlreport.workbook.reader import read
from xlreport.workbook.reading.refusal import Refused
from xlreport.workbook.workers import Errand, each_file


@dataclass(frozen=True, slots=True)
class Returned:
    """What goes back to a department."""

    file: str
    path: Path
    copy: bool
    """True for the sender's own workbook, marked; False for a list beside it."""


def needs_return(one: Received) -> bool:
    """Say whether a file that nothing replaces has something that its department must mend or explain."""
    return one.verdict is not Verdict.SUPERSEDED and any(
        found.severity is not Severity.NOTE and not found.explained for found in one.findings
    )


def return_copies(
    received: Iterable[Received],
    out: Path,
    language: str,
    *,
    templates: Path | None = None,
    jobs: int = 0,
    engine: Engine | None = None,
) -> Iterator[Returned]:
    """Write, for every workbook with errors or unexplained warnings, what goes back; the inbox is only read.

    Args:
        received: every file, with what was found.
        out: the folder to write to.
        language: of what belongs to no known plan.
        templates: the folder of restyled templates.
        jobs: processes to mark with; 0 is one a core.
        engine: what marks, where that is not this machine's processes.

    Raises:
        CannotRun: a file in `out` is open elsewhere.
    """
    faulty = [one for one in received if one.submission and one.verdict is not Verdict.NOT_OURS and needs_return(one)]
    if not faulty:
        return
    from xlreport.workbook import annotate  # noqa: F401 - loaded once here, and not by every worker that is forked

    errands = [Errand(one.path, _inbox_of(one), _note(one, language)) for one in faulty]
    run = engine or partial(each_file, jobs=jobs)
    for one, marked in zip(faulty, run(errands, Marker(out, known_headings(templates))), strict=True):
        if isinstance(marked, Unreadable):
            yield _listed(Submission(one.file, one.sha256), _note(one, language), out)
        else:
            yield marked


Note = tuple[str, Pack, str]
"""What is to be marked: the fingerprint of what was read, the findings, their language."""


def _note(one: Received, language: str) -> Note:
    tongue = one.identity.plan.plan.language if one.identity else language
    return one.sha256, pack(FINDINGS, tuple(one.findings)), tongue


def _inbox_of(one: Received) -> Path:
    depth = len(PurePosixPath(one.file).parts)
    return one.path.parents[min(depth, len(one.path.parents)) - 1]


@dataclass(frozen=True, slots=True)
class Marker:
    """What a worker does with a workbook that goes back: reads it again, marks it, writes it."""

    out: Path
    headings: Headings

    def __call__(self, path: Path, name: str, note: Note) -> Returned:
        """Write the sender's workbook with marks; a list beside it where that cannot be."""
        from xlreport.workbook.annotate import annotate

        sha256, packed, language = note
        try:
            content = content_of(path)
        except Refused:
            content = b""
        submission = read(content, name, self.headings)
        if not isinstance(submission, Submission) or submission.sha256 != sha256:
            return _listed(Submission(name, sha256), note, self.out)
        marked = annotate(content, submission, tuple(unpacked(FINDINGS, packed)), language)
        if marked is None:
            return _listed(submission, note, self.out)
        target = self.out / PurePosixPath(name).with_suffix(".xlsx")
        write_whole(target, marked)
        return Returned(name, target, copy=True)


def _listed(submission: Submission, note: Note, out: Path) -> Returned:
    """Write the list alone."""
    from xlreport.workbook.annotate import findings_list

    _, packed, language = note
    plain = out / PurePosixPath(submission.file).with_suffix(".xlsx")
    target = plain.with_name(f"{plain.stem}_findings.xlsx")
    write_whole(target, findings_list(submission, tuple(unpacked(FINDINGS, packed)), language))
    return Returned(submission.file, target, copy=False)


def default_out(places: Sequence[Path]) -> Path:
    """Return the folder beside the inbox for what goes back: `inbox_returned`."""
    first = places[0].resolve()
    folder = first if first.is_dir() else first.parent
    return folder.with_name(f"{folder.name}_returned")
