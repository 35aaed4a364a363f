"""Live help as formulas, each with the result that it has while nothing is filled in: checks, live
lines, totals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlreport.messages import say
from xlreport.model.plans.plan import AMOUNTS
from xlreport.model.plans.plan_form_types import CONTACT_FIELDS, Form, IndicatorRow
from xlreport.workbook.department.form_layout import Layout, SheetLayout

MISSING, WRONG, REASON, COMPLETE = "○×△✓"
"""The marks with which the words of a check begin; live lines and colours go by them."""
_PIECE = 120
"""Characters of one text in a formula: Excel takes 255, a quote or a rare character counting
twice.
"""


@dataclass(frozen=True, slots=True)
class LiveFormula:
    """A formula without its `=`, and its result in a workbook that nobody has filled in yet."""

    formula: str
    result: str | int


def formula_text(words: str) -> str:
    """Return words as a formula writes them, in pieces where they are longer than a formula takes
    at once.
    """
    pieces = [words[at : at + _PIECE] for at in range(0, len(words), _PIECE)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def joined_formula(language: str, key: str, **parts: LiveFormula) -> LiveFormula:
    """Return the words of a key with formulas in their places, as one formula."""
    marks = {name: f"\0{name}\0" for name in parts}
    pieces = say(language, key, **marks).split("\0")
    formula = "&".join(
        parts[p].formula if at % 2 else formula_text(p) for at, p in enumerate(pieces) if p
    )
    return LiveFormula(
        formula, say(language, key, **{name: part.result for name, part in parts.items()})
    )


def plain_formula(number: Decimal) -> str:
    """Return a number without needless noughts and never with an exponent."""
    return f"{number.normalize():f}"


def bounds(language: str, low: Decimal | None, high: Decimal | None) -> str:
    """Return the plausible range in words: `0—20`; empty where there is none."""
    if low is not None and high is not None:
        # A dash beside a minus sign reads badly.
        key = "check.between_signs" if low < 0 else "check.between"
        return say(language, key, minimum=plain_formula(low), maximum=plain_formula(high))
    if low is not None:
        return say(language, "check.from", minimum=plain_formula(low))
    if high is None:
        return ""
    return say(language, "check.up_to", maximum=plain_formula(high))


def expressions(form: Form, layout: Layout, sheet: SheetLayout) -> Mapping[str, LiveFormula]:
    """Return the live placeholders as they stand on one sheet."""
    found = {f"contact.{field}": _contact(form.language, layout, field) for field in CONTACT_FIELDS}
    found["live.contact"] = _contacts_left(form.language, layout)
    for kind in ("indicator", "milestone"):
        found[f"live.{kind}"] = _tile(form, layout.sheet(kind))
    if sheet.look.kind:
        counted = "actual" if sheet.look.kind == "indicator" else "state"
        cells = sheet.span(counted)
        found["live"] = _line(form, sheet)
        found["total.filled"] = LiveFormula(f"COUNTA({cells})", 0)
        # Rounded, as binary sums show tails like 0.30000000000000004 once they are part of a text.
        summed = LiveFormula(f"ROUND(SUM({cells}),6)", 0)
        found["total.sum"] = summed if _add_up(form) else LiveFormula('"—"', "—")
        done = [say(form.language, f"state.{word}") for word in ("done", "year_reached")]
        counted = "+".join(f"COUNTIF({cells},{formula_text(word)})" for word in done)
        found["total.done"] = LiveFormula(counted, 0)
    return found


def _add_up(form: Form) -> bool:
    """Say whether the figures of a form have a sum: kilometres and per cent have none."""
    rows = [row.indicator for row in form.indicators]
    return len({one.unit for one in rows}) == 1 and all(one.measure in AMOUNTS for one in rows)


def _contact(language: str, layout: Layout, field: str) -> LiveFormula:
    where = layout.contacts[field].absolute
    blank = say(language, "template.blank")
    shown = f'TEXT({where},"yyyy-m-d")' if field == "filled_on" else where
    return LiveFormula(f"IF(LEN({where})=0,{formula_text(blank)},{shown})", blank)


def _contacts_left(language: str, layout: Layout) -> LiveFormula:
    left = "+".join(f"(LEN(TRIM({place.absolute}))=0)" for place in layout.contacts.values())
    todo = joined_formula(
        language, "live.tile_contact", todo=LiveFormula(f"({left})", len(layout.contacts))
    )
    done = say(language, "live.tile_done")
    return LiveFormula(f"IF(({left})=0,{formula_text(done)},{todo.formula})", todo.result)


def _counts(form: Form, sheet: SheetLayout) -> tuple[LiveFormula, LiveFormula, LiveFormula, int]:
    """Return how many rows are to be completed, to be looked at and complete, and the number of
    rows.
    """
    cells = sheet.absolute("check")
    rows = form.indicators if sheet.look.kind == "indicator" else form.milestones
    asked = sum(not isinstance(row, IndicatorRow) or row.asked for row in rows)
    todo = LiveFormula(f'COUNTIF({cells},"{MISSING}*")', asked)
    look = LiveFormula(f'(COUNTIF({cells},"{WRONG}*")+COUNTIF({cells},"{REASON}*"))', 0)
    return todo, look, LiveFormula(f'COUNTIF({cells},"{COMPLETE}*")', 0), len(rows)


def _still(language: str, todo: LiveFormula, look: LiveFormula, done: str) -> LiveFormula:
    """Return what is still to be done: to complete, to check, both, or the words for nothing."""
    first = joined_formula(language, "live.todo", todo=todo)
    second = joined_formula(language, "live.look", look=look)
    both = joined_formula(language, "live.both", todo=todo, look=look)
    open_ = (
        f"IF({look.formula}=0,{first.formula},IF({todo.formula}=0,{second.formula},{both.formula}))"
    )
    return LiveFormula(
        f"IF({todo.formula}+{look.formula}=0,{formula_text(done)},{open_})",
        first.result if todo.result else done,
    )


def _line(form: Form, sheet: SheetLayout) -> LiveFormula:
    language = form.language
    todo, look, complete, total = _counts(form, sheet)
    still = _still(language, todo, look, say(language, "live.done"))
    tail = joined_formula(
        language, "live.tail", total=LiveFormula(str(total), total), complete=complete
    )
    rest = LiveFormula(
        f"({total}-{todo.formula}-{look.formula}-{complete.formula})", total - int(todo.result)
    )
    optional = joined_formula(language, "live.optional", optional=rest)
    formula = f'{still.formula}&{tail.formula}&IF({rest.formula}>0,{optional.formula},"")'
    return LiveFormula(
        formula, f"{still.result}{tail.result}{optional.result if rest.result else ''}"
    )


def _tile(form: Form, sheet: SheetLayout | None) -> LiveFormula:
    if sheet is None:
        none = say(form.language, "live.tile_none")
        return LiveFormula(formula_text(none), none)
    todo, look, _, _ = _counts(form, sheet)
    return _still(form.language, todo, look, say(form.language, "live.tile_done"))
