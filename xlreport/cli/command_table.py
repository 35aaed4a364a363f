"""The table of commands, and the program made of it: a command's module is loaded when it is
called, and only then.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Annotated, Any

import typer

from xlreport.cli.command_help import SpokenCommand, SpokenGroup, spoken
from xlreport.cli.options.option_defaults import with_defaults
from xlreport.cli.options.quiet_and_verbose_options import with_shared_options
from xlreport.cli.terminal import show
from xlreport.cli.usage_errors import prove_command

COMMANDS: Mapping[str, Mapping[str, str]] = {
    "": {
        "generate": "workbooks.workbook_generate_command:generate_command",
        "validate": "workbooks.workbook_validate_command:validate_command",
        "consolidate": "workbooks.workbook_consolidate_command:consolidate_command",
        "bulletin": "supervision.supervision_papers_command:bulletin_command",
        "answer": "plans.plan_answer_command:answer_command",
        "matrix": "plans.plan_matrix_command:matrix_command",
        "shard": "workbooks.workbook_shard_command:shard_command",
        "fill": "workbooks.workbook_fill_command:fill_command",
        "draft": "plans.plan_draft_command:draft_command",
        "init": "round.round_init_command:init_command",
        "send": "mails.mail_send_command:send_command",
        "fetch": "mails.mail_fetch_command:fetch_command",
        "watch": "round.round_watch_command:watch_command",
        "release": "mails.mail_release_command:release_command",
        "hold": "mails.mail_hold_command:hold_command",
        "dismiss": "mails.mail_hold_command:dismiss_command",
        "return": "mails.mail_return_command:return_command",
        "acknowledge": "mails.mail_acknowledge_command:acknowledge_command",
        "remind": "mails.mail_remind_command:remind_command",
        "supervise": "supervision.supervise_command:supervise_command",
        "reply": "supervision.supervision_reply_command:reply_command",
        "decide": "supervision.supervision_decide_command:decide_command",
        "seal": "supervision.supervision_seal_command:seal_command",
        "inspect": "supervision.supervision_inspect_command:inspect_command",
        "resend": "mails.mail_resend_command:resend_command",
        "status": "round.round_status_command:status_command",
        "amend": "round.round_amend_command:amend_command",
        "extend": "round.round_amend_command:extend_command",
        "withdraw": "mails.mail_withdraw_command:withdraw_command",
        "history": "ledger.ledger_history_command:history_command",
        "export-ledger": "ledger.ledger_history_command:export_ledger_command",
        "backup": "ledger.ledger_backup_command:backup_command",
        "restore": "ledger.ledger_backup_command:restore_command",
    },
    "plan": {
        "check": "plans.plan_command:check_command",
        "show": "plans.plan_command:show_command",
        "export": "plans.plan_book_command:export_command",
        "import": "plans.plan_book_command:import_command",
        "diff": "plans.plan_book_command:diff_command",
        "next": "plans.plan_next_command:next_command",
        "collect": "plans.plan_collect_command:collect_command",
    },
    "task": {"add": "supervision.supervision_decide_command:task_add_command"},
    "templates": {"export": "plans.plan_templates_command:export_templates_command"},
}
"""Group → command → module below `xlreport.cli` and its function; the group "" is the program's own
level. The order is that of the help.
"""

_APP: dict[str, Any] = {
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
    "context_settings": {"help_option_names": ["-h", "--help"]},
}


class LazyGroup(SpokenGroup):
    """A group of the table, whose commands are loaded one by one when they are asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the base's signature
        """Return the names of its commands; at the program's own level, of the groups too."""
        groups = [] if self.group else [name for name in COMMANDS if name]
        return [*groups, *COMMANDS[self.group]]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the base's signature
        """Return a command, loaded now; None where there is none of that name."""
        if not self.group and cmd_name in COMMANDS and cmd_name:
            return _group(cmd_name)
        place = COMMANDS[self.group].get(cmd_name)
        if place:
            return _command(f"{self.group} {cmd_name}".strip(), place)
        return None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is called; one that is not there is said in words."""
        prove_command(args[0], ctx.command_path, self.list_commands(ctx))
        return super().resolve_command(ctx, args)


def program() -> Any:
    """Return the whole program as a command of Click."""
    return _group("")


def _group(name: str) -> Any:
    kind = type(f"Group{name.title()}", (LazyGroup,), {"group": name})
    app = typer.Typer(
        name=name or "xlreport",
        cls=kind,
        no_args_is_help=True,
        add_completion=not name,
        **_APP,
    )
    app.callback()(_program if not name else _beside)
    return spoken(typer.main.get_command(app), name or "xlreport")


def _command(name: str, place: str) -> Any:
    module, function = place.split(":")
    app = typer.Typer(add_completion=False, **_APP)
    loaded = import_module(f"xlreport.cli.{module}")
    app.command(name.rsplit(" ", 1)[-1], cls=SpokenCommand)(
        with_shared_options(getattr(loaded, function))
    )
    return with_defaults(spoken(typer.main.get_command(app), name), name)


def _show_version(wanted: bool) -> None:
    if wanted:
        from xlreport import __version__

        show(f"xlreport {__version__}")
        raise typer.Exit


def _program(
    version: Annotated[
        bool, typer.Option("--version", "-V", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Answer what the program itself is asked."""


def _beside() -> None:
    """Keep a group a group, however few commands it has."""
