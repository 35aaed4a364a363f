"""Names of departments in words."""

from collections.abc import Sequence

from xlreport.messages import say
from xlreport.model.judged.judged_summary import DepartmentRow

_NAMED = 3
"""How many of many are named; the others are counted."""


def unreported_names(language: str, departments: Sequence[DepartmentRow]) -> str:
    """Return the departments of which nothing came, by name: 统计局、民政厅 or 统计局、民政厅、
    科技厅等 5 个.
    """
    names = [unit.name for unit in departments if unit.verdict is None]
    told = say(language, "summary.names_joint").join(names[:_NAMED])
    if len(names) <= _NAMED:
        return told
    return say(language, "summary.units_more", names=told, count=len(names))
