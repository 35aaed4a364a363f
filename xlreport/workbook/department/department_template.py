"""Form + looks → one department's workbook, ready to be filled in; the same input gives the same
bytes.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from xlreport.messages.locked_cell_messages import locked_text
from xlreport.model.model_errors import CannotRun
from xlreport.model.plans.plan_form_types import Form, IndicatorRow, MilestoneRow
from xlreport.workbook.department.check_formula_names import word_names
from xlreport.workbook.department.form_choices_sheet import Lists, lists_of
from xlreport.workbook.department.form_colours import (
    ColourRule,
    filled_rule,
    live_rules,
    table_rules,
)
from xlreport.workbook.department.form_formats import Formats
from xlreport.workbook.department.form_layout import (
    CellPlace,
    Layout,
    SheetLayout,
    layout,
)
from xlreport.workbook.department.form_live_formulas import (
    LiveFormula,
    expressions,
    formula_text,
)
from xlreport.workbook.department.form_page import form_row_height, let_rows_grow, set_form_page
from xlreport.workbook.department.form_placeholder_texts import (
    basis,
    placeholder_texts,
    workbook_name,
)
from xlreport.workbook.department.form_validation import contact_rules, rules
from xlreport.workbook.department.row_check_formulas import RowChecks
from xlreport.workbook.looks.look_placeholders import LIVE, tidy_text
from xlreport.workbook.looks.template_looks import CellLook, Looks, RowLook
from xlreport.workbook.workbook_row_xml import printable_text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["department_workbook", "workbook_name"]

_FIGURES = {"actual", "baseline", "due", "last"}


def department_workbook(form: Form, looks: Looks) -> bytes:
    """Write one department's workbook.

    Raises:
        CannotRun: a text is longer than a cell holds.
    """
    from xlsxwriter.workbook import Workbook  # start-up stays light

    content = BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    }  # fmt: skip
    with Workbook(content, options) as book:
        _Writing(book, form, looks).write()
    return content.getvalue()


class _Writing:
    """One workbook while it is written: the form, where its fields stand, and the formats made so
    far.
    """

    def __init__(self, book: "Workbook", form: Form, looks: Looks) -> None:
        self.book = book
        self.form = form
        self.looks = looks
        self.layout: Layout = layout(form, looks)
        self.words = placeholder_texts(form, self.layout)
        self.formats = Formats(book, looks)
        self.lists: Lists = lists_of(form, self.layout)
        self.classes = self.lists.classes

    def write(self) -> None:
        """Write everything."""
        self._particulars()
        sheets = [
            (self.book.add_worksheet(sheet.look.title), sheet) for sheet in self.layout.sheets
        ]
        for worksheet, sheet in sheets:
            self._sheet(worksheet, sheet)
        self._lists()
        self._names()
        contacts = contact_rules(self.form)
        by_title = {sheet.look.title: worksheet for worksheet, sheet in sheets}
        for field, place in self.layout.contacts.items():
            worksheet = by_title[place.sheet]
            self._done(
                worksheet.data_validation(
                    place.row, place.column, place.row, place.column, contacts[field]
                ),
                place,
            )
            cells = (place.row, place.column, place.row, place.column)
            self._colour(worksheet, filled_rule(cells))
        sheets[0][0].activate()

    def _particulars(self) -> None:
        form = self.form
        created = datetime.combine(form.period.end, time())
        said = {"title": form.title, "subject": str(form.code), "company": form.government}
        self.book.set_properties(
            {**{name: printable_text(words) for name, words in said.items()}, "created": created}
        )
        self.book.set_custom_property("xlreport", str(form.code), "text")

    def _sheet(self, worksheet: "Worksheet", sheet: SheetLayout) -> None:
        live = expressions(self.form, self.layout, sheet)
        set_form_page(worksheet, sheet, self._text)
        for merged in sheet.look.merged:
            shift = sheet.shift if sheet.look.pattern and merged[0] > sheet.look.pattern.row else 0
            worksheet.merge_range(merged[0] + shift, merged[1], merged[2] + shift, merged[3], "")
        for rows, shift in ((sheet.look.head, 0), (sheet.look.foot, sheet.shift)):
            for row in rows:
                self._row(worksheet, row, shift, live)
        if sheet.look.kind:
            self._table(worksheet, sheet)
        for rule in live_rules(sheet, self.looks):
            self._colour(worksheet, rule)
        allowed = {
            "select_locked_cells": False,
            "format_rows": True,
            "format_columns": True,
            "format_cells": False,
        }
        worksheet.protect("", allowed)

    def _row(
        self, worksheet: "Worksheet", row: RowLook, shift: int, live: Mapping[str, LiveFormula]
    ) -> None:
        """Write a row outside the table."""
        absent = bool(row.only) and self.layout.sheet(row.only) is None
        if row.height is not None or row.hidden or absent:
            worksheet.set_row(row.row + shift, row.height, None, {"hidden": row.hidden or absent})
        for cell in row.cells:
            place = CellPlace(worksheet.name, row.row + shift, cell.column)
            if (
                cell.field.startswith("contact.")
                and self.layout.contacts[cell.field.partition(".")[2]] == place
            ):
                code = worksheet.write_blank(
                    place.row, place.column, None, self.formats.open(cell.look)
                )
            else:
                code = self._static(worksheet, place, cell, live)
            self._done(code, place)

    def _static(
        self,
        worksheet: "Worksheet",
        place: CellPlace,
        cell: CellLook,
        live: Mapping[str, LiveFormula],
    ) -> int:
        look = self.formats.locked(cell.look)
        value = cell.value
        if cell.parts and any(name in LIVE for name in cell.parts[1::2]):
            found = self._joined(cell.parts, live)
            code = worksheet.write_formula(
                place.row, place.column, f"={found.formula}", look, found.result
            )
        elif isinstance(value, (int, float)):
            code = worksheet.write_number(place.row, place.column, value, look)
        elif said := self._text(cell.parts) if cell.parts else value:
            code = worksheet.write_string(place.row, place.column, said, look)
        else:
            code = worksheet.write_blank(place.row, place.column, None, look)
        return int(code)

    def _text(self, parts: tuple[str, ...]) -> str:
        """Return a text with its placeholders filled; those that only lend a look say nothing."""
        if len(parts) == 1:
            return parts[0]
        said = "".join(
            self.words.get(part, "") if at % 2 else part for at, part in enumerate(parts)
        )
        if "" in (self.words.get(name, "") for name in parts[1::2]):
            return tidy_text(said)
        return said

    def _joined(self, parts: tuple[str, ...], live: Mapping[str, LiveFormula]) -> LiveFormula:
        """Return a text with live placeholders as one formula and its present result."""
        pieces = []
        for at, part in enumerate(parts):
            if at % 2 and part in live:
                pieces.append(live[part])
            elif said := (self.words.get(part, "") if at % 2 else part):
                pieces.append(LiveFormula(formula_text(said), said))
        if len(pieces) == 1:
            return pieces[0]
        return LiveFormula(
            "&".join(piece.formula for piece in pieces),
            "".join(str(piece.result) for piece in pieces),
        )

    def _table(self, worksheet: "Worksheet", sheet: SheetLayout) -> None:
        form = self.form
        checks = RowChecks(form, sheet, self.classes, self.lists.remarks(sheet))
        pattern = sheet.look.pattern
        rows: tuple[IndicatorRow | MilestoneRow, ...] = form.milestones
        check: Callable[[Any, int], LiveFormula] = checks.milestone
        if sheet.look.kind == "indicator":
            rows, check = form.indicators, checks.indicator
        if pattern is None:
            return
        for at, row in enumerate(rows):
            number = sheet.first + at
            said = [self._cell(worksheet, cell, row, number, check) for cell in pattern.cells]
            worksheet.set_row(number, form_row_height(sheet, said, self.looks))
        let_rows_grow(worksheet, sheet.first, sheet.first + len(rows) - 1)
        first = sheet.look.places["actual" if sheet.look.kind == "indicator" else "state"]
        worksheet.set_selection(sheet.first, first, sheet.first, first)
        for rule in rules(form, sheet.look.kind, self.lists):
            column = sheet.look.places[rule.field]
            spans = [
                [sheet.first + first, column, sheet.first + last, column]
                for first, last in _runs(rule.rows)
            ]
            if spans[1:]:
                options = {**rule.options, "other_cells": spans[1:]}
            else:
                options = dict(rule.options)
            self._done(
                worksheet.data_validation(*spans[0], options),
                CellPlace(worksheet.name, spans[0][0], column),
            )
        for colour in table_rules(form, sheet):
            self._colour(worksheet, colour)
        for name, formula in checks.names.items():
            self.book.define_name(name, f"={formula}")

    def _cell(
        self,
        worksheet: "Worksheet",
        cell: CellLook,
        row: IndicatorRow | MilestoneRow,
        number: int,
        check: Callable[[Any, int], LiveFormula],
    ) -> tuple[CellLook, str]:
        """Write one cell of the table; returns the words in it, by which the row's height is
        reckoned.
        """
        field, column = cell.field, cell.column
        asked = not isinstance(row, IndicatorRow) or row.asked
        if cell.asked or (
            field == "baseline" and isinstance(row, IndicatorRow) and row.baseline_asked
        ):
            look = self._open(cell, row, asked=asked)
            code, said = worksheet.write_blank(number, column, None, look), ""
        elif field == "check":
            live = check(row, number)
            code = worksheet.write_formula(
                number, column, f"={live.formula}", self.formats.locked(cell.look), live.result
            )
            said = ""
        elif not cell.parts:
            code, said = (
                self._static(worksheet, CellPlace(worksheet.name, number, column), cell, {}),
                "",
            )
        else:
            value = self._locked(cell, row)
            decimals = None
            if field in _FIGURES and isinstance(row, IndicatorRow):
                decimals = row.indicator.decimals
            if isinstance(value, Decimal):
                look, said = self.formats.figure(cell.look, decimals), ""
                code = worksheet.write_number(number, column, float(value), look)
            else:
                look, said = self.formats.words(cell.look), printable_text(value)
                code = worksheet.write_string(number, column, said, look)
        self._done(code, CellPlace(worksheet.name, number, column))
        return cell, said

    def _locked(self, cell: CellLook, row: IndicatorRow | MilestoneRow) -> str | Decimal:
        """Return what stands in a locked cell: a field alone, or words with several fields in
        them.
        """
        language = self.form.language

        def value(name: str) -> str | Decimal:
            field = name.partition(".")[2]
            if field == "basis" and isinstance(row, IndicatorRow):
                return basis(language, self.form.period, row.indicator)
            if name in self.words:
                return self.words[name]
            return locked_text(row, field, language)

        if cell.field:
            return value(cell.parts[1])
        return "".join(str(value(part)) if at % 2 else part for at, part in enumerate(cell.parts))

    def _open(self, cell: CellLook, row: IndicatorRow | MilestoneRow, *, asked: bool) -> "Format":
        if cell.field in _FIGURES and isinstance(row, IndicatorRow):
            indicator = row.indicator
            # Programs turn 12.5% into a percentage only in a cell of the general format: so the
            # reader can tell.
            general = indicator.unit == "%" or bool(indicator.classes)
            return self.formats.open(
                cell.look,
                decimals=None if general else indicator.decimals,
                general=general,
                optional=not asked,
                missing=not cell.asked,
            )
        return self.formats.open(cell.look, optional=not asked)

    def _colour(self, worksheet: "Worksheet", rule: ColourRule) -> None:
        look = self.formats.colour(rule.colour)
        options = {
            "type": "formula",
            "criteria": rule.formula,
            "format": look,
            "stop_if_true": True,
        }
        self._done(
            worksheet.conditional_format(*rule.cells, options),
            CellPlace(worksheet.name, *rule.cells[:2]),
        )

    def _lists(self) -> None:
        """Write the sheet of the drop-downs, hidden: it holds words only, so nothing is lost where
        it goes missing.
        """
        worksheet = self.book.add_worksheet(self.lists.title)
        for place, entry in self.lists.cells():
            write = worksheet.write_number if isinstance(entry, int) else worksheet.write_string
            said: Any = entry if isinstance(entry, int) else printable_text(entry)
            self._done(write(place.row, place.column, said), place)
        for name, cells in (*self.lists.names(), *word_names().items()):
            self.book.define_name(name, f"={cells}")
        worksheet.hide()
        worksheet.protect()

    def _names(self) -> None:
        """Define the second witnesses: the code cell, and a name for each column."""
        if self.layout.codes:
            self.book.define_name("xlreport_code", f"={self.layout.codes[0].absolute}")
        for sheet in self.layout.sheets:
            for field in sheet.look.places:
                self.book.define_name(f"xl_{sheet.look.kind}_{field}", f"={sheet.absolute(field)}")

    def _done(self, code: int, place: CellPlace) -> None:
        """XlsxWriter drops a cell with nothing but a return code: say so."""
        if code:
            raise CannotRun("template-cell", sheet=place.sheet, cell=place.address)


def _runs(rows: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return the runs of neighbouring rows, each by its first and last."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
