"""What inspectors found (核查), held against reports, and judged where a plan says so."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from xlreport.messages import say
from xlreport.messages.locked_cell_messages import NO_VALUE, amount_text
from xlreport.messages.state_messages import state_word
from xlreport.model.judged.judged_assessment import Assessment
from xlreport.model.judged.judged_on_file import Inspected
from xlreport.model.plans.plan import Indicator, Milestone, Plan
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.inspection_return import Inspection


def held_against(
    inspection: Inspection, record: Record | None, tolerance: Decimal, *, counts: bool = False
) -> Inspected:
    """Hold an inspection against the record of its target and period.

    Args:
        inspection: what was found.
        record: what was reported; None where nothing was, and then nothing differs.
        tolerance: per cent of the reported figure by which the two may differ; beyond exactly that
            they do. States differ when they are not the same.
        counts: whether the light is that of the inspection.
    """
    if record is None:
        return Inspected(inspection, None, differs=False)
    if inspection.value and record.value is not None:
        gap = Decimal(inspection.value) - record.value
        differs = abs(gap) * 100 > abs(record.value) * tolerance
        return Inspected(inspection, gap, differs, counts)
    differs = bool(record.state) and bool(inspection.state) and record.state != inspection.state
    return Inspected(inspection, None, differs, counts)


def as_inspected(
    records: Iterable[Record], inspections: Iterable[Inspection]
) -> tuple[Record, ...]:
    """Return records with the inspected figure or state in place of the reported one, to judge by;
    what was not reported is not made up.
    """
    found = {(one.period, one.code): one for one in inspections}
    return tuple(_as_found(one, found.get((str(one.period), one.code))) for one in records)


def _as_found(record: Record, found: Inspection | None) -> Record:
    if found is None:
        return record
    if found.value:
        return replace(record, value=Decimal(found.value), no_data=False)
    expected = record.expected if record.state == found.state else None
    return replace(record, state=found.state, expected=expected)


def told_by(
    plan: Plan, target: Indicator | Milestone, light: Assessment, about: Inspected, told: Record
) -> Assessment:
    """Return a judgement whose reason says which figure made the light, and what the other one
    was.

    Args:
        plan: the plan, for its language.
        target: what is judged.
        light: its judgement, by the one or the other.
        about: the inspection.
        told: what was reported.
    """
    language = plan.language
    one = about.inspection
    words = {
        "found": found_words(target, one, language),
        "reported": _words(target, told.value, told.state, language),
        "by": one.said_by,
    }
    said = say(language, "inspect.by_found" if about.counts else "inspect.by_report", **words)
    why = f"{light.why}{said}" if light.why else ""
    return replace(light, why=why, reason=f"{light.reason}{said}")


def found_words(target: Indicator | Milestone, found: Inspection, language: str) -> str:
    """Return what an inspector found as people read it: a figure with its unit, or a state."""
    value = Decimal(found.value) if found.value else None
    return _words(target, value, found.state, language)


def _words(target: Indicator | Milestone, value: Decimal | None, state: str, language: str) -> str:
    if isinstance(target, Indicator):
        if value is None:
            return NO_VALUE
        return amount_text(target, value, language)
    if state:
        return state_word(language, state, target)
    return NO_VALUE
