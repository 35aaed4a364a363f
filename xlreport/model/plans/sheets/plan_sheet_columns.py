"""The plan's workbook as values: its sheets, which field of the plan each column is, and the lines
as read.
"""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field, replace

from xlreport.model.plans.plan_score_types import Score
from xlreport.model.plans.plan_threshold_types import Bounds
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.submission import Cell

QUARTERS = (1, 2, 3, 4)
POINTS = tuple(range(1, 13))
"""Points of a profile: quarters' ends, or months' ends."""
THRESHOLDS = tuple(Bounds.model_fields)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet, or one line of a sheet of particulars."""

    name: str
    """Its heading is in messages under `plan_column.<kind>.<name>`."""
    form: str = "text"
    """How its cells are read.

    `text`, `code`, `number`, `whole`, `day`, `choice`, `list` (words), `asked` (periods), `unit` (a
    department), `units`, `since` (a period), `reference`, `profile`; `shown` is written and never
    read, `opinion` is only repeated.
    """
    _: KW_ONLY
    path: tuple[str, ...] = ()
    """The field of the plan, where it is not the name itself: `baseline`, `value`."""
    required: bool = False
    choices: str = ""
    """Section of messages that holds the words of a choice."""
    printed: bool = False
    """Whether it stands in the print area."""

    @property
    def field(self) -> tuple[str, ...]:
        """The field of the plan that it fills."""
        return self.path or (self.name,)


def _print(*columns: Column) -> tuple[Column, ...]:
    return tuple(replace(one, printed=True) for one in columns)


_TARGET = _print(
    Column("serial", "shown"),
    Column("code", "code"),
    Column("section", required=True),
    Column("name", required=True),
)
_ROLES = _print(
    Column("leader"), Column("lead", "unit", required=True), Column("cooperating", "units")
)
_LAST = (
    Column("reporter", "unit"),
    Column("parent", "parent"),
    Column("parent_kind", "choice", choices="parent_kind"),
    Column("since", "since"),
    Column("carried_from", "whole"),
    Column("origin"),
    Column("weight", "number"),
    Column("office"),
    Column("person"),
    Column("note"),
)
_OPINION = _print(Column("opinion", "opinion"))

SHEETS: dict[str, tuple[Column, ...]] = {
    "plan": (
        Column("code", "code", required=True),
        Column("title", required=True),
        Column("government", required=True),
        Column("year", "whole", required=True),
        Column("version", "whole"),
        Column("language", "choice", choices="language"),
        Column("report", required=True),
        Column("begins", required=True),
        Column("complete", "choice", choices="flag"),
        Column("return_days", "whole"),
        Column("chapters"),
        Column("contact"),
        Column("note"),
        Column("evidence", "choice", choices="flag"),
        Column("inspection_tolerance", "number"),
        Column("judged_by", "choice", choices="judged_by"),
    ),
    "department": _print(
        Column("serial", "shown"),
        Column("code", "code"),
        Column("name", required=True),
        Column("aliases", "list"),
        Column("note"),
        Column("known_as", "alias"),
    ),
    "indicator": (
        *_TARGET,
        *_print(
            Column("printed", required=True),
            Column("value", "number"),
            Column("unit", required=True),
            Column("baseline_value", "number", path=("baseline", "value")),
            Column("commitment", "choice", choices="commitment"),
        ),
        *_ROLES,
        *_print(Column("due", "day"), *(Column(f"quarter_{n}", "shown") for n in QUARTERS)),
        *_OPINION,
        Column("figure", required=True),
        Column("measure", "choice", required=True, choices="measure"),
        Column("direction", "choice", required=True, choices="direction"),
        Column("comparator", "choice", required=True, choices="comparator"),
        Column("stretch", "number"),
        Column("reference", "reference"),
        Column("tolerance", "number"),
        Column("profile", "profile", required=True),
        Column("asked", "asked"),
        Column("baseline_unit", path=("baseline", "unit")),
        Column(
            "baseline_comparator",
            "choice",
            path=("baseline", "comparator"),
            choices="comparator",
        ),
        Column("baseline_figure", path=("baseline", "figure")),
        Column("baseline_source", path=("baseline", "source")),
        Column("baseline_asked", "choice", path=("baseline", "asked"), choices="flag"),
        Column("decimals", "whole"),
        Column("minimum", "number"),
        Column("maximum", "number"),
        Column("classes", "list"),
        Column("part_of", "code"),
        Column("parts_numerator", "code", path=("parts", "numerator")),
        Column("parts_denominator", "code", path=("parts", "denominator")),
        Column("parts_factor", "number", path=("parts", "factor")),
        *_LAST,
        *(Column(name, "number", path=("bounds", name)) for name in THRESHOLDS),
    ),
    "milestone": (
        *_TARGET,
        *_print(
            Column("action", "choice", required=True, choices="action"),
            Column("commitment", "choice", choices="commitment"),
            Column("county"),
        ),
        *_ROLES,
        *_print(Column("due", "day"),
        *(Column(f"step_{n}", path=("steps", str(n))) for n in QUARTERS)),
        *_OPINION,
        Column("figure", required=True),
        *_LAST,
        Column("part_of", "code"),
    ),
    "profile": _print(Column("name", required=True),
    *(Column(f"point_{n}", "number") for n in POINTS)),
    "policy": (Column("name"), *(Column(name, "number") for name in THRESHOLDS)),
    "score": (
        Column("by", "choice", choices="score_by"),
        *(Column(name, "number") for name in Score.model_fields if name != "by"),
    ),
    "left_out": _print(
        Column("serial", "shown"), Column("figure", required=True), Column("reason", required=True)
    ),
    "revision": _print(
        Column("serial", "shown"),
        Column("code", "code", required=True),
        Column("name", "shown"),
        Column("since", "since", required=True),
        Column("document", required=True),
        Column("value", "number"),
        Column("stretch", "number"),
        Column("due", "day"),
        Column("leader"),
        Column("lead", "unit"),
        Column("reporter", "unit"),
        Column("note"),
    ),
}  # fmt: skip
LISTED = frozenset({"plan", "policy", "score"})
"""Sheets of particulars: a line each, its name in the first column, what it says in the second."""


LATER = frozenset({"score"})
"""Sheets that a workbook may lack: those written earlier do not have them."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of a sheet as read."""

    kind: str
    sheet: str
    row: int
    cells: Mapping[str, Cell]
    """By column name; columns that the sheet does not have are absent."""

    def place(self, column: str) -> Cell | None:
        """Return the cell of a column, else the line's code or name, else its first cell."""
        cells = self.cells
        return (
            cells.get(column)
            or cells.get("code")
            or cells.get("name")
            or next(iter(cells.values()), None)
        )


@dataclass(frozen=True, slots=True)
class PlanBook:
    """A plan's workbook as read, nothing believed."""

    file: str
    sha256: str
    language: str
    """Of its headings."""
    lines: tuple[PlanLine, ...]
    active: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    unread: frozenset[str] = field(default_factory=frozenset)
    """Kinds whose sheet is missing, stands there twice, or lacks a column that must be there."""

    def of(self, kind: str) -> tuple[PlanLine, ...]:
        """Return the lines of a kind in the order of their sheet."""
        return tuple(line for line in self.lines if line.kind == kind)
