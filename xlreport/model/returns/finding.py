"""Findings: what is wrong with a submission or a plan, where, and how bad."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from xlreport.model.model_quick_values import quickly_made
from xlreport.model.returns.finding_codes import SEVERITY, Severity


class Verdict(StrEnum):
    """What became of one file of an inbox."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    RETURNED = "returned"
    SUPERSEDED = "superseded"
    NOT_OURS = "not_ours"
    UNREADABLE = "unreadable"
    NOT_A_SUBMISSION = "not_a_submission"


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault; its words are in messages under `finding.<code>` and `remedy.<code>`, filled from
    `fields`.
    """

    code: str
    severity: Severity
    file: str = ""
    department: str = ""
    """Department code, where known."""
    period: str = ""
    sheet: str = ""
    cell: str = ""
    """`D7`, or a range `D7:D12` where the same fault stands in neighbouring cells."""
    indicator: str = ""
    """Code of the indicator or milestone."""
    serial: int = 0
    """Its serial number in the plan, 0 where none."""
    name: str = ""
    """Its name."""
    value: str = ""
    """The value as typed."""
    column: str = ""
    """Which field of the row (`actual`, `remark`, …)."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What fills the placeholders of its words, besides its own fields."""
    explained: bool = False
    """A warning whose row gives a reason of substance in the remark."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be mended or explained: a note never is."""
        return self.severity is not Severity.NOTE and not self.explained


def finding(code: str, /, **where: str | int | Mapping[str, str]) -> Finding:
    """Return a finding with the severity that its code has; keyword arguments are fields of
    `Finding`.

    Keywords that `Finding` does not have fill the placeholders of its words.
    """
    own = {key: where.pop(key) for key in tuple(where) if key in Finding.__slots__}
    words = {key: str(entry) for key, entry in where.items()}
    return Finding(code=code, severity=SEVERITY[code], **own, fields=words)  # type: ignore[arg-type]
