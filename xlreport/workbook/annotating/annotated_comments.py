"""Comments that explain our marks, beside those of other people; and the shapes in which they are
shown.
"""

import html
import re
from collections.abc import Mapping

from xlreport.model.returns.return_refusal import damaged
from xlreport.workbook.annotating.annotated_splicing import (
    Edit,
    Element,
    appended,
    apply,
    elements,
    escaped_words,
    prefix,
)
from xlreport.workbook.reading.formats.format_cells import column_of
from xlreport.workbook.reading.reading_our_marks import every

_MAIN = {
    False: "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    True: "http://purl.oclc.org/ooxml/spreadsheetml/main",
}
# one drawing of a comment in VML, with the row and column that it belongs to
_SHAPE = re.compile(rb"<v:shape[\s>].*?</v:shape>\s*", re.DOTALL)
# the row of a comment's box, counted from 0: `<x:Row>4</x:Row>`
_ROW = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>")
# its column, counted from 0: `<x:Column>10</x:Column>`
_COLUMN = re.compile(rb"<x:Column>\s*(\d+)\s*</x:Column>")
# the number in a shape's name, which no two may share
_SHAPE_ID = re.compile(rb"_x0000_s(\d+)")
# a cell's address: AB and 12
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
_SPACES = (
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("x", "urn:schemas-microsoft-com:office:excel"),
)
_NOTE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_FIRST_ID = 1025
_LINE = 22
"""Characters of a line in a comment's box, roughly."""


def new_comments(*, strict: bool) -> bytes:
    """Return a comments part without any."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<comments xmlns="{_MAIN[strict]}"><authors></authors><commentList></commentList></comments>'
    ).encode()


def new_drawing() -> bytes:
    """Return a drawing part for comments without any."""
    spaces = "".join(f' xmlns:{name}="{space}"' for name, space in _SPACES)
    layout = '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    return f"<xml{spaces}>{layout}</xml>".encode()


def has_ours(content: bytes) -> bool:
    """Say whether a comments part may hold comments of ours."""
    return any(mark.strip().encode() in content for mark in every("annotate.mark"))


def without_ours(content: bytes, where: str) -> tuple[bytes, list[str]]:
    """Return the comments without ours, and the cells that have none any more."""
    found = elements(content, where)
    edits: list[Edit] = []
    emptied: list[str] = []
    for comment in (element for element in found if element.name == "comment"):
        inside = [element for element in found if comment.start < element.start < comment.end]
        whole = "".join(_text(content, element) for element in inside if element.name == "t")
        if _is_ours(whole):
            edits.append(Edit(comment.start, comment.end, b""))
            emptied.append(comment.attributes.get("ref", ""))
            continue
        runs = [element for element in inside if element.name == "r"]
        first = next(
            (n for n, run in enumerate(runs) if _is_ours(_text(content, run).lstrip("\n"))),
            len(runs),
        )
        edits += [Edit(run.start, run.end, b"") for run in runs[first:]]
    return apply(content, edits), emptied


def with_comments(
    content: bytes, where: str, texts: Mapping[str, str], author: str
) -> tuple[bytes, list[str]]:
    """Return the comments with ours behind them, and the cells that had none before.

    A cell that another person has commented keeps that comment; ours follows below it.
    """
    found = elements(content, where)
    p = prefix(content, found[0])
    authors = [element for element in found if element.name == "author"]
    names = [_text(content, element) for element in authors]
    number = names.index(author) if author in names else len(names)
    known = {
        element.attributes.get("ref", ""): element for element in found if element.name == "comment"
    }
    edits: list[Edit] = []
    if number == len(names):
        edits += appended(
            content,
            _one(found, "authors", where),
            f"<{p}author>{escaped_words(author)}</{p}author>",
        )
    fresh = [place for place in texts if place not in known]
    new = "".join(
        f'<{p}comment ref="{place}" authorId="{number}"><{p}text>{_run(texts[place], p)}</{p}text></{p}comment>'
        for place in fresh
    )
    if new:
        edits += appended(content, _one(found, "commentList", where), new)
    for place in texts.keys() & known.keys():
        comment = known[place]
        body = next(
            (e for e in found if e.name == "text" and comment.start < e.start < comment.end), None
        )
        if body is not None:
            edits += appended(content, body, _run("\n" + texts[place], p))
    return apply(content, edits), fresh


def without_shapes(content: bytes, places: list[str]) -> bytes:
    """Return a drawing without the shapes of these cells' comments."""
    doomed = {_row_and_column(place) for place in places}

    def kept(match: re.Match[bytes]) -> bytes:
        row, column = _ROW.search(match[0]), _COLUMN.search(match[0])
        return b"" if row and column and (int(row[1]), int(column[1])) in doomed else match[0]

    return _SHAPE.sub(kept, content)


def with_shapes(content: bytes, texts: Mapping[str, str]) -> bytes:
    """Return a drawing with a shape for each of these comments."""
    end = content.rfind(b"</")
    if end < 0:
        raise damaged("drawing")
    head = content[: content.find(b">", content.find(b"<xml")) + 1]
    spaces = "".join(f' xmlns:{n}="{s}"' for n, s in _SPACES if f"xmlns:{n}=".encode() not in head)
    taken = max((int(number) for number in _SHAPE_ID.findall(content)), default=_FIRST_ID - 1)
    kind = (
        ""
        if b'id="_x0000_t202"' in content
        else _NOTE_TYPE.replace("<v:shapetype", f"<v:shapetype{spaces}")
    )
    shapes = (
        _shape(taken + n, place, text, spaces) for n, (place, text) in enumerate(texts.items(), 1)
    )
    return content[:end] + (kind + "".join(shapes)).encode() + content[end:]


def _shape(number: int, place: str, text: str, spaces: str) -> str:
    row, column = _row_and_column(place)
    lines = sum(1 + len(line) // _LINE for line in text.split("\n"))
    height = min(3 + lines, 16)
    anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 10, {column + 4}, 15, {max(row - 1, 0) + max(2, height // 3)}, 4"
    size = f"margin-left:60pt;margin-top:8pt;width:216pt;height:{height * 15}pt"
    return (
        f'<v:shape{spaces} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;{size};z-index:1;'
        'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )


def _row_and_column(place: str) -> tuple[int, int]:
    """Return 0-based row and column, as drawings count them."""
    match = _PLACE.fullmatch(place)
    return (int(match[2]) - 1, column_of(match[1]) - 1) if match else (-1, -1)


def _run(text: str, p: str) -> str:
    return f'<{p}r><{p}rPr><{p}sz val="9"/></{p}rPr><{p}t xml:space="preserve">{escaped_words(text)}</{p}t></{p}r>'


def _is_ours(text: str) -> bool:
    return any(text.startswith(mark.strip()) for mark in every("annotate.mark"))


def _text(content: bytes, element: Element) -> str:
    inner = content[element.inner : element.close].decode("utf-8", "replace")
    return html.unescape(re.sub(r"<[^>]*>", "", inner))


def _one(found: list[Element], name: str, where: str) -> Element:
    for element in found:
        if element.name == name:
            return element
    raise damaged(where)
