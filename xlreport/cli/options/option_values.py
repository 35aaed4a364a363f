"""How the words of options become values."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlreport.model.period import Period
    from xlreport.model.returns.accepted_record import Record


def period_from(text: str | None) -> "Period | None":
    """Read a period as typed; raises a usage error in words."""
    from xlreport.model.model_errors import USAGE, CannotRun
    from xlreport.model.period import Period

    if text is None:
        return None
    try:
        return Period.parse(text)
    except ValueError as error:
        raise CannotRun("period-unknown", USAGE, period=text) from error


def last_records(path: Path | None) -> "tuple[Record, ...]":
    """Read the records of the previous period from a `--data` file; none where no file is given."""
    if path is None:
        return ()
    from xlreport.pipeline.summing.summing_earlier_records import read_last

    return read_last(path)
