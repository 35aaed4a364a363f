"""The columns of data files: their order, and what kind of thing stands in each."""

from collections.abc import Mapping
from enum import StrEnum


class ColumnKind(StrEnum):
    """What stands in a column; its type in each kind of file follows from it."""

    TEXT = "text"
    CODE = "code"
    """One of a few fixed English words, or a code of the plan; never translated."""
    NUMBER = "number"
    """Exact, with the decimals that were reported; empty where nothing is known."""
    COUNT = "count"
    DATE = "date"
    FLAG = "flag"


_T, _C, _N = ColumnKind.TEXT, ColumnKind.CODE, ColumnKind.NUMBER
_I, _D, _F = ColumnKind.COUNT, ColumnKind.DATE, ColumnKind.FLAG

COLUMN_KINDS: Mapping[str, ColumnKind] = {
    "period": _C, "kind": _C, "department": _T, "leader": _T, "indicator": _C, "name": _T,
    "figure": _T, "unit": _T, "measure": _C, "direction": _C, "comparator": _C, "target": _N,
    "actual": _N, "expected": _N, "gap": _N, "attainment": _N, "status": _C, "reason": _T,
    "source_file": _T, "source_sheet": _T, "source_cell": _T, "state": _C, "deadline": _D,
    "expected_on": _D, "progress": _T, "problems": _T, "next_steps": _T, "source": _C,
    "remark": _T, "no_data": _F, "provisional": _F, "last_status": _C, "pace": _T, "rule": _C,
    "green": _N, "amber": _N, "section": _T, "printed": _T, "commitment": _C,
    "baseline_reported": _N, "department_code": _C, "plan": _C, "sha256": _C, "travel": _C,
    "periods_off": _I, "forecast": _N, "decision": _T, "parent": _C, "parent_kind": _C,
    "level": _I, "made_good": _F,
    "inspected": _N, "inspected_state": _C, "inspection_gap": _N, "inspected_on": _D,
    "inspected_by": _T, "inspection_note": _T, "judged_by": _C, "evidence": _T,
    "above_actual": _N, "above_points": _N, "above_test": _C, "progress_rate": _N,
    "progress_test": _C,
    "period_start": _D, "period_end": _D,
    "answered_by": _T, "answer": _C, "answer_unit": _T, "answer_period": _C,
    "rank": _I, "score": _N, "average": _N, "deducted": _N, "counted": _I, "weight": _N,
}  # fmt: skip
"""Every column of `--data`, `--long`, `--scores` and of a matrix; what each means, and in which
unit, stands in messages under `data_column` and `data_unit`.
"""
UNIT_OF: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "target",
            "actual",
            "expected",
            "gap",
            "green",
            "amber",
            "baseline_reported",
            "forecast",
            "inspected",
            "inspection_gap",
            "above_actual",
        ),
        "own",
    ),
    **dict.fromkeys(("score", "average", "deducted"), "points"),
    **dict.fromkeys(("attainment", "progress_rate"), "share"),
    "above_points": "percentage_points",
    "periods_off": "periods",
}
"""In which unit a column's numbers are: the row's own, points, a share, periods."""


def columns_of(*kinds: ColumnKind) -> frozenset[str]:
    """Return the columns of some kinds."""
    return frozenset(name for name, kind in COLUMN_KINDS.items() if kind in kinds)
