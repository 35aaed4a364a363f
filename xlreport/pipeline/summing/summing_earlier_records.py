"""The previous period's records, and another plan's targets, from files that `consolidate --data`
wrote.
"""

from collections.abc import Sequence
from pathlib import Path

from xlreport.model.judged.judged_summary import Beside
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan
from xlreport.model.returns.accepted_record import Record
from xlreport.pipeline.files.file_bytes import read_whole
from xlreport.publish.published_file_reader import others_from, records_from


def read_last(path: Path) -> tuple[Record, ...]:
    """Read a `--data` file (CSV, JSON or Parquet by its suffix); raises CannotRun where it is
    none.
    """
    return records_from(read_whole(path), path.suffix.lower())


def prove_told(plan: Plan, period: Period, records: Sequence[Record]) -> None:
    """Raise CannotRun where the file of `--last` tells a summary nothing: it is another plan's, or
    of a later period.
    """
    mine = (one.period for one in records if one.plan == plan.code)
    if not any(when.year == plan.year and when.end <= period.end for when in mine):
        raise CannotRun("last-of-other", USAGE, plan=plan.code, period=str(period))


def read_beside(path: Path) -> tuple[Beside, ...]:
    """Read the `--data` file of another plan's summary; raises CannotRun where it is none."""
    return others_from(read_whole(path), path.suffix.lower())
