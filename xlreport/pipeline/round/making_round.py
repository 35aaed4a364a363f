"""The round: what a command works with, made once from its options and passed whole.

A round in a workspace has a ledger; in a bare folder it has none, and what needs one says so.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from xlreport.model.model_errors import CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan
from xlreport.model.returns.accepted_record import Record
from xlreport.pipeline.files.file_places import find_folder
from xlreport.pipeline.intake.intake_engines import engine_for
from xlreport.pipeline.intake.receiving_inbox import Engine
from xlreport.pipeline.plans.plan_files import UnusedPlan, known_plans
from xlreport.pipeline.round.opening_round_workspace import (
    Workspace,
    load_workspace,
    reading_in,
    rehearsed,
    writing_in,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Plans, clock, templates and engine of one command, with the workspace and the ledger that
    it holds, or without.
    """

    now: datetime
    """When the command began, with its zone: the only clock of a run."""
    plans: tuple[Plan, ...]
    """The plans that a workbook may belong to; in a workspace its own comes first."""
    engine: Engine
    """What reads files: processes of this machine, or a cluster."""
    templates: Path | None = None
    """The folder of restyled workbooks; None is those that come with the program."""
    period: Period | None = None
    """The period that was named; None where it is to be found."""
    earlier: tuple[Record, ...] = ()
    """Records of earlier periods from files that were named."""
    unused: tuple[UnusedPlan, ...] = ()
    """Plan files that a higher version takes the place of, and those that cannot be read."""
    home: Workspace | None = None
    book: sqlite3.Connection | None = None

    @property
    def workspace(self) -> Workspace:
        """The workspace; raises CannotRun (`no-workspace`) in a bare folder."""
        if self.home is None:
            raise CannotRun("no-workspace", folder=str(Path.cwd()))
        return self.home

    @property
    def ledger(self) -> sqlite3.Connection:
        """The ledger, open; raises CannotRun (`no-workspace`) in a bare folder."""
        if self.book is None:
            raise CannotRun("no-workspace", folder=str(Path.cwd()))
        return self.book

    @property
    def today(self) -> date:
        """The day of the clock, in its own zone."""
        return self.now.date()

    def day_of(self, moment: datetime) -> date:
        """Return the day of a moment by the clock of the round."""
        return moment.astimezone(self.now.tzinfo).date()

    @property
    def folder(self) -> Path:
        """Where the plan's other files are looked for: the workspace, else the working folder."""
        return self.home.folder if self.home else Path.cwd()


def local(workspace: Workspace, moment: datetime) -> datetime:
    """Return a moment by the clock of a workspace: its time zone where the settings name one, else
    the machine's. Days are days of that clock everywhere.
    """
    zone = workspace.settings.time_zone
    if zone:
        return moment.astimezone(ZoneInfo(zone))
    return moment


def round_with(
    workspace: Workspace,
    ledger: sqlite3.Connection,
    now: datetime,
    *,
    period: Period | None = None,
    jobs: int = 0,
) -> Round:
    """Return a round in a workspace whose ledger is open already.

    Args:
        workspace: where the round lives.
        ledger: its ledger, open.
        now: when the command began.
        period: the period that was named.
        jobs: how many processes read files; 0 is as many as there are cores.
    """
    return Round(
        now=local(workspace, now),
        plans=(workspace.plan,),
        engine=engine_for("", jobs),
        templates=workspace.restyled,
        period=period,
        home=workspace,
        book=ledger,
    )


@contextmanager
def round_in(
    workspace: Workspace,
    command: str,
    now: datetime,
    *,
    period: Period | None = None,
    jobs: int = 0,
    dry_run: bool = False,
) -> Iterator[Round]:
    """Hold a workspace, open its ledger for writing, and give the round in it.

    Args:
        workspace: its folder is held until the round ends.
        command: who holds it, for a second run to read.
        now: when the command began.
        period: the period that was named.
        jobs: processes to read with; 0 is one a core.
        dry_run: work on copies that are thrown away; the folder is only read, and nobody is kept
            out.

    Raises:
        CannotRun: `workspace-busy` with exit code 75, or a damaged ledger.
    """
    if dry_run:
        with rehearsed(workspace) as (place, ledger):
            yield round_with(place, ledger, now, period=period, jobs=jobs)
        return
    with writing_in(workspace, command, now) as ledger:
        yield round_with(workspace, ledger, now, period=period, jobs=jobs)


@contextmanager
def round_read(
    workspace: Workspace, now: datetime, *, period: Period | None = None
) -> Iterator[Round]:
    """Give the round of a workspace for reading; whoever writes is not disturbed."""
    with reading_in(workspace) as ledger:
        yield round_with(workspace, ledger, now, period=period)


@contextmanager
def round_at(
    here: Path,
    command: str,
    now: datetime,
    *,
    plan: Path | None = None,
    templates: Path | None = None,
    period: Period | None = None,
    earlier: Sequence[Record] = (),
    engine: Engine,
) -> Iterator[Round]:
    """Give the round of the workspace that a folder lies in; of a bare folder, one without a
    ledger; of a workspace that may not be written, one whose ledger is a copy that is thrown away.

    Args:
        here: the working folder.
        command: who holds the workspace, for a second run to read.
        now: when the command began.
        plan: a plan file or a folder of them; by default the known ones.
        templates: the folder of restyled workbooks; by default the workspace's.
        period: the period that was named.
        earlier: records of earlier periods from files that were named.
        engine: what reads files.

    Raises:
        CannotRun: `workspace-busy` with exit code 75, or what is wrong with the workspace or a
            plan.
    """
    folder, unused = find_folder(here), list[UnusedPlan]()
    bare = Round(
        now=now,
        plans=known_plans(plan, folder or here, unused.append),
        engine=engine,
        templates=templates,
        period=period,
        earlier=tuple(earlier),
        unused=tuple(unused),
    )
    if folder is None:
        yield bare
        return
    workspace = load_workspace(here)
    with ExitStack() as stack:
        place = workspace
        try:
            ledger = stack.enter_context(writing_in(workspace, command, now))
        except CannotRun as error:
            if error.code != "workspace-read-only":
                raise
            place, ledger = stack.enter_context(rehearsed(workspace))
        looks = templates or workspace.restyled
        yield replace(bare, now=local(workspace, now), home=place, book=ledger, templates=looks)
