"""Periods and days in words, by language."""

from datetime import date

from xlreport.messages import say
from xlreport.model.period import Period


def period_label(language: str, period: Period) -> str:
    """Return `2020年二季度` or `Q2 2020`."""
    return say(
        language,
        f"period.{period.kind}",
        year=period.year,
        number=period.number,
        ordinal=_ordinal(language, period),
    )


def period_name(language: str, period: Period) -> str:
    """Return a period of the year that is spoken of: `二季度`, `Q2`."""
    return say(
        language, f"period.short_{period.kind}", year=period.year, number=period.number,
        ordinal=_ordinal(language, period), month_name=_month(language, period.end_month),
    )  # fmt: skip


def span_label(language: str, period: Period) -> str:
    """Return the months that a cumulative figure covers: `1—6月`, `Jan–Jun`."""
    if period.end_month == 1:
        return say(language, "period.span_january")
    return say(language, "period.span", **_month_words(language, period.end_month))


def month_end_label(language: str, period: Period) -> str:
    """Return `6月底` or `end of Jun`."""
    return say(language, "period.month_end", **_month_words(language, period.end_month))


def day_label(language: str, day: date) -> str:
    """Return `2020年6月30日` or `30 Jun 2020`."""
    return say(
        language, "period.date", year=day.year, day=day.day, **_month_words(language, day.month)
    )


def day_name(language: str, day: date) -> str:
    """Return a day of the year that is spoken of: `9月30日`, `30 Sep`."""
    return say(language, "period.short_date", day=day.day, **_month_words(language, day.month))


def _ordinal(language: str, period: Period) -> str:
    """Return which of its year's quarters or halves a period is, in words; months and years have
    none.
    """
    if period.kind not in {"quarter", "half"}:
        return ""
    return say(language, f"period.{period.kind}_{period.number}")


def _month_words(language: str, number: int) -> dict[str, object]:
    return {"month": number, "month_name": _month(language, number)}


def _month(language: str, number: int) -> str:
    """Return the short name of a month, counted from 1."""
    return say(language, "template.month_names").split(",")[number - 1]
