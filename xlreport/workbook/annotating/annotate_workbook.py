"""A sender's own workbook with its findings marked, or a list of them where the workbook cannot be
sent back.
"""

import hashlib
import io
from collections.abc import Iterable, Sequence

from xlreport.messages import say
from xlreport.messages.finding_messages import remedy, sentence
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.finding_codes import Severity
from xlreport.model.returns.return_refusal import Refused, damaged
from xlreport.model.returns.submission import Submission
from xlreport.processes import worker_file_limits
from xlreport.workbook.annotating.annotated_check_cells import check_cells
from xlreport.workbook.annotating.annotated_conditions import (
    ReadRows,
    known_of,
    marked,
    still_wrong,
)
from xlreport.workbook.annotating.annotated_copy_proof import same_values
from xlreport.workbook.annotating.annotated_package import Patch, mark_sheet
from xlreport.workbook.annotating.annotated_repacking import reads_back
from xlreport.workbook.annotating.annotated_sheet import MarkRule
from xlreport.workbook.annotating.annotated_splicing import STRICT
from xlreport.workbook.annotating.annotated_styles import (
    FONT,
    LINE,
    LIST_LOOKS,
    MarkLooks,
    with_looks,
)
from xlreport.workbook.annotating.annotated_unlocking import unlock
from xlreport.workbook.annotating.annotated_workbook_part import active_tab, with_sheet_in_front
from xlreport.workbook.annotating.findings_list.findings_list_lines import ORDER, list_lines
from xlreport.workbook.annotating.findings_list.findings_list_sheet import (
    HEAD_ROW,
    LIST_COLUMNS,
    body,
    head,
    list_sheet,
)
from xlreport.workbook.annotating.findings_list.former_findings_list import former_list
from xlreport.workbook.reading.container.container_gate import FileKind, Opened, open_file
from xlreport.workbook.reading.container.container_zip_archive import Package
from xlreport.workbook.reading.formats.xlsx_format import Outline, outline_of
from xlreport.workbook.reading.reading_acting_formulas import acting_parts

_SHEET_NAME = 31


def annotate(
    content: bytes,
    submission: Submission,
    findings: Sequence[Finding],
    language: str,
    *,
    foreword: Sequence[str] = (),
    opened: Opened | None = None,
) -> bytes | None:
    """Return the sender's workbook with marks, comments and a list in front; all else byte for byte
    as it came.

    Args:
        content: The workbook.
        submission: What was read in it.
        findings: What is to be marked.
        language: Of the list and the comments.
        foreword: Lines above the list.
        opened: The workbook as it was opened for reading, where whoever read it still has it; else
            it is opened again, and must be the bytes that were read.

    Returns:
        None where it cannot be patched: another format, something active or foreign in it, or not
        the bytes that were read. Then `findings_list` is what goes back.
    """
    if submission.active:
        return None
    if opened is None and hashlib.sha256(content).hexdigest() != submission.sha256:
        return None
    try:
        opened = opened or open_file(content)
        if opened.kind is not FileKind.XLSX or acting_parts(opened.package):
            return None
        package, outline = opened.package, outline_of(opened.package)
    except Refused:
        return None
    told = tuple(one for one in findings if not one.explained)
    tries = (True, False) if any("sent" in one.fields for one in told) else (False,)
    for unlocking in tries:
        copy = _proved(package, outline, submission, told, language, foreword, unlocking=unlocking)
        if copy is not None:
            return copy
    return None


def _proved(
    package: Package,
    outline: Outline,
    submission: Submission,
    findings: Sequence[Finding],
    language: str,
    foreword: Sequence[str],
    *,
    unlocking: bool,
) -> bytes | None:
    """Return the marked copy; None where it would not hold the same values."""
    try:
        patch = Patch(package=package, strict=STRICT.encode() in package.part(outline.part))
        bases = unlock(patch, outline, findings if unlocking else (), language)
        copy, ours = _patched(patch, outline, submission, findings, language, foreword)
        sound = reads_back(package, copy) and same_values(package, outline, copy, ours, bases)
    except Refused:
        return None
    return copy.content if sound else None


def findings_list(submission: Submission, findings: Sequence[Finding], language: str) -> bytes:
    """Return a small workbook with the list alone, as text."""
    from xlsxwriter import Workbook

    found = list_lines([one for one in findings if not one.explained], language)
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(stream, options)
    formats = {name: book.add_format(_format(name)) for name in LIST_LOOKS}
    sheet = book.add_worksheet(_title(language, ()))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(HEAD_ROW, 0)
    sheet.repeat_rows(HEAD_ROW - 1)
    sheet.set_footer(f"&C{say(language, 'annotate.page')}")
    for column, (_, width) in enumerate(LIST_COLUMNS[:-1]):
        sheet.set_column(column, column, width)
    rows = [
        *head(found, submission.file, language),
        *(body(line, language) for line in found[: worker_file_limits.MARKS]),
    ]
    for number, (height, cells) in enumerate(rows):
        sheet.set_row(number, height)
        for column, cell in enumerate(cells[: len(LIST_COLUMNS) - 1]):
            sheet.write_string(
                number,
                column,
                cell.text[: worker_file_limits.TEXT],
                formats["text" if cell.look == "link" else cell.look],
            )
    book.close()
    return stream.getvalue()


def _patched(
    patch: Patch,
    outline: Outline,
    submission: Submission,
    findings: Iterable[Finding],
    language: str,
    foreword: Sequence[str],
) -> tuple[Package, str]:
    """Return the marked copy, and the part of the list in it."""
    package = patch.package
    found = list_lines(findings, language)
    styles = outline.of_kind("styles")
    if styles is None:
        raise damaged("styles")
    content, looks = with_looks(patch.get(styles), styles)
    patch.put(styles, content)
    old = former_list(package, outline)
    front = active_tab(package.part(outline.part), outline.part)
    faults = tuple(fault for line in found[: worker_file_limits.MARKS] for fault in line.findings)
    known = known_of(submission, faults, check_cells(package, outline, faults), language)
    opened = _mark_sheets(patch, outline, old, faults, known, looks, language, front)
    sheet = list_sheet(
        found, submission.file, known, looks.cells, language, strict=patch.strict,
        selected=opened and not old,
        foreword=foreword,
    )  # fmt: skip
    if old:
        entry = next(entry for entry in outline.sheets if entry.name == old)
        ours = outline.sheet_part(entry) or ""
        patch.put(ours, sheet)
    else:
        ours = _put_in_front(patch, outline, sheet, language, opened=opened)
    return patch.finish(), ours


def _mark_sheets(
    patch: Patch, outline: Outline, old: str, faults: Sequence[Finding], known: ReadRows, looks: MarkLooks,
    language: str, front: int,
) -> bool:  # fmt: skip
    """Mark every sheet but the list; return whether the sheet that was in front gave way to the
    list.
    """
    author = say(language, "annotate.author")
    gave_way = False
    for position, entry in enumerate(outline.sheets):
        part = outline.sheet_part(entry)
        if part is None or entry.name == old:
            continue
        own = tuple(fault for fault in faults if fault.sheet == entry.name)
        rules, texts = _rules(own, known, looks), _texts(own, language)
        left = mark_sheet(patch, part, rules, texts, author, leave=position == front and not old)
        gave_way = gave_way or left
    return gave_way


def _put_in_front(
    patch: Patch, outline: Outline, sheet: bytes, language: str, *, opened: bool
) -> str:
    """Add the list as the first sheet and return its part."""
    part = patch.free("xl/worksheets/sheetCheck", ".xml")
    patch.put(part, sheet)
    patch.added.append((part, "worksheet"))
    relation = patch.relate(outline.part, "worksheet", part)
    name = _title(language, tuple(entry.name for entry in outline.sheets))
    number = max(entry.number for entry in outline.sheets) + 1
    content = with_sheet_in_front(
        patch.get(outline.part),
        outline.part,
        name,
        number,
        relation,
        strict=patch.strict,
        opened=opened,
    )
    patch.put(outline.part, content)
    return part


def _rules(faults: Iterable[Finding], known: ReadRows, looks: MarkLooks) -> list[MarkRule]:
    """Return the marks of one sheet, errors first; a warning marks the cell for its reason too."""
    rules: dict[MarkRule, None] = {}
    for fault, place in sorted(marked(faults), key=lambda pair: ORDER.index(pair[0].severity)):
        condition = still_wrong(fault, place, known)
        look = looks.error if fault.severity is Severity.ERROR else looks.warning
        if condition:
            rules[MarkRule(place, condition, look)] = None
            remark = known.remark(fault)
            if fault.severity is Severity.WARNING and remark and remark != place:
                rules[MarkRule(remark, condition, look)] = None
    return list(rules)


def _texts(faults: Iterable[Finding], language: str) -> dict[str, str]:
    """Return the comments of one sheet by cell."""
    texts: dict[str, list[str]] = {}
    for fault, place in marked(faults):
        kind = say(language, f"severity.{fault.severity}")
        texts.setdefault(place, []).append(
            f"{kind}：{sentence(language, fault)}\n{remedy(language, fault)}"
        )
    mark = say(language, "annotate.mark")
    return {place: mark + "\n".join(dict.fromkeys(parts)) for place, parts in texts.items()}


def _title(language: str, taken: Sequence[str]) -> str:
    """Return a name for the list that no sheet has."""
    name = say(language, "annotate.sheet")[: _SHEET_NAME - 4]
    known = {other.lower() for other in taken}
    numbered = (name if n == 1 else f"{name} {n}" for n in range(1, len(taken) + 2))
    return next(candidate for candidate in numbered if candidate.lower() not in known)


def _format(name: str) -> dict[str, object]:
    look = LIST_LOOKS[name]
    shape: dict[str, object] = {
        "font_name": FONT,
        "font_size": look.size,
        "font_color": f"#{look.ink}",
        "valign": "vcenter",
    }
    shape |= {"bold": look.bold, "text_wrap": look.wrapped}
    shape |= {"bg_color": f"#{look.fill}"} if look.fill else {}
    shape |= {"align": "center"} if look.centred else {}
    return shape | ({"bottom": 1, "bottom_color": f"#{LINE}"} if look.lined else {})
