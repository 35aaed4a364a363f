"""What rows name as evidence, tied to the files that came beside the returns."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.evidence import Evidence, KeptFile
from xlreport.model.returns.finding import Finding, Verdict, finding
from xlreport.pipeline.intake.intake_file import Received

# a link in a text, up to a blank or a sign of Chinese or Western punctuation:
# https://www.example.gov.cn/a.pdf
_LINK = re.compile(r"https?://[^\s<>\"“”、，；;《》（）]+", re.IGNORECASE)
# what people put between names: commas and semicolons of both scripts, line ends
_BETWEEN = re.compile(r"[、，,；;\r\n\t]+")
_AROUND = " 　\"'“”‘’《》<>。"
_MOST = 50
"""Names that are taken of one row; what comes after them is words, not names."""
_LONGEST = 200
# what a file's name ends in: .pdf
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_FILES = frozenset({Verdict.NOT_A_SUBMISSION, Verdict.NOT_OURS, Verdict.UNREADABLE})


def named_evidence(text: str) -> tuple[str, ...]:
    """Return what a cell names: links, then names of files, each once, in the order typed."""
    links = [found[0].rstrip(".,。") for found in _LINK.finditer(text)]
    rest = _LINK.sub("、", text)
    names = [one.strip(_AROUND) for one in _BETWEEN.split(rest)]
    found = dict.fromkeys((*links, *(one[:_LONGEST] for one in names if one)))
    return tuple(found)[:_MOST]


def kept_files(
    files: Iterable[Received], sent: Mapping[str, tuple[str, str, str]] | None = None
) -> tuple[KeptFile, ...]:
    """Return the files of an inbox that are no returns.

    Args:
        files: everything that was received.
        sent: of files that came by mail, by path: department, the name they were sent under,
            and the mail's Message-ID.
    """
    known = sent or {}
    found = []
    for one in files:
        if one.identity is not None or one.verdict not in _FILES:
            continue
        department, name, message_id = known.get(one.file, ("", "", ""))
        names = dict.fromkeys((name, one.file.rpartition("/")[2]) if name else (_last(one.file),))
        found.append(
            KeptFile(
                file=one.file,
                path=str(one.path),
                sha256=one.sha256,
                names=tuple(names),
                department=department,
                message_id=message_id,
            )
        )
    return tuple(found)


def _last(file: str) -> str:
    return file.rpartition("/")[2]


FilesByName = Mapping[str, Sequence[KeptFile]]
"""Files by the names that they answer to, as compared."""


def by_name(kept: Iterable[KeptFile]) -> FilesByName:
    """Return files by every name that they answer to: with its ending, and without."""
    found: dict[str, list[KeptFile]] = defaultdict(list)
    for one in kept:
        answers = {_plain(name) for name in one.names}
        for name in answers | {_SUFFIX.sub("", name) for name in answers}:
            found[name].append(one)
    return found


def tied(record: Record, kept: FilesByName) -> tuple[Evidence, ...]:
    """Return what a record names as evidence, each with the file that came under that name.

    A file of the same department goes before one of which nobody knows whose it is; one of another
    department is never taken. Among those the file nearest to the return is taken. Capitals, full
    width and a missing ending make no difference.
    """
    return tuple(_tied(record, name, kept) for name in named_evidence(record.evidence))


def _tied(record: Record, name: str, kept: FilesByName) -> Evidence:
    if _LINK.fullmatch(name):
        return Evidence(name=name, link=name)
    own = [one for one in kept.get(_plain(name), ()) if one.department in {"", record.department}]
    home = PurePosixPath(record.file).parent
    own.sort(key=lambda one: (one.department == "", not _is_below(one.file, home), one.file))
    return Evidence(name=name, kept=own[0] if own else None)


def _is_below(file: str, folder: PurePosixPath) -> bool:
    return folder == PurePosixPath() or PurePosixPath(file).is_relative_to(folder)


def _plain(name: str) -> str:
    last = re.split(r"[/\\]", unicodedata.normalize("NFKC", name))[-1]
    return " ".join(last.casefold().split())


def missing_evidence(file: str, record: Record, named: Iterable[Evidence]) -> Iterator[Finding]:
    """Yield a note for each file that a record names and that has not come."""
    for one in named:
        if one.missing:
            yield finding(
                "evidence-missing",
                file=file,
                department=record.department,
                period=str(record.period),
                sheet=record.sheet,
                indicator=record.code,
                value=one.name,
                column="evidence",
            )
