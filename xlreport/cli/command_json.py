"""The JSON documents that commands print with `--format json`; their JSON Schemas are generated
from here into `schemas/json/`.
"""

from typing import Any

from pydantic import ConfigDict, TypeAdapter
from typing_extensions import TypedDict


class _Document(TypedDict):
    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]


class FileDocument(_Document):
    """One file of an inbox."""

    file: str
    sha256: str
    verdict: str
    department: str
    period: str
    reason: str


class FindingDocument(_Document):
    """One finding; programs decide on `code`, never on the words."""

    file: str
    department: str
    period: str
    code: str
    severity: str
    sheet: str
    cell: str
    indicator: str
    value: str
    message: str
    remedy: str


class ValidateDocument(_Document):
    """`validate --format json`."""

    files: list[FileDocument]
    findings: list[FindingDocument]


class PlanCheckDocument(_Document):
    """`plan check --format json`."""

    findings: list[FindingDocument]


class PlanImportDocument(_Document):
    """`plan import --format json`; `plan` is the file written, empty where none was."""

    findings: list[FindingDocument]
    plan: str


class ChangeDocument(_Document):
    """One thing that is otherwise than before; `kind` is its stable name."""

    kind: str
    table: str
    code: str
    name: str
    field: str
    before: str
    after: str
    words: str


class PlanDiffDocument(_Document):
    """`plan diff --format json`."""

    changes: list[ChangeDocument]


class NextRowDocument(_Document):
    """What becomes of one row in the next year; `kind` is its stable name."""

    kind: str
    table: str
    code: str
    name: str
    unit: str
    before: str
    after: str
    words: str


class PlanNextDocument(_Document):
    """`plan next --format json`; `year_end` is the period of the figures, empty without any."""

    plan: str
    year: int
    year_end: str
    rows: list[NextRowDocument]


class ConsolidateDocument(_Document):
    """`consolidate --format json`: what the terminal says otherwise; the rows are in `--data`."""

    plan: str
    period: str
    targets: int
    lights: dict[str, int]
    """Status → how many targets; every status is there."""
    departments: int
    reported: int
    missing: list[str]
    returned: list[str]
    files: list[FileDocument]
    written: list[str]


class StatusRowDocument(_Document):
    """One department in `status --format json`."""

    department: str
    name: str
    verdict: str | None
    file: str
    return_by: str
    pending: int
    unsure: int
    missing: bool
    without: list[str]
    extended: bool
    came_on: str | None
    days_late: int
    returned: int
    reminded: int
    held: int
    failed: int
    amended: int
    person: str
    telephone: str
    step: str


class OpenLetterDocument(_Document):
    """A letter about targets that are not good again; `overdue` are days that its answer is
    late.
    """

    number: str
    kind: str
    department: str
    codes: list[str]
    days: int
    reply_by: str | None
    replied: bool
    overdue: int


class StatusDocument(_Document):
    """`status --format json`; `queue` is how many mails wait."""

    period: str
    today: str
    queue: int
    held: int
    aside: int
    late_earlier: list[str]
    unsealed: list[str]
    """Codes of departments that still owe the sealed copy of their return."""
    letters: list[OpenLetterDocument]
    departments: list[StatusRowDocument]


class EventDocument(_Document):
    """One event of `history --format json`, which prints a list of them."""

    at: str
    kind: str
    what: str
    about: str
    detail: str


DOCUMENTS: dict[str, Any] = {
    "validate": ValidateDocument,
    "plan-check": PlanCheckDocument,
    "plan-import": PlanImportDocument,
    "plan-diff": PlanDiffDocument,
    "plan-next": PlanNextDocument,
    "consolidate": ConsolidateDocument,
    "status": StatusDocument,
    "history": list[EventDocument],
}
"""Command → what it prints; `plan show` prints the plan itself (`schemas/plan.schema.json`)."""


def document_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of what a command prints."""
    return TypeAdapter(DOCUMENTS[name]).json_schema()
