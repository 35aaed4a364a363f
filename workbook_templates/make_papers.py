"""Makes the Word templates, `zh/bulletin.docx` and its like, from `words/papers_<language>.toml`.

The layout is that of GB/T 9704-2012: A4, margins of 37, 35, 28 and 26 mm, body in 仿宋 三号 with
exact lines of 28 points, the title in 小标宋 二号, headings in 黑体 and 楷体, page numbers 「— 1 —」
on the outer side.
"""

import io
import sys
import tomllib
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

HERE = Path(__file__).parent
PAPERS = ("bulletin", "public", "leader", "department", "reminder", "order", "interview")
ONE_PAGE = frozenset({"leader", "department"})
_RED, _BLACK = RGBColor(0xC0, 0x00, 0x00), RGBColor(0, 0, 0)
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT, "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}  # fmt: skip
_EPOCH = (1980, 1, 1, 0, 0, 0)

#: style → font, factor of the body's size, alignment, indented, bold, red
STYLES: dict[str, tuple[str, float, str, bool, bool, bool]] = {
    "Body": ("body", 1, "both", True, False, False),
    "Tight": ("body", 0.875, "left", False, False, False),
    "First": ("heading", 1, "left", True, False, False),
    "Second": ("second", 1, "left", True, False, False),
    "Letterhead": ("title", 2.2, "center", False, False, True),
    "Number": ("body", 1, "center", False, False, False),
    "Addressee": ("body", 1, "left", False, False, False),
    "Attachment": ("body", 1, "left", True, False, False),
    "Signature": ("body", 1, "right", False, False, False),
    "AnnexMark": ("heading", 1, "left", False, False, False),
    "Imprint": ("body", 0.875, "left", False, False, False),
}


def make(language: str, paper: str) -> bytes:
    """Return one template; the same words give the same bytes."""
    words = tomllib.loads((HERE / "words" / f"papers_{language}.toml").read_text(encoding="utf-8"))
    document = Document()
    fonts = words["fonts"] | (words["one_page"] if paper in ONE_PAGE else {})
    _drop_thumbnail(document)
    _page(document, fonts, tight=paper in ONE_PAGE)
    _styles(document, fonts)
    _font_table(document, fonts)
    for style, text in words[paper]["blocks"]:
        _block(document, words, style, text)
    document.core_properties.author = ""
    document.core_properties.title = ""
    document.core_properties.comments = ""
    return _packed(document)


def _page(document: Paper, fonts: dict[str, Any], *, tight: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    top, bottom, left, right = (25, 20, 28, 26) if tight else (37, 35, 28, 26)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.footer_distance = Mm(bottom - 10)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.alignment = _ALIGN[side]
        _set_indent(line, **{side: fonts["size"]})
        line.add_run("— ")
        _page_field(line)
        line.add_run(" —")
        for run in line.runs:
            run.font.size = Pt(fonts["size"] * 0.875)
            _set_font(run._r.get_or_add_rPr(), fonts, "plain")  # noqa: SLF001


def _page_field(line: Paragraph) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), (None, "1"), ("end", "")):
        run = line.add_run(text if kind is None else "")
        if kind == "":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)  # noqa: SLF001
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)  # noqa: SLF001


def _styles(document: Paper, fonts: dict[str, Any]) -> None:
    size, lines = fonts["size"], fonts["lines"]
    normal = document.styles["Normal"]
    _dress(normal, fonts, "body", size, lines)
    title = document.styles["Title"]
    _dress(title, fonts, "title", fonts["title_size"], fonts["title_lines"])
    title.paragraph_format.alignment = _ALIGN["center"]
    title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(lines)
    for border in title.element.xpath(".//w:pBdr"):
        border.getparent().remove(border)
    for name, (font, factor, side, indented, bold, red) in STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        own = Pt(size * factor)
        wide = lines if factor == 1 else lines * max(factor, 0.8)
        _dress(style, fonts, font, size * factor, wide)
        style.font.bold, style.font.size = bold, own
        style.font.color.rgb = _RED if red else _BLACK
        style.paragraph_format.alignment = _ALIGN[side]
        style.paragraph_format.keep_with_next = name in {"First", "Second"}
        if indented and fonts["indent"]:
            _first_line(style, fonts["indent"], size * factor)
        if not fonts["indent"] and name in {"Body", "First"}:
            style.paragraph_format.space_after = Pt(6)
    annex = document.styles.add_style("AnnexTitle", WD_STYLE_TYPE.PARAGRAPH)
    _dress(annex, fonts, "title", fonts["title_size"] * 0.82, fonts["title_lines"])
    annex.paragraph_format.alignment = _ALIGN["center"]
    annex.paragraph_format.space_after = Pt(lines / 2)
    cell = document.styles.add_style("TableText", WD_STYLE_TYPE.PARAGRAPH)
    _dress(cell, fonts, "plain", fonts["table_size"], fonts["table_size"] * 1.35)
    loop = document.styles.add_style("Loop", WD_STYLE_TYPE.PARAGRAPH)
    _dress(loop, fonts, "plain", fonts["table_size"], fonts["table_size"] * 1.35)
    loop.font.color.rgb = RGBColor(0x80, 0x80, 0x80)
    _attachment(document.styles["Attachment"], fonts)
    signed = document.styles["Signature"]
    _right_indent(signed, 4 * size if fonts["indent"] else 0)
    head = document.styles["Letterhead"]
    head.paragraph_format.space_before = Pt(lines)
    head.paragraph_format.space_after = Pt(lines)


def _attachment(style: ParagraphStyle, fonts: dict[str, Any]) -> None:
    """附件说明: a line below the text, two characters in; a second line begins below the name."""
    shape, size = style.paragraph_format, fonts["size"]
    shape.space_before = Pt(fonts["lines"])
    if fonts["indent"]:
        ahead = 3  # characters of 附件：
        shape.left_indent = Pt((fonts["indent"] + ahead) * size)
        shape.first_line_indent = Pt(-ahead * size)
        places = style.element.pPr.find(qn("w:ind"))
        for name in ("firstLineChars", "firstLine"):
            places.attrib.pop(qn(f"w:{name}"), None)


def _dress(
    style: ParagraphStyle, fonts: dict[str, Any], font: str, size: float, lines: float
) -> None:
    style.font.size, style.font.color.rgb = Pt(size), _BLACK
    _set_font(style.element.get_or_add_rPr(), fonts, font)
    shape = style.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(lines)
    shape.space_before = shape.space_after = Pt(0)


def _set_font(properties: Any, fonts: dict[str, Any], font: str) -> None:
    named = properties.get_or_add_rFonts()
    for key in list(named.attrib):
        del named.attrib[key]
    chosen = fonts[font][0]
    latin = fonts["latin"] if fonts["indent"] else chosen
    for key, value in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", chosen)):
        named.set(qn(f"w:{key}"), value)


def _first_line(style: ParagraphStyle, characters: int, size: float) -> None:
    """Indent by characters, which Word and WPS keep when the size is changed."""
    style.paragraph_format.first_line_indent = Pt(characters * size)
    style.element.pPr.find(qn("w:ind")).set(qn("w:firstLineChars"), str(characters * 100))


def _right_indent(style: ParagraphStyle, points: float) -> None:
    style.paragraph_format.right_indent = Pt(points)


def _set_indent(line: Paragraph, *, left: float = 0, right: float = 0) -> None:
    line.paragraph_format.left_indent, line.paragraph_format.right_indent = Pt(left), Pt(right)


def _font_table(document: Paper, fonts: dict[str, Any]) -> None:
    """Name what stands in for a font that a machine lacks: 宋体 for 方正小标宋简体."""
    part = next(
        one.target_part for one in document.part.rels.values() if one.reltype.endswith("/fontTable")
    )
    pairs = dict(pair for pair in fonts.values() if isinstance(pair, list) and pair[0] != pair[1])
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>'
        for name, other in pairs.items()
    )
    part._blob = (  # noqa: SLF001
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<w:fonts {nsdecls('w')}>{entries}</w:fonts>"
    ).encode()


def _block(document: Paper, words: dict[str, Any], style: str, text: str) -> None:
    special: dict[str, Callable[[], None]] = {
        "Table": lambda: _table(document, words, text),
        "Rule": lambda: _rule(document),
        "Break": lambda: document.add_paragraph().add_run().add_break(WD_BREAK.PAGE),
        "Imprint": lambda: _imprint(document, text, words["fonts"]),
        "Gap": lambda: _add(document, "TableText", ""),
    }
    special.get(style, lambda: _add(document, style, text))()


def _add(document: Paper, style: str, text: str) -> None:
    document.add_paragraph(text, style=style)


def _rule(document: Paper) -> None:
    """A red line below the number, as wide as the text."""
    line = document.add_paragraph(style="TableText")
    line._p.get_or_add_pPr().append(  # noqa: SLF001
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="18" w:space="6" w:color="C00000"/></w:pBdr>'
        )
    )


def _imprint(document: Paper, text: str, fonts: dict[str, Any]) -> None:
    """版记: copies, and who prints it when, between lines; a character free on both sides."""
    free = Pt(fonts["size"] * STYLES["Imprint"][1])
    table = document.add_table(rows=0, cols=1)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for line in text.split("|"):
        cell = table.add_row().cells[0]
        cell.width = Mm(156)
        cell.paragraphs[0].style = "Imprint"
        cell.paragraphs[0].add_run(line)
        shape = cell.paragraphs[0].paragraph_format
        shape.left_indent = free
        shape.tab_stops.add_tab_stop(Mm(156 - 4) - free, WD_TAB_ALIGNMENT.RIGHT)
        _borders(cell, ("top", "bottom"), "8")


def _table(document: Paper, words: dict[str, Any], name: str) -> None:
    """A head that is repeated on each page, a row between the two signs of a loop."""
    spec = words["tables"][name]
    columns = spec["columns"]
    table = document.add_table(rows=0, cols=len(columns))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, (_, _, width, _) in zip(table.columns, columns, strict=True):
        column.width = Mm(width)
    _row(table.add_row().cells, [one[0] for one in columns], columns, head=True)
    for text in (f"{{%tr for {spec['loop']} %}}", None, "{%tr endfor %}"):
        cells = table.add_row().cells
        if text is None:
            _row(cells, [one[1] for one in columns], columns)
        else:
            _row(cells, [text] + [""] * (len(columns) - 1), columns)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001


def _row(
    cells: Sequence[_Cell], texts: list[str], columns: list[Any], *, head: bool = False
) -> None:
    for cell, text, (_, _, width, side) in zip(cells, texts, columns, strict=True):
        cell.width = Mm(width)
        line = cell.paragraphs[0]
        line.style, line.alignment = "TableText", _ALIGN["center" if head else side]
        line.add_run(text).bold = head or None
        _borders(cell, ("top", "bottom", "left", "right"), "4")
        _shade(cell, "E9EEF4" if head else "FFFFFF")


def _borders(cell: _Cell, sides: tuple[str, ...], size: str) -> None:
    lines = "".join(f'<w:{one} w:val="single" w:sz="{size}" w:color="000000"/>' for one in sides)
    ordered = f"<w:tcBorders {nsdecls('w')}>{lines}</w:tcBorders>"
    cell._tc.get_or_add_tcPr().append(parse_xml(ordered))  # noqa: SLF001


def _shade(cell: _Cell, colour: str) -> None:
    fill = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>'
    cell._tc.get_or_add_tcPr().append(parse_xml(fill))  # noqa: SLF001


def _drop_thumbnail(document: Paper) -> None:
    """Take out the picture of another document that every new one of python-docx carries."""
    package = document.part.package
    for key, one in list(package.rels.items()):
        if one.reltype.endswith("/thumbnail"):
            del package.rels[key]


def _packed(document: Paper) -> bytes:
    first, out = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(out, "w") as archive:
        for part in made.namelist():
            archive.writestr(zipfile.ZipInfo(part, _EPOCH), made.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()


if __name__ == "__main__":
    for one in sys.argv[1:] or ("zh", "en"):
        for kind in PAPERS:
            (HERE / one / f"{kind}.docx").write_bytes(make(one, kind))
