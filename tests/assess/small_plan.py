"""What the plans of these tests have alike, and what is reported of their one target."""

from decimal import Decimal

from xlreport.model.period import Period
from xlreport.model.returns.accepted_record import Record

HEAD = {"code": "P", "title": "t", "government": "g", "year": 2020, "report": "r", "begins": "b"}


def reported(
    period: Period | str, value: Decimal | str | int | None, *, plan: str = "P", code: str = "A"
) -> Record:
    """What department D reported of an indicator; None is a row without a figure."""
    return Record(
        plan=plan,
        period=period if isinstance(period, Period) else Period.parse(period),
        department="D",
        kind="indicator",
        code=code,
        value=None if value is None else Decimal(value),
    )
