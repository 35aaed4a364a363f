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
RETURNS: dict[str, Severity] = {
    # whose it is (checks/identity.py): an error here stops the whole file
    "identity-missing": ERROR,
    "identity-damaged": ERROR,
    "identities-mixed": ERROR,
    "unknown-plan": ERROR,
    "unknown-department": ERROR,
    "unknown-period": ERROR,
    "rows-of-other": ERROR,
    "witness-differs": WARNING,
    "file-name-differs": WARNING,
    "other-version": NOTE,
    # whether it holds what was sent out (checks/rows.py, checks/locked.py)
    "row-missing": ERROR,
    "row-unknown": WARNING,
    "row-twice": ERROR,
    "row-without-code": WARNING,
    "column-missing": ERROR,
    "column-gone": NOTE,
    "row-emptied": ERROR,
    "target-changed": ERROR,
    "locked-changed": WARNING,
    "reference-changed": NOTE,
    # what was typed (checks/values.py, checks/typed.py)
    "blank": ERROR,
    "no-data": NOTE,
    "no-data-unexplained": ERROR,
    "not-a-number": ERROR,
    "ambiguous-number": ERROR,
    "scale-twice": ERROR,
    "other-unit": ERROR,
    "change-typed": ERROR,
    "not-a-class": ERROR,
    "error-value": ERROR,
    "no-result": ERROR,
    "read-as": NOTE,
    "more-decimals": NOTE,
    "outside-range": WARNING,
    "text-too-long": NOTE,
    "contact-missing": WARNING,
    # whether it makes sense (checks/sense.py, checks/history.py)
    "fell": WARNING,
    "ten-times-target": WARNING,
    "ten-times-last": WARNING,
    "share-over-100": ERROR,
    "fall-negative": WARNING,
    "sign-differs": WARNING,
    "growth-beyond": WARNING,
    "times-as-percent": WARNING,
    "part-over-whole": WARNING,
    "exceeded-with-problems": WARNING,
    "unchanged": WARNING,
    # milestones (checks/milestones.py)
    "not-a-state": ERROR,
    "not-a-date": ERROR,
    "ambiguous-date": ERROR,
    "done-without-date": ERROR,
    "done-after-period": ERROR,
    "expected-passed": ERROR,
    "expected-late": WARNING,
    "state-went-back": WARNING,
    "blocked-without-problems": ERROR,
    "dropped-without-remark": ERROR,
    # several files of one department (checks/choose.py)
    "superseded": NOTE,
    "later-with-errors": NOTE,
    "later-blanks": WARNING,
    "each-lacks-rows": WARNING,
    "copies-differ": NOTE,
}

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
