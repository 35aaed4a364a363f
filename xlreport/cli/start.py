"""The program's app: with all commands, or with the one that is called, which alone is ready
sooner.
"""

from importlib import import_module

import typer

ALONE = {
    "acknowledge": "round.acknowledge", "consolidate": "consolidate", "draft": "plans.draft",
    "fetch": "round.fetch", "fill": "fill", "generate": "generate", "init": "round.init",
    "release": "round.release", "remind": "round.remind", "send": "round.send", "shard": "shard",
    "status": "round.status", "validate": "validate",
}  # fmt: skip
"""Commands that are a function of the name of the command, with the module they lie in."""


def new_app() -> typer.Typer:
    """Return the program's app without commands."""
    return typer.Typer(
        name="xlreport",
        help="Targets out to departments, workbooks back, one summary. "
        "政府工作报告目标任务：发表、收表、校验、汇总。",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )


def app_for(arguments: list[str]) -> typer.Typer:
    """Return an app that has at least the command that the arguments begin with."""
    if not arguments or arguments[0] not in ALONE:
        from xlreport.cli.app import app

        return app
    (name, *_) = arguments
    app = new_app()
    app.callback()(_beside)
    app.command()(getattr(import_module(f"xlreport.cli.{ALONE[name]}"), name))
    return app


def _beside() -> None:
    """Keep the command's name part of the command line, as it is beside others."""
