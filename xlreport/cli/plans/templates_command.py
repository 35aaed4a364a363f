"""`xlreport templates`: copy the workbook templates out, to be restyled in Excel."""

from pathlib import Path
from typing import Annotated

import typer


def export_templates_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
) -> None:
    """Copy the templates out; restyle them in Excel and use them with --templates."""
    from xlreport.cli.terminal import own_language, show
    from xlreport.messages import say
    from xlreport.pipeline.forms.exporting_form_templates import export_templates

    for path in export_templates(folder):
        show(str(path))
    show(say(own_language(), "screen.templates-out", folder=str(folder)))
