"""xlreport: targets of a government's work report, out to departments and back, as spreadsheets."""

# a room of that name, loaded later, would take the place of the verb
import xlreport.draft  # noqa: F401
from xlreport.api import (
    consolidate,
    draft,
    findings,
    generate,
    load_plan,
    long,
    rows,
    targets,
    validate,
)
from xlreport.model.model_errors import CannotRun

__all__ = [
    "CannotRun",
    "consolidate",
    "draft",
    "findings",
    "generate",
    "load_plan",
    "long",
    "rows",
    "targets",
    "validate",
]

__version__ = "0.1.0"
