"""The public edition of a summary: what is fulfilled and what is under way, and nothing else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRow:
    """One target, as everybody may read it."""

    name: str
    section: str
    department: str
    promised: str
    reached: str
    """The figure with its unit, or a milestone's state; a dash where it may not be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEdition:
    """What is published of a period: no reason, no light, no name of a person."""

    language: str
    title: str
    government: str
    period: str
    as_of: str
    fulfilled: tuple[PublicRow, ...]
    under_way: tuple[PublicRow, ...]
    later: int
    """How many targets are not told yet: no figure is due, or none has come."""
