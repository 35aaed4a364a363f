"""What people see on the terminal: sentences, findings grouped by file, one-line errors."""

import errno
import json
import locale
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from xlreport.cli.output_streams import clear_sign
from xlreport.messages import has, language_named, say
from xlreport.messages.finding_messages import remedy, sentence
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.finding_codes import Severity

if TYPE_CHECKING:
    from xlreport.pipeline.plans.plan_files import UnusedPlan

_CONNECTING = ("ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH")
#: what the system says of a file or a connection, in its own words, → the key of ours
_WHYS = {
    os.strerror(getattr(errno, name)): name
    for name in ("ENOENT", "EACCES", "EPERM", "EISDIR", "ENOTDIR", *_CONNECTING)
} | {
    "timed out": "ETIMEDOUT",
    "getaddrinfo failed": "EAI_NONAME",
    "Name or service not known": "EAI_NONAME",
    "Temporary failure in name resolution": "EAI_NONAME",
    "nodename nor servname provided, or not known": "EAI_NONAME",
}
# the number of a system error before its words: [Errno 13] Permission denied
_NUMBERED = re.compile(r"^\[Errno -?\d+\] ")
_quiet = False
_MARKS = {
    Severity.ERROR: ("✗", "red"),
    Severity.WARNING: ("△", "yellow"),
    Severity.NOTE: ("·", None),
}


def own_language() -> str:
    """Return the reader's language where no plan says it: what XLREPORT_LANG names, else the
    system's.
    """
    told = os.environ.get("XLREPORT_LANG") or _system_language()
    return language_named(told)


def _system_language() -> str:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if told := os.environ.get(variable):
            return told
    return locale.getlocale()[0] or ""


def speak_quietly(*, quiet: bool) -> None:
    """Print from now on only what is wrong, or all again."""
    global _quiet  # noqa: PLW0603 - one terminal, one mood
    _quiet = quiet


def is_quiet() -> bool:
    """Say whether only what is wrong is printed."""
    return _quiet


def printable(text: str, *, name: bool = False) -> str:
    """Return a text with characters that steer a terminal, or turn its writing round, shown as
    escapes.

    Args:
        text: what is to be printed; may have several lines.
        name: whether it is the name of a file, where a line break is such a character too.
    """
    return "".join(
        one if _harmless(one, name=name) else one.encode("unicode_escape").decode() for one in text
    )


def _harmless(character: str, *, name: bool) -> bool:
    if character == "\n":
        return not name
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def display_width(text: str) -> int:
    """Return how many places of a terminal a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def show(
    text: str = "",
    *,
    colour: str | None = None,
    bold: bool = False,
    error: bool = False,
    asked: bool = False,
) -> None:
    """Print a line; nothing in it can steer the terminal.

    Args:
        text: the line.
        colour: of the letters.
        bold: whether they are heavy.
        error: whether it goes to the error stream.
        asked: whether it is what the command was called for, or a fault, which is printed with
            --quiet too.
    """
    if _quiet and not (error or asked):
        return
    clear_sign()
    typer.secho(printable(text), fg=colour, bold=bold or None, err=error)


def answer(text: str = "", *, colour: str | None = None, bold: bool = False) -> None:
    """Print a line that the command was called for, or a fault: with --quiet too."""
    show(text, colour=colour, bold=bold, asked=True)


def show_kept_edited(language: str, wanted: Path, written: Path) -> None:
    """Say that a file which somebody changed was left, and where the new one is, with --quiet
    too; nothing where it went to its place.
    """
    if written != wanted:
        words = {"file": str(wanted), "other": str(written)}
        answer(say(language, "screen.kept-edited", **words))


def complain(language: str, code: str, /, **fields: object) -> None:
    """Print an error and its remedy to the error stream, one line each; one about a plan is in the
    plan's language.
    """
    words, *remedies = complaint(language, code, **fields)
    show(words, error=True)
    for one in remedies:
        show("  " + one, error=True)


def complaint(language: str, code: str, /, **fields: object) -> tuple[str, ...]:
    """Return an error and, where there is one, its remedy."""
    language = str(fields.pop("language", language))
    if known := _known_why(str(fields.get("why"))):
        fields["why"] = say(language, f"why.{known}")
    words = say(language, f"error.{code}", **fields)
    if has(language, f"cure.{code}"):
        return (words, say(language, f"cure.{code}", **fields))
    return (words,)


def _known_why(told: str) -> str:
    """Return the key of our words for what the system or its TLS says; empty where it is a
    server's own sentence.
    """
    if "CERTIFICATE_VERIFY_FAILED" in told:
        return "CERTIFICATE"
    return _WHYS.get(_NUMBERED.sub("", told), "")


def show_json(document: object) -> None:
    """Print a JSON document that a program reads."""
    clear_sign()
    plain = getattr(sys.stdout, "encoding", "utf-8").lower() != "utf-8"  # JSON is read as UTF-8
    typer.echo(json.dumps(document, ensure_ascii=plain, indent=1))


def show_findings(language: str, findings: Sequence[Finding], *, with_notes: bool = True) -> None:
    """Print findings grouped by file: mark, place, name, sentence, and the remedy under it."""
    kept = [one for one in findings if with_notes or one.severity is not Severity.NOTE]
    for file, group in groupby(kept, key=lambda one: one.file):
        if file:
            answer(printable(file, name=True), bold=True)
        for one in group:
            mark, colour = _MARKS[one.severity]
            words = sentence(language, one)
            answer(
                printable(f"  {mark} {finding_place(one, words)}{words}", name=True), colour=colour
            )
            answer(printable(f"      → {remedy(language, one)}", name=True))


def finding_place(one: Finding, words: str) -> str:
    """Return where a finding stands, for people: `指标填报!F7 ZB009 城镇新增就业人数`, the name
    unless words say it.
    """
    cell = f"{one.sheet}!{one.cell}" if one.cell else one.sheet
    name = "" if one.name in words else one.name
    about = " ".join(part for part in (cell, one.indicator, name) if part)
    return f"{about}  " if about else ""


def name_unused(plans: Iterable["UnusedPlan"]) -> None:
    """Name the plan files that a higher version takes the place of, and those that cannot be read,
    on the error stream.
    """
    from dataclasses import asdict

    from xlreport.pipeline.plans.plan_files import OlderPlan

    language = own_language()
    for one in plans:
        if isinstance(one, OlderPlan):
            show(say(language, "screen.older-plan", **asdict(one)), error=True)
            continue
        complain(language, one.error.code, **one.error.fields)
        show(say(language, "screen.broken-plan", file=one.file), error=True)
