"""xlreport: targets of a government's work report, out to departments and back, as spreadsheets."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["__version__", "consolidate"]

__version__ = "0.1.0"


def consolidate(
    folder: str | Path | Sequence[str | Path],
    *,
    period: str | None = None,
    plan: str | Path | None = None,
    last: str | Path | None = None,
) -> "pd.DataFrame":
    """Roll an inbox up and return the rows that `xlreport consolidate --data` writes.

    Args:
        folder: the inbox, or the files in it.
        period: `2020-Q2` and the like; by default that of most workbooks.
        plan: a plan file or a folder of them; by default found by what the workbooks say.
        last: the `--data` file of the previous period.

    Returns:
        One row for each indicator and milestone; the columns are `xlreport.publish.rows.COLUMNS`.

    Raises:
        xlreport.model.errors.CannotRun: where no workbook belongs to a known plan.
    """
    from xlreport.model.period import Period
    from xlreport.pipeline.intake.receive import receive
    from xlreport.pipeline.plans.plan_files import known_plans
    from xlreport.pipeline.summing.consolidate import consolidate as roll_up
    from xlreport.pipeline.summing.last_period import read_last
    from xlreport.publish.rows import rows
    from xlreport.publish.tables import frame

    places = [Path(folder)] if isinstance(folder, str | Path) else [Path(one) for one in folder]
    earlier = read_last(Path(last)) if last else ()
    intake = receive(places, known_plans(Path(plan) if plan else None, Path.cwd()), earlier=earlier)
    when = Period.parse(period) if period else None
    return frame(rows(roll_up(intake, period=when, earlier=earlier)))
