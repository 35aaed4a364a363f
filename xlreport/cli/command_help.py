"""Help in the reader's language: the words of commands and options come from messages, none stand
in the code.
"""

import re
from pathlib import Path
from typing import Any

from typer.core import TyperCommand, TyperGroup

from xlreport.cli.terminal import display_width, own_language
from xlreport.messages import catalogue, has, say

SHARED = "shared"
_WIDEST_NAME, _NARROWEST = 30, 20
#: a run of Latin letters with the space behind it, or one Chinese character with the punctuation
#: that must not begin a line
_BREAKABLE = re.compile(r"[\x21-\u2e7f]+\s*|\s+|[^\s，。；：、？！）」]?[，。；：、？！）」]+|\S")


def help_key(command: str, option: str | None = None) -> str:
    """Return where the words of a command, or of one of its options, stand in messages; options
    that mean the same in every command have theirs under `help.shared`.
    """
    own = f"help.{command.replace(' ', '_')}.{option or 'about'}"
    shared = f"help.{SHARED}.{option}"
    language = own_language()
    words = catalogue(language)
    if option is None or own in words:
        return own
    # where the reader's language has the shared words, no other language is loaded
    return shared if shared in words or not has(language, own) else own


def spoken(command: Any, name: str) -> Any:
    """Return a command of Click with its words put in, in the reader's language.

    Args:
        command: as Typer makes it, without help texts.
        name: `consolidate`, `plan check`, or `xlreport` for the program.
    """
    language = own_language()
    command.help = say(language, help_key(name))
    command.short_help = command.help.split("\n")[0]
    command.options_metavar = say(language, "help.label.options_metavar")
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = say(language, "help.label.command_metavar")
    for param in command.params:
        param.help = say(language, help_key(name, param.name))
        if param.metavar is None and not getattr(param, "is_flag", False):
            param.metavar = _kind(language, param)
    return command


def _kind(language: str, param: Any) -> str | None:
    """Return what a value is called in the usage line; a choice shows what there is to choose."""
    kind = param.type_descriptor
    if kind.is_choice:
        return None
    paths = kind.is_path or kind.annotation == list[Path]
    number = kind.is_ranged or kind.annotation is int
    name = "number" if number else "text"
    name = "path" if paths else name
    return say(language, f"help.kind.{name}")


class _Spoken:
    """What commands and groups print alike."""

    def get_help_option_names(self, ctx: Any) -> list[str]:
        return list(ctx.help_option_names)

    def format_usage(self: Any, ctx: Any, formatter: Any) -> None:
        prefix = say(own_language(), "help.label.usage") + " "
        formatter.write_usage(
            ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=prefix
        )

    def collect_usage_pieces(self: Any, ctx: Any) -> list[str]:
        arguments = [one for one in self.get_params(ctx) if one.param_type_name == "argument"]
        pieces = [self.options_metavar, *(_shown(one) for one in arguments)]
        return [*pieces, self.subcommand_metavar] if isinstance(self, TyperGroup) else pieces

    def format_options(self: Any, ctx: Any, formatter: Any) -> None:
        language = own_language()
        records: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None:
                words = _explained(language, param, ctx)
                name = _shown(param) if param.param_type_name == "argument" else record[0]
                records[param.param_type_name].append((name, words))
        for kind, rows in records.items():
            if rows:
                with formatter.section(say(language, f"help.label.{kind}s")):
                    _write_rows(formatter, rows)
        if isinstance(self, TyperGroup):
            self.format_commands(ctx, formatter)


def _write_rows(formatter: Any, rows: list[tuple[str, str]]) -> None:
    """Write names and their words in two columns; a Chinese character is two places wide, which
    Click does not know.
    """
    first = min(max(display_width(name) for name, _ in rows), _WIDEST_NAME)
    indent = formatter.current_indent
    room = max(formatter.width - indent - first - 2, _NARROWEST)
    for name, words in rows:
        lines = _wrapped(words, room)
        head = " " * indent + name
        if display_width(name) > first:
            formatter.write(head + "\n")
            head = ""
        pad = indent + first + 2
        formatter.write(head + " " * (pad - display_width(head)) + lines[0] + "\n")
        for line in lines[1:]:
            formatter.write(" " * pad + line + "\n")


def _wrapped(text: str, room: int) -> list[str]:
    """Break a text into lines: at white space, or between Chinese characters but before none that
    ends a clause.
    """
    lines = [""]
    for piece in _BREAKABLE.findall(text):
        if lines[-1] and display_width(lines[-1] + piece.rstrip()) > room:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return lines


def _shown(argument: Any) -> str:
    """Return an argument as a usage line has it: in brackets where it may be left out."""
    several = argument.nargs == -1 and " " not in argument.metavar
    name = argument.metavar + ("..." if several else "")
    return name if argument.required else f"[{name}]"


def _explained(language: str, param: Any, ctx: Any) -> str:
    """Return an option's words with its default, or that it is required."""
    if ctx.help_option_names[0] in param.opts:
        return say(language, "help.shared.help")
    more = []
    if param.required:
        more.append(say(language, "help.label.required"))
    default = param.get_default(ctx, call=False)
    if not (default is None or default is False or str(default) in {"", "."} or param.required):
        more.append(say(language, "help.label.default", value=default))
    return f"{param.help}  [{'; '.join(more)}]" if more else param.help


class SpokenCommand(_Spoken, TyperCommand):
    """A command whose help is in the reader's language."""


class SpokenGroup(_Spoken, TyperGroup):
    """A group whose list of commands is in the reader's language and loads none of them."""

    group = ""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands, each with the first line of its words."""
        language = own_language()
        rows = [
            (name, say(language, help_key(f"{self.group} {name}".strip())).split("\n")[0])
            for name in self.list_commands(ctx)
        ]
        with formatter.section(say(language, "help.label.commands")):
            _write_rows(formatter, rows)
