"""The sheets of a draft's workbook: the plan's columns, a tick, and where each row stands."""

from xlreport.model.plans.sheets.plan_sheet_columns import SHEETS, Column

TICK = "✓"
_TICK = Column(name="tick", form="tick", printed=True)


def _shown(*names: str, form: str = "shown") -> tuple[Column, ...]:
    return tuple(Column(name=name, form=form, printed=True) for name in names)


_PROPOSED = (*_shown("proposed"), Column(name="take", form="tick", printed=True))
_WHERE = (*_shown("sentence", form="told"), *_shown("line", "year"))
_SURE = (*_shown("confidence"), *_shown("why", form="told"))

REVIEW: dict[str, tuple[Column, ...]] = {
    "indicator": (
        _TICK,
        *_WHERE,
        *_SURE,
        *_PROPOSED,
        *_shown("baseline_sentence", form="told"),
        *_shown("part"),
    ),
    "milestone": (_TICK, *_WHERE, *_SURE, *_PROPOSED, *_shown("part")),
    "left_out": (
        _TICK,
        *_shown("number", "line"),
        *_shown("sentence", form="told"),
        *_shown("part"),
    ),
}
"""Columns of a draft's workbook alone; `tick` and `take` are read back, the rest is for people."""

_PRINTED = {
    "indicator": (
        "tick", "serial", "code", "section", "name", "printed", "value", "unit", "baseline_value",
        "commitment",
        "sentence", "line", "year", "confidence", "why", "proposed", "take", "lead",
    ),
    "milestone": (
        "tick", "serial", "code", "section", "name", "action", "commitment",
        "sentence", "line", "year", "confidence", "why", "proposed", "take", "lead",
    ),
    "left_out": ("tick", "serial", "number", "reason", "sentence", "line"),
}  # fmt: skip
_NEXT = {
    "indicator": ("leader", "cooperating", "due", "figure", "baseline_sentence", "part"),
    "milestone": ("leader", "cooperating", "due", "county", "figure", "part"),
    "left_out": ("figure", "part"),
}


def _in_order(kind: str) -> tuple[Column, ...]:
    """Return all columns of a sheet: what is printed, what stands beside it, the rest."""
    columns = {column.name: column for column in (*SHEETS[kind], *REVIEW[kind])}
    first = (*_PRINTED[kind], *_NEXT[kind])
    names = (*first, *(column.name for column in SHEETS[kind] if column.name not in first))
    return tuple(
        Column(
            name=c.name,
            form=c.form,
            path=c.path,
            required=c.required,
            choices=c.choices,
            printed=c.name in _PRINTED[kind],
        )
        for c in (columns[name] for name in names)
    )


DRAFTED: dict[str, tuple[Column, ...]] = {kind: _in_order(kind) for kind in REVIEW}
"""The sheets of a draft that differ from the plan's."""
