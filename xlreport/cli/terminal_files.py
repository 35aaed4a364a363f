"""Received files on the terminal: one block a file, and a progress bar while they are read."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from xlreport.cli.output_streams import clear_sign
from xlreport.cli.terminal import answer, is_quiet, own_language, printable, show, show_findings
from xlreport.messages import say
from xlreport.model.returns.finding import Verdict
from xlreport.pipeline.intake.intake_verdicts import verdict_reason
from xlreport.pipeline.intake.receiving_inbox import Received, main_plan

if TYPE_CHECKING:
    from xlreport.model.judged.judged_summary import Summary

_COLOURS = {
    Verdict.ACCEPTED: "green", Verdict.PARTLY: "yellow", Verdict.RETURNED: "red",
    Verdict.UNREADABLE: "red",
}  # fmt: skip


def plan_language(received: Sequence[Received]) -> str:
    """Return the language of the plan that the files belong to, else the reader's own."""
    plan = main_plan(received)
    return plan.language if plan else own_language()


@contextmanager
def progress() -> Iterator[Callable[[int, int], None]]:
    """Show a bar with rate and time left while files are read, where the error stream is a
    terminal.
    """
    clear_sign()
    if is_quiet() or not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    rate = TextColumn("{task.fields[rate]}")
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        rate,
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say(own_language(), "screen.reading"), total=None, rate="")

        def tick(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, rate=f"{bar.tasks[0].speed or 0:.0f}/s")

        yield tick


def show_file(language: str, one: Received) -> None:
    """Print a file with its verdict, and under it what is to be mended or explained."""
    verdict = say(language, f"verdict.{one.verdict}")
    told = [replace(found, file="") for found in one.findings if not found.explained]
    tell = answer if told else show
    tell(
        f"{printable(one.file, name=True)}  [{verdict}]",
        bold=True,
        colour=_COLOURS.get(one.verdict),
    )
    show_findings(language, told)
    if told:
        answer()


def show_verdicts(language: str, received: Sequence[Received]) -> None:
    """Print how many files there are of each verdict; the numbers add up to all of them."""
    if not received:
        show(say(language, "screen.validated-none"))
        return
    counts = Counter(one.verdict for one in received)
    parts = (
        f"{say(language, f'verdict.{kind}')} {counts[kind]}" for kind in Verdict if counts[kind]
    )
    show(
        say(
            language,
            "screen.validated",
            files=len(received),
            verdicts=say(language, "screen.comma").join(parts),
        )
    )


def show_copies(language: str, count: int, folder: Path) -> None:
    """Print how many marked copies lie in which folder; nothing where there are none."""
    if count:
        show(say(language, "screen.copies", count=count, folder=str(folder)))


def file_as_json(language: str, one: Received) -> dict[str, str]:
    """Return a file as `--format json` prints it."""
    return {
        "file": one.file, "sha256": one.sha256, "verdict": one.verdict.value,
        "department": one.department,
        "period": one.period, "reason": verdict_reason(language, one),
    }  # fmt: skip


def outcome_as_json(
    summary: "Summary", written: Sequence[tuple[Path, bool]], received: Sequence[Received]
) -> dict[str, object]:
    """Return what `consolidate --format json` prints."""
    from xlreport.model.judged.judged_assessment import Status

    language = summary.plan.language
    return {
        "plan": summary.plan.code,
        "period": str(summary.period),
        "targets": len(summary.rows),
        "lights": {one.value: summary.count(one) for one in Status},
        "departments": len(summary.departments),
        "reported": summary.reported,
        "missing": [one.name for one in summary.missing],
        "returned": [one.name for one in summary.sent_back],
        "files": [file_as_json(language, one) for one in received],
        "written": [str(path) for path, _ in written],
    }


def show_outcome(
    summary: "Summary", written: Sequence[tuple[Path, bool]], *, by_count: bool
) -> None:
    """Print what a coordinator wants to know first: period, returns, lights, what needs attention,
    files written.
    """
    from xlreport.messages.calendar_words import period_label
    from xlreport.model.judged.judged_assessment import SYMBOLS, Status

    language = summary.plan.language
    head = "screen.period-by-count" if by_count else "screen.period-given"
    label = period_label(language, summary.period)
    show(say(language, head, title=summary.plan.title, period=label))
    if summary.last is not None and summary.skips:
        then, before = (
            period_label(language, one) for one in (summary.last, summary.period.previous())
        )
        show(say(language, "screen.compared-with", period=then, before=before))
    _show_returns(language, summary)
    for file in summary.files:
        if file.verdict is not Verdict.ACCEPTED:
            line = f"  {file.file}  [{say(language, f'verdict.{file.verdict}')}]  {file.reason}"
            show(printable(line, name=True))
    lights = (
        f"{SYMBOLS[one]} {say(language, f'status.{one}')} {summary.count(one)}" for one in Status
    )
    show(say(language, "screen.lights", count=len(summary.rows), lights="  ".join(lights)))
    for path, changed in written:
        show(say(language, "screen.written" if changed else "screen.unchanged", file=str(path)))


def _show_returns(language: str, summary: "Summary") -> None:
    comma = say(language, "screen.comma")
    missing = [one.name for one in summary.missing]
    returned = [one.name for one in summary.sent_back]
    show(
        say(
            language,
            "screen.returns",
            reported=summary.reported,
            departments=len(summary.departments),
        )
    )
    if missing:
        show(say(language, "screen.missing", names=comma.join(missing)))
    if returned:
        show(say(language, "screen.returned", names=comma.join(returned)))


def show_trial(summary: "Summary", policy: str) -> None:
    """Print which lights another set of thresholds would change."""
    from xlreport.model.judged.judged_assessment import SYMBOLS
    from xlreport.pipeline.summing.summing_policy_trial import try_policy

    language = summary.plan.language
    turned = try_policy(summary, policy)
    answer(
        say(
            language,
            "screen.trial" if turned else "screen.trial-none",
            policy=policy,
            count=len(turned),
        )
    )
    for one in turned:
        now, then = (
            f"{SYMBOLS[judged.status]} {say(language, f'status.{judged.status}')}"
            for judged in (one.row.assessment, one.then)
        )
        target = one.row.target
        answer(
            say(
                language,
                "screen.trial-row",
                code=target.code,
                name=target.name,
                now=now,
                then=then,
                why=one.then.why,
            )
        )
