"""A command line that cannot be understood, said in the reader's language."""

import re
from difflib import get_close_matches
from typing import Any

import typer

from xlreport.cli.terminal import complain, own_language
from xlreport.messages import say
from xlreport.model.model_errors import USAGE, CannotRun

#: Typer carries Click inside and shows none of its errors but this one: the base of all is reached
#: through it
CLICK_ERROR = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")
# click's words for arguments that no command has room for
_EXTRA = re.compile(r"unexpected extra argument\(?s?\)? \((.*)\)$", re.DOTALL)


def prove_command(name: str, path: str, known: list[str]) -> None:
    """Refuse a command that is not in the table.

    Args:
        name: as it was typed.
        path: the program or the group, as it was typed.
        known: the names of the commands there.

    Raises:
        CannotRun: `usage`, with the name that is nearest.
    """
    if name in known or name.startswith("-"):
        return
    near = get_close_matches(name, known, 1)
    key = "usage.no-command-near" if near else "usage.no-command"
    words = say(own_language(), key, name=name, near="".join(near))
    raise CannotRun("usage", USAGE, words=words, command=path)


def show_usage_error(error: Any, arguments: list[str]) -> None:
    """Print what is wrong with a command line, and where to read how it is written.

    Args:
        error: of Click, which does not always know the command.
        arguments: as they were typed.
    """
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()
        return
    language = own_language()
    context = getattr(error, "ctx", None)
    path = context.command_path if context else " ".join(("xlreport", *arguments[:1]))
    complain(language, "usage", words=_words(language, error), command=path)


def _words(language: str, error: Any) -> str:
    """Return one sentence for an error of Click; its own where none is known for its kind."""
    kind = type(error).__name__
    param = getattr(error, "param", None)
    if kind == "NoSuchOption":
        near = get_close_matches(error.option_name, error.possibilities or (), 1)
        key = "usage.no-option-near" if near else "usage.no-option"
        return say(language, key, name=error.option_name, near="".join(near))
    if kind == "BadOptionUsage":
        key = "usage.flag-value" if "does not take" in error.message else "usage.missing-value"
        return say(language, key, name=error.option_name)
    if kind == "MissingParameter" and param is not None:
        return say(language, f"usage.missing-{param.param_type_name}", name=_name(param))
    if param is not None:
        return _bad_value(language, param, error)
    extra = _EXTRA.search(error.message)
    if extra:
        return say(language, "usage.extra", words=extra[1])
    return str(error.format_message())


def _name(param: Any) -> str:
    """Return what a parameter is called on the command line: `--period`, `PLAN`."""
    if param.param_type_name == "argument":
        return str(param.metavar)
    return str(max(param.opts, key=len))


def _bad_value(language: str, param: Any, error: Any) -> str:
    kind, name = param.type_descriptor, _name(param)
    if kind.is_choice:
        choices = " · ".join(str(getattr(one, "value", one)) for one in kind.choices or ())
        return say(language, "usage.not-a-choice", name=name, choices=choices, value=_typed(error))
    low, high = getattr(param, "min", None), getattr(param, "max", None)
    if low is not None or high is not None:
        key = "usage.at-least" if high is None else "usage.between"
        span = say(language, key, low=low, high=high)
        return say(language, "usage.not-in-range", name=name, range=span)
    return say(language, "usage.not-right", name=name)


def _typed(error: Any) -> str:
    """Return the value that was typed: Click quotes it first in its own sentence."""
    quoted = re.search(r"'(.*?)'", error.message, re.DOTALL)
    return quoted[1] if quoted else ""
