"""Arguments and options that several commands declare alike."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class OutputFormat(StrEnum):
    """How a command prints."""

    TEXT = "text"
    JSON = "json"


PlanFile = Annotated[Path, typer.Argument(metavar="PLAN")]
InboxPaths = Annotated[list[Path], typer.Argument(metavar="INBOX")]
Folder = Annotated[Path, typer.Argument(metavar="DIR")]
CodeArgument = Annotated[str, typer.Argument(metavar="CODE")]
Unit = Annotated[str, typer.Argument(metavar="DEPARTMENT")]

OutPath = Annotated[Path, typer.Option("--out", "-o")]
OutIfAny = Annotated[Path | None, typer.Option("--out", "-o")]
Printed = Annotated[OutputFormat, typer.Option("--format", "-f")]
FileIfAny = Annotated[Path | None, typer.Option()]
"""A file or a folder under the name of its parameter: `--data`, `--templates`, `--last`."""
FreeWords = Annotated[str, typer.Option()]
"""Words under the name of their parameter: `--note`, `--leader`."""

KnownPlan = Annotated[Path | None, typer.Option("--plan")]
OtherPlans = Annotated[list[Path] | None, typer.Option()]
PeriodText = Annotated[str | None, typer.Option("--period", "-p")]
PolicyName = Annotated[str | None, typer.Option()]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=0)]
EngineWords = Annotated[str, typer.Option("--engine")]

DryRun = Annotated[bool, typer.Option("--dry-run")]
Units = Annotated[list[str] | None, typer.Option("--department")]
SaidBy = Annotated[str, typer.Option("--said-by")]
SaidOn = Annotated[str | None, typer.Option("--said-on")]
DocumentWords = Annotated[str, typer.Option("--document")]
DueDay = Annotated[str, typer.Option("--due")]
