"""What an inspector found of one target (核查), beside what its department reported."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What an inspector found of one target (核查); it stands beside what was reported."""

    period: str
    department: str
    """Code of the department that reports it."""
    code: str
    value: str
    """A figure, exact; empty of a milestone."""
    state: str
    """Of a milestone; empty of an indicator."""
    said_by: str
    said_on: date
    note: str = ""
