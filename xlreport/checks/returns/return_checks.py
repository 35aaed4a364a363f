"""All checks of one return against its form, in the order of the sheet."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from xlreport.checks.returns import (
    return_history_check,
    returned_locked_cells_check,
    returned_magnitude_check,
    returned_milestones_check,
    returned_rows_check,
    returned_values_check,
)
from xlreport.checks.returns import returned_plausibility_check as sense
from xlreport.checks.returns.checked_return_lines import (
    CheckedReturn,
    IndicatorLine,
    Line,
    gives_reason,
    returned,
    shown_value,
    target,
)
from xlreport.checks.returns.return_stopping_check import stops_row
from xlreport.model.plans.plan_form_types import Form
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.finding_codes import Severity
from xlreport.model.returns.submission import FAULTY, Submission

RETURN_CHECKS: tuple[Callable[[CheckedReturn], Iterable[Finding]], ...] = (
    returned_rows_check.columns_missing,
    returned_rows_check.rows_missing,
    returned_rows_check.rows_added,
    returned_rows_check.rows_twice,
    returned_locked_cells_check.locked_cells,
    returned_values_check.figures,
    returned_values_check.formulas,
    returned_values_check.baselines,
    returned_values_check.values_are_in_range,
    returned_values_check.words_are_given,
    returned_values_check.texts,
    returned_values_check.contacts_are_given,
    returned_magnitude_check.unit_slips,
    returned_magnitude_check.hundredths,
    sense.tenfold,
    sense.shares,
    sense.signs,
    sense.growths,
    sense.parts,
    sense.sub_tasks,
    sense.rates,
    sense.successes,
    return_history_check.falls,
    return_history_check.leaps,
    return_history_check.standstills,
    returned_milestones_check.states,
    returned_milestones_check.steps,
    returned_milestones_check.dates,
    returned_milestones_check.setbacks,
    returned_milestones_check.words_of_states,
)

# a cell's address: AB and 12
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


def check(
    submission: Submission, form: Form, earlier: Sequence[Record] = ()
) -> tuple[Finding, ...]:
    """Return everything that is to be said about a return, with what its reader said, sorted by
    place.

    Args:
        submission: The return, as read.
        form: What was sent out.
        earlier: Records of earlier periods.
    """
    return check_returned(returned(submission, form, earlier))


def check_returned(back: CheckedReturn) -> tuple[Finding, ...]:
    """Return the same of a return that stands beside its form already."""
    submission, form = back.submission, back.form
    found = [one for check_one in RETURN_CHECKS for one in check_one(back)]
    if not found and not submission.findings:
        return ()
    lines = {target(line.row).code: line for line in back.lines}
    known = {
        (one.sheet, one.cell)
        for one in submission.findings
        if one.severity is Severity.ERROR and one.cell
    }
    found = [one for one in found if (one.sheet, one.cell) not in known]
    whole = (_completed(one, submission, form, lines) for one in (*submission.findings, *found))
    return tuple(sorted(whole, key=_place(submission)))


def _completed(
    found: Finding, submission: Submission, form: Form, lines: Mapping[str, Line]
) -> Finding:
    """Return a finding with the file, the department, its row's name, whether its row gives a
    reason, and, where it stops the row, what was reported in it.
    """
    line = lines.get(found.indicator)
    reported = _reported(line) if line and stops_row(found) else ""
    return replace(
        found,
        file=submission.file,
        department=form.department.code,
        period=str(form.period),
        serial=line.row.serial if line else found.serial,
        name=target(line.row).name if line else found.name,
        fields={**found.fields, "reported": reported} if reported else found.fields,
        explained=found.severity is Severity.WARNING and line is not None and gives_reason(line),
    )


def _reported(line: Line) -> str:
    """Return a row's figure or state as it was typed."""
    cell = line.entry.cells.get("actual" if isinstance(line, IndicatorLine) else "state")
    return "" if cell is None or cell.kind in FAULTY else shown_value(cell)


def _place(submission: Submission) -> Callable[[Finding], tuple[int, int, int, str, int, str]]:
    """Return the order of findings: of the whole file first, then sheet by sheet and row by row."""
    sheets = [cell.sheet for cell in submission.codes] + [
        entry.sheet for entry in submission.entries
    ]
    order = {sheet: place for place, sheet in reversed(tuple(enumerate(dict.fromkeys(sheets), 1)))}

    def place(found: Finding) -> tuple[int, int, int, str, int, str]:
        match = _ADDRESS.match(found.cell)
        column, row = (match[1], int(match[2])) if match else ("", 0)
        sheet = order.get(found.sheet, len(order) + 1 if found.sheet else 0)
        return sheet, row, len(column), column, tuple(Severity).index(found.severity), found.code

    return place
