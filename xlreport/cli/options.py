"""Options that several commands share, and how their words become values."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlreport.model.period import Period
    from xlreport.model.returns.record import Record
    from xlreport.pipeline.plans.plan_files import OlderPlan


class OutputFormat(StrEnum):
    """How a command prints."""

    TEXT = "text"
    JSON = "json"


PlanFile = Annotated[
    Path, typer.Argument(metavar="PLAN", help="Plan file (TOML). 目标任务分解文件。")
]
Printed = Annotated[OutputFormat, typer.Option("--format", help="text or json. 输出格式。")]
Inbox = Annotated[
    list[Path],
    typer.Argument(
        metavar="INBOX", help="Folder of returned workbooks, or files. 收件文件夹或文件。"
    ),
]
KnownPlan = Annotated[
    Path | None,
    typer.Option(
        "--plan",
        help="Plan file or folder; by default found by what the workbooks say. 目标任务分解。",
    ),
]
Last = Annotated[
    Path | None,
    typer.Option(
        help="The --data file of the previous period. 上期 consolidate --data 导出的文件。"
    ),
]
Templates = Annotated[
    Path | None, typer.Option(help="Folder of restyled templates. 自定样式的模板文件夹。")
]
PeriodText = Annotated[
    str | None, typer.Option("--period", help="2020-Q2, 2020-06, 2020-H1 or 2020. 报告期。")
]
Jobs = Annotated[int, typer.Option(min=0, help="Processes; 0 is one a core. 并行进程数。")]

EngineWords = Annotated[
    str,
    typer.Option("--engine", help="dask://HOST:PORT reads on a Dask cluster. 在 Dask 集群上读取。"),
]
OtherPlans = Annotated[
    list[Path] | None,
    typer.Option(
        help="The --data file of a higher or lower plan, shown side by side. 上级或下级计划的数据。"
    ),
]
PolicyName = Annotated[
    str | None,
    typer.Option(
        help="List the lights that a named set of thresholds would change. 试用另一套阈值。"
    ),
]
Copies = Annotated[
    Path | None,
    typer.Option(help="Folder for marked copies, as validate writes. 同时写批注件的文件夹。"),
]


def period_from(text: str | None) -> "Period | None":
    """Read a period as typed; raises a usage error in words."""
    from xlreport.model.errors import USAGE, CannotRun
    from xlreport.model.period import Period

    if text is None:
        return None
    try:
        return Period.parse(text)
    except ValueError as error:
        raise CannotRun("period-unknown", USAGE, period=text) from error


def name_older(plans: "Iterable[OlderPlan]") -> None:
    """Name the plan files that a higher version takes the place of, on the error stream."""
    from dataclasses import asdict

    from xlreport.cli.screen import own_language, show
    from xlreport.messages import say

    for one in plans:
        show(say(own_language(), "screen.older-plan", **asdict(one)), error=True)


def last_records(path: Path | None) -> "tuple[Record, ...]":
    """Read the records of the previous period from a `--data` file; none where no file is given."""
    if path is None:
        return ()
    from xlreport.pipeline.summing.last_period import read_last

    return read_last(path)
