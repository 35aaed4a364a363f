"""Answers to letters that came by telephone or on paper, entered by whoever took them."""

from collections.abc import Mapping
from datetime import date

from xlreport.ledger.ledger_file import whole
from xlreport.ledger.ledger_papers import note_reply, open_targets, replies
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.plans.plan import Indicator
from xlreport.model.round.round_paper_types import OpenTarget, Paper, Reply
from xlreport.pipeline.round.amending_round import value_from
from xlreport.pipeline.round.making_round import Round


def enter_reply(
    round_: Round,
    code: str,
    *,
    cause: str,
    measures: str,
    done_by: date | None,
    extend_due: date | None,
    extend_value: str,
    said_by: str,
    said_on: date,
) -> tuple[Reply, OpenTarget]:
    """Enter an answer about one target of a letter; it counts like one on a slip, and what it asks
    for waits for a decision in the same way.

    It is about the last letter with the target that is open. What is left out stays as the answer
    before said it, so that a second call adds to the first.

    Args:
        round_: what the command works with.
        code: of the target.
        cause: why it lags.
        measures: what is done about it.
        done_by: until when.
        extend_due: the day that is asked for instead of the target's.
        extend_value: the value that is asked for instead of the target's.
        said_by: who said or wrote it.
        said_on: when.

    Returns:
        The answer, and the letter's target that it is about.

    Raises:
        CannotRun: `reply-no-letter` where no letter about the target is open, `reply-nothing`
            where nothing is answered, `decide-value` for a value that is none or of a task.
    """
    plan, wanted = round_.workspace.plan, code.strip().upper()
    mine = [one for one in open_targets(round_.ledger, plan.code) if one.code == wanted]
    if not mine:
        raise CannotRun("reply-no-letter", USAGE, code=wanted)
    told = {
        "cause": " ".join(cause.split()),
        "measures": " ".join(measures.split()),
        "done_by": done_by.isoformat() if done_by else "",
        "extend_due": extend_due.isoformat() if extend_due else "",
        "extend_value": _value(round_, wanted, extend_value),
    }
    if not any(told.values()):
        raise CannotRun("reply-nothing", USAGE, code=wanted)
    reply = _reply(round_, mine[-1].paper, wanted, told, said_by, said_on)
    with whole(round_.ledger):
        note_reply(round_.ledger, plan.code, reply)
    return reply, mine[-1]


def _reply(
    round_: Round, about: Paper, code: str, told: Mapping[str, str], said_by: str, said_on: date
) -> Reply:
    before = _before(round_, about.number, code)
    kept = {name: words or getattr(before, name, "") for name, words in told.items()}
    return Reply(
        department=about.department,
        paper=about.number,
        code=code,
        cause=kept["cause"],
        measures=kept["measures"],
        done_by=kept["done_by"],
        extend=bool(kept["extend_due"] or kept["extend_value"]),
        extend_due=kept["extend_due"],
        extend_value=kept["extend_value"],
        said_by=said_by,
        said_on=said_on,
        at=round_.now,
    )


def _before(round_: Round, paper: int, code: str) -> Reply | None:
    known = replies(round_.ledger, round_.workspace.code)
    return next((one for one in reversed(known) if (one.paper, one.code) == (paper, code)), None)


def _value(round_: Round, code: str, typed: str) -> str:
    if not typed.strip():
        return ""
    target = round_.workspace.plan.lookup.targets.get(code)
    if not isinstance(target, Indicator):
        raise CannotRun("decide-value", USAGE, code=code, value=typed)
    try:
        return format(value_from(typed), "f")
    except CannotRun as error:
        raise CannotRun("decide-value", USAGE, code=code, value=typed) from error
