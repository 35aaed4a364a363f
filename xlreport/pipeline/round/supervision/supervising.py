"""Letters by level: who gets which about which targets, what is good again, and the letters
written, numbered and queued.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from xlreport.ledger.ledger_file import whole
from xlreport.ledger.ledger_papers import enter_paper, next_serial, note_closing, open_targets
from xlreport.mail.compose_mail import Attachment
from xlreport.messages import say
from xlreport.messages.calendar_words import day_label
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_summary import Summary, SummaryRow
from xlreport.model.period import Period
from xlreport.model.plans.plan import Department
from xlreport.model.round.round_ledger_types import Mail, MailKind
from xlreport.model.round.round_paper_types import (
    LETTERS,
    Closing,
    OpenTarget,
    Paper,
    PaperKind,
    PaperTarget,
)
from xlreport.papers.bulletin_paper import imprint_words, summary_words
from xlreport.papers.paper_words import row_words
from xlreport.pipeline.files.edited_outputs import sealed
from xlreport.pipeline.papers.writing_papers import imprint_of, number_words, paper_from
from xlreport.pipeline.round.mails.writing_mails import LetterText, queue_all
from xlreport.pipeline.round.making_round import Round
from xlreport.pipeline.round.supervision.issuing_supervision_papers import (
    complete_issued,
    paper_file,
    write_issued,
)
from xlreport.workbook.slip_workbook import made_on, slip_workbook

GOOD = frozenset({Status.ON_TRACK, Status.COMPLETED})


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLetter:
    """A letter that is due: one kind to one department, about all of its targets of that level."""

    kind: PaperKind
    department: Department
    rows: tuple[SummaryRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervised:
    """What is to be done in a period, or was."""

    due: tuple[DueLetter, ...]
    good: tuple[OpenTarget, ...]
    """Targets of letters that are good again and are closed (销号)."""
    still: tuple[OpenTarget, ...]
    """What stays open."""
    papers: tuple[Paper, ...] = ()
    mails: tuple[Mail, ...] = ()


def supervision(round_: Round, summary: Summary) -> Supervised:
    """Say who would get which letter, what is good again, and what stays open; nothing is written.

    A target brings a letter when its level is above that of every letter about it that is open, and
    the letter goes to the department that answers for it, not to the one that only holds the
    figure. What is on track or completed at the end of a later period than its letter's is closed.
    """
    known = open_targets(round_.ledger, round_.workspace.code)
    by_code = {row.target.code: row for row in summary.rows}
    good = tuple(one for one in known if _is_good_again(one, by_code, summary.period))
    still = tuple(one for one in known if one not in good)
    highest: dict[str, int] = {}
    for one in still:
        highest[one.code] = max(highest.get(one.code, 0), one.level)
    groups: dict[tuple[int, str], list[SummaryRow]] = {}
    for row in summary.rows:
        if row.level > highest.get(row.target.code, 0):
            groups.setdefault((row.level, row.target.lead), []).append(row)
    order = [one.code for one in summary.plan.department]
    due = tuple(
        DueLetter(kind=LETTERS[level], department=unit, rows=tuple(rows))
        for (level, code), rows in sorted(
            groups.items(), key=lambda pair: (-pair[0][0], order.index(pair[0][1]))
        )
        if (unit := summary.plan.department_of(code))
    )
    return Supervised(due=due, good=good, still=still)


def _is_good_again(one: OpenTarget, rows: dict[str, SummaryRow], period: Period) -> bool:
    row = rows.get(one.code)
    later = Period.parse(one.paper.period).end < period.end
    return later and row is not None and row.assessment.status in GOOD


def supervise(round_: Round, summary: Summary) -> Supervised:
    """Close what is good again, and write, number and queue the letters that are due: each letter
    whole or not at all, its files before its number.

    Raises:
        CannotRun: what is wrong with a template, or why a file cannot be written; letters before
            it have their numbers, and a rerun goes on from there.
    """
    complete_issued(round_, summary.period)
    found = supervision(round_, summary)
    by_code = {row.target.code: row for row in summary.rows}
    with whole(round_.ledger):
        for one in found.good:
            closing = Closing(
                department=one.paper.department,
                paper=one.paper.number,
                code=one.code,
                period=str(summary.period),
                status=str(by_code[one.code].assessment.status),
                at=round_.now,
            )
            note_closing(round_.ledger, round_.workspace.code, closing)
    papers: list[Paper] = []
    mails: list[Mail] = []
    for letter in found.due:
        paper, queued = _written(round_, summary, letter, found.still)
        papers.append(paper)
        mails += queued
    return Supervised(
        due=found.due,
        good=found.good,
        still=found.still,
        papers=tuple(papers),
        mails=tuple(mails),
    )


def _written(
    round_: Round, summary: Summary, letter: DueLetter, still: Sequence[OpenTarget]
) -> tuple[Paper, tuple[Mail, ...]]:
    workspace, ledger, plan = round_.workspace, round_.ledger, summary.plan
    settings, year = workspace.settings.papers, plan.plan.year
    reply_by = round_.today + timedelta(days=settings.reply_days)
    with whole(ledger):
        serial = next_serial(ledger, workspace.code, letter.kind, year)
        called = number_words(plan, settings, letter.kind, serial)
        file = paper_file(letter.kind, year, serial, letter.department.code)
        slip_name = file.replace(".docx", "_slip.xlsx")
        paper = enter_paper(
            ledger,
            Paper(
                plan=workspace.code,
                kind=letter.kind,
                year=year,
                serial=serial,
                called=called,
                period=str(summary.period),
                department=letter.department.code,
                digest=summary.number,
                reply_by=reply_by,
                file=file,
                content=sealed(
                    _letter(round_, summary, letter, still, called, reply_by, slip_name)
                ),
                issued_on=round_.today,
                at=round_.now,
            ),
            [
                PaperTarget(
                    code=row.target.code,
                    status=str(row.assessment.status),
                    reason=row.assessment.reason,
                )
                for row in letter.rows
            ],
        )
        slip = sealed(_slip(round_, summary, letter, called, reply_by))
        queued = queue_all(round_, _mail(letter, summary, paper, slip, slip_name))
        write_issued(workspace, {file: paper.content, slip_name: slip})
    return paper, queued


def _letter(
    round_: Round,
    summary: Summary,
    letter: DueLetter,
    still: Sequence[OpenTarget],
    called: str,
    reply_by: date,
    slip_name: str,
) -> bytes:
    language, workspace = summary.plan.plan.language, round_.workspace
    imprint = imprint_of(summary.plan, workspace.settings.papers, round_.today, called)
    comma = say(language, "screen.comma")
    targets = [
        row_words(summary, row, place)
        | {"earlier": comma.join(o.paper.called for o in still if o.code == row.target.code)}
        for place, row in enumerate(letter.rows, 1)
    ]
    values = {
        **imprint_words(language, imprint),
        **summary_words(summary),
        "targets": targets,
        "department": letter.department.name,
        "reply_by": day_label(language, reply_by),
        "slip": slip_name,
    }
    return paper_from(str(letter.kind), values, language, workspace.restyled)


def _slip(round_: Round, summary: Summary, letter: DueLetter, called: str, reply_by: date) -> bytes:
    language = summary.plan.plan.language
    rows = []
    for place, row in enumerate(letter.rows, 1):
        words = row_words(summary, row, place)
        locked = {name: str(words[name]) for name in ("code", "name", "target", "actual")}
        rows.append(locked | {"letter": called, "status": str(words["light"])})
    return slip_workbook(
        language,
        rows,
        title=say(language, "slip.title", name=letter.department.name, number=called),
        ask=say(language, "slip.ask", day=day_label(language, reply_by)),
        made=made_on(round_.now),
    )


def _mail(
    letter: DueLetter, summary: Summary, paper: Paper, slip: bytes, slip_name: str
) -> LetterText:
    language = summary.plan.plan.language
    day = day_label(language, paper.reply_by) if paper.reply_by else ""
    values = {
        "kind": say(language, f"paper_kind.{letter.kind}"),
        "number": paper.called,
        "count": str(len(letter.rows)),
        "reply_by": day,
    }
    return LetterText(
        kind=MailKind.SUPERVISE,
        department=letter.department,
        period=summary.period,
        about=(str(letter.kind), str(paper.serial)),
        values=values,
        attachments=(Attachment(paper.file, paper.content), Attachment(slip_name, slip)),
    )
