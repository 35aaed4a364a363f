"""A sender's sheet with our marks: conditional formats in front of its own, and the place of the
comments.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xlreport.model.returns.return_refusal import damaged
from xlreport.workbook.annotating.annotated_splicing import (
    Edit,
    Element,
    apply,
    children,
    elements,
    escaped_words,
    none,
    prefix,
    relations_attribute,
    with_attribute,
)

OURS = 'N("xlreport")=0'
"""True wherever formulas are reckoned, and in no other conditional format: by this our marks are
known again.
"""
# the condition that marks a rule as ours: always false, whatever N() of a text is
_OURS = re.compile(rb"N\((?:\"|&quot;|&#34;)xlreport(?:\"|&quot;|&#34;)\)\s*=\s*0")
_AFTER_FORMATS = (
    "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls",
    "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
CLOSED = ("sheetData", "dataValidations")
"""What is long in a sheet and holds nothing that is marked."""
_RULES = ("cfRule", "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}cfRule")
_AFTER_COMMENTS = _AFTER_FORMATS[_AFTER_FORMATS.index("legacyDrawingHF") :]


@dataclass(frozen=True, slots=True)
class MarkRule:
    """One conditional format: where it holds, when, and in which look."""

    cells: str
    formula: str
    look: int


def has_marks(content: bytes) -> bool:
    """Say whether a sheet carries marks of ours."""
    return b"xlreport" in content and _OURS.search(content) is not None


def is_selected(content: bytes) -> bool:
    """Say whether a sheet says of itself that its tab is selected."""
    return (
        b"tabSelected" in content
        and re.search(rb"\stabSelected\s*=\s*[\"'](?:1|true)", content) is not None
    )


def marked_sheet(
    content: bytes,
    where: str,
    rules: Sequence[MarkRule],
    *,
    drawing: str,
    strict: bool,
    deselected: bool,
) -> bytes:
    """Return the sheet with these marks and no older ones.

    Args:
        content: The part.
        where: Its name.
        rules: The marks, the most urgent first.
        drawing: The relationship of a new comment drawing; empty where the sheet has one or needs
            none.
        strict: Whether the workbook is of the strict kind.
        deselected: Whether another sheet is to be in front when the workbook is opened.
    """
    if has_marks(content):
        content = _without_marks(content, where)
    found = elements(content, where, closed=CLOSED, deep=_is_touched)
    root, p = found[0], prefix(content, found[0])
    edits = (
        [_later(content, element, len(rules)) for element in found if _is_rule(element)]
        if rules
        else []
    )
    if rules:
        edits.append(
            _insertion(
                found, _AFTER_FORMATS, "".join(_format(r, n, p) for n, r in enumerate(rules, 1))
            )
        )
    if drawing:
        attribute, declared = relations_attribute(content, root, strict=strict)
        new = f'<{p}legacyDrawing{declared} {attribute}:id="{drawing}"/>'
        edits.append(_insertion(found, _AFTER_COMMENTS, new))
    if deselected:
        edits += [
            with_attribute(content, e, "tabSelected", "0") for e in found if e.name == "sheetView"
        ]
    return apply(content, edits)


def legacy_drawing(content: bytes, where: str) -> dict[str, str] | None:
    """Return the attributes of the sheet's own comment drawing; None where it has none."""
    if b"legacyDrawing" not in content:
        return None
    return next(
        (
            e.attributes
            for e in children(elements(content, where, closed=CLOSED, deep=none))
            if e.name == "legacyDrawing"
        ),
        None,
    )


def _is_touched(name: str, _attributes: dict[str, str]) -> bool:
    return name in _RULES or name == "sheetView"


def _is_rule(element: Element) -> bool:
    return element.name in _RULES and element.attributes.get("priority", "").isdecimal()


def _later(content: bytes, element: Element, by: int) -> Edit:
    return with_attribute(
        content, element, "priority", str(int(element.attributes["priority"]) + by)
    )


def _insertion(found: Sequence[Element], before: Sequence[str], new: str) -> Edit:
    root = found[0]
    if root.inner == root.end:
        raise damaged("worksheet")
    place = next(
        (element.start for element in children(found) if element.name in before), root.close
    )
    return Edit(place, place, new.encode())


def validations_placed(found: Sequence[Element], whole: str) -> Edit:
    """Return the edit that gives a sheet its validations, which it has none of yet."""
    return _insertion(found, _AFTER_FORMATS[_AFTER_FORMATS.index("dataValidations") + 1 :], whole)


def _format(rule: MarkRule, priority: int, p: str) -> str:
    formula = escaped_words(f"AND({OURS},{rule.formula})")
    inner = (
        f'<{p}cfRule type="expression" dxfId="{rule.look}" priority="{priority}" stopIfTrue="1">'
    )
    return (
        f'<{p}conditionalFormatting sqref="{rule.cells}">{inner}<{p}formula>{formula}</{p}formula></{p}cfRule>'
        f"</{p}conditionalFormatting>"
    )


def _without_marks(content: bytes, where: str) -> bytes:
    found = elements(content, where, closed=CLOSED)
    ours = [e for e in found if e.name == "cfRule" and _OURS.search(content, e.start, e.end)]
    edits = []
    for block in (e for e in found if e.name == "conditionalFormatting" and len(e.path) == 1):
        rules = [e for e in found if e.name == "cfRule" and block.start < e.start < block.end]
        mine = [e for e in ours if block.start < e.start < block.end]
        doomed = [block] if mine and len(mine) == len(rules) else mine
        edits += [Edit(e.start, e.end, b"") for e in doomed]
    return apply(content, edits)
