"""A sheet that a plan's workbook has for people alone: it is told, and never read back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSheet:
    """What such a sheet says."""

    name: str
    title: str
    strip: str
    """What it is for, in one line."""
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    """In characters, one a head."""
    rows: tuple[tuple[str, ...], ...]
