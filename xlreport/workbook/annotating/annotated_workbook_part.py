"""The parts that hold a workbook together, with one more sheet in front: workbook, relationships,
content types.
"""

import re

from xlreport.model.returns.return_refusal import damaged
from xlreport.workbook.annotating.annotated_remembered_parts import remembered
from xlreport.workbook.annotating.annotated_splicing import (
    Edit,
    appended,
    apply,
    elements,
    escaped_words,
    is_empty,
    prefix,
    relations_attribute,
    root_element,
    with_attribute,
)

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = {
    False: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    True: "http://purl.oclc.org/ooxml/officeDocument/relationships/",
}
_TYPES = {
    "worksheet": "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    "comments": "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
}
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# types of workbooks with macros and of templates, which a marked copy is not
_OTHER_TYPES = re.compile(
    rb"application/vnd\.(?:ms-excel\.(?:sheet|template)\.macroEnabled"
    rb"|openxmlformats-officedocument\.spreadsheetml\.template)\.main\+xml"
)
_PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
# a default type of content for the drawings of comments: `extension="vml"`, in lower case
_DRAWINGS = re.compile(rb'\bextension\s*=\s*"vml"')


@remembered
def with_sheet_in_front(
    content: bytes, where: str, name: str, number: int, relation: str, *, strict: bool, opened: bool
) -> bytes:
    """Return the workbook part with a first sheet.

    Args:
        content: The part.
        where: Its name.
        name: The sheet's name.
        number: Its sheetId.
        relation: Its relationship.
        strict: Whether the workbook is of the strict kind.
        opened: Whether the workbook opens with it; else with the sheet that was in front before.
    """
    found = elements(content, where, deep=_is_counted)
    sheets = next((e for e in found if e.name == "sheets" and len(e.path) == 1), None)
    if sheets is None or is_empty(sheets):
        raise damaged(where)
    p = prefix(content, found[0])
    attribute, declared = relations_attribute(content, found[0], strict=strict)
    title = escaped_words(name).replace('"', "&quot;")
    entry = f'<{p}sheet name="{title}" sheetId="{number}"{declared} {attribute}:id="{relation}"/>'
    edits = [Edit(sheets.inner, sheets.inner, entry.encode())]
    for element in found:
        local = element.attributes.get("localSheetId", "")
        if element.name == "definedName" and local.isdecimal():
            edits.append(with_attribute(content, element, "localSheetId", str(int(local) + 1)))
    views = [e for e in found if e.name == "workbookView"]
    for view in views:
        active = view.attributes.get("activeTab", "0")
        behind = int(active) + 1 if active.isdecimal() else 1
        front = 0 if opened else behind
        edits.append(with_attribute(content, view, "activeTab", str(front)))
    if not views and not any(e.name == "bookViews" for e in found):
        front = 0 if opened else 1
        entry = f'<{p}bookViews><{p}workbookView activeTab="{front}"/></{p}bookViews>'
        edits.append(Edit(sheets.start, sheets.start, entry.encode()))
    return apply(content, edits)


def _is_counted(name: str, attributes: dict[str, str]) -> bool:
    """Say whether an element counts sheets."""
    return name == "workbookView" or "localSheetId" in attributes


@remembered
def active_tab(content: bytes, where: str) -> int:
    """Return which sheet, from 0, the workbook opens with."""
    if b"activeTab" not in content:
        return 0
    views = (
        e.attributes.get("activeTab", "0")
        for e in elements(content, where)
        if e.name == "workbookView"
    )
    first = next(views, "0")
    return int(first) if first.isdecimal() else 0


def with_relation(
    content: bytes | None, where: str, name: str, kind: str, target: str, *, strict: bool
) -> bytes:
    """Return a relationships part with one more of them: its id, the last word of its type, and its
    target.
    """
    entry = f'Relationship Id="{name}" Type="{_KINDS[strict]}{kind}" Target="{target}"/>'
    if content is None:
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        return f'{head}\n<Relationships xmlns="{_RELATIONS}"><{entry}</Relationships>'.encode()
    return _with_entry(content, where, entry)


@remembered
def _with_entry(content: bytes, where: str, entry: str) -> bytes:
    root = root_element(content, where)
    return apply(content, appended(content, root, f"<{prefix(content, root)}{entry}"))


def free_id(content: bytes | None) -> str:
    """Return a relationship id that a part does not have yet."""
    number = 1
    while content is not None and f'"rIdCheck{number}"'.encode() in content.replace(b"'", b'"'):
        number += 1
    return f"rIdCheck{number}"


def as_plain_workbook(content: bytes) -> bytes:
    """Return the content types with the main part as a workbook without macros.

    What goes back is named .xlsx; Excel opens no other type under that name.
    """
    return _OTHER_TYPES.sub(_PLAIN_TYPE, content)


@remembered
def with_types(
    content: bytes, where: str, parts: tuple[tuple[str, str], ...], *, drawings: bool
) -> bytes:
    """Return the content types with more parts, each a name and its kind in `_TYPES`; and one for
    drawings.
    """
    root = root_element(content, where)
    low = content.lower().replace(b"'", b'"')
    if any(f'"/{name}"'.lower().encode() in low for name, _ in parts):
        raise damaged(where)
    p = prefix(content, root)
    entries = "".join(
        f'<{p}Override PartName="/{name}" ContentType="{_TYPES[kind]}"/>' for name, kind in parts
    )
    edits = appended(content, root, entries) if entries else []
    if drawings and _DRAWINGS.search(low) is None:
        default = f'<{p}Default Extension="vml" ContentType="{DRAWING_TYPE}"/>'
        edits.insert(0, Edit(root.inner, root.inner, default.encode()))
    return apply(content, edits)
