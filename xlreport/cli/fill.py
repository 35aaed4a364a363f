"""`xlreport fill`: a template filled from a CSV file."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.options import Templates


def fill(
    template: Annotated[
        Path, typer.Argument(metavar="TEMPLATE", help="A generated workbook. 填报表。")
    ],
    values: Annotated[
        Path,
        typer.Argument(
            metavar="VALUES.csv", help="Columns: code, actual, state, progress … 数据文件。"
        ),
    ],
    out: Annotated[Path, typer.Option(help="The filled workbook. 输出文件。")],
    templates: Templates = None,
) -> None:
    """Fill a template from a CSV file, for figures that lie in another system. 用 CSV 数据填表。"""
    from datetime import UTC, datetime

    from xlreport.cli.screen import own_language, show
    from xlreport.messages import say
    from xlreport.pipeline.forms.fill import fill as fill_in

    count = fill_in(template, values, out, saved_at=datetime.now(UTC), templates=templates)
    show(say(own_language(), "screen.filled", count=count, file=str(out)))
