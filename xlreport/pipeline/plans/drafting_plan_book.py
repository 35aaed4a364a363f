"""A draft as the plan's own workbook: each row with a tick, its sentence, line and department."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlreport.assess.judgement_policies import policy_of
from xlreport.draft.draft_document import LANGUAGE, is_left_out, plan_document
from xlreport.draft.names.named_departments import DepartmentRule
from xlreport.messages import say
from xlreport.model.plans.plan import plan_from
from xlreport.model.plans.plan_draft_types import Draft, DraftMilestone, DraftRow, Rejected
from xlreport.model.plans.sheets.draft_sheet_columns import TICK
from xlreport.pipeline.plans.reading_plan_quarter_dues import dues
from xlreport.workbook.plan_book.plan_book_cells import PlanCellValue, unit_words
from xlreport.workbook.plan_book.plan_workbook import plan_book
from xlreport.workbook.workbook_row_xml import quickly_packed

_LONGEST_SENTENCE = 120
_AROUND = 40
DraftLine = dict[str, PlanCellValue]


def draft_workbook(
    draft: Draft, departments: Sequence[DepartmentRule], *, with_departments: bool = False
) -> bytes:
    """Return the workbook of a draft, for `plan import`.

    Args:
        draft: what was found.
        departments: the table behind the proposals.
        with_departments: tick the proposals too.
    """
    plan = plan_from(plan_document(draft, departments, whole=True))
    units = unit_words(plan)
    beside: Mapping[str, Sequence[DraftLine]] = {
        "indicator": [
            _target(one, target.code, draft, units, taken=with_departments) | _of_row(one)
            for one, target in zip(draft.rows, plan.indicator, strict=True)
        ],
        "milestone": [
            _target(one, target.code, draft, units, taken=with_departments)
            | {"why": _why("milestone")}
            for one, target in zip(draft.milestones, plan.milestone, strict=True)
        ],
        "left_out": [_number(one, draft) for one in draft.rejected],
    }
    with quickly_packed():
        return plan_book(plan, dues(plan, LANGUAGE), policy_of(plan), LANGUAGE, beside)


def _target(
    one: DraftRow | DraftMilestone,
    code: str,
    draft: Draft,
    units: Mapping[str, str],
    *,
    taken: bool,
) -> DraftLine:
    proposed = units.get(one.department)
    return _where(one, draft) | {
        "tick": TICK if one.ticked else None,
        # codes are for the plan: what is ticked later gets the next one
        "code": code if one.ticked else None,
        "year": Decimal(one.year),
        "confidence": Decimal(one.confidence),
        "lead": None,
        "proposed": proposed,
        "take": TICK if taken and proposed else None,
    }


def _of_row(row: DraftRow) -> DraftLine:
    given = row.baseline
    return {
        "why": _why(row.reason),
        "baseline_sentence": _shortened(given.sentence, given.quote) if given else None,
    }


def _number(one: Rejected, draft: Draft) -> DraftLine:
    return _where(one, draft) | {
        "tick": TICK if is_left_out(one, draft) else None,
        "number": one.number,
    }


def _where(one: DraftRow | DraftMilestone | Rejected, draft: Draft) -> DraftLine:
    part = "plan" if one.place.start >= draft.begins_at else "before"
    return {
        "sentence": _shortened(one.sentence, one.quote),
        "line": Decimal(one.place.line),
        "part": say(LANGUAGE, f"draft_part.{part}"),
    }


def _why(reason: str) -> str:
    return say(LANGUAGE, f"draft.taken.{reason}")


def _shortened(sentence: str, quote: str) -> str:
    """Return a sentence, of a very long one the words around a quote."""
    if len(sentence) <= _LONGEST_SENTENCE:
        return sentence
    place = max(sentence.find(quote), 0)
    start, end = max(0, place - _AROUND), min(len(sentence), place + len(quote) + _AROUND)
    before, after = "…" * (start > 0), "…" * (end < len(sentence))
    return before + sentence[start:end] + after
