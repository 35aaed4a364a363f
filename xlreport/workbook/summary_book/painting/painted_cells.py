"""What a cell of the summary holds, and the format that it takes."""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar, overload

from xlreport.workbook.looks.template_looks import Look
from xlreport.workbook.summary_book.painting.painted_look import Spot, SummaryLook
from xlreport.workbook.summary_book.painting.painted_places import addresses

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

#: What a rule may change of a cell: fonts and sizes are not among it.
_RULED = re.compile(r"bold|italic|font_color|bg_color|(left|right|top|bottom)(_color)?")
# a number format's digits; _0 is a space as wide as one
_DIGITS = re.compile(r"(?<!_)0(\.0+)?")
_T = TypeVar("_T")


class Shown(NamedTuple):
    """A value with what its cell's look cannot know: its decimals, a sign beside it, a mark whose
    font it takes.
    """

    value: str | Decimal | float | None
    decimals: int | None = None
    before: str = ""
    after: str = ""
    mark: str = ""
    formula: str = ""
    """Reckons the value anew; as `model.live` has it."""


CellValue = str | Decimal | float | date | None
CellEntry = CellValue | Shown
Entries = Mapping[str, CellEntry]


def entry_value(entry: CellEntry) -> CellValue:
    """Return what stands in a cell, without how it is shown."""
    return entry.value if isinstance(entry, Shown) else entry


class Each(Sequence[Entries]):
    """A row for each of something, made when it is asked for: a long list is never held as rows."""

    def __init__(self, things: Sequence[_T], make: Callable[[_T], Entries]) -> None:
        def made(place: int) -> Entries:
            return make(things[place])

        self._count, self._make = len(things), made
        self._each: Callable[[], Iterator[Entries]] = lambda: map(make, things)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Entries: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Entries]: ...
    def __getitem__(self, place: int | slice) -> Entries | Sequence[Entries]:
        if isinstance(place, slice):
            return [self._make(one) for one in range(*place.indices(self._count))]
        return self._make(place)

    def __iter__(self) -> Iterator[Entries]:
        return self._each()


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternCell:
    """One cell of what is repeated, with what is the same in every row."""

    spot: Spot
    at: int
    right: int
    """The last column that it is merged over."""
    start: str
    """What stands before the number of the row."""
    next_start: str
    """The same of the cell that follows in its row; empty where none does."""
    field: str
    pixels: float
    """Its width where words break into lines; else 0."""
    size: float
    """Points of its font."""
    fits: int
    """Letters that surely stand in one line."""
    styles: dict[Hashable, int]
    """Numbers of the formats that it has taken so far."""
    known: dict[CellValue, str]
    """Texts of its cells so far, up to the next one's `start`, by what they say."""


class Paint:
    """The formats of one workbook, each made once."""

    def __init__(self, book: "Workbook", look: SummaryLook) -> None:
        self.book = book
        self.addresses = addresses(look)
        self.lent = look.lent
        self._formats: dict[tuple[Look, str, str], Format] = {}
        self._rules: dict[str, Format] = {}

    def format(self, look: Look, number: str = "", mark: str = "") -> "Format":
        """Return the format of a look, with another number format, and the font colour of a
        mark.
        """
        key = (look, number, mark)
        if key not in self._formats:
            more = {"num_format": number} if number else {}
            if mark:
                more["font_color"] = self.color(mark, "font_color")
            self._formats[key] = self.book.add_format(dict(look) | more)
        return self._formats[key]

    def format_of(self, look: Look, entry: CellEntry) -> "Format":
        """Return the format of a look for what stands in the cell."""
        number, mark = "", ""
        if isinstance(entry, Shown):
            base = str(dict(look).get("num_format", "0"))
            number, mark = (
                _number_format(base, entry.decimals, entry.before, entry.after),
                entry.mark,
            )
        if isinstance(entry_value(entry), str) and ("align", "right") in look:
            number = "@_0"  # words stand where the digits above and below them end
        return self.format(look, number, mark)

    def rule(self, name: str) -> "Format":
        """Return what a conditional format takes of the look that `{{name}}` lends: fill, font
        colour, borders.
        """
        if name not in self._rules:
            plain = {key: value for key, value in self.lent.get(name, ()) if _RULED.fullmatch(key)}
            self._rules[name] = self.book.add_format(plain)
        return self._rules[name]

    def color(self, name: str, of: str = "bg_color") -> str:
        """Return a colour of the look that `{{name}}` lends; white where it has none."""
        return str(dict(self.lent.get(name, ())).get(of, "#FFFFFF"))


@lru_cache
def _number_format(base: str, decimals: int | None, before: str, after: str) -> str:
    """Return the template's number format with the decimals of the value, and signs before and
    after it.
    """
    sections = base.split(";")
    if decimals is not None:
        digits = f"0.{'0' * decimals}" if decimals else "0"
        sections = [_DIGITS.sub(digits, section) for section in sections]
    if before:
        sections = [f'"{before}"{section}' for section in sections]
    if after:
        sections = [f'{section.replace("_0", "")}"{after}"' for section in sections]
    return ";".join(sections)
