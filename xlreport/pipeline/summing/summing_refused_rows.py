"""Why rows that were asked have no record: what was typed in them, and why it was not taken."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlreport.checks.returns.return_stopping_check import stops_all, stops_row, stops_sheet
from xlreport.messages import say
from xlreport.messages.finding_messages import sentence
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan
from xlreport.model.plans.plan_template_code import parse_code
from xlreport.model.returns.finding import Finding, Verdict
from xlreport.pipeline.intake.intake_file import Received

_FULL_STOPS = "。."


def refusals(
    plan: Plan, period: Period, received: Iterable[Received], counted: Mapping[str, str]
) -> Mapping[str, str]:
    """Return, by code, why a row is not reported although its department sent something.

    Args:
        plan: the plan, as it is in force.
        period: the period that is summed up.
        received: all files.
        counted: the name of the file that counts, by department. What it says goes first; of the
            department's other files only what they say of a row is told, and of a copy that it
            replaces nothing about a row that it leaves blank.
    """
    mine = [(_department(one, plan, period), one) for one in received]
    ordered = sorted(mine, key=lambda pair: pair[1].file == counted.get(pair[0]))
    blank = {code for unit, one in mine if one.file == counted.get(unit) for code in _blank(one)}
    codes: dict[str, list[str]] = {}
    for target in plan.targets:
        codes.setdefault(target.reported_by, []).append(target.code)
    found: dict[str, str] = {}
    for department, one in ordered:
        if department:
            beside = counted.get(department, one.file) != one.file
            rows = () if beside else codes.get(department, ())
            said = _of_file(plan.plan.language, one.findings, rows)
            replaced = beside and one.verdict is Verdict.SUPERSEDED
            kept = said.keys() - blank if replaced else said.keys()
            found |= {code: said[code] for code in said if code in kept}
    return found


def _blank(one: Received) -> Iterator[str]:
    blanks = (found for found in one.findings if found.code == "blank")
    return (found.indicator for found in blanks if stops_row(found))


def _department(one: Received, plan: Plan, period: Period) -> str:
    """Return whose return a file is, of this plan and period, else nothing.

    A file in which returns of two departments are mixed is held to be the first one's.
    """
    if one.identity is not None:
        known = (one.identity.plan.plan.code, one.identity.period)
        if known == (plan.plan.code, period):
            return one.department
        return ""
    for found in one.findings:
        code = parse_code(found.fields.get("first", ""))
        if code is not None and (code.plan, code.period) == (plan.plan.code, period):
            return code.department
    return ""


def _of_file(language: str, findings: Sequence[Finding], codes: Sequence[str]) -> dict[str, str]:
    stopping = list(findings)
    rows: dict[str, str] = {}
    for key, stops in (("file_refused", stops_all), ("sheet_refused", stops_sheet)):
        wide = next((one for one in stopping if stops(one)), None)
        if wide is not None and not rows:
            why = say(language, f"assess.plain.{key}", why=_clause(language, wide))
            rows = dict.fromkeys(codes, why)
    own: dict[str, str] = {}
    for one in stopping:
        if stops_row(one) and one.indicator not in own and one.code != "blank":
            own[one.indicator] = _of_row(language, one)
    return rows | own


def _of_row(language: str, one: Finding) -> str:
    typed, why = one.fields.get("reported", ""), _clause(language, one)
    if not typed:
        return say(language, "assess.plain.row_refused", why=why)
    return say(language, "assess.plain.refused", typed=typed, why=why)


def _clause(language: str, one: Finding) -> str:
    return sentence(language, one).rstrip(_FULL_STOPS)
