"""`xlreport templates`: copy the workbook templates out, to be restyled in Excel."""

from xlreport.cli.options.command_options import Folder


def export_templates_command(
    folder: Folder,
) -> None:
    """Copy the templates out; restyle them in Excel and use them with --templates."""
    from xlreport.cli.terminal import own_language, show
    from xlreport.messages import say
    from xlreport.pipeline.forms.exporting_form_templates import export_templates

    for path in export_templates(folder):
        show(str(path))
    show(say(own_language(), "screen.templates-out", folder=str(folder)))
