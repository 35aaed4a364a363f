"""Whether every row and column that was sent out came back, once, and nothing else."""

from collections.abc import Iterable
from string import ascii_uppercase

from xlreport.checks.returns.checked_return_lines import (
    CheckedReturn,
    SentRow,
    anchor,
    cell_text,
    line_kind,
    target,
)
from xlreport.model.plans.plan_form_types import IndicatorRow
from xlreport.model.returns.finding import Finding, finding

REQUIRED = {
    "indicator": ("actual", "progress", "source"),
    "milestone": ("state", "expected", "progress"),
}
"""Fields by kind without which no row of the kind can be complete."""


def columns_missing(back: CheckedReturn) -> Iterable[Finding]:
    """A column that was deleted is named once, not once a row."""
    for missing in back.submission.missing_columns:
        sheet, _, place = missing.rpartition(" ")
        kind, _, field = place.partition("/")
        code = "column-missing" if field in REQUIRED.get(kind, ()) else "column-gone"
        yield finding(code, sheet=sheet, column=field, value=field, kind=kind)


def rows_missing(back: CheckedReturn) -> Iterable[Finding]:
    """A row that was deleted is named; one that was not asked for may be left out."""
    came = {entry.code for entry in back.entries}
    sheets = {entry.kind: entry.sheet for entry in back.entries}
    for code, row in back.sent.items():
        if code in came:
            continue
        optional = isinstance(row, IndicatorRow) and not row.asked
        if not optional:
            yield finding("row-missing", sheet=sheets.get(line_kind(row), ""), **_named(row))


def rows_added(back: CheckedReturn) -> Iterable[Finding]:
    """A row with a code that was not sent out, or with content and no code, is named and does not
    count.
    """
    came = back.submission.entries
    own = {id(entry) for entry in back.entries}
    for entry in came if len(own) < len(came) else ():
        if id(entry) not in own:
            cell = anchor(entry)
            where = {
                "sheet": entry.sheet,
                "cell": cell.address if cell else "",
                "name": cell_text(entry, "name"),
            }
            yield finding("row-unknown", indicator=entry.code, value=entry.code, **where)
    seen: set[tuple[str, str]] = set()
    for cell in back.submission.strangers:
        row = cell.address.lstrip(ascii_uppercase)
        if (cell.sheet, row) not in seen:
            seen.add((cell.sheet, row))
            yield finding(
                "row-without-code",
                sheet=cell.sheet,
                cell=cell.address,
                value=cell.as_typed.strip(),
                row=row,
            )


def rows_twice(back: CheckedReturn) -> Iterable[Finding]:
    """A code that stands in two lines which say different things is named at the later one; neither
    counts.
    """
    first: dict[str, str] = {}
    for entry in back.entries if back.twice else ():
        cell = anchor(entry)
        if entry.code not in back.twice or cell is None:
            continue
        if entry.code in first:
            where = {
                "sheet": entry.sheet,
                "cell": cell.address,
                "value": entry.code,
                "other": first[entry.code],
            }
            yield finding("row-twice", **where, **_named(back.sent[entry.code]))
        else:
            first[entry.code] = f"{entry.sheet}!{cell.address}"


def _named(row: SentRow) -> dict[str, str | int]:
    return {"indicator": target(row).code, "serial": row.serial, "name": target(row).name}
