"""`xlreport init`: a workspace for one plan."""

from pathlib import Path

from xlreport.cli.options.command_options import Folder, PlanFile


def init_command(
    plan: PlanFile,
    folder: Folder = Path(),
) -> None:
    """Make a workspace: settings, contacts, words of mails, and a ledger."""
    from xlreport.cli.options.round_options import now
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.pipeline.plans.plan_files import load_plan
    from xlreport.pipeline.round.opening_round_workspace import CONTACTS_FILE, make_workspace

    make_workspace(plan, folder, now())
    language = load_plan(plan).plan.language
    show(say(language, "round.made", folder=str(folder)))
    show(say(language, "round.made-next", contacts=str(folder / "schemas" / CONTACTS_FILE)))
