"""`xlreport templates`: copy the workbook templates out, to be restyled in Excel."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="The workbooks that say how everything looks. 填报表和汇总表的样式模板。",
    no_args_is_help=True,
)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to copy to. 输出文件夹。")],
) -> None:
    """Copy the templates out; restyle them in Excel and use them with --templates.
    导出模板，改好后用 --templates。
    """
    from xlreport.cli.screen import own_language, show
    from xlreport.messages import say
    from xlreport.pipeline.forms.templates import export_templates

    for path in export_templates(folder):
        show(str(path))
    show(say(own_language(), "screen.templates-out", folder=str(folder)))
