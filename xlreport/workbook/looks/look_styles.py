"""The look of a template's cell, from openpyxl's words into those of XlsxWriter."""

import colorsys
import re
from typing import TYPE_CHECKING, Any

from xlreport.workbook.looks.template_looks import Look

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.styles.colors import Color

_SIDES = ("left", "right", "top", "bottom")
_LINES = {
    "thin": 1, "medium": 2, "dashed": 3, "dotted": 4, "thick": 5, "double": 6, "hair": 7,
    "mediumDashed": 8,
    "dashDot": 9, "mediumDashDot": 10, "dashDotDot": 11, "mediumDashDotDot": 12, "slantDashDot": 13,
}  # fmt: skip
_UNDERLINES = {"single": 1, "double": 2, "singleAccounting": 33, "doubleAccounting": 34}
_UPRIGHT = {
    "top": "top",
    "center": "vcenter",
    "bottom": "bottom",
    "justify": "vjustify",
    "distributed": "vdistributed",
}
_ACROSS = {
    "left": "left", "center": "center", "right": "right", "fill": "fill", "justify": "justify",
    "centerContinuous": "center_across", "distributed": "distributed",
}  # fmt: skip
#: theme colours by number; Excel swaps light and dark against the order in the file
_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
# a colour of the theme: of its own, or the last that the system had
_SLOT = re.compile(r'<a:(\w+)>\s*<a:(?:srgbClr val|sysClr val="\w+" lastClr)="([0-9A-Fa-f]{6})"')


def theme_colours(xml: bytes | None) -> tuple[str, ...]:
    """Return the theme's twelve colours as RRGGBB; empty where the workbook has no theme."""
    found = dict(_SLOT.findall((xml or b"").decode("utf-8", "replace")))
    if found:
        return tuple(found.get(slot, "000000") for slot in _THEME)
    return ()


def look_of(cell: "Cell | MergedCell", theme: tuple[str, ...]) -> Look:
    """Return the cell's font, fill, borders, alignment and number format as XlsxWriter's
    properties, sorted.
    """
    properties = _font(cell, theme) | _fill(cell, theme) | _borders(cell, theme) | _alignment(cell)
    if cell.number_format != "General":
        properties["num_format"] = cell.number_format
    return tuple(sorted(properties.items()))


def colour_of(colour: "Color | None", theme: tuple[str, ...]) -> str | None:
    """Return `#RRGGBB`; None for none, and for colours that the program or the system chooses."""
    from openpyxl.styles.colors import COLOR_INDEX

    if colour is None:
        return None
    if colour.type == "rgb":
        return f"#{colour.rgb[-6:]}"
    if colour.type == "indexed" and colour.indexed < len(COLOR_INDEX):
        return f"#{COLOR_INDEX[colour.indexed][-6:]}"
    if colour.type == "theme" and colour.theme < len(theme):
        return _tinted(theme[colour.theme], colour.tint)
    return None


def _tinted(rgb: str, tint: float) -> str:
    """Lighten (tint above 0) or darken a colour as ECMA-376 18.8.19 says."""
    red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    parts = colorsys.hls_to_rgb(hue, min(1.0, light), full)
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)


def _font(cell: "Cell | MergedCell", theme: tuple[str, ...]) -> dict[str, Any]:
    font = cell.font
    properties: dict[str, Any] = {"font_name": font.name or "Calibri", "font_size": font.sz or 11}
    properties |= {
        name: True
        for name, on in (("bold", font.b), ("italic", font.i), ("font_strikeout", font.strike))
        if on
    }
    if font.u in _UNDERLINES:
        properties["underline"] = _UNDERLINES[font.u]
    colour = colour_of(font.color, theme)
    return properties | ({"font_color": colour} if colour else {})


def _fill(cell: "Cell | MergedCell", theme: tuple[str, ...]) -> dict[str, Any]:
    """A pattern's plain colour is kept, its hatching is not: it would make words hard to read."""
    if cell.fill.fill_type in {None, "none"} or not hasattr(cell.fill, "fgColor"):
        return {}
    colour = colour_of(cell.fill.fgColor, theme)
    return {"bg_color": colour} if colour else {}


def _borders(cell: "Cell | MergedCell", theme: tuple[str, ...]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for name in _SIDES:
        side = getattr(cell.border, name)
        if side is not None and side.style in _LINES:
            properties[name] = _LINES[side.style]
            colour = colour_of(side.color, theme)
            if colour:
                properties[f"{name}_color"] = colour
    return properties


def _alignment(cell: "Cell | MergedCell") -> dict[str, Any]:
    where = cell.alignment
    properties: dict[str, Any] = {"valign": _UPRIGHT.get(where.vertical or "bottom", "bottom")}
    if where.horizontal in _ACROSS:
        properties["align"] = _ACROSS[where.horizontal]
    if where.wrap_text:
        properties["text_wrap"] = True
    if where.indent:
        properties["indent"] = int(where.indent)
    if where.shrink_to_fit:
        properties["shrink"] = True
    if where.text_rotation:
        properties["rotation"] = (
            where.text_rotation if where.text_rotation <= 90 else 90 - where.text_rotation
        )
    return properties
