"""The hidden sheet of a department's workbook: what drop-downs offer, what else is understood, and
last period's remarks.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlreport.messages import languages, say
from xlreport.messages.state_messages import state_word, state_words
from xlreport.model.plans.plan import WATER_CLASSES
from xlreport.model.plans.plan_form_types import SOURCES, STATES, Form, MilestoneRow
from xlreport.workbook.department.check_formula_names import last_remark
from xlreport.workbook.department.form_layout import CellPlace, Layout, SheetLayout
from xlreport.workbook.workbook_names import column_name, quoted_sheet_name

_RANKS = "一二三四五"


@dataclass(frozen=True, slots=True)
class Lists:
    """The columns of the hidden sheet, and what they are named."""

    title: str
    columns: tuple[tuple[str, Sequence[str | int]], ...]
    """Name and cells of each column that begins in the first row."""
    classes: Mapping[tuple[str, ...], str]
    """The name of the list that offers some classes."""
    states: Mapping[tuple[str, ...], str]
    """The name of the list that offers the states of some milestones."""
    said: Mapping[str, Mapping[int, str]]
    """Last period's remarks by kind of sheet and row, each in the row of its target."""

    def cells(self) -> Iterator[tuple[CellPlace, str | int]]:
        """Yield every cell with what stands in it."""
        for column, (_, entries) in enumerate(self.columns):
            for row, entry in enumerate(entries):
                yield CellPlace(self.title, row, column), entry
        for column, said in enumerate(self.said.values(), len(self.columns)):
            for row, words in said.items():
                yield CellPlace(self.title, row, column), words

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield the names of the columns with their cells."""
        sheet = quoted_sheet_name(self.title)
        for column, (name, entries) in enumerate(self.columns):
            letters = column_name(column)
            yield name, f"{sheet}!${letters}$1:${letters}${len(entries)}"
        yield "xl_plain_look", f'LEFT(CELL("format",{sheet}!$A$1))'

    def remarks(self, sheet: SheetLayout) -> str:
        """Return the cell of last period's remark, relative to a row of a data sheet."""
        column = len(self.columns) + list(self.said).index(sheet.look.kind)
        return f"{quoted_sheet_name(self.title)}!${column_name(column)}1"


def lists_of(form: Form, places: Layout) -> Lists:
    """Return what stands on the hidden sheet of a form."""
    title = say(form.language, "template.lists")
    while title in {sheet.look.title for sheet in places.sheets}:
        title += "_"
    kinds = dict.fromkeys(r.indicator.classes for r in form.indicators if r.indicator.classes)
    states = {
        words: "xl_states" if at == 1 else f"xl_states_{at}"
        for at, words in enumerate(
            dict.fromkeys(offered_words(r, form.language) for r in form.milestones), 1
        )
    }
    classes = {offered: f"xl_classes_{at}" for at, offered in enumerate(kinds, 1)}
    columns: list[tuple[str, Sequence[str | int]]] = [
        ("xl_sources", tuple(say(form.language, f"source.{name}") for name in SOURCES)),
    ]
    if form.milestones:
        understood = understood_states(form.language)
        columns += [
            *((name, words) for words, name in states.items()),
            ("xl_state_words", tuple(understood)),
            ("xl_state_places", tuple(understood.values())),
        ]
    for offered, name in classes.items():
        columns += [(name, offered), (f"{name}_read", class_words(offered))]
    said = {
        sheet.look.kind: {sheet.first + at: words for at, words in enumerate(_remarks(form, sheet))}
        for sheet in places.sheets
        if sheet.look.kind
    }
    shown = {kind: {at: w for at, w in found.items() if w} for kind, found in said.items()}
    return Lists(title, tuple(columns), classes, states, shown)


def offered_words(row: MilestoneRow, language: str) -> tuple[str, ...]:
    """Return the words that a milestone's drop-down offers."""
    return tuple(state_word(language, state, row.milestone) for state in row.states)


def _remarks(form: Form, sheet: SheetLayout) -> list[str]:
    rows = form.indicators if sheet.look.kind == "indicator" else form.milestones
    return [last_remark(row) for row in rows]


def understood_states(language: str) -> Mapping[str, int]:
    """Return every word that is understood as a state, with the state's place in the list, from
    1.
    """
    found: dict[str, int] = {}
    places = {state: at for at, state in enumerate(STATES, 1)}
    for spoken in dict.fromkeys((language, "en")):
        found |= {word: places[state] for word, state in state_words(spoken).items()}
    for spoken in languages():
        for at, state in enumerate(STATES, 1):
            found |= {
                w: at for w in say(spoken, f"state_also.{state}").split(",") if w not in found
            }
    return found


def class_words(offered: Sequence[str]) -> tuple[str, ...]:
    """Return every word that is understood as one of some classes: Ⅲ, III, Ⅲ类 and, of the classes
    of water, 3 and 三类.
    """
    found: dict[str, None] = dict.fromkeys(offered)
    plain = [(one, unicodedata.normalize("NFKC", one)) for one in offered]
    found |= dict.fromkeys(
        f"{form}{kind}" for pair in plain for form in pair for kind in ("", "类")
    )
    if tuple(offered) == WATER_CLASSES:
        numbers = [*"12345", *_RANKS, "劣5", "劣五"]
        found |= dict.fromkeys(f"{number}{kind}" for number in numbers for kind in ("", "类"))
    return tuple(found)
