"""A mail's words: a text file that a coordinator edits, filled in, as plain text and as simple
HTML.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from xlreport.mail.mail_headers import header_text, seen
from xlreport.model.model_errors import CannotRun

# a place for words, such as {{department.name}}
_PLACE = re.compile(r"\{\{\s*([a-z_.]+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class MailTable:
    """Rows in a mail; as plain text each is a numbered line."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: str = ""
    """A line under it: how many more there are, and where."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in words."""

    subject: str
    text: str
    html: str


def letter(
    template: str, name: str, values: Mapping[str, str], tables: Mapping[str, MailTable]
) -> Letter:
    """Fill in a template: its first line is the subject, the rest the body; a table stands on a
    line of its own.

    Args:
        template: its text, with places in braces.
        name: which letter it is, for the error.
        values: what fills its places.
        tables: what fills places that are tables.

    Raises:
        CannotRun: `mail-words-unknown` where a place is named that nothing fills.
    """
    lines = template.lstrip("\ufeff").replace("\r\n", "\n").split("\n")
    subject = header_text(_filled(lines[0], name, values))
    text: list[str] = []
    html: list[str] = []
    for line in _without_blank_ends(lines[1:]):
        place = _PLACE.fullmatch(line.strip())
        if place and place[1] in tables:
            text += _as_text(tables[place[1]])
            html.append(_as_html(tables[place[1]]))
        else:
            words = _filled(line, name, values)
            text.append(words)
            html.append(f"<p>{escape(words)}</p>" if words.strip() else "")
    body = "\n".join(one for one in html if one)
    return Letter(
        subject, "\n".join(text) + "\n", f"<!DOCTYPE html>\n<html><body>\n{body}\n</body></html>\n"
    )


def _filled(line: str, name: str, values: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise CannotRun("mail-words-unknown", file=name, place=match[0])
        return seen(values[match[1]])

    return _PLACE.sub(value, line)


def _without_blank_ends(lines: Sequence[str]) -> Sequence[str]:
    filled = [number for number, line in enumerate(lines) if line.strip()]
    if filled:
        return lines[filled[0] : filled[-1] + 1]
    return ()


def _as_text(table: MailTable) -> list[str]:
    lines = [
        f"{number}. " + "  ".join(seen(one) for one in row if one)
        for number, row in enumerate(table.rows, 1)
    ]
    return [*lines, *([table.more] if table.more else [])]


def _as_html(table: MailTable) -> str:
    head = "".join(f"<th>{escape(one)}</th>" for one in table.heads)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(seen(one))}</td>' for one in row)}</tr>\n"
        for row in table.rows
    )
    more = f"\n<p>{escape(table.more)}</p>" if table.more else ""
    return (
        f'<table border="1" cellspacing="0" cellpadding="4">\n<tr>{head}</tr>\n{rows}</table>{more}'
    )
