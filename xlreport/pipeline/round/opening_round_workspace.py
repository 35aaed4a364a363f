"""The workspace: the folder with `xlreport.toml`, its plan, its contacts and its ledger; found,
made and opened.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from xlreport.ledger.ledger_file import copied_ledger, open_ledger, read_ledger
from xlreport.messages import FALLBACK, FIRST, say
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.plans.plan import Plan
from xlreport.model.round.round_settings_types import Contacts, Settings
from xlreport.pipeline.files.file_places import SETTINGS, find_folder, templates_folder
from xlreport.pipeline.files.locking_workspace_files import hold_workspace
from xlreport.pipeline.files.toml_files import quoted, settings_in
from xlreport.pipeline.files.writing_files import write_whole
from xlreport.pipeline.plans.plan_files import load_plan

CONTACTS_FILE = "contacts.toml"
_UNFINISHED = ".xlreport-*.tmp"
"""What `write_whole` calls a file that is not whole yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """One plan's folder."""

    folder: Path
    settings: Settings
    plan: Plan
    contacts: Contacts
    out: Path
    """Where what goes out is written: the folder itself, or a place to rehearse in."""

    @property
    def is_rehearsal(self) -> bool:
        """Whether what is done in it is thrown away."""
        return self.out != self.folder

    @property
    def inbox(self) -> Path:
        """What came and may be read."""
        return self.folder / "inbox"

    @property
    def held(self) -> Path:
        """What came by mail from somebody else than its department."""
        return self.folder / "held"

    @property
    def templates(self) -> Path | None:
        """The folder of restyled workbooks and of the words of mails; None where it is not
        there.
        """
        folder = self.folder / self.settings.templates
        if self.settings.templates and folder.is_dir():
            return folder
        return None

    @property
    def restyled(self) -> Path | None:
        """The same, where it holds workbooks or Word papers."""
        folder = self.templates
        held = folder and (any(folder.glob("**/*.xlsx")) or any(folder.glob("**/*.docx")))
        return folder if held else None

    @property
    def language(self) -> str:
        """The plan's language, which mails are written in."""
        return self.plan.language

    @property
    def code(self) -> str:
        """The plan's code."""
        return self.plan.code


def load_workspace(here: Path) -> Workspace:
    """Read the workspace that a folder lies in.

    Raises:
        CannotRun: `no-workspace`, or what is wrong with its settings, its contacts or its plan.
    """
    folder = find_folder(here)
    if folder is None:
        raise CannotRun("no-workspace", folder=str(here))
    settings = settings_in(folder / SETTINGS, Settings, "settings-unsound", FIRST)
    plan_file = folder / settings.plan
    plan = load_plan(plan_file)
    beside = plan_file.with_name(CONTACTS_FILE)
    contacts = Contacts()
    if beside.is_file():
        contacts = settings_in(beside, Contacts, "settings-unsound", plan.language)
    unknown = next(
        (one.code for one in contacts.department if plan.department_of(one.code) is None), None
    )
    if unknown is not None:
        raise CannotRun("contacts-unknown", file=str(beside), code=unknown)
    return Workspace(folder=folder, settings=settings, plan=plan, contacts=contacts, out=folder)


@contextmanager
def writing_in(workspace: Workspace, command: str, now: datetime) -> Iterator[sqlite3.Connection]:
    """Hold the workspace and open its ledger for writing."""
    with (
        hold_workspace(workspace.folder, command, now),
        open_ledger(workspace.folder, now) as ledger,
    ):
        _sweep(workspace.folder)
        yield ledger


def _sweep(folder: Path) -> None:
    """Remove what a run that was stopped had not finished writing, where only runs that hold the
    workspace write.
    """
    for name in ("sent", "returned", "outbox", "held", "backups"):
        for left in (folder / name).glob(f"**/{_UNFINISHED}"):
            left.unlink(missing_ok=True)


@contextmanager
def reading_in(workspace: Workspace) -> Iterator[sqlite3.Connection]:
    """Open the ledger for reading; whoever writes is not disturbed."""
    with read_ledger(workspace.folder) as ledger:
        yield ledger


@contextmanager
def rehearsed(workspace: Workspace) -> Iterator[tuple[Workspace, sqlite3.Connection]]:
    """Give copies of a workspace's ledger and outputs that are thrown away; nothing is written to
    it, and nobody is kept out.
    """
    with (
        copied_ledger(workspace.folder) as copy,
        tempfile.TemporaryDirectory(prefix="xlreport-") as folder,
    ):
        yield replace(workspace, out=Path(folder)), copy


def make_workspace(plan_file: Path, folder: Path, now: datetime) -> tuple[Path, ...]:
    """Make a workspace: settings, a copy of the plan, contacts to fill in, the words of mails, an
    empty ledger.

    Raises:
        CannotRun: `workspace-exists` where there is one already; nothing of it is touched.
    """
    if (folder / SETTINGS).exists():
        raise CannotRun("workspace-exists", USAGE, folder=str(folder))
    plan = load_plan(plan_file)
    language = plan.language
    for name in ("inbox", "held", "outbox"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    made = {
        folder / "schemas" / plan_file.name: plan_file.read_bytes(),
        folder / "schemas" / CONTACTS_FILE: _blank_contacts(plan).encode(),
    }
    letters = templates_folder() / "mail"
    own = letters / language if (letters / language).is_dir() else letters / FALLBACK
    for words in sorted(own.glob("*.txt")):
        made[folder / "templates" / "mail" / language / words.name] = words.read_bytes()
    for path, content in made.items():
        if not path.exists():
            write_whole(path, content)
    with hold_workspace(folder, "init", now), open_ledger(folder):
        pass
    # Last, for a folder is a workspace from then on: what stops before can simply be run again.
    write_whole(
        folder / SETTINGS, say(language, "workspace.settings", plan=plan_file.name).encode()
    )
    return (folder / SETTINGS, *made)


def _blank_contacts(plan: Plan) -> str:
    language = plan.language
    blocks = [say(language, "workspace.contacts")]
    blocks += [
        f"[[department]]  # {' '.join(one.name.split())}\ncode = {quoted(one.code)}\n"
        'addresses = []\nperson = ""\ntelephone = ""\n'
        for one in plan.department
    ]
    leaders = dict.fromkeys(one.leader for one in plan.targets if one.leader)
    blocks += [f"[[leader]]\nname = {quoted(name)}\naddresses = []\n" for name in leaders]
    return "\n".join(blocks)
