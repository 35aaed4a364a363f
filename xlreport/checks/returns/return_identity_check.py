"""Whose a workbook is: plan, period, department and version, by its visible code cells and its row
codes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from xlreport.model.period import Period
from xlreport.model.plans.plan import Department, Plan
from xlreport.model.plans.plan_lookup_types import folded
from xlreport.model.plans.plan_template_code import TemplateCode, parse_code
from xlreport.model.returns.finding import Finding, finding
from xlreport.model.returns.submission import Cell, Submission

STOPS_FILE = frozenset({
    "identity-missing", "identity-damaged", "identities-mixed", "unknown-plan",
    "unknown-department",
    "unknown-period", "rows-of-other",
})  # fmt: skip
"""Codes of the findings after which nothing of a file counts."""
_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whose workbook it is."""

    plan: Plan
    period: Period
    department: Department
    version: int
    """Of the plan it was made from; rows of another version are compared one by one."""
    findings: tuple[Finding, ...] = ()
    """Warnings and notes about it: another department's file name, second witnesses that
    disagree.
    """


def identify(submission: Submission, plans: Sequence[Plan]) -> Identity | tuple[Finding, ...]:
    """Return whose workbook it is, or why that cannot be known (errors that stop the whole
    file).
    """
    code = _one_code(submission)
    if not isinstance(code, TemplateCode):
        return code
    plan = next((one for one in plans if one.plan.code == code.plan), None)
    if plan is None:
        return (_of_file("unknown-plan", submission, plan=code.plan),)
    department = plan.department_of(code.department)
    if department is None:
        return (_of_file("unknown-department", submission, plan=plan.title, unit=code.department),)
    where = {"department": department.code, "period": str(code.period)}
    if code.period.year != plan.year:
        return (_of_file("unknown-period", submission, **where, year=str(plan.year)),)
    others = tuple(_rows_of_others(submission, plan, code))
    if others:
        return others
    return Identity(
        plan=plan,
        period=code.period,
        department=department,
        version=code.version,
        findings=tuple(_doubts(submission, plan, department, code)),
    )


def _one_code(submission: Submission) -> TemplateCode | tuple[Finding, ...]:
    """Return the one template code of all code cells, or what is wrong with them."""
    if not submission.codes:
        return (_of_file("identity-missing", submission),)
    damaged = [cell for cell in submission.codes if parse_code(cell.as_typed) is None]
    if damaged:
        return tuple(_at(cell, "identity-damaged", submission) for cell in damaged)
    codes = [code for cell in submission.codes if (code := parse_code(cell.as_typed))]
    strange = [cell for cell, code in zip(submission.codes, codes, strict=True) if code != codes[0]]
    if strange:
        return tuple(
            _at(cell, "identities-mixed", submission, first=str(codes[0])) for cell in strange
        )
    return codes[0]


def _rows_of_others(submission: Submission, plan: Plan, code: TemplateCode) -> Iterable[Finding]:
    """Yield the rows that belong to another department's workbook of the same version and period.

    After a change of the plan a row may have moved to another department, so an older version is
    not held to this. Where a revision hands a row over, the period says whose it is.
    """
    if code.version != plan.version:
        return
    targets = plan.at(code.period).lookup.targets
    for entry in submission.entries:
        target = targets.get(entry.code)
        reporter = code.department if target is None else target.reported_by
        owner = plan.department_of(reporter) if reporter != code.department else None
        if owner is not None:
            cell = entry.cells.get("code") or next(iter(entry.cells.values()), None)
            yield finding(
                "rows-of-other",
                file=submission.file,
                department=code.department,
                period=str(code.period),
                sheet=entry.sheet,
                cell=cell.address if cell else "",
                indicator=entry.code,
                value=entry.code,
                owner=owner.name,
            )


def _doubts(
    submission: Submission, plan: Plan, department: Department, code: TemplateCode
) -> Iterable[Finding]:
    """Yield what does not fit but does not decide: version, second witnesses, the file's name."""
    where = {"department": code.department, "period": str(code.period)}
    if code.version != plan.version:
        yield _of_file(
            "other-version", submission, **where, old=str(code.version), new=str(plan.version)
        )
    for place, text in sorted(submission.witnesses.items()):
        if text.strip() and parse_code(text) != code:
            yield _of_file(
                "witness-differs",
                submission,
                **where,
                value=text.strip(),
                place=place,
                right=str(code),
            )
    other = _named_in(PurePosixPath(submission.file).stem, plan, department)
    if other is not None:
        yield _of_file(
            "file-name-differs", submission, **where, other=other.name, own=department.name
        )


def _named_in(stem: str, plan: Plan, own: Department) -> Department | None:
    """Return the department that a file's name names instead of its own; names inside longer names
    do not count.
    """
    text = folded(stem)
    found: list[Department] = []
    for name, one in sorted(
        _names_in(text, plan), key=lambda pair: (-len(pair[0]), pair[1][1] is not own, pair[1][0])
    ):
        if name in text:
            found.append(one[1])
            text = text.replace(name, " ")
    return found[0] if found and own not in found else None


def _names_in(text: str, plan: Plan) -> Iterable[tuple[str, tuple[int, Department]]]:
    """Yield the names of departments in a text: its pieces are looked up, as a plan may have
    thousands of names.
    """
    names = plan.lookup.names
    for length in plan.lookup.name_lengths:
        for start in range(len(text) - length + 1) if length >= _SHORTEST_NAME else ():
            for one in names.get(text[start : start + length], ()):
                yield text[start : start + length], one


def _of_file(code: str, submission: Submission, /, **words: str) -> Finding:
    first = submission.codes[0] if submission.codes else None
    value = {"value": first.as_typed.strip()} if first else {}
    cell = {"sheet": first.sheet, "cell": first.address} if first else {}
    return finding(code, **({"file": submission.file} | value | cell | words))


def _at(cell: Cell, code: str, submission: Submission, /, **words: str) -> Finding:
    where = {
        "file": submission.file,
        "sheet": cell.sheet,
        "cell": cell.address,
        "value": cell.as_typed.strip(),
    }
    return finding(code, **(where | words))
