"""Settings and plans as TOML: what is wrong with a file, and in which line of it; strings as TOML
writes them.

`tomli`, whose wheels are compiled, reads a plan of 10,000 targets in a fifth of the time of the
standard library's `tomllib`, which is the same program in plain Python.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import tomli
from pydantic import ValidationError

from xlreport.messages import FIRST, languages, say
from xlreport.messages.field_fault_messages import fault_words
from xlreport.model.model_base import Value
from xlreport.model.model_errors import CannotRun
from xlreport.model.plans.plan import Indicator, Milestone, PlanHead

_Kind = TypeVar("_Kind", bound=Value)
_HEADER = re.compile(r"^\s*\[\[?\s*([^\[\]#]+?)\s*\]\]?\s*(?:#.*)?$")
"""`[plan]`, `[[indicator]]`, `[indicator.baseline]`."""
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et", ".ods")
_KEY = re.compile(r"""^\s*["']?([\w-]+)["']?\s*(?:\.\s*[\w.-]+\s*)?=""")
"""`value = 3`, `baseline.value = 3`."""


def read_toml(path: Path) -> str:
    """Return a TOML file's text.

    Raises:
        CannotRun: `file-unreadable`, `plan-not-utf8`; `plan-is-workbook` of a workbook.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        why = error.strerror or str(error)
        raise CannotRun("file-unreadable", file=str(path), why=why) from error
    except UnicodeDecodeError as error:
        code = "plan-is-workbook" if path.suffix.lower() in _WORKBOOKS else "plan-not-utf8"
        raise CannotRun(code, file=str(path)) from error


def not_toml(path: Path, text: str, error: tomli.TOMLDecodeError) -> CannotRun:
    """Return the error for a text that is no TOML: the line and what stands in it."""
    lines = text.splitlines() or [""]
    line = min(error.lineno, len(lines))
    shown = lines[line - 1].strip()
    return CannotRun("plan-not-toml", file=str(path), line=line, text=shown[:80])


def settings_in(path: Path, kind: type[_Kind], code: str, language: str) -> _Kind:
    """Read a file of settings as its type.

    Args:
        path: the file.
        kind: what it is to be.
        code: of the error where a field is wrong; it says `file`, `line`, `where`, `words`.
        language: of the words.

    Raises:
        CannotRun: that, or what is wrong with the file as TOML.
    """
    text = read_toml(path)
    try:
        return kind.model_validate(tomli.loads(text))
    except tomli.TOMLDecodeError as error:
        raise not_toml(path, text, error) from error
    except ValidationError as error:
        line, where, words = next(faults_in(text, error, language))
        raise CannotRun(code, file=str(path), line=line, where=where, words=words) from error


def language_of(document: Mapping[str, Any]) -> str:
    """Return the language that a plan says it is in; the first where it says none we know."""
    head = document.get("plan")
    told = head.get("language") if isinstance(head, dict) else None
    if isinstance(told, str) and told in languages():
        return told
    return FIRST


def faults_in(text: str, error: ValidationError, language: str) -> Iterator[tuple[int, str, str]]:
    """Yield every wrong field: its line, its place by codes, and what is wrong in words."""
    document = tomli.loads(text)
    for fault in error.errors():
        place = fault["loc"]
        if fault["type"] == "extra_forbidden":
            words = _near(language, str(place[-1]))
        else:
            words = fault_words(language, fault["type"], fault.get("ctx"))
        yield line_of(text, place), _where(document, place), words


def _near(language: str, name: str) -> str:
    """Return what is wrong with a field that does not exist: which one was meant."""
    known = {name for kind in (Indicator, Milestone, PlanHead) for name in kind.model_fields}
    near = get_close_matches(name, sorted(known), 1)
    if not near:
        return fault_words(language, "extra_forbidden", None)
    return say(language, "plan_fault.extra_near", near=near[0])


def _where(document: object, place: Sequence[int | str]) -> str:
    """Name a place of the document by codes where it has them: `indicator ZB007 value`."""
    words: list[str] = []
    here = document
    for step in place:
        if isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
            code = here.get("code") if isinstance(here, dict) else None
            words.append(str(code) if code else f"#{step + 1}")
        else:
            here = here.get(step) if isinstance(here, dict) else None
            words.append(str(step))
    return " ".join(words)


def line_of(text: str, place: Sequence[int | str]) -> int:
    """Return the line of a field, counted from 1: its own, else where its table begins."""
    lines = text.splitlines()
    names = [step for step in place if isinstance(step, str)]
    number = next((step for step in place if isinstance(step, int)), 0)
    begin, end = _table(lines, names[0] if names else "", number)
    for name in reversed(names):
        for at in range(begin, end):
            key, header = _KEY.match(lines[at]), _HEADER.match(lines[at])
            if (key and key[1] == name) or (at > begin and header and header[1].endswith(name)):
                return at + 1
    return begin + 1


def _table(lines: Sequence[str], name: str, number: int) -> tuple[int, int]:
    """Return the first line of a table and the line behind its last, counted from 0.

    Args:
        lines: of the file.
        name: of the table, or of the list that it is in; one without a header stands on top.
        number: which of the list.
    """
    headers = [(at, header[1]) for at, line in enumerate(lines) if (header := _HEADER.match(line))]
    own = [at for at, path in headers if path == name]
    if not own:
        return 0, headers[0][0] if headers else len(lines)
    begin = own[min(number, len(own) - 1)]
    behind = (at for at, path in headers if at > begin and not path.startswith(f"{name}."))
    return begin, next(behind, len(lines))


def quoted(text: str) -> str:
    """Return a text as a TOML string on one line: control characters, line ends and quotation
    marks are escaped (TOML 1.0, "Basic strings").
    """
    return '"' + "".join(_ESCAPES.get(c) or _escaped(c) for c in text) + '"'


def _escaped(character: str) -> str:
    if character >= " " and character != "\x7f":
        return character
    return f"\\u{ord(character):04x}"
