"""`xlreport fill`: a template filled from a CSV file."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.command_options import Templates


def fill_command(
    template: Annotated[Path, typer.Argument(metavar="TEMPLATE")],
    values: Annotated[Path, typer.Argument(metavar="VALUES.csv")],
    out: Annotated[Path, typer.Option("--out", "-o")],
    templates: Templates = None,
) -> None:
    """Fill a template from a CSV file, for figures that lie in another system."""
    from datetime import UTC, datetime

    from xlreport.cli.terminal import own_language, show
    from xlreport.messages import say
    from xlreport.pipeline.files.writing_files import prove_out
    from xlreport.pipeline.forms.filling_forms import fill

    prove_out(out, (".xlsx",))
    count = fill(template, values, out, saved_at=datetime.now(UTC), templates=templates)
    show(say(own_language(), "screen.filled", count=count, file=str(out)))
