"""Sealed copies tied to returns by what is printed on them, and who still owes one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation, localcontext

from xlreport.ledger.ledger_file import whole
from xlreport.ledger.ledger_outcomes import counted_files, stored_records
from xlreport.ledger.ledger_sealed_copies import note_sealed_copy, sealed_submissions
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Department
from xlreport.model.plans.plan_template_code import SEPARATOR, TemplateCode, parse_code
from xlreport.model.returns.finding import Verdict
from xlreport.model.round.round_paper_types import SealedCopy
from xlreport.pipeline.round.amending_round import department_named
from xlreport.pipeline.round.making_round import Round

# the template code inside a file's name: SN·2020-Q3·CZJ·v1·7K
_IN_A_NAME = re.compile(
    r"(?<![A-Za-z0-9])[A-Z0-9][A-Z0-9-]{0,23}·\d{4}[-QH0-9]*·[A-Z0-9_-]+·v\d+·[A-Z0-9]{2}",
    re.IGNORECASE,
)
"""A template code among the other words of a file's name."""
_WIDE = Context(prec=400)
"""Holds the sum of any numbers that a spreadsheet stores, below 1e309, with its decimals."""
_PRINTED = Decimal("0.000001")
_COUNTS = frozenset({Verdict.ACCEPTED, Verdict.PARTLY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A sealed copy that was entered."""

    department: Department
    period: Period
    filled: int
    """Indicators of the return that counts with a figure."""
    total: Decimal
    """Their sum, as the form prints it."""
    agrees: bool
    """Whether what is printed on the paper is the same; True where nobody typed it."""


def seal(
    round_: Round,
    what: str,
    period: Period,
    *,
    filled: int | None = None,
    total: str = "",
    file: str = "",
    said_by: str = "",
) -> Sealed:
    """Enter that a sealed copy came.

    Args:
        round_: what the command works with.
        what: the template code printed on it, the name of a file that holds that code, or a
            department.
        period: of the return, where `what` is a department.
        filled: rows filled in, as printed on it.
        total: their sum, as printed on it.
        file: name of the scan.
        said_by: who has seen it.

    Raises:
        CannotRun: `seal-other` for another plan's, `department-unknown`, `seal-nothing` where no
            return of the department counts, `seal-sum` for a sum that is no number.
    """
    workspace = round_.workspace
    code = sealed_code(what)
    if code is not None and code.plan != workspace.code:
        raise CannotRun("seal-other", USAGE, code=str(code))
    unit = department_named(workspace, code.department if code else what)
    when = code.period if code else period
    counted = counted_files(round_.ledger, workspace.code, str(when)).get(unit.code)
    if counted is None:
        raise CannotRun("seal-nothing", USAGE, name=unit.name, period=str(when))
    kept = stored_records(round_.ledger, workspace.code)
    said = [one.value for one in kept if one.is_of(unit.code, when)]
    values = [value for value in said if value is not None]
    count, added = len(values), printed_sum(values)
    printed = _number(total)
    agrees = (filled is None or filled == count) and (printed is None or printed == added)
    words = " ".join(str(one) for one in (filled, printed) if one is not None)
    with whole(round_.ledger):
        note_sealed_copy(
            round_.ledger,
            SealedCopy(
                plan=workspace.code,
                period=str(when),
                department=unit.code,
                submission=counted.sha256,
                sums=words,
                file=file,
                said_by=said_by,
            ),
            round_.now,
        )
    return Sealed(department=unit, period=when, filled=count, total=added, agrees=agrees)


def printed_sum(values: Sequence[Decimal]) -> Decimal:
    """Add figures up, to six decimals, as the form prints their sum."""
    with localcontext(_WIDE):
        return sum(values, Decimal(0)).quantize(_PRINTED)


def sealed_code(words: str) -> TemplateCode | None:
    """Return the template code that a text is or holds; None where it holds none that is right.

    A file's name may have another sign in place of the middle dot, which not every system takes.
    """
    for text in (words, re.sub(r"[_・•∙⋅．|+ ]", SEPARATOR, words)):
        for found in _IN_A_NAME.finditer(text):
            code = parse_code(found[0])
            if code is not None:
                return code
    return parse_code(words)


def _number(text: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        value = Decimal(text.strip().replace(",", "").replace("，", ""))
    except InvalidOperation as error:
        raise CannotRun("seal-sum", USAGE, value=text) from error
    if not value.is_finite():
        raise CannotRun("seal-sum", USAGE, value=text)
    return value


def seals_asked(round_: Round, period: Period) -> bool:
    """Say whether sealed copies are asked for: by the settings, or because some have come."""
    if round_.workspace.settings.papers.sealed:
        return True
    return bool(sealed_submissions(round_.ledger, round_.workspace.code, str(period)))


def owing(round_: Round, period: Period) -> tuple[Department, ...]:
    """Return the departments whose return counts and of whose very file no sealed copy has come; a
    return that took the place of a sealed one is owed again. Nobody owes any where the workspace
    asks for none and none has come.
    """
    workspace = round_.workspace
    if not seals_asked(round_, period):
        return ()
    sealed = sealed_submissions(round_.ledger, workspace.code, str(period))
    counted = counted_files(round_.ledger, workspace.code, str(period))
    owed = {
        code for code, one in counted.items() if one.sha256 not in sealed and one.verdict in _COUNTS
    }
    return tuple(unit for unit in workspace.plan.department if unit.code in owed)
