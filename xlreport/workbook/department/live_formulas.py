"""Live help as formulas, each with the result that it has while nothing is filled in: checks, live
lines, totals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlreport.messages import say
from xlreport.model.plans.form import CONTACT_FIELDS, Form, IndicatorRow, MilestoneRow
from xlreport.model.plans.plan import Measure
from xlreport.workbook.department.layout import Layout, SheetLayout, column_name

MISSING, WRONG, REASON, COMPLETE = "○×△✓"
"""The marks with which the words of a check begin; live lines and colours go by them."""
_WHOLE = Decimal(100)
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


def bounds(language: str, row: IndicatorRow) -> str:
    """Return the plausible range in words: `0—20`; empty where there is none."""
    if row.minimum is not None and row.maximum is not None:
        # A dash beside a minus sign reads badly.
        key = "check.between_signs" if row.minimum < 0 else "check.between"
        return say(
            language, key, minimum=plain_formula(row.minimum), maximum=plain_formula(row.maximum)
        )
    if row.minimum is not None:
        return say(language, "check.from", minimum=plain_formula(row.minimum))
    return (
        ""
        if row.maximum is None
        else say(language, "check.up_to", maximum=plain_formula(row.maximum))
    )


class Checks:
    """The words and columns of one data sheet's check formulas, made once a sheet."""

    def __init__(
        self, form: Form, sheet: SheetLayout, classes: Mapping[tuple[str, ...], str]
    ) -> None:
        self.language = form.language
        self.period_end = form.period.end
        self.columns = {
            field: f"${column_name(column)}" for field, column in sheet.look.places.items()
        }
        self.hidden = {
            field
            for field, column in sheet.look.places.items()
            if column in sheet.look.hidden_columns
        }
        self.classes = classes
        self.words: dict[str, str] = {}

    def say(self, key: str, **fields: object) -> str:
        """Return a check's words as a formula writes them."""
        if fields:
            return formula_text(say(self.language, f"check.{key}", **fields))
        if key not in self.words:
            self.words[key] = formula_text(say(self.language, f"check.{key}"))
        return self.words[key]

    def blank(self, field: str, row: int) -> str:
        """Return the formula that says whether a cell is empty, or holds nothing but blanks."""
        return f"LEN(TRIM({self.columns[field]}{row + 1}))=0"

    def indicator(self, form_row: IndicatorRow, row: int) -> LiveFormula:
        """Return what is first wrong in an indicator's row."""
        value, cells = f"{self.columns['actual']}{row + 1}", self.columns
        steps: list[tuple[str, str]] = []
        if form_row.indicator.measure is Measure.CLASS:
            name = self.classes[form_row.indicator.classes]
            steps.append((f"ISNA(MATCH(TRIM({value}),{name},0))", self.say("not_class")))
        else:
            steps += self._figure(form_row, value, row)
        steps += self._required(form_row, row)
        if (
            form_row.indicator.measure is Measure.CUMULATIVE
            and form_row.last is not None
            and "last" in cells
        ):
            fell = f"{value}<N({cells['last']}{row + 1})"
            steps.append((f"AND({fell},{self.blank('remark', row)})", self.say("below_last")))
        unexplained = (
            f"IF({self.blank('remark', row)},{self.say('no_reason')},{self.say('explained')})"
        )
        listed = ",".join(
            formula_text(word) for word in say(self.language, "template.no_figure").split(",")
        )
        first = "empty" if form_row.asked else "optional"
        told = f"ISNUMBER(SEARCH({listed.split(',')[0]},{cells['remark']}{row + 1}))"
        formula = (
            f"IF({self.blank('actual', row)},IF({told},{self.say('explained')},{self.say(first)}),"
            f"IF(ISNUMBER(MATCH(TRIM({value}),{{{listed}}},0)),{unexplained},{self._first(steps)}))"
        )
        return LiveFormula(
            f"IFERROR({formula},{self.say('not_number')})", say(self.language, f"check.{first}")
        )

    def _figure(self, form_row: IndicatorRow, value: str, row: int) -> list[tuple[str, str]]:
        steps = [(f"NOT(ISNUMBER({value}))", self.say("not_number"))]
        beyond = (
            [f"{value}<{plain_formula(form_row.minimum)}"] if form_row.minimum is not None else []
        )
        beyond += (
            [f"{value}>{plain_formula(form_row.maximum)}"] if form_row.maximum is not None else []
        )
        if not beyond:
            return steps
        outside, words = f"OR({','.join(beyond)})", bounds(self.language, form_row)
        # A share beyond 100 cannot be explained away; anything else that is merely unusual can.
        if form_row.indicator.measure is Measure.SHARE and form_row.maximum == _WHOLE:
            steps.append((outside, self.say("outside", bounds=words)))
        else:
            steps.append(
                (f"AND({outside},{self.blank('remark', row)})", self._unusual(form_row, words))
            )
        return steps

    def _unusual(self, form_row: IndicatorRow, within: str) -> str:
        if form_row.maximum is None:
            return self.say("too_small", minimum=plain_formula(form_row.minimum or Decimal(0)))
        if form_row.minimum is None:
            return self.say("too_great", maximum=plain_formula(form_row.maximum))
        return self.say("unusual", bounds=within)

    def _required(self, form_row: IndicatorRow, row: int) -> list[tuple[str, str]]:
        steps = []
        if form_row.baseline_asked and "baseline" in self.columns:
            steps.append((self.blank("baseline", row), self.say("no_baseline")))
        if not form_row.asked:
            return steps
        steps += [
            (self.blank(field, row), self.say(f"no_{field}"))
            for field in ("progress", "source")
            if field not in self.hidden
        ]
        return steps

    def milestone(self, form_row: MilestoneRow, row: int) -> LiveFormula:
        """Return what is first wrong in a milestone's row."""
        state, expected = (f"{self.columns[field]}{row + 1}" for field in ("state", "expected"))
        names = ("not_started", "done", "blocked", "dropped")
        not_started, done, blocked, dropped = (
            formula_text(say(self.language, f"state.{name}")) for name in names
        )
        end, deadline = _date(self.period_end), _date(form_row.deadline)
        no_remark = self.blank("remark", row)
        steps = [
            (f"ISNA(MATCH(TRIM({state}),xl_states,0))", self.say("not_state")),
            (
                f"{state}={dropped}",
                f"IF({no_remark},{self.say('no_reason')},{self.say('complete')})",
            ),
            (self.blank("expected", row), self.say("no_date")),
            (f"NOT(ISNUMBER({expected}))", self.say("not_date")),
            (f"AND({state}={done},{expected}>{end})", self.say("date_after")),
            (f"AND({state}<>{done},{expected}<={end})", self.say("date_past")),
            (self.blank("progress", row), self.say("no_progress")),
            (f"AND({state}={blocked},{self.blank('problems', row)})", self.say("no_problems")),
            (f"AND({state}<>{done},{expected}>{deadline},{no_remark})", self.say("late")),
        ]
        back = {
            "done": f"{state}<>{done}",
            "dropped": f"{state}<>{dropped}",
            "under_way": f"{state}={not_started}",
        }
        if form_row.last_state in back:
            steps.append((f"AND({back[form_row.last_state]},{no_remark})", self.say("went_back")))
        formula = f"IF({self.blank('state', row)},{self.say('empty')},{self._first(steps)})"
        return LiveFormula(
            f"IFERROR({formula},{self.say('not_date')})", say(self.language, "check.empty")
        )

    def _first(self, steps: list[tuple[str, str]]) -> str:
        """Return nested questions: the words of the first that holds, else complete."""
        return (
            "".join(f"IF({when},{then}," for when, then in steps)
            + self.say("complete")
            + ")" * len(steps)
        )


def _date(day: date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"


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
        found["total.sum"] = LiveFormula(f"ROUND(SUM({cells}),6)", 0)
        done = formula_text(say(form.language, "state.done"))
        found["total.done"] = LiveFormula(f"COUNTIF({cells},{done})", 0)
    return found


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
