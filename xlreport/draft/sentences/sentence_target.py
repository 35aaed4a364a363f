"""A target as it stands in a sentence, and what later clauses of the sentence take from earlier ones."""

from dataclasses import dataclass, field
from decimal import Decimal

from xlreport.draft.names.name_verbs import Verb
from xlreport.draft.sentences.sentence_qualifiers import Qualified
from xlreport.draft.text.text_clauses import clause_of
from xlreport.draft.text.text_numbers import Quantity
from xlreport.model.plans.plan_draft_types import Wording

SURE, FAIRLY, LIKELY, DOUBTFUL = 90, 85, 75, 45
"""Confidence; what is no more than DOUBTFUL is not ticked."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One target, before it is weighed and placed."""

    name: str
    quantity: Quantity
    qualified: Qualified
    start: int
    """Where the words that carry it begin, and end."""
    end: int
    reason: str
    confidence: int
    covers: tuple[int, ...] = ()
    """Starts of all numbers that this target accounts for."""
    stretch: Decimal | None = None
    part_of: str = ""
    origin: Quantity | None = None
    """从3720元: where it comes from."""

    @property
    def ticked(self) -> bool:
        """Whether the rules are sure enough of it."""
        return self.confidence > DOUBTFUL and len(self.name) > 1


@dataclass(slots=True)
class SentenceReading:
    """One sentence while it is read from left to right."""

    flat: str
    start: int
    end: int
    live: list[Quantity]
    """The numbers that may be targets."""
    names: list[str] = field(default_factory=list)
    """Of the target or targets read last."""
    verb: Verb | None = None
    """Of the target read last; a list goes on under it."""
    part_of: str = ""
    """Of what the target read last is a part (其中); a list of parts goes on behind it."""
    last_end: int = 0
    """Where the target read last ends."""
    taken: list[Taken] = field(default_factory=list)

    def clause(self, quantity: Quantity) -> tuple[int, int]:
        """Return the clause of a number, from where the target before it ends."""
        floor, ceiling = clause_of(self.flat, quantity.start, self.start, self.end)
        if self.last_end and "；" in self.flat[self.last_end : quantity.start]:
            self.names, self.verb = [], None
        return max(floor, self.last_end), ceiling

    def add(self, one: Taken) -> None:
        """Note a target."""
        self.taken.append(one)


@dataclass(frozen=True, slots=True)
class Worded:
    """A target in words, before it is placed."""

    names: tuple[str, ...]
    printed: str
    number: str
    value: Decimal | None
    unit: str
    comparator: Wording
    start: int
    end: int
    reason: str
    reference: str = ""
    ticked: bool = True
