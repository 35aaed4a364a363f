"""Reply slips that came back: each row that names a letter and one of its targets is an answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from xlreport.checks.typed.typed_days import read_day
from xlreport.checks.typed.typed_numbers import read_figure, read_number
from xlreport.checks.typed.typed_value import Reading
from xlreport.ledger.ledger_file import whole
from xlreport.ledger.ledger_papers import note_reply, papers, replies, targets_of
from xlreport.messages import languages, say
from xlreport.model.plans.plan import Indicator
from xlreport.model.returns.finding import Verdict, finding
from xlreport.model.returns.submission import Cell, Entry, Submission
from xlreport.model.round.round_ledger_types import Arrival
from xlreport.model.round.round_paper_types import Paper, Reply
from xlreport.pipeline.intake.receiving_inbox import Intake, Received
from xlreport.pipeline.round.making_round import Round
from xlreport.workbook.reading.reading_workbook_files import read_one
from xlreport.workbook.slip_workbook import slip_headings

_T = TypeVar("_T")
_UNKNOWN = frozenset({Verdict.NOT_OURS, Verdict.RETURNED, Verdict.NOT_A_SUBMISSION})
_SUFFIXES = frozenset({".xlsx", ".xls", ".ods", ".xlsb", ".et", ".xlsm"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenReplies:
    """What slips said, and what of them could not be understood."""

    taken: tuple[Reply, ...] = ()
    doubts: tuple[tuple[str, dict[str, str]], ...] = ()
    """Key of messages and its fields, one for each thing that somebody should look at."""
    slips: frozenset[str] = frozenset()
    """Fingerprints of the files that are slips of ours: nobody asks for a template code there."""


NO_REPLIES = TakenReplies()


def take_replies(
    round_: Round, received: Sequence[Received], arrivals: Mapping[str, Arrival]
) -> TakenReplies:
    """Enter what the slips in an inbox answer; one whose bytes are known is not read again.

    A slip counts for the department that its letter went to; one that another department sent is
    named and not taken.

    Args:
        round_: what the command works with.
        received: the files of an inbox.
        arrivals: what the ledger knows of them, by path.
    """
    issued = {one.called: one for one in papers(round_.ledger, round_.workspace.code)}
    if not issued:
        return TakenReplies()
    known = {one.sha256 for one in replies(round_.ledger, round_.workspace.code)}
    words = slip_headings()
    taken: list[Reply] = []
    slips = set(known)
    doubts: list[tuple[str, dict[str, str]]] = []
    for one in received:
        if one.identity is not None or one.verdict not in _UNKNOWN or one.sha256 in known:
            continue
        if one.path.suffix.lower() not in _SUFFIXES:
            continue
        read = read_one(one.path, one.file, words)
        if isinstance(read, Submission):
            arrival = arrivals.get(one.file)
            sender = arrival.department if arrival else ""
            if any(entry.kind == "slip" for entry in read.entries):
                slips.add(one.sha256)  # also one that came back wholly blank
            for reply, doubt in _answers(round_, one, read, issued, sender):
                taken += [reply] if reply else []
                doubts += doubt
    with whole(round_.ledger):
        for reply in taken:
            note_reply(round_.ledger, round_.workspace.code, reply)
    return TakenReplies(taken=tuple(taken), doubts=tuple(doubts), slips=frozenset(slips))


_Doubts = list[tuple[str, dict[str, str]]]


def _answers(
    round_: Round,
    one: Received,
    read: Submission,
    issued: dict[str, Paper],
    sender: str,
) -> Iterator[tuple[Reply | None, _Doubts]]:
    for entry in read.entries:
        if entry.kind != "slip" or not _is_filled(entry):
            continue
        paper = issued.get(_text(entry, "letter"))
        where = {"file": one.file, "number": _text(entry, "letter"), "code": entry.code}
        if paper is None or entry.code not in _codes(round_, paper):
            yield None, [("reply.unknown", where)]
        elif sender and sender != paper.department:
            yield None, [("reply.other-sender", where)]
        else:
            yield _answer(round_, one, entry, paper, where)


def _codes(round_: Round, paper: Paper) -> frozenset[str]:
    return frozenset(one.code for one in targets_of(round_.ledger, paper.number))


def _answer(
    round_: Round, one: Received, entry: Entry, paper: Paper, where: dict[str, str]
) -> tuple[Reply, _Doubts]:
    plan = round_.workspace.plan
    doubts: _Doubts = []
    year, target = plan.plan.year, plan.lookup.targets.get(entry.code)

    def day(name: str) -> str:
        cell = entry.cells.get(name)
        return _shown(cell, read_day(cell, year) if cell else Reading[date](), name)

    def figure(name: str) -> str:
        cell = entry.cells.get(name)
        if cell is None:
            return ""
        read = read_figure(cell, target) if isinstance(target, Indicator) else read_number(cell, "")
        return _shown(cell, read, name)

    def _shown(cell: Cell | None, read: Reading[_T], name: str) -> str:
        if read.value is not None:
            if isinstance(read.value, date):
                return read.value.isoformat()
            return str(read.value)
        typed = cell.as_typed.strip() if cell else ""
        if typed:
            column = say(round_.workspace.language, f"slip.column_{name}")
            doubts.append(("reply.unread", where | {"column": column, "typed": typed}))
        return typed

    wants = _text(entry, "extend")
    due, value = day("extend_due"), figure("extend_value")
    reply = Reply(
        department=paper.department,
        paper=paper.number,
        code=entry.code,
        cause=_text(entry, "cause"),
        measures=_text(entry, "measures"),
        done_by=day("done_by"),
        extend=_is_yes(wants) or (not _is_no(wants) and bool(due or value)),
        extend_due=due,
        extend_value=value,
        file=one.file,
        sha256=one.sha256,
        at=round_.now,
    )
    missing = [name for name in ("cause", "measures", "done_by") if not getattr(reply, name)]
    doubts += [
        ("reply.blank", where | {"column": say(round_.workspace.language, f"slip.column_{name}")})
        for name in missing
    ]
    if _is_no(wants) and (due or value):
        doubts.append(("reply.both", where))
    return reply, doubts


def _text(entry: Entry, name: str) -> str:
    cell = entry.cells.get(name)
    return cell.as_typed.strip() if cell else ""


def _is_filled(entry: Entry) -> bool:
    fields = ("cause", "measures", "done_by", "extend", "extend_due", "extend_value")
    return any(_text(entry, name) for name in fields)


def _is_yes(typed: str) -> bool:
    return typed.casefold() in _words("yes")


def _is_no(typed: str) -> bool:
    return typed.casefold() in _words("no")


def _words(which: str) -> Sequence[str]:
    listed = (say(one, f"slip.{which}_words") for one in languages())
    return [word.casefold() for words in listed for word in words.split(",")]


def without_slips(intake: Intake, slips: frozenset[str]) -> Intake:
    """Return an inbox in which slips are no returns that something is wrong with."""
    if not slips:
        return intake
    files = (_as_slip(one) if one.sha256 in slips else one for one in intake.files)
    return replace(intake, files=tuple(files))


def _as_slip(one: Received) -> Received:
    """Return a file as the slip that it is, unless it says whose return it is."""
    if one.identity is not None:
        return one
    told = (finding("is-slip", file=one.file),)
    return replace(one, verdict=Verdict.NOT_A_SUBMISSION, findings=told)
