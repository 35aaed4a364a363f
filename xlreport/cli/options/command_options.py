"""Options that several commands share, and how their words become values."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlreport.model.period import Period
    from xlreport.model.returns.accepted_record import Record
    from xlreport.pipeline.plans.plan_files import UnusedPlan


class OutputFormat(StrEnum):
    """How a command prints."""

    TEXT = "text"
    JSON = "json"


PlanFile = Annotated[Path, typer.Argument(metavar="PLAN")]
Printed = Annotated[OutputFormat, typer.Option("--format", "-f")]
InboxPaths = Annotated[list[Path], typer.Argument(metavar="INBOX")]
KnownPlan = Annotated[Path | None, typer.Option("--plan")]
Last = Annotated[Path | None, typer.Option()]
Templates = Annotated[Path | None, typer.Option()]
PeriodText = Annotated[str | None, typer.Option("--period", "-p")]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=0)]

EngineWords = Annotated[str, typer.Option("--engine")]
OtherPlans = Annotated[list[Path] | None, typer.Option()]
PolicyName = Annotated[str | None, typer.Option()]
Copies = Annotated[Path | None, typer.Option()]


def period_from(text: str | None) -> "Period | None":
    """Read a period as typed; raises a usage error in words."""
    from xlreport.model.period import Period
    from xlreport.model.run_errors import USAGE, CannotRun

    if text is None:
        return None
    try:
        return Period.parse(text)
    except ValueError as error:
        raise CannotRun("period-unknown", USAGE, period=text) from error


def name_unused(plans: "Iterable[UnusedPlan]") -> None:
    """Name the plan files that a higher version takes the place of, and those that cannot be read,
    on the error stream.
    """
    from dataclasses import asdict

    from xlreport.cli.terminal import complain, own_language, show
    from xlreport.messages import say
    from xlreport.pipeline.plans.plan_files import OlderPlan

    language = own_language()
    for one in plans:
        if isinstance(one, OlderPlan):
            show(say(language, "screen.older-plan", **asdict(one)), error=True)
            continue
        complain(language, one.error.code, **one.error.fields)
        show(say(language, "screen.broken-plan", file=one.file), error=True)


def last_records(path: Path | None) -> "tuple[Record, ...]":
    """Read the records of the previous period from a `--data` file; none where no file is given."""
    if path is None:
        return ()
    from xlreport.pipeline.summing.last_period_records import read_last

    return read_last(path)
