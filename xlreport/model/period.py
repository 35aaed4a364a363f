"""Reporting periods: 2020-Q2, 2020-06, 2020-H1, 2020."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache, total_ordering
from typing import Literal, Self

PeriodKind = Literal["month", "quarter", "half", "year"]
MONTHS: dict[PeriodKind, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
# 2020, 2020-Q3 or 2020Q3, 2020-H1, 2020-09
_FORM = re.compile(r"(\d{4})(?:-?Q([1-4])|-?H([12])|-(0[1-9]|1[0-2]))?")


@total_ordering
@dataclass(frozen=True, slots=True, repr=False)
class Period:
    """One reporting period of one calendar year; figures in it are cumulative from 1 January to its
    end.
    """

    year: int
    kind: PeriodKind
    number: int
    """1-based within the year: quarter 1 to 4, month 1 to 12, half 1 or 2, year always 1."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2020-Q2`, `2020Q2`, `2020-06`, `2020-H1` or `2020`; raises ValueError for anything
        else.
        """
        return cls(*_parts(text))

    def __str__(self) -> str:
        """Return the form that `parse` reads, with a dash."""
        if self.kind == "quarter":
            return f"{self.year}-Q{self.number}"
        part = {"month": f"-{self.number:02}", "half": f"-H{self.number}", "year": ""}
        return f"{self.year}{part[self.kind]}"

    def __repr__(self) -> str:
        """Return what stands for the period in listings and digests: its text, quoted."""
        return repr(str(self))

    @property
    def compact(self) -> str:
        """The form without a dash that the template code carries (`2020Q2`; a month keeps its
        dash).
        """
        if self.kind == "month":
            return str(self)
        return str(self).replace("-", "")

    @property
    def end_month(self) -> int:
        """The last month, which is also the number of months elapsed in the year at the period's
        end.
        """
        return self.number * MONTHS[self.kind]

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, self.end_month - MONTHS[self.kind] + 1, 1)

    @property
    def end(self) -> date:
        """The last day."""
        return _last_day(self.year, self.end_month)

    @property
    def elapsed(self) -> Fraction:
        """The share of the year that has passed at the period's end (时间过半 is 1/2)."""
        return Fraction(self.end_month, 12)

    @property
    def is_last(self) -> bool:
        """Whether the year ends with this period."""
        return self.end_month == 12

    def next(self) -> "Period":
        """Return the period of the same kind that follows."""
        if self.is_last:
            return Period(self.year + 1, self.kind, 1)
        return Period(self.year, self.kind, self.number + 1)

    def previous(self) -> "Period":
        """Return the period of the same kind before this one (in January: of last year)."""
        if self.number == 1:
            return Period(self.year - 1, self.kind, 12 // MONTHS[self.kind])
        return Period(self.year, self.kind, self.number - 1)

    def contains(self, day: date) -> bool:
        """Say whether a day falls into the period."""
        return self.start <= day <= self.end

    def return_date(self, days: int) -> date:
        """Return the day by which returns are due: so many days after the period's end."""
        return self.end + timedelta(days=days)

    def __lt__(self, other: "Period") -> bool:
        """Order by end, then shorter first."""
        return (self.end, MONTHS[self.kind]) < (other.end, MONTHS[other.kind])


@lru_cache
def _parts(text: str) -> tuple[int, PeriodKind, int]:
    """Return year, kind and number; every record of an inbox names its period, and they are few."""
    match = _FORM.fullmatch(text.strip().upper())
    if match is None or int(match[1]) == 0:
        message = f"not a period: {text!r}"
        raise ValueError(message)
    year, quarter, half, month = match.groups()
    if quarter:
        return int(year), "quarter", int(quarter)
    if half:
        return int(year), "half", int(half)
    if month:
        return int(year), "month", int(month)
    return int(year), "year", 1


@lru_cache
def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
