"""A fresh workbook with a sender's values in it, marked: what goes back where the sender's own
cannot be marked.

Nothing of the sender's file is in it but values, as text and numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from xlreport.messages import say
from xlreport.model.model_errors import CannotRun
from xlreport.model.number_format.formatted_number import FormatSense, sense, shown_number
from xlreport.model.plans.plan_form_types import Form
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.return_refusal import Refused
from xlreport.model.returns.submission import Cell, CellKind, Submission
from xlreport.workbook.annotating.annotate_workbook import annotate
from xlreport.workbook.department.department_template import department_workbook
from xlreport.workbook.department.form_open_cells import fill_cells
from xlreport.workbook.looks.look_placeholders import TYPED_FIELDS
from xlreport.workbook.looks.template_looks import Looks
from xlreport.workbook.reading.formats.xls_format import ERRORS
from xlreport.workbook.reading.reading_exact_cells import Exactly, sense_of_code, serial
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.submission_reader import read

LEFT_BLANK = frozenset(
    {"column-twice", "copies-differ", "formula-elsewhere", "no-result", "row-twice"}
)
"""Findings whose cells stay blank: a value there would be a choice that nobody made, or one that
nobody saw.
"""
RESTORED = frozenset({
    "target-changed", "locked-changed", "locked-of-version", "reference-changed", "row-emptied",
    "row-missing",
    "row-unknown",
    "row-without-code", "column-missing", "column-gone",
})  # fmt: skip
"""Findings of what a fresh form has as it was sent out: they are listed, and nothing is left to be
marked.
"""
CellKey = tuple[str, str]
"""Sheet and address."""
Key = tuple[str, str, str]
"""Kind and code of a row, and the field; both empty for a contact."""


def fresh_copy(
    submission: Submission,
    findings: Sequence[Finding],
    form: Form,
    looks: Looks,
    headings: Headings,
    language: str,
) -> bytes | None:
    """Return the form with the sender's values, marked, and with a word in front that says why it
    is not the sender's.

    Args:
        submission: What was read.
        findings: What is to be marked.
        form: What the department is asked, as it stands now.
        looks: The department's template.
        headings: The words of our templates.
        language: Of the list and the comments.

    Returns:
        None where the form cannot be written, or would not read back with just these values.
    """
    try:
        blank = department_workbook(form, looks)
        empty = read(blank, submission.file, headings)
        if not isinstance(empty, Submission):
            return None
        values = dict(_values(submission, findings, form, _cells(empty)))
        content = fill_cells(blank, values, saved_at=submission.saved_at)
    except (CannotRun, Refused):
        return None
    fresh = read(content, submission.file, headings)
    if not isinstance(fresh, Submission) or not _holds(fresh, values):
        return None
    moved = tuple(_moved(one, _cells(fresh)) for one in findings)
    return annotate(content, fresh, moved, language, foreword=_why(submission, findings, language))


def _cells(submission: Submission) -> dict[Key, Cell]:
    """Return every cell of a sound form by what it is for."""
    cells = {
        (entry.kind, entry.code, field): cell
        for entry in submission.entries
        for field, cell in entry.cells.items()
    }
    return cells | {("", "", field): cell for field, cell in submission.contacts.items()}


def _values(
    submission: Submission, findings: Sequence[Finding], form: Form, places: Mapping[Key, Cell]
) -> Iterator[tuple[CellKey, Exactly]]:
    """Yield what goes into which cell; the first line of a code that stands in several alike ones
    counts.
    """
    undecided = {(one.sheet, one.cell) for one in findings if one.code in LEFT_BLANK}
    twice = {one.indicator for one in findings if one.code == "row-twice"}
    seen: set[CellKey] = set()
    for key, cell in _typed(submission, form):
        place = places.get(key)
        if place is None or (cell.sheet, cell.address) in undecided or key[1] in twice:
            continue
        held = _exactly(cell)
        if held is not None and (place.sheet, place.address) not in seen:
            yield (place.sheet, place.address), held
        seen.add((place.sheet, place.address))


def _typed(submission: Submission, form: Form) -> Iterator[tuple[Key, Cell]]:
    """Yield the cells that the sender was asked to fill in."""
    also = {row.indicator.code for row in form.indicators if row.baseline_asked}
    for entry in submission.entries:
        fields = (
            (*TYPED_FIELDS[entry.kind], "baseline")
            if entry.code in also
            else TYPED_FIELDS[entry.kind]
        )
        for field in fields:
            if field in entry.cells:
                yield (entry.kind, entry.code, field), entry.cells[field]
    for field, cell in submission.contacts.items():
        yield ("", "", field), cell


def _exactly(cell: Cell) -> Exactly | None:
    """Return what a cell holds without its formula; None where nothing can be said to stand in
    it.
    """
    raw = cell.raw
    if cell.blank or raw is None or cell.kind is CellKind.NO_RESULT:
        return None
    if cell.kind is CellKind.ERROR:
        return Exactly(str(raw), error=raw in ERRORS.values())
    if isinstance(raw, Decimal):
        meant = sense_of_code(cell.number_format)
        if meant == "plain" and sense(cell.number_format, raw) is FormatSense.OTHER:
            # The fresh form has no format that says as much: what is shown goes along as text.
            return Exactly(shown_number(cell.number_format, raw, exact=True) or raw)
        return Exactly(raw, meant)
    if isinstance(raw, date):
        return Exactly(raw, "date") if serial(raw) > 0 else Exactly(raw.isoformat())
    return Exactly(raw)


def _holds(fresh: Submission, values: Mapping[CellKey, Exactly]) -> bool:
    """Say whether a workbook reads back with just these values in its open cells."""
    back = {(cell.sheet, cell.address): cell for cell in _cells(fresh).values()}
    for place, meant in values.items():
        cell = back.get(place)
        if cell is None or cell.raw != meant.value:
            return False
        if isinstance(meant.value, Decimal) and sense_of_code(cell.number_format) != meant.sense:
            return False
    return True


def _moved(found: Finding, places: Mapping[Key, Cell]) -> Finding:
    """Return a finding at the place where its cell stands now; one that has no place any more has
    none.
    """
    if found.code in RESTORED:
        return replace(found, cell="")
    kinds = ("indicator", "milestone") if found.indicator else ("",)
    keys = (
        (kind, found.indicator, field)
        for kind in kinds
        for field in (found.column, "code", "name")
        if field
    )
    place = next((places[key] for key in keys if key in places), None)
    if place is None:
        return replace(found, cell="")
    return replace(found, sheet=place.sheet, cell=place.address if found.cell else "")


def _why(submission: Submission, findings: Sequence[Finding], language: str) -> tuple[str, ...]:
    """Return the lines in front: why this is another file, what is in it, and what is not."""
    told = (*submission.findings, *findings)
    style = next((one.fields.get("format", "") for one in told if one.code == "other-format"), "")
    joint = say(language, "annotate.joint")
    carried = joint.join(
        say(language, f"annotate.active_{kind}") for kind in _keys(submission.active)
    )
    key = "active" if carried else "format" if style else "other"
    words = [
        say(language, f"annotate.fresh_{key}", what=carried, format=style),
        say(language, "annotate.fresh"),
    ]
    if any(one.code in RESTORED for one in findings):
        words.append(say(language, "annotate.fresh_restored"))
    if any(one.code in LEFT_BLANK for one in findings):
        words.append(say(language, "annotate.fresh_blank"))
    return tuple(words)


def _keys(active: Sequence[str]) -> Iterator[str]:
    return (kind.lower().replace(" ", "_").replace("-", "_") for kind in active)
