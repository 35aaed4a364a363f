"""The looks of our marks and of the list, added behind a workbook's own styles."""

from dataclasses import dataclass

from xlreport.model.returns.return_refusal import damaged
from xlreport.workbook.annotating.annotated_remembered_parts import remembered
from xlreport.workbook.annotating.annotated_splicing import (
    Edit,
    Element,
    appended,
    apply,
    children,
    elements,
    prefix,
    with_attribute,
)

FONT = "微软雅黑"
INK, STRIP, HEAD, LINE = "1F3A5F", "E9EEF4", "DCE2E9", "D3D8DE"
ERROR_FILL, ERROR_INK = "FBDDD9", "9B1C13"
WARNING_FILL, WARNING_INK = "FDE7C7", "7A3E00"
NOTE_FILL, TEXT_INK, FAINT_INK, LINK_INK, MENDED_INK = (
    "F3F4F6",
    "262F3A",
    "566070",
    "1F5F99",
    "16593A",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCellLook:
    """How cells of the list look."""

    ink: str
    size: int = 10
    bold: bool = False
    underlined: bool = False
    fill: str = ""
    centred: bool = False
    lined: bool = True
    wrapped: bool = True


LIST_LOOKS: dict[str, ListCellLook] = {
    "title": ListCellLook(ink="FFFFFF", size=16, bold=True, fill=INK, lined=False, wrapped=False),
    "strip": ListCellLook(ink=FAINT_INK, size=9, fill=STRIP, lined=False, wrapped=False),
    "notice": ListCellLook(
        ink=WARNING_INK, bold=True, fill=WARNING_FILL, lined=False, wrapped=False
    ),
    "head": ListCellLook(ink=INK, bold=True, fill=HEAD),
    "text": ListCellLook(ink=TEXT_INK),
    "middle": ListCellLook(ink=TEXT_INK, centred=True),
    "error": ListCellLook(ink=ERROR_INK, bold=True, fill=ERROR_FILL, centred=True),
    "warning": ListCellLook(ink=WARNING_INK, bold=True, fill=WARNING_FILL, centred=True),
    "note": ListCellLook(ink=FAINT_INK, fill=NOTE_FILL, centred=True),
    "link": ListCellLook(ink=LINK_INK, underlined=True),
    "mended": ListCellLook(ink=MENDED_INK, bold=True, centred=True),
}


@dataclass(frozen=True, slots=True)
class MarkLooks:
    """Where our looks stand in a workbook's styles."""

    cells: dict[str, int]
    """Names of `LOOKS` → cell formats."""
    error: int
    warning: int
    """Looks of conditional formats."""


@remembered
def with_looks(content: bytes, where: str) -> tuple[bytes, MarkLooks]:
    """Return the styles with ours behind them; raises Refused where the part has no lists to add
    to.
    """
    found = elements(content, where)
    lists = {element.name: element for element in children(found)}
    counts = {
        name: sum(e.path[-1:] == (name,) for e in found if len(e.path) == 2) for name in lists
    }
    if not {"fonts", "fills", "borders", "cellXfs"} <= set(lists):
        raise damaged(where)
    p = prefix(content, found[0])
    new: dict[str, list[str]] = {
        "fonts": [],
        "fills": [],
        "borders": [_border(p)],
        "cellXfs": [],
        "dxfs": [],
    }
    for look in LIST_LOOKS.values():
        font = counts["fonts"] + len(new["fonts"])
        new["fonts"].append(_font(look, p))
        fill = 0
        if look.fill:
            fill = counts["fills"] + len(new["fills"])
            new["fills"].append(_fill(look.fill, p))
        new["cellXfs"].append(_format(look, font, fill, counts["borders"] if look.lined else 0, p))
    new["dxfs"] = [_mark(ERROR_FILL, ERROR_INK, p), _mark(WARNING_FILL, WARNING_INK, p)]
    edits = [
        edit
        for name, entries in new.items()
        for edit in _grown(content, lists, name, entries, counts, p)
    ]
    first, marks = counts["cellXfs"], counts.get("dxfs", 0)
    looks = MarkLooks(
        {name: first + number for number, name in enumerate(LIST_LOOKS)}, marks, marks + 1
    )
    return apply(content, edits), looks


def _grown(
    content: bytes,
    lists: dict[str, Element],
    name: str,
    entries: list[str],
    counts: dict[str, int],
    p: str,
) -> list[Edit]:
    """Return the edits that add entries to one of the lists, or make the list where it is
    missing.
    """
    element = lists.get(name)
    if element is None:
        before = next(lists[n] for n in ("cellStyles", "cellXfs") if n in lists)
        whole = f'<{p}{name} count="{len(entries)}">{"".join(entries)}</{p}{name}>'
        return [Edit(before.end, before.end, whole.encode())]
    if element.inner == element.end:
        count = f'<{p}{name} count="{len(entries)}">{"".join(entries)}</{p}{name}>'
        return [Edit(element.start, element.end, count.encode())]
    total = str(counts[name] + len(entries))
    return [
        with_attribute(content, element, "count", total),
        *appended(content, element, "".join(entries)),
    ]


def _font(look: ListCellLook, p: str) -> str:
    bold = f"<{p}b/>" if look.bold else ""
    line = f"<{p}u/>" if look.underlined else ""
    ink = f'<{p}color rgb="FF{look.ink}"/>'
    return f'<{p}font>{bold}{line}<{p}sz val="{look.size}"/>{ink}<{p}name val="{FONT}"/></{p}font>'


def _fill(colour: str, p: str) -> str:
    inner = f'<{p}fgColor rgb="FF{colour}"/><{p}bgColor indexed="64"/>'
    return f'<{p}fill><{p}patternFill patternType="solid">{inner}</{p}patternFill></{p}fill>'


def _border(p: str) -> str:
    line = f'<{p}bottom style="thin"><{p}color rgb="FF{LINE}"/></{p}bottom>'
    return f"<{p}border><{p}left/><{p}right/><{p}top/>{line}<{p}diagonal/></{p}border>"


def _format(look: ListCellLook, font: int, fill: int, border: int, p: str) -> str:
    across = ' horizontal="center"' if look.centred else ""
    wrapped = ' wrapText="1"' if look.wrapped else ""
    ids = f'numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"'
    applied = 'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
    return f'<{p}xf {ids} {applied}><{p}alignment{across} vertical="center"{wrapped}/></{p}xf>'


def _mark(fill: str, ink: str, p: str) -> str:
    colour = f'<{p}fgColor rgb="FF{fill}"/><{p}bgColor rgb="FF{fill}"/>'
    font = f'<{p}font><{p}color rgb="FF{ink}"/></{p}font>'
    return f'<{p}dxf>{font}<{p}fill><{p}patternFill patternType="solid">{colour}</{p}patternFill></{p}fill></{p}dxf>'
