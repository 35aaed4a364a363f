"""What changed between two versions of a plan, in words: targets raised, departments renamed, rows
gone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from xlreport.messages import has, say
from xlreport.messages.plan_messages import CHOICES, class_word, heading, joined, word
from xlreport.model.plans.plan import Direction, Indicator, Milestone, Plan, Score, Target
from xlreport.model.plans.sheets.plan_sheet_columns import SHEETS

_HEAD = ("title", "government", "year", "version", "language", "report", "begins", "complete",
    "return_days", "chapters", "contact",
         "note", "evidence", "inspection_tolerance", "judged_by")  # fmt: skip
_SILENT = frozenset({"code"})
_UNITS = frozenset({"lead", "reporter", "cooperating"})
_SECTIONS = {"asked": "asked", "profile": "profile", "reference": "reference",
    "parent_kind": "parent_kind",
             "commitment": "commitment", "measure": "measure", "direction": "direction",
             "comparator": "comparator",
             "action": "action", "language": "language", "by": "score_by",
             "judged_by": "judged_by"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is otherwise than before."""

    kind: str
    """Stable name of what happened: `target-raised`, `renamed`, `row-new`, `field`, …"""
    table: str
    """`plan`, `department`, `indicator`, `milestone`, `profile`, `policy`, `left_out`,
    `revision`.
    """
    code: str
    name: str
    field: str
    before: str
    after: str
    words: str


def plan_diff(old: Plan, new: Plan, language: str) -> tuple[Change, ...]:
    """Return what changed, table by table; rows are the same where their code is."""
    telling = _Telling(old, new, language)
    changes = [*telling.fields("plan", "", "", old.plan, new.plan, _HEAD)]
    for table in ("department", "indicator", "milestone"):
        changes += telling.rows(table)
    changes += telling.profiles()
    changes += telling.fields(
        "policy", "", "", old.policy, new.policy, tuple(type(new.policy).model_fields)
    )
    changes += telling.score()
    for table in ("left_out", "revision"):
        changes += telling.wholes(table)
    return tuple(changes)


@dataclass(frozen=True, slots=True)
class _Telling:
    """Two plans and the language in which their differences are told."""

    old: Plan
    new: Plan
    language: str

    def tell(
        self, kind: str, table: str, code: str, name: str, field: str = "", **told: str
    ) -> Change:
        """Return a change with its sentence."""
        before, after = told.get("before", ""), told.get("after", "")
        column = self.heading(table, field)
        nothing = "" if kind.startswith("row-") else say(self.language, "plan_diff.nothing")
        sentence = say(
            self.language, f"plan_diff.{kind}", code=code, name=name, column=column,
            before=before or nothing,
            after=after or nothing, kind=say(self.language, f"plan_diff.table_{table}"),
        )  # fmt: skip
        return Change(
            kind=kind,
            table=table,
            code=code,
            name=name,
            field=field,
            before=before,
            after=after,
            words=" ".join(sentence.split()),
        )

    def heading(self, table: str, field: str) -> str:
        """Return how a field is called."""
        key = f"plan_diff.field_{field}"
        if has(self.language, key):
            return say(self.language, key)
        known = {column.name for column in SHEETS.get(table, ())}
        return heading(table, field, self.language) if field in known else field

    def rows(self, table: str) -> Iterator[Change]:
        """Yield rows that are gone, are new, or changed, and whether those that stayed stand in
        another order.
        """
        before = {one.code: one for one in getattr(self.old, table)}
        after = {one.code: one for one in getattr(self.new, table)}
        for code, one in before.items():
            if code not in after:
                yield self.tell("row-gone", table, code, one.name, before=self.what(one))
        for code, one in after.items():
            if code in before:
                fields = tuple(name for name in type(one).model_fields if name not in _SILENT)
                yield from self.fields(table, code, one.name, before[code], one, fields)
            else:
                yield self.tell("row-new", table, code, one.name, after=self.what(one))
        if [code for code in before if code in after] != [code for code in after if code in before]:
            yield self.tell("order", table, "", "")

    def what(self, one: Target) -> str:
        """Return what a row is about beside its name."""
        return one.printed if isinstance(one, Indicator) else ""

    def fields(
        self,
        table: str,
        code: str,
        name: str,
        before: BaseModel,
        after: BaseModel,
        fields: Sequence[str],
    ) -> Iterator[Change]:
        """Yield the fields of a row that differ."""
        for field in fields:
            was, now = getattr(before, field), getattr(after, field)
            if was != now:
                kind = _kind(table, field, was, now, after)
                told = {
                    "before": self.words(field, was, before, self.old),
                    "after": self.words(field, now, after, self.new),
                }
                yield self.tell(kind, table, code, name, field, **told)

    def words(self, field: str, value: object, row: BaseModel, plan: Plan) -> str:
        """Return a value as people read it."""
        match value:
            case None | "" | ():
                return say(self.language, "plan_book.year_end") if field == "due" else ""
            case bool():
                return say(self.language, "flag.yes" if value else "flag.no")
            case Decimal() if isinstance(row, Indicator):
                unit = row.unit if field in {"value", "stretch"} else ""
                return class_word(row, value) or f"{_plain(value)}{unit}"
            case Decimal():
                return _plain(value)
            case date():
                return value.isoformat()
            case tuple():
                return joined(self.language, (self.words(field, one, row, plan) for one in value))
            case BaseModel():
                return self.inside(value, row, plan)
        text = str(value)
        if field in _UNITS:
            department = plan.department_of(text)
            return department.name if department else text
        section = _SECTIONS.get(field, "")
        return word(self.language, section, text) if section in CHOICES else text

    def inside(self, value: BaseModel, row: BaseModel, plan: Plan) -> str:
        """Return a baseline, or thresholds, in words: what is said in them."""
        fields = type(value).model_fields
        said = ((name, one) for name, one in value if one not in {None, "", False})
        told = {name: one for name, one in said if one != fields[name].default}
        if "value" in told:
            first = self.words("value", told.pop("value"), row, plan)
            told.pop("figure", None)
            rest = [self.words(k, v, row, plan) for k, v in told.items()]
            if not rest:
                return first
            return f"{first}（{joined(self.language, rest)}）"
        if told.get("asked"):
            return say(self.language, "plan_diff.asked")
        return joined(self.language, (f"{self.heading('policy', k)} {v}" for k, v in told.items()))

    def profiles(self) -> Iterator[Change]:
        """Yield profiles that are gone, new or other."""
        before, after = self.old.profiles, self.new.profiles
        for name in (*before, *(name for name in after if name not in before)):
            was, now = _points(before, name), _points(after, name)
            if was != now:
                kinds = {(False, True): "row-new", (True, False): "row-gone"}
                kind = kinds.get((bool(was), bool(now)), "profile-changed")
                yield self.tell(kind, "profile", name, name, before=was, after=now)

    def score(self) -> Iterator[Change]:
        """Yield what changed of the score, and whether there is one."""
        old, new = self.old.score, self.new.score
        if old is None or new is None:
            if old is not new:
                kind = "row-new" if old is None else "row-gone"
                yield self.tell(kind, "score", "", "")
            return
        yield from self.fields("score", "", "", old, new, tuple(Score.model_fields))

    def wholes(self, table: str) -> Iterator[Change]:
        """Yield lines without a code of their own that are gone or new."""
        before, after = getattr(self.old, table), getattr(self.new, table)
        yield from (self.line("row-gone", table, one) for one in before if one not in after)
        yield from (self.line("row-new", table, one) for one in after if one not in before)

    def line(self, kind: str, table: str, one: BaseModel) -> Change:
        """Return a line without a code of its own in words."""
        if table == "left_out":
            return self.tell(kind, table, "", str(getattr(one, "figure", "")))
        since, code = str(getattr(one, "since", "")), str(getattr(one, "code", ""))
        return self.tell(kind, table, code, f"{since} {getattr(one, 'document', '')}")


def _kind(table: str, field: str, was: object, now: object, row: BaseModel) -> str:
    """Name what a difference is."""
    if field == "name" and table != "policy":
        return "renamed"
    if field == "value" and isinstance(was, Decimal) and isinstance(now, Decimal):
        raised = now > was
        if isinstance(row, Indicator) and row.measure == "class":
            raised = now < was
        kind = "target-raised" if raised else "target-lowered"
        return kind + _harder(row, raised=raised) if isinstance(row, Indicator) else kind
    kinds = {
        "due": "due-moved",
        "lead": "lead-changed",
        "profile": "profile-of-row",
        "printed": "printed-changed",
    }
    if not isinstance(row, (Indicator, Milestone)):
        return "field"
    return kinds.get(field, "field")


def _harder(row: Indicator, *, raised: bool) -> str:
    """Return `-eased` or `-tightened` where less is better, as a raised ceiling is easier to
    keep.
    """
    if row.direction is not Direction.LESS or row.measure == "class":
        return ""
    return "-eased" if raised else "-tightened"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}" if value else "0"


def _points(profiles: Mapping[str, Iterable[Decimal]], name: str) -> str:
    return " ".join(_plain(one) for one in profiles.get(name, ()))
