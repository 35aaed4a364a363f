"""Which words stand above which field: learned from our own department templates, in all their
languages.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from xlreport.messages import languages, say
from xlreport.model.plans.plan_form_types import (
    CONTACT_FIELDS,
    EVIDENCE,
    INDICATOR_INPUTS,
    INDICATOR_LOCKED,
    MILESTONE_INPUTS,
    MILESTONE_LOCKED,
    SLIP_INPUTS,
    SLIP_LOCKED,
)
from xlreport.model.texts.lookalike_texts import one_form, without_unseen
from xlreport.model.texts.short_text_cache import KnownTexts, cached
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container.container_gate import open_file
from xlreport.workbook.reading.formats.xlsx_format import read_xlsx

KNOWN_FIELDS: dict[str, frozenset[str]] = {
    "indicator": frozenset({*INDICATOR_LOCKED, *INDICATOR_INPUTS, EVIDENCE}),
    "milestone": frozenset({*MILESTONE_LOCKED, *MILESTONE_INPUTS, EVIDENCE}),
    "slip": frozenset({*SLIP_LOCKED, *SLIP_INPUTS}),
}
INPUTS = {
    "indicator": INDICATOR_INPUTS, "milestone": MILESTONE_INPUTS, "slip": SLIP_INPUTS,
}  # fmt: skip
"""The open fields of each kind of sheet that is read."""
# a placeholder, such as {{indicator.name}}
READ = {kind: (*fields, EVIDENCE) for kind, fields in INPUTS.items()}
"""The same with those that a form may lack."""
# a place of a template: `{{ indicator.code }}`, `{{period}}`
_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_]+)(?:\.([a-z_]+))?\s*\}\}")
_REMEMBERED = 10_000
_LABEL = 30
"""Characters of a contact's label."""
_AS_THEY_ARE = frozenset("0123456789—")
"""Characters that normalising leaves as they are, besides Chinese ones."""
_ANY = "\ufffc"
"""Stands for a placeholder inside a heading."""
# marks beside a heading that are no words: spaces, stars of required columns, strokes
_NOISE = re.compile(r"[\s*★☆※\u0336]+")

FieldKey = tuple[str, str]
"""Kind and field: `indicator`, `actual`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """The words by which the reader finds columns, contacts and the rows that belong to the form
    itself.
    """

    columns: Mapping[str, frozenset[FieldKey]] = field(default_factory=dict)
    """Normalised heading → what may stand below it."""
    patterns: tuple[tuple[re.Pattern[str], FieldKey], ...] = ()
    """The same for headings that hold a placeholder."""
    contacts: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """Normalised label → contact field, and how many columns to the right it is typed."""
    furniture: frozenset[str] = frozenset()
    """Normalised words of cells that stand below the tables: totals, signatures."""
    asked: dict[str, frozenset[FieldKey]] = field(default_factory=dict, compare=False, repr=False)
    """What was found for texts before: the same headings stand in every workbook."""
    beginnings: frozenset[str] = frozenset()
    """The first characters of the labels."""
    others: set[str] = field(default_factory=set, compare=False, repr=False)
    """Characters with which no label begins, as far as they were met."""
    mute: KnownTexts = field(
        default_factory=lambda: KnownTexts(_LABEL, 40 * _REMEMBERED), compare=False, repr=False
    )
    """Texts that are no labels, as far as they were met."""

    def places(self, text: str) -> frozenset[FieldKey]:
        """Return what a cell with that text may be the heading of."""
        found = self.asked.get(text)
        if found is None:
            words = normalise(text)
            found = self.columns.get(words, frozenset())
            if words and not found:
                found = frozenset(
                    place for pattern, place in self.patterns if pattern.fullmatch(words)
                )
            if len(self.asked) < _REMEMBERED and len(text) <= worker_file_limits.HEADING:
                self.asked[text] = found
        return found

    def contacts_among(self, texts: Iterable[str]) -> dict[str, tuple[str, int]]:
        """Return those texts that are labels of contact fields: the field, and how far to the
        right it is typed.
        """
        found = {}
        others = self.others
        fresh = self.mute.unknown(texts)
        for text in fresh:
            first = text[:1]
            if first in others or len(text) > _LABEL:
                continue
            # Most of what people type; normalising leaves these characters as they are.
            plain = "\u4e00" <= first <= "\u9fff" or first in _AS_THEY_ARE
            if plain and first not in self.beginnings:
                others.add(first)
                continue
            if text.isascii() and first.isalpha() and first.lower() not in self.beginnings:
                continue
            place = self.contacts.get(normalise(text))
            if place is not None:
                found[text] = place
        self.mute.keep(fresh - found.keys())
        return found


@cached(worker_file_limits.HEADING, 8192)
def normalise(text: str) -> str:
    """Return a heading or label as it is compared: one form of each character, no white space, no
    asterisk,
    nothing unseen.
    """
    if len(text) > worker_file_limits.HEADING:
        return ""
    plain = one_form(without_unseen(text))
    return _NOISE.sub("", plain).casefold().rstrip(":")


def headings(templates: Iterable[bytes]) -> Headings:
    """Learn the words from department templates; raises Refused for a template that is no sound
    xlsx workbook.
    """
    columns: dict[str, set[FieldKey]] = {}
    patterns: dict[tuple[str, FieldKey], re.Pattern[str]] = {}
    contacts: dict[str, tuple[str, int]] = {}
    furniture: set[str] = set()
    for content in templates:
        for table in read_xlsx(open_file(content).package).tables:
            texts = {
                r: {c: raw[1] for c, raw in cells.items() if raw[0] == "s"}
                for r, cells in table.rows.items()
            }
            contacts.update(_contacts(texts))
            row, kind = _pattern_row(texts)
            if kind:
                furniture |= _words_below(texts, row)
                for words, place in _columns(texts, row, kind):
                    _learn(words, place, columns, patterns)
    for language in languages() if columns else ():
        for kind in ("indicator", "milestone"):
            _learn(normalise(say(language, "field.evidence")), (kind, EVIDENCE), columns, patterns)
    frozen = {words: frozenset(places) for words, places in columns.items()}
    kinds = tuple((pattern, place) for (_, place), pattern in patterns.items())
    beginnings = frozenset(words[:1] for words in contacts)
    return Headings(
        columns=frozen,
        patterns=kinds,
        contacts=contacts,
        furniture=frozenset(furniture),
        beginnings=beginnings,
    )


def _learn(
    words: str,
    place: FieldKey,
    columns: dict[str, set[FieldKey]],
    patterns: dict[tuple[str, FieldKey], re.Pattern[str]],
) -> None:
    if _ANY not in words:
        columns.setdefault(words, set()).add(place)
    elif words.strip(_ANY):
        source = ".{1,30}".join(re.escape(part) for part in re.split(f"{_ANY}+", words))
        patterns[source, place] = re.compile(source)


SheetTexts = Mapping[int, Mapping[int, str]]


def _pattern_row(texts: SheetTexts) -> tuple[int, str]:
    """Return the row that is repeated for each indicator or milestone, and which; (0, "") where
    there is none.
    """
    for row in sorted(texts):
        owners = {match[1] for text in texts[row].values() for match in _PLACEHOLDER.finditer(text)}
        for kind in KNOWN_FIELDS:
            if kind in owners and "input" in owners:
                return row, kind
    return 0, ""


def _columns(texts: SheetTexts, row: int, kind: str) -> Iterable[tuple[str, FieldKey]]:
    """Yield the normalised heading of each field in the pattern row."""
    above = texts.get(row - 1, {})
    for column, text in texts[row].items():
        match = _PLACEHOLDER.fullmatch(text.strip())
        if match is None or match[1] not in {kind, "input"} or match[2] not in KNOWN_FIELDS[kind]:
            continue
        words = normalise(_PLACEHOLDER.sub(_ANY, above.get(column, "")))
        if words:
            yield words, (kind, match[2])


def _contacts(texts: SheetTexts) -> dict[str, tuple[str, int]]:
    """Return the labels of the contact fields: the nearest cell to their left that holds words."""
    found: dict[str, tuple[str, int]] = {}
    for cells in texts.values():
        for column, text in cells.items():
            match = _PLACEHOLDER.fullmatch(text.strip())
            if match is None or match[1] != "contact" or match[2] not in CONTACT_FIELDS:
                continue
            words = {
                c: normalise(cells[c])
                for c in cells
                if c < column and not _PLACEHOLDER.search(cells[c])
            }
            left = max((c for c, said in words.items() if said), default=0)
            if left:
                found.setdefault(words[left], (match[2], column - left))
    return found


def _words_below(texts: SheetTexts, row: int) -> set[str]:
    """Return the words of the cells below the pattern row, those with placeholders left out."""
    below = (text for number, cells in texts.items() if number > row for text in cells.values())
    return {words for text in below if not _PLACEHOLDER.search(text) and (words := normalise(text))}
