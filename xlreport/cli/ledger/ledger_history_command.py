"""`xlreport history` and `xlreport export-ledger`: what the ledger knows, told and taken out."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.cli.options.command_options import Folder, OutputFormat, Printed, Unit

if TYPE_CHECKING:
    from xlreport.model.round.round_ledger_types import Event


class TableFormat(StrEnum):
    """What tables are written as."""

    CSV = "csv"
    PARQUET = "parquet"


def history_command(department: Unit, output: Printed = OutputFormat.TEXT) -> None:
    """Tell a department's story: every file, finding and mail in order."""
    from xlreport.cli.options.round_options import here, now
    from xlreport.cli.terminal import answer, show_json
    from xlreport.ledger.ledger_history import story
    from xlreport.messages import say
    from xlreport.pipeline.round.amending_round import department_named
    from xlreport.pipeline.round.making_round import round_read

    workspace = here()
    who = department_named(workspace, department)
    with round_read(workspace, now()) as round_:
        events = story(round_.ledger, workspace.code, who.code)
    if output is OutputFormat.JSON:
        show_json([
            {"at": one.at.isoformat(), "kind": one.kind, "what": one.what, "about": one.about,
            "detail": one.detail}
            for one in events
        ])  # fmt: skip
        return
    for one in events:
        answer(line(workspace.language, one))
    if not events:
        answer(say(workspace.language, "story.none"))


def line(language: str, one: "Event") -> str:
    """Return an event as a line for people, in their own time."""
    from xlreport.mail.mail_headers import seen
    from xlreport.messages import has, say

    at = one.at.astimezone().strftime("%Y-%m-%d %H:%M")
    section = {
        "outcome": "verdict",
        "choice": "verdict",
        "mail": "mail_state",
        "placing": "place",
        "message": "without",
        "withdrawal": "withdrawal",
        "paper": "paper_kind",
        "ruling": "ruling",
    }.get(one.kind, "")
    what, detail = "", one.detail
    if section and has(language, f"{section}.{one.what}"):
        what = say(language, f"{section}.{one.what}")
    known = {"mail": "mail_kind", "placing": "held"}.get(one.kind, "")
    first, _, rest = one.detail.partition(" ")
    if known and has(language, f"{known}.{first}"):
        detail = f"{say(language, f'{known}.{first}')} {rest}"
    parts = (at, say(language, f"story.{one.kind}"), what, seen(one.about), seen(detail).strip())
    return "  ".join(part for part in parts if part)


def export_ledger_command(
    folder: Folder,
    kind: Annotated[TableFormat, typer.Option("--format", "-f")] = TableFormat.CSV,
) -> None:
    """Write the whole ledger as tables, and the mails as they are."""
    from xlreport.cli.options.round_options import here, now
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.pipeline.round.exports.exporting_ledger import export_ledger
    from xlreport.pipeline.round.making_round import round_read

    workspace = here()
    with round_read(workspace, now()) as round_:
        for path, rows in export_ledger(round_.ledger, folder, kind):
            show(say(workspace.language, "round.exported", file=str(path), rows=rows))
