"""Which findings keep a row, a sheet or a whole return from being believed."""

from xlreport.checks.returns.return_identity_check import STOPS_FILE
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.finding_codes import Severity

_BESIDE = frozenset({"progress", "problems", "next_steps", "source"})
"""Cells of words beside a figure or a state: missing or no good, they are asked for, and the figure
counts.
"""
_NEEDED = frozenset({"blocked-without-problems"})
"""Words without which a state is no answer."""


def stops_all(found: Finding) -> bool:
    """Say whether an error is one of the whole file."""
    wide = found.code in STOPS_FILE or (not found.indicator and not found.sheet)
    return found.severity is Severity.ERROR and wide


def stops_sheet(found: Finding) -> bool:
    """Say whether an error is one of a sheet; it stops every row there."""
    return found.severity is Severity.ERROR and not found.indicator and bool(found.sheet)


def stops_row(found: Finding) -> bool:
    """Say whether an error stops its row."""
    told = found.column not in _BESIDE or found.code in _NEEDED
    return found.severity is Severity.ERROR and bool(found.indicator) and told
