"""Every finding code with its severity; its words are in messages under `finding.<code>` and `remedy.<code>`."""

from enum import StrEnum


class Severity(StrEnum):
    """An error stops its row (an identity error the whole file), a warning asks for a reason, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

#: found while a file is opened and read (workbook/)
READING: dict[str, Severity] = {}

#: found in what a workbook says (checks/)
RETURNS: dict[str, Severity] = {}

#: found in a plan (checks/plan.py, checks/source.py)
PLANS: dict[str, Severity] = {}

SEVERITY: dict[str, Severity] = READING | RETURNS | PLANS
