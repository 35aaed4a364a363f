"""A package while it is being annotated: its parts, what became of them, and the parts that are
new.
"""

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, field

from xlreport.workbook.annotating.annotated_comments import (
    has_ours,
    new_comments,
    new_drawing,
    with_comments,
    with_shapes,
    without_ours,
    without_shapes,
)
from xlreport.workbook.annotating.annotated_repacking import rewrite
from xlreport.workbook.annotating.annotated_sheet import (
    MarkRule,
    has_marks,
    is_selected,
    legacy_drawing,
    marked_sheet,
)
from xlreport.workbook.annotating.annotated_workbook_part import (
    as_plain_workbook,
    free_id,
    with_relation,
    with_sheet_in_front,
    with_types,
)
from xlreport.workbook.department.form_open_cells import cell_xml
from xlreport.workbook.reading.container.container_xml import relation
from xlreport.workbook.reading.container.container_zip_archive import Package, open_package
from xlreport.workbook.reading.formats.xlsx_format import outline_of, relations_of
from xlreport.workbook.workbook_names import column_name

_TYPES = "[Content_Types].xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(slots=True, kw_only=True)
class Patch:
    """The package and what is changed in it."""

    package: Package
    strict: bool
    changed: dict[str, bytes] = field(default_factory=dict)
    added: list[tuple[str, str]] = field(default_factory=list)
    """New parts with an own content type: name and kind."""
    drawings: bool = False
    """Whether a comment drawing was added."""
    spelt: dict[str, str] = field(init=False)
    """Names of parts as the archive spells them, by the same in lower case."""

    def __post_init__(self) -> None:
        """Note how names are spelt."""
        self.spelt = {entry.name.lower(): entry.name for entry in self.package.entries}

    def get(self, name: str) -> bytes:
        """Return a part as it is now."""
        real = self.real(name)
        return self.changed[real] if real in self.changed else self.package.part(name)

    def put(self, name: str, content: bytes) -> None:
        """Give a part another content, or add it."""
        self.changed[self.real(name)] = content

    def real(self, name: str) -> str:
        """Return a part's name as the archive spells it."""
        return self.spelt.get(name.lower(), name)

    def free(self, stem: str, suffix: str) -> str:
        """Return a name that no part has yet."""
        number = 1
        while (
            f"{stem}{number}{suffix}".lower() in self.package.parts
            or f"{stem}{number}{suffix}" in self.changed
        ):
            number += 1
        return f"{stem}{number}{suffix}"

    def relate(self, part: str, kind: str, target: str) -> str:
        """Give a part one more relationship and return its id."""
        where = self.real(relations_name(part))
        content = self.changed.get(where) or self.package.parts.get(where.lower())
        name = free_id(content)
        self.put(where, with_relation(content, where, name, kind, f"/{target}", strict=self.strict))
        return name

    def finish(self) -> Package:
        """Return the whole package."""
        types = as_plain_workbook(self.get(_TYPES))
        if self.added or self.drawings:
            types = with_types(types, _TYPES, tuple(self.added), drawings=self.drawings)
        self.put(_TYPES, types)
        return rewrite(self.package, self.changed)


def relations_name(part: str) -> str:
    """Return the name of a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def mark_sheet(
    patch: Patch,
    part: str,
    rules: list[MarkRule],
    texts: dict[str, str],
    author: str,
    *,
    leave: bool,
) -> bool:
    """Put marks and comments on one sheet in place of older ones.

    Args:
        patch: The package.
        part: The sheet's part.
        rules: Its marks.
        texts: Its comments by cell.
        author: Who signs the comments.
        leave: Whether another sheet may come in front when the workbook is opened, if this one is
            touched anyway.

    Returns:
        Whether the sheet was in front and is no more.
    """
    content = patch.get(part)
    comments = next(
        (r.target for r in relations_of(patch.package, part) if r.kind == "comments"), ""
    )
    drawing = _drawing(patch, part, content)
    if comments and has_ours(patch.get(comments)):
        cleaned, emptied = without_ours(patch.get(comments), comments)
        patch.put(comments, cleaned)
        if drawing:
            patch.put(drawing, without_shapes(patch.get(drawing), emptied))
    new_relation = ""
    if texts:
        if not comments:
            comments = patch.free("xl/comments", ".xml")
            patch.put(comments, new_comments(strict=patch.strict))
            patch.added.append((comments, "comments"))
            patch.relate(part, "comments", comments)
        if not drawing:
            drawing = patch.free("xl/drawings/vmlDrawing", ".vml")
            patch.put(drawing, new_drawing())
            patch.drawings = True
            new_relation = patch.relate(part, "vmlDrawing", drawing)
        annotated, fresh = with_comments(patch.get(comments), comments, texts, author)
        patch.put(comments, annotated)
        patch.put(
            drawing, with_shapes(patch.get(drawing), {place: texts[place] for place in fresh})
        )
    if not (rules or new_relation or has_marks(content)):
        return False
    left = leave and is_selected(content)
    marked = marked_sheet(
        content, part, rules, drawing=new_relation, strict=patch.strict, deselected=left
    )
    patch.put(part, marked)
    return left


def _drawing(patch: Patch, part: str, content: bytes) -> str:
    """Return the part of the sheet's comment drawing, empty where it has none."""
    attributes = legacy_drawing(content, part)
    wanted = relation(attributes) if attributes else None
    return (
        next((r.target for r in relations_of(patch.package, part) if r.id == wanted), "")
        if wanted
        else ""
    )


def with_plain_sheet(content: bytes, name: str, rows: Sequence[Sequence[str]]) -> bytes:
    """Return a workbook with one more sheet of texts, in front of the others and not opened: the
    workbook still opens where it did.

    Args:
        content: an xlsx workbook.
        name: of the sheet, which none of its sheets has.
        rows: texts by row and column.
    """
    package = open_package(content)
    outline = outline_of(package)
    patch = Patch(package=package, strict=False)
    part = patch.free("xl/worksheets/sheetSources", ".xml")
    patch.put(part, _plain_sheet(rows))
    patch.added.append((part, "worksheet"))
    relation_id = patch.relate(outline.part, "worksheet", part)
    number = max(entry.number for entry in outline.sheets) + 1
    book = patch.get(outline.part)
    patch.put(
        outline.part,
        with_sheet_in_front(
            book, outline.part, name, number, relation_id, strict=False, opened=False
        ),
    )
    return patch.finish().content


def _plain_sheet(rows: Sequence[Sequence[str]]) -> bytes:
    widths = (14, 28, 12, 60, 24)
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{wide}" customWidth="1"/>'
        for at, wide in enumerate(widths, 1)
    )
    lines = "".join(
        f'<row r="{number}">'
        + "".join(
            cell_xml(f"{column_name(at)}{number}", text, None)
            for at, text in enumerate(row)
            if text
        )
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return (
        f'{head}<worksheet xmlns="{_MAIN}"><cols>{columns}</cols><sheetData>{lines}</sheetData>'
        "</worksheet>"
    ).encode()
