"""`xlreport fill`: a template filled from a CSV file."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.options.command_options import FileIfAny, OutPath


def fill_command(
    template: Annotated[Path, typer.Argument(metavar="TEMPLATE")],
    values: Annotated[Path, typer.Argument(metavar="VALUES.csv")],
    out: OutPath,
    templates: FileIfAny = None,
) -> None:
    """Fill a template from a CSV file, for figures that lie in another system."""
    from datetime import UTC, datetime

    from xlreport.cli.terminal import own_language, show, show_kept_edited
    from xlreport.messages import say
    from xlreport.pipeline.files.edited_outputs import write_beside_edits
    from xlreport.pipeline.files.writing_files import keep_out, prove_out, same_place, write_whole
    from xlreport.pipeline.forms.filling_forms import filled_form

    keep_out((), [out], [values])
    prove_out(out, (".xlsx",))
    content, count = filled_form(template, values, saved_at=datetime.now(UTC), templates=templates)
    place = out
    if same_place(out, template):  # filled where it lies, as it was named twice
        write_whole(out, content)
    else:
        place = write_beside_edits(out, content)
    show(say(own_language(), "screen.filled", count=count, file=str(place)))
    show_kept_edited(own_language(), out, place)
