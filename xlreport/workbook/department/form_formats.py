"""The formats of one workbook, each made once: a template's looks, locked or open, with decimals,
grey or yellow.
"""

import re
from typing import TYPE_CHECKING, Any

from xlreport.workbook.department.form_colours import colour
from xlreport.workbook.looks.template_looks import Looks

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

# a number format of plain digits: 0, 0.00
_FIGURE = re.compile(r"0(\.0+)?")


class Formats:
    """Makes XlsxWriter's formats when they are first asked for, and gives the same one ever
    after.
    """

    def __init__(self, book: "Workbook", looks: Looks) -> None:
        self._book = book
        self._looks = looks
        self._made: dict[object, Format] = {}

    def locked(self, look: int) -> "Format":
        """Return a template's look as it is."""
        found = self._made.get(look)
        if found is None:
            found = self._made[look] = self._book.add_format(dict(self._looks.looks[look]))
        return found

    def figure(self, look: int, decimals: int | None) -> "Format":
        """Return a look for a locked number with so many decimals (None: as the template has
        it).
        """
        return self._made.get((look, decimals)) or self._make(
            (look, decimals), look, decimals=decimals
        )

    def words(self, look: int) -> "Format":
        """Return a look for locked words: a figure's format keeps its room on the right, nothing
        else.
        """
        return self._made.get((look, "words")) or self._make((look, "words"), look, words=True)

    def open(
        self,
        look: int,
        *,
        decimals: int | None = None,
        general: bool = False,
        optional: bool = False,
        missing: bool = False,
    ) -> "Format":
        """Return a look for a cell that a clerk fills in.

        Args:
            look: the template's look.
            decimals: of the number format; None leaves the template's.
            general: take no number format at all.
            optional: grey, as the figure does not exist in this period.
            missing: yellow, as the template's look is that of a locked cell.
        """
        key = (look, decimals, general, optional, missing)
        return self._made.get(key) or self._make(
            key,
            look,
            decimals=decimals,
            general=general,
            optional=optional,
            missing=missing,
            locked=False,
        )

    def colour(self, name: str) -> "Format":
        """Return what a conditional format puts over a cell."""
        found = self._made.get(name)
        if found is None:
            found = self._made[name] = self._book.add_format(colour(self._looks, name))
        return found

    def _make(
        self,
        key: object,
        look: int,
        *,
        decimals: int | None = None,
        general: bool = False,
        optional: bool = False,
        missing: bool = False,
        words: bool = False,
        locked: bool = True,
    ) -> "Format":
        properties: dict[str, Any] = dict(self._looks.looks[look])
        number_format = properties.get("num_format", "")
        if general:
            properties.pop("num_format", None)
        elif words:
            properties["num_format"] = "@_0" if number_format.endswith("_0") else "General"
        elif decimals is not None:
            shape = "0." + "0" * decimals if decimals else "0"
            properties["num_format"] = _FIGURE.sub(shape, number_format or "0", count=1)
        if optional or missing:
            fill = colour(self._looks, "optional" if optional else "missing")["bg_color"]
            properties["bg_color"] = fill
        if not locked:
            properties["locked"] = False
        self._made[key] = self._book.add_format(properties)
        return self._made[key]
