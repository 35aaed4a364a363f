"""Which field of a form is in which cell: the one place for addresses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlreport.messages import say
from xlreport.model.plans.plan_form_types import CONTACT_FIELDS, Form
from xlreport.workbook.looks.look_evidence_column import with_evidence_column
from xlreport.workbook.looks.template_looks import Looks, SheetLook
from xlreport.workbook.workbook_names import column_name, quoted_sheet_name


@dataclass(frozen=True, slots=True)
class CellPlace:
    """One cell: sheet, and row and column counted from 0."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """The cell's name on its sheet: `D7`."""
        return f"{column_name(self.column)}{self.row + 1}"

    @property
    def absolute(self) -> str:
        """The cell's name in a formula of any sheet: `'指标填报'!$D$7`."""
        return f"{quoted_sheet_name(self.sheet)}!${column_name(self.column)}${self.row + 1}"


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """One sheet of a department's workbook: its look, where its rows begin, and how many there
    are.
    """

    look: SheetLook
    first: int
    """Row of the first indicator or milestone, counted from 0; -1 on a sheet without them."""
    count: int

    @property
    def last(self) -> int:
        """Row of the last indicator or milestone."""
        return self.first + self.count - 1

    @property
    def shift(self) -> int:
        """By how many rows everything below the pattern row stands lower than in the template."""
        return max(self.count - 1, 0)

    def span(self, field: str) -> str:
        """Return a column's data cells in a formula of the same sheet: `$J$5:$J$13`."""
        name = column_name(self.look.places[field])
        return f"${name}${self.first + 1}:${name}${self.last + 1}"

    def absolute(self, field: str) -> str:
        """Return a column's data cells in a formula of any sheet."""
        return f"{quoted_sheet_name(self.look.title)}!{self.span(field)}"


@dataclass(frozen=True, slots=True)
class Layout:
    """A department's workbook by places."""

    sheets: tuple[SheetLayout, ...]
    rows: Mapping[str, tuple[SheetLayout, int]]
    """Sheet and row by the code of an indicator or milestone."""
    contacts: Mapping[str, CellPlace]
    """Where the signature block is typed, by field of `CONTACTS`."""
    codes: tuple[CellPlace, ...]
    """The cells that hold the template code, in sheet order."""

    def cell(self, code: str, field: str) -> CellPlace:
        """Return where a field of a row stands; raises KeyError for a row or column that is not
        there.
        """
        sheet, row = self.rows[code]
        return CellPlace(sheet.look.title, row, sheet.look.places[field])

    def has(self, code: str, field: str) -> bool:
        """Say whether the workbook shows that field of that row."""
        return code in self.rows and field in self.rows[code][0].look.places

    def sheet(self, kind: str) -> SheetLayout | None:
        """Return the sheet with the department's indicators, or milestones; None where it has
        none.
        """
        return next((sheet for sheet in self.sheets if sheet.look.kind == kind), None)


def layout(form: Form, looks: Looks) -> Layout:
    """Lay a form out on a template: a sheet of a kind that the department does not have is left
    out.
    """
    if form.evidence:
        looks = with_evidence_column(looks, say(form.language, "field.evidence"))
    codes_of = {
        "indicator": tuple(row.indicator.code for row in form.indicators),
        "milestone": tuple(row.milestone.code for row in form.milestones),
    }
    sheets = []
    rows: dict[str, tuple[SheetLayout, int]] = {}
    for look in looks.sheets:
        codes = codes_of.get(look.kind, ())
        if look.pattern is not None and not codes:
            continue
        sheet = SheetLayout(look, look.pattern.row if look.pattern else -1, len(codes))
        sheets.append(sheet)
        rows |= {code: (sheet, sheet.first + at) for at, code in enumerate(codes)}
    # Typed on a sheet that every department has; on a data sheet the same words are a copy.
    plain = [sheet for sheet in sheets if not sheet.look.kind]
    contacts = {
        f.removeprefix("contact."): p
        for f, p in _whole(plain, *(f"contact.{name}" for name in CONTACT_FIELDS))
    }
    return Layout(
        tuple(sheets),
        rows,
        contacts,
        tuple(place for _, place in _whole(sheets, "code", every=True)),
    )


def _whole(
    sheets: list[SheetLayout], *fields: str, every: bool = False
) -> Iterator[tuple[str, CellPlace]]:
    """Yield the cells outside the tables that hold one placeholder alone: the first of each, or
    every one.
    """
    met: set[str] = set()
    for sheet in sheets:
        for rows, shift in ((sheet.look.head, 0), (sheet.look.foot, sheet.shift)):
            for row in rows:
                for cell in row.cells:
                    if cell.field in fields and (every or cell.field not in met):
                        met.add(cell.field)
                        yield cell.field, CellPlace(sheet.look.title, row.row + shift, cell.column)
