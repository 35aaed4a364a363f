"""`xlreport watch`: keeps a workspace until it is stopped, one line for each thing that happens."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.cli.options.command_options import FileIfAny, Jobs, OutIfAny, PeriodText

if TYPE_CHECKING:
    from xlreport.model.model_errors import CannotRun
    from xlreport.model.period import Period
    from xlreport.pipeline.round.making_round import Round
    from xlreport.pipeline.round.opening_round_workspace import Workspace
    from xlreport.pipeline.round.watching_round import Outputs
    from xlreport.processes.folders.quiet_folder_files import Stamps

_SETTLED = 3.0
"""Seconds that a file must have lain still before it is read."""
_LOOKS = 10
"""How often `--once` looks whether what is being written has come whole."""
_LONGEST = 1800
"""Seconds at the most until a mailbox that is down is tried again."""


@dataclass(slots=True, kw_only=True)
class Watch:
    """What a watch remembers from one look to the next."""

    workspace: "Workspace"
    period: "Period | None"
    outputs: "Outputs"
    jobs: int
    mail_every: int
    began: bool = False
    """Whether it has looked at the inbox before."""
    seen: "Stamps" = field(default_factory=dict)
    """The inbox at the last look."""
    settled: "Stamps" = field(default_factory=dict)
    """Files of the inbox that were read."""
    beside: "Stamps" = field(default_factory=dict)
    """What else the outputs are made of, as the last pass left it."""
    left: frozenset[Path] = frozenset()
    """Files that are not read yet, because they are still being written."""
    moving: bool = False
    """Whether one of them changed since the look before."""
    said: frozenset[object] = frozenset()
    """Troubles and open files that were told and still last."""
    troubles: "list[CannotRun]" = field(default_factory=list)
    """What could not be done at the last look, the mailbox aside."""
    mail: "CannotRun | None" = None
    """Why the mailbox could not be asked."""
    mail_at: float = 0.0
    """When it is asked next, by the clock that only runs forward."""
    mail_pause: float = 0.0
    """How long was waited for that."""


def watch_command(
    every: Annotated[int, typer.Option("--every", min=1, max=3600)] = 20,
    mail_every: Annotated[int, typer.Option("--mail-every", min=1, max=86400)] = 300,
    once: Annotated[bool, typer.Option("--once")] = False,
    out: OutIfAny = None,
    html: FileIfAny = None,
    period: PeriodText = None,
    jobs: Jobs = 0,
) -> None:
    """Keep a workspace: read what arrives, write marked copies and drafts, update the summary."""
    from xlreport.cli.options.option_values import period_from
    from xlreport.cli.options.round_options import here
    from xlreport.pipeline.files.writing_files import keep_out
    from xlreport.pipeline.round.watching_round import Outputs
    from xlreport.pipeline.summing.summing_outputs import prove_outputs
    from xlreport.processes.platform_calls import stop_like_ctrl_c

    workspace = here()
    summary, page = (
        chosen or workspace.folder / name
        for chosen, name in ((out, "summary.xlsx"), (html, "summary.html"))
    )
    keep_out([workspace.inbox], [summary, page])
    prove_outputs(summary, html=page)
    stop_like_ctrl_c()
    watch = Watch(
        workspace=workspace,
        period=period_from(period),
        outputs=Outputs(summary, page),
        jobs=jobs,
        mail_every=mail_every,
    )
    if once:
        _once(watch)
        return
    _tell(watch, "watch.begins", folder=str(workspace.folder), seconds=every)
    while True:
        look(watch)
        time.sleep(min(every, _SETTLED) if watch.moving else every)


def _once(watch: Watch) -> None:
    """Look as often as it takes for files to come whole, go over them, and end; what could not be
    done gives the exit code.
    """
    for _ in range(_LOOKS):
        look(watch)
        if not watch.moving:
            break
        time.sleep(_SETTLED)
    failed = [*watch.troubles, *([watch.mail] if watch.mail else [])]
    if failed:
        raise typer.Exit(failed[0].exit_code)


def look(watch: Watch) -> None:
    """Look once, and go over the workspace where something changed or could not be done before.

    It is held only while it is gone over; where another command holds it, it is left for the next
    look.
    """
    from xlreport.cli.options.round_options import now
    from xlreport.model.model_errors import CannotRun
    from xlreport.pipeline.round.watching_round import watched_files
    from xlreport.processes.folders.quiet_folder_files import restless, stamps

    inbox = watch.workspace.inbox
    seen = stamps(inbox) if inbox.is_dir() else {}
    watch.left = restless(seen, watch.seen, watch.settled, now().timestamp())
    watch.moving = any(watch.seen.get(path) != seen[path] for path in watch.left)
    watch.seen = seen
    quiet = {path: stamp for path, stamp in seen.items() if path not in watch.left}
    if seen and not watch.began:  # nothing is known to lie still yet
        watch.began = watch.moving = True
        return
    watch.began = True
    mail = _answers(watch)
    changed = quiet != watch.settled or watched_files(watch.workspace) != watch.beside
    if mail or watch.troubles or changed:
        watch.troubles = []
        try:
            _pass(watch, quiet, mail=mail)
            watch.settled = quiet
        except CannotRun as error:
            watch.troubles.append(error)
        watch.beside = watched_files(watch.workspace)
    _tell_troubles(watch)


def _pass(watch: Watch, quiet: "Stamps", *, mail: bool) -> None:
    """Go over the workspace, as its settings and its plan say now."""
    from xlreport.cli.options.round_options import now
    from xlreport.model.model_errors import CannotRun
    from xlreport.pipeline.round.making_round import round_in
    from xlreport.pipeline.round.opening_round_workspace import load_workspace
    from xlreport.pipeline.round.watching_round import kept_up

    watch.workspace = load_workspace(watch.workspace.folder)
    with round_in(watch.workspace, "watch", now(), period=watch.period, jobs=watch.jobs) as round_:
        if mail:
            _fetch(watch, round_)
        for one in kept_up(round_, watch.outputs, quiet):
            if isinstance(one, CannotRun):
                watch.troubles.append(one)
            else:
                _tell(watch, one.key, **one.fields)


def _answers(watch: Watch) -> bool:
    """Say whether it is time to ask the mailbox, and whether it is there. That is tried before the
    workspace is held: a server that does not answer keeps no other command waiting.
    """
    from xlreport.model.model_errors import CannotRun
    from xlreport.pipeline.round.mails.fetching_mails import reach_mailbox

    if watch.workspace.settings.mail.imap is None or time.monotonic() < watch.mail_at:
        return False
    try:
        reach_mailbox(watch.workspace)
    except CannotRun as error:
        _mail_failed(watch, error)
        return False
    return True


def _fetch(watch: Watch, round_: "Round") -> None:
    from xlreport.cli.mails.mail_fetch_command import fetched_lines
    from xlreport.model.model_errors import CannotRun
    from xlreport.pipeline.round.mails.fetching_mails import fetch

    try:
        for one in fetch(round_):
            for line in fetched_lines(watch.workspace, one):
                _line(watch, line)
    except CannotRun as error:
        _mail_failed(watch, error)
        return
    if watch.mail is not None:
        _tell(watch, "watch.mail-back")
    watch.mail, watch.mail_pause = None, 0.0
    watch.mail_at = time.monotonic() + watch.mail_every


def _mail_failed(watch: Watch, error: "CannotRun") -> None:
    """Remember that the mailbox is down, and wait twice as long as before until it is tried."""
    watch.mail = error
    longest = max(_LONGEST, watch.mail_every)
    watch.mail_pause = min(watch.mail_pause * 2 or float(watch.mail_every), longest)
    watch.mail_at = time.monotonic() + watch.mail_pause


def _tell_troubles(watch: Watch) -> None:
    """Tell what could not be done, each once for as long as it lasts."""
    from xlreport.processes.folders.quiet_folder_files import is_unfinished

    now_there: dict[object, tuple[str, dict[str, object]]] = {}
    for one in watch.troubles:
        now_there[one.code, str(one.fields.get("file", ""))] = (one.code, dict(one.fields))
    if watch.mail is not None:
        now_there["mail"] = (watch.mail.code, dict(watch.mail.fields))
    for key, (code, fields) in now_there.items():
        if key not in watch.said:
            _line(watch, _trouble(watch, code, fields))
    waiting = set[Path]()
    if not watch.moving:
        waiting = {path for path in watch.left if not is_unfinished(path.name)}
    for path in sorted(waiting - watch.said):
        _tell(watch, "watch.waits", file=path.name)
    watch.said = frozenset(now_there) | waiting


def _trouble(watch: Watch, code: str, fields: dict[str, object]) -> str:
    from xlreport.cli.terminal import complaint
    from xlreport.messages import say

    words = " ".join(complaint(watch.workspace.language, code, **fields))
    return say(watch.workspace.language, "watch.trouble", words=words)


def _tell(watch: Watch, key: str, /, **fields: object) -> None:
    from xlreport.messages import say

    _line(watch, say(watch.workspace.language, key, **fields))


def _line(watch: Watch, words: str) -> None:
    from xlreport.cli.options.round_options import now
    from xlreport.cli.terminal import printable, show
    from xlreport.pipeline.round.making_round import local

    moment = local(watch.workspace, now())
    show(f"{moment:%Y-%m-%d %H:%M:%S}  {printable(words, name=True)}", asked=True)
