"""Reads a template workbook with openpyxl into `Looks`, and refuses in words what it cannot
keep.
"""

import re
import warnings
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from xlreport.model.model_errors import CannotRun
from xlreport.model.plans.plan_form_types import CONTACT_FIELDS
from xlreport.workbook.looks.look_placeholders import (
    KNOWN,
    TYPED_FIELDS,
    only_name,
    placeholder_names,
    take_apart,
)
from xlreport.workbook.looks.look_styles import colour_of, look_of, theme_colours
from xlreport.workbook.looks.template_kept_looks import kept_looks
from xlreport.workbook.looks.template_looks import (
    CellLook,
    ColumnLook,
    Look,
    Looks,
    PageLook,
    RowLook,
    SheetLook,
)

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.worksheet import Worksheet

_BEYOND = 8
"""Rows and columns with a look but without words that are kept beyond the last words."""
_USUAL_WIDTH, _DIGIT = 9.14, 7
"""A column's width in digits of the Normal style, and the pixels of one digit."""
# a range: $A$1:$H$40
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)")
_CODES = (
    ("&[Pages]", "&N"),
    ("&[Page]", "&P"),
    ("&[Tab]", "&A"),
    ("&[Date]", "&D"),
    ("&[File]", "&F"),
)


def load_looks(template: bytes) -> Looks:
    """Return a department template's looks; raises CannotRun as `read_looks` does."""
    return kept_looks(template, Looks) or read_looks(template)


def opened_template(template: bytes, refusal: str) -> "Workbook":
    """Open a template with openpyxl.

    Args:
        template: the workbook.
        refusal: the code of the error where it cannot be opened.

    Raises:
        CannotRun: it cannot be opened.
    """
    import openpyxl  # here: most commands write workbooks without reading a template of their own

    try:
        with warnings.catch_warnings():
            # openpyxl tells of extensions that it drops; none of them is kept here
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(BytesIO(template))
    except (BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise CannotRun(refusal) from error


def read_looks(template: bytes) -> Looks:
    """Read a department template with openpyxl.

    Raises:
        CannotRun: it cannot be opened, says `{{…}}` that nobody knows, holds formulas, or lacks a
        column that is asked.
    """
    book = opened_template(template, "template-unreadable")
    collected: dict[Look, int] = {}
    theme = theme_colours(book.loaded_theme)
    sheets = tuple(_Sheet(sheet, theme, collected).read() for sheet in book.worksheets)
    marks = {
        name.removeprefix("look."): cell.look
        for sheet in sheets
        for row in (*sheet.head, *sheet.foot)
        for cell in row.cells
        for name in placeholder_names(cell.parts)
        if name.startswith("look.")
    }
    looks = Looks(sheets, tuple(collected), marks)
    _prove(looks)
    return looks


def _prove(looks: Looks) -> None:
    """Every column that is asked, every contact and the code must stand somewhere, and each kind
    only once.
    """
    kinds = [sheet.kind for sheet in looks.sheets if sheet.kind]
    for kind in TYPED_FIELDS:
        if kinds.count(kind) != 1:
            raise CannotRun(
                "template-sheets", placeholder=f"{{{{{kind}.code}}}}", count=kinds.count(kind)
            )
    for sheet in looks.sheets:
        if not sheet.kind:
            continue
        for field in ("code", "check", *TYPED_FIELDS[sheet.kind]):
            if field not in sheet.places:
                if field in TYPED_FIELDS[sheet.kind]:
                    name = f"input.{field}"
                else:
                    name = f"{sheet.kind}.{field}"
                raise CannotRun("template-lacks", sheet=sheet.title, placeholder=f"{{{{{name}}}}}")
    plain = (sheet for sheet in looks.sheets if not sheet.kind)
    whole = {
        cell.field for sheet in plain for row in (*sheet.head, *sheet.foot) for cell in row.cells
    }
    for name in ("code", *(f"contact.{field}" for field in CONTACT_FIELDS)):
        if name not in whole:
            raise CannotRun("template-lacks", sheet="", placeholder=f"{{{{{name}}}}}")


class _Sheet:
    """One sheet while it is read: openpyxl's sheet, the theme, and the looks collected so far."""

    def __init__(
        self, sheet: "Worksheet", theme: tuple[str, ...], collected: dict[Look, int]
    ) -> None:
        self.sheet = sheet
        self.theme = theme
        self.collected = collected

    def read(self) -> SheetLook:
        rows, pattern, kind = self._rows()
        if pattern:
            places = {cell.field: cell.column for cell in pattern.cells if cell.field}
        else:
            places = {}
        sheet = self.sheet
        freeze = (0, 0)
        if sheet.freeze_panes:
            where = sheet[sheet.freeze_panes]
            freeze = (where.row - 1, where.column - 1)
        at = pattern.row if pattern else len(rows)
        return SheetLook(
            title=sheet.title,
            kind=kind,
            head=tuple(row for row in rows if row.row < at),
            pattern=pattern,
            foot=tuple(row for row in rows if row.row > at),
            columns=self._columns(),
            places=places,
            merged=tuple(
                (area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1)
                for area in sheet.merged_cells.ranges
                if not area.min_row - 1 <= at <= area.max_row - 1
            ),
            freeze=freeze,
            zoom=sheet.sheet_view.zoomScale or 100,
            grid=bool(sheet.sheet_view.showGridLines),
            tab=colour_of(sheet.sheet_properties.tabColor, self.theme) or "",
            state=sheet.sheet_state,
            page=self._page(),
        )

    def _rows(self) -> tuple[list[RowLook], RowLook | None, str]:
        last_row, last_column = self._extent()
        rows: list[RowLook] = []
        found: tuple[RowLook, str] | None = None
        for number, cells in enumerate(self.sheet.iter_rows(max_row=last_row, max_col=last_column)):
            row, kind = self._row(number, cells)
            if kind and found:
                raise CannotRun("template-two-patterns", sheet=self.sheet.title, row=row.row + 1)
            if kind:
                found = (row, kind)
            rows.append(row)
        return rows, *(found or (None, ""))

    def _extent(self) -> tuple[int, int]:
        """Return the last row and column worth keeping, 1-based: whole styled rows and columns are
        cut off.
        """
        filled = [cell for row in self.sheet.iter_rows() for cell in row if cell.value is not None]
        row = max((cell.row or 1 for cell in filled), default=1) + _BEYOND
        column = max((cell.column or 1 for cell in filled), default=1) + _BEYOND
        return min(self.sheet.max_row, row), min(self.sheet.max_column, column)

    def _row(self, number: int, cells: "tuple[Cell | MergedCell, ...]") -> tuple[RowLook, str]:
        texts = {
            at: take_apart(cell.value)
            for at, cell in enumerate(cells)
            if isinstance(cell.value, str)
        }
        said = [name for parts in texts.values() for name in placeholder_names(parts)]
        kind = next(
            (
                name.partition(".")[0]
                for name in said
                if name.startswith(("indicator.", "milestone."))
            ),
            "",
        )
        shape = self.sheet.row_dimensions[number + 1]
        looks = tuple(
            self._cell(at, cell, texts.get(at, ()), kind)
            for at, cell in enumerate(cells)
            if cell.value is not None or cell.has_style
        )
        only = next((name.removeprefix("only.") for name in said if name.startswith("only.")), "")
        return RowLook(
            row=number, height=shape.height, cells=looks, hidden=bool(shape.hidden), only=only
        ), kind

    def _cell(
        self, column: int, cell: "Cell | MergedCell", parts: tuple[str, ...], kind: str
    ) -> CellLook:
        if cell.data_type == "f":
            raise CannotRun("template-formula", sheet=self.sheet.title, cell=cell.coordinate)
        for name in placeholder_names(parts):
            inside = name.startswith(("indicator.", "milestone.", "input."))
            misplaced = (kind and not _belongs(name, kind)) or (
                name.startswith("input.") and not only_name(parts)
            )
            if name not in KNOWN or misplaced or (inside and not kind):
                raise CannotRun(
                    "template-placeholder",
                    sheet=self.sheet.title,
                    cell=cell.coordinate,
                    placeholder=f"{{{{{name}}}}}",
                )
        look = self.collected.setdefault(look_of(cell, self.theme), len(self.collected))
        if len(parts) == 1 or not parts:
            return CellLook(column=column, look=look, value=_value(cell.value))
        alone = only_name(parts)
        family, _, field = alone.partition(".")
        if not kind:
            field = alone
        elif family not in {kind, "input"}:
            field = ""
        return CellLook(
            column=column, look=look, parts=parts, field=field, asked=alone.startswith("input.")
        )

    def _columns(self) -> tuple[ColumnLook, ...]:
        furthest = self.sheet.max_column + _BEYOND
        columns = (
            ColumnLook(
                column - 1, round((shape.width or _USUAL_WIDTH) * _DIGIT), bool(shape.hidden)
            )
            for shape in self.sheet.column_dimensions.values()
            for column in range(shape.min or 1, min(shape.max or 1, furthest) + 1)
        )
        return tuple(sorted(columns, key=lambda look: look.column))

    def _page(self) -> PageLook:
        sheet, setup, margins = self.sheet, self.sheet.page_setup, self.sheet.page_margins
        fit = bool(
            sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage
        )
        titles = re.findall(r"\d+", sheet.print_title_rows or "")
        area = _REFERENCE.search(str(sheet.print_area or ""))
        return PageLook(
            landscape=setup.orientation == "landscape",
            paper=int(setup.paperSize or 9),
            wide=_pages(setup.fitToWidth) if fit else 0,
            tall=_pages(setup.fitToHeight) if fit else 0,
            scale=int(setup.scale or 100),
            margins=(
                margins.left,
                margins.right,
                margins.top,
                margins.bottom,
                margins.header,
                margins.footer,
            ),
            centred=bool(sheet.print_options.horizontalCentered),
            titles=(int(titles[0]) - 1, int(titles[-1]) - 1) if titles else None,
            area=_corners(area) if area else None,
            header=take_apart(_edge(sheet.oddHeader)),
            footer=take_apart(_edge(sheet.oddFooter)),
        )


def _pages(stated: int | None) -> int:
    """Return how many pages a sheet is fitted to; one where nothing is stated."""
    return 1 if stated is None else int(stated)


def _belongs(name: str, kind: str) -> bool:
    """Whether a placeholder may stand in the pattern row of that kind."""
    family, _, field = name.partition(".")
    if family == "input":
        return field in TYPED_FIELDS[kind]
    return family not in TYPED_FIELDS or family == kind


def _value(value: Any) -> str | float | None:  # noqa: ANN401 - whatever openpyxl found in the cell
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if value is None or isinstance(value, (str, int, float)):
        return value
    return str(value)


def _corners(area: re.Match[str]) -> tuple[int, int, int, int]:
    from openpyxl.utils import column_index_from_string

    left, top, right, bottom = area.groups()
    return (
        int(top) - 1,
        column_index_from_string(left) - 1,
        int(bottom) - 1,
        column_index_from_string(right) - 1,
    )


def _edge(item: "HeaderFooterItem | None") -> str:
    """Return a header or footer as one text of codes: `&L&8 {{code}}&C…`."""
    texts: list[str] = []
    if item is None:
        return ""
    for side, part in zip("LCR", (item.left, item.center, item.right), strict=True):
        if part.text:
            font = f'&"{part.font}"' if part.font else ""
            colour = f"&K{part.color}" if part.color else ""
            # The blank after the size keeps a text that begins with a digit from being read as part
            # of it.
            texts.append(f"&{side}{font}{colour}{f'&{part.size} ' if part.size else ''}{part.text}")
    whole = "".join(texts)
    for long, short in _CODES:
        whole = whole.replace(long, short)
    return whole
