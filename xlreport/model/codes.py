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
PLANS: dict[str, Severity] = {
    "plan-field": ERROR,
    "plan-code-twice": ERROR,
    "plan-department-twice": ERROR,
    "plan-department-unknown": ERROR,
    "plan-department-idle": NOTE,
    "plan-comparator": ERROR,
    "plan-direction": ERROR,
    "plan-range-open": ERROR,
    "plan-stretch": ERROR,
    "plan-unit": ERROR,
    "plan-share": ERROR,
    "plan-class": ERROR,
    "plan-decimals": ERROR,
    "plan-profile-name": ERROR,
    "plan-profile-list": ERROR,
    "plan-profile-unknown": ERROR,
    "plan-profile-measure": ERROR,
    "plan-path-without-baseline": ERROR,
    "plan-baseline-unit": ERROR,
    "plan-linear": NOTE,
    "plan-reference-baseline": ERROR,
    "plan-reference-unknown": ERROR,
    "plan-due-other-year": WARNING,
    "plan-never-asked-at-end": ERROR,
    "plan-steps-alike": WARNING,
    "source-no-beginning": ERROR,
    "source-figure-missing": ERROR,
    "source-figure-not-unique": ERROR,
    "source-left-out-missing": ERROR,
    "source-baseline-bare": WARNING,
    "source-baseline-missing": ERROR,
    "source-number-uncovered": ERROR,
    "source-verb-uncovered": WARNING,
}

SEVERITY: dict[str, Severity] = READING | RETURNS | PLANS
