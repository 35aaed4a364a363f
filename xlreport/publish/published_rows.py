"""The summary as plain rows, one for each indicator and milestone, in the columns that files of
data have.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import chain

from xlreport.messages.locked_cell_messages import promised_text
from xlreport.model.judged.judged_summary import AgainstAbove, Summary, SummaryRow
from xlreport.model.plans.plan import Indicator
from xlreport.model.returns.accepted_record import Record
from xlreport.publish.published_columns import ColumnKind, columns_of

#: What an entry of a row is: str, Decimal, int, date or bool; all but str may be None.
Row = dict[str, object]

ROW_COLUMNS = (
    "period", "kind", "department", "leader", "indicator", "name", "figure", "unit", "measure",
    "direction",
    "comparator", "target", "actual", "expected", "gap", "attainment", "status", "reason",
    "source_file", "source_sheet", "source_cell",
    "state", "deadline", "expected_on", "progress", "problems", "next_steps", "source", "remark",
    "no_data", "provisional", "last_status", "pace", "rule", "green", "amber",
    "section", "printed", "commitment", "baseline_reported", "department_code", "plan", "sha256",
    "travel", "periods_off", "forecast", "decision", "parent", "parent_kind",
    "level", "made_good",
    "inspected", "inspected_state", "inspection_gap", "inspected_on", "inspected_by",
    "inspection_note", "judged_by", "evidence",
)  # fmt: skip
SECOND_TESTS = {
    "against_above": ("above_actual", "above_points", "above_test"),
    "progress": ("progress_rate", "progress_test"),
}
"""A second test's field of a row → its columns, which are there where any row has it."""
NUMBER_COLUMNS = columns_of(ColumnKind.NUMBER)
COUNTS = columns_of(ColumnKind.COUNT)
DATES = columns_of(ColumnKind.DATE)
FLAGS = columns_of(ColumnKind.FLAG)


def columns_in(summary: Summary) -> tuple[str, ...]:
    """Return the columns of a summary's rows: `ROW_COLUMNS`, and those of second tests that any row
    has.
    """
    tests = (
        names
        for field, names in SECOND_TESTS.items()
        if any(getattr(row, field) for row in summary.rows)
    )
    return (*ROW_COLUMNS, *chain.from_iterable(tests))


def rows(summary: Summary) -> list[Row]:
    """Return one row for each indicator and milestone, with the keys of `columns_in` in their
    order.

    Codes (status, measure, state …) stay the English codes in every language; numbers are exact.
    `gap` is actual minus the green bound; `attainment` is a share, 1 is all.
    Who filled a row in is left out: data travels further than the summary, and names are not data.
    """
    tested = columns_in(summary)[len(ROW_COLUMNS) :]
    listed: list[Row] = []
    for row in summary.rows:
        entries = dict(zip(ROW_COLUMNS, _entries(summary, row), strict=True))
        found = _second_tests(row) if tested else {}
        listed.append(entries | {column: found[column] for column in tested})
    return listed


def _second_tests(row: SummaryRow) -> Row:
    above, progress = row.against_above, row.progress
    return {
        "above_actual": above and above.above,
        "above_points": above and above.points,
        "above_test": _above_word(above),
        "progress_rate": progress and progress.rate,
        "progress_test": str(progress.word) if progress else "",
    }


def _above_word(above: AgainstAbove | None) -> str:
    """Return whether a growth keeps up with the higher plan's; empty where it is not tested."""
    if above is None:
        return ""
    return "kept" if above.kept else "behind"


def _entries(summary: Summary, row: SummaryRow) -> Iterator[object]:
    target, judged = row.target, row.assessment
    record = row.record or Record(
        plan=summary.plan.code,
        period=summary.period,
        department=target.reported_by,
        kind="",
        code=target.code,
    )
    yield from (
        str(summary.period),
        judged.kind,
        row.department,
        target.leader,
        target.code,
        target.name,
    )
    yield target.figure
    yield from _measured(row)
    yield record.value if row.actual is None else row.actual
    yield from (judged.expected, judged.gap, judged.attainment, str(judged.status), judged.reason)
    yield from (record.file, record.sheet, record.cell)
    yield from (record.state, judged.deadline, record.expected or judged.expected_on)
    yield from (record.progress, record.problems, record.next_steps, record.source, record.remark)
    yield from (
        record.no_data,
        record.provisional,
        str(row.last_status or ""),
        judged.pace,
        judged.rule,
    )
    yield from (judged.green, judged.amber)
    yield target.section
    known = isinstance(target, Indicator)
    yield promised_text(summary.plan, target, summary.period) if known else ""
    yield str(target.commitment)
    yield from (record.baseline, target.reported_by, summary.plan.code, record.sha256)
    yield from (row.travel, row.periods_off, row.forecast.value if row.forecast else None)
    yield from (
        row.decision.words if row.decision else "",
        target.parent or "",
        str(target.parent_kind or ""),
    )
    yield from (row.level, row.made_good)
    yield from _inspected(row)
    yield record.evidence


def _inspected(row: SummaryRow) -> Iterator[object]:
    about = row.inspected
    if about is None:
        yield from (None, "", None, None, "", "", "")
        return
    one = about.inspection
    yield from (Decimal(one.value) if one.value else None, one.state, about.difference)
    yield from (one.said_on, one.said_by, one.note)
    if about.counts:
        yield "inspected"
    else:
        yield "reported" if row.record else ""


def _measured(row: SummaryRow) -> tuple[str, str, str, str, Decimal | None]:
    """Return unit, measure, direction, comparator and target; a milestone has none of them."""
    target = row.target
    if not isinstance(target, Indicator):
        return "", "", "", "", None
    value = target.value if row.assessment.target is None else row.assessment.target
    return target.unit, str(target.measure), str(target.direction), str(target.comparator), value


def plain_value(entry: object) -> str:
    """Return an entry as text: a number without an exponent, a date as 2020-06-30, nothing for
    None.
    """
    if isinstance(entry, Decimal):
        return format(entry, "f")
    if isinstance(entry, bool):
        return "true" if entry else "false"
    if isinstance(entry, date):
        return entry.isoformat()
    return "" if entry is None else str(entry)
