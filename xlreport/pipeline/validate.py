"""Received files → annotated copies and lists that go back to the departments."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from xlreport.model.codes import Severity
from xlreport.model.finding import Verdict
from xlreport.pipeline.intake import Received
from xlreport.pipeline.writing import write_whole
from xlreport.workbook.annotate import annotate, findings_list


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


def return_copies(received: Iterable[Received], out: Path, language: str) -> Iterator[Returned]:
    """Write, for every workbook with errors or unexplained warnings, what goes back; the inbox is only read.

    Raises:
        CannotRun: a file in `out` is open elsewhere.
    """
    for one in received:
        if one.submission is None or one.verdict is Verdict.NOT_OURS or not needs_return(one):
            continue
        tongue = one.identity.plan.plan.language if one.identity else language
        content = one.path.read_bytes()
        marked = annotate(content, one.submission, one.findings, tongue)
        target = out / PurePosixPath(one.file).with_suffix(".xlsx")
        if marked is None:
            target = target.with_name(f"{target.stem}_findings.xlsx")
            marked_bytes = findings_list(one.submission, one.findings, tongue)
        else:
            marked_bytes = marked
        write_whole(target, marked_bytes)
        yield Returned(one.file, target, marked is not None)


def default_out(places: Sequence[Path]) -> Path:
    """Return the folder beside the inbox for what goes back: `inbox_returned`."""
    first = places[0].resolve()
    folder = first if first.is_dir() else first.parent
    return folder.with_name(f"{folder.name}_returned")
