"""What is printed reaches a file or a pipe whole, whatever encoding the system gives it; a terminal
shows a sign that a command has begun until there is something to print.

A console of Windows takes every sign. A file or a pipe is written in the code page of the machine
(936, GBK, on a Chinese Windows), as its other programs read it; that lacks a few of our signs.
"""

import codecs
import io
import sys

#: a sign that an encoding lacks → what looks like it and is in every Chinese one
_NEAR = str.maketrans({
    "✓": "√", "✔": "√", "✗": "×", "✘": "×", "✕": "×", "☑": "√", "−": "-", "‑": "-", "‒": "–",
    "²": "2", "³": "3", "㎥": "m3", "¥": "￥", "•": "·", "∙": "·", "⋅": "·", "・": "·",
    "〜": "～", "⟦": "〔", "⟧": "〕", "⩽": "≤", "⩾": "≥",
})  # fmt: skip
_OUR_WORDS = "汇总·—■▲●○◇"
"""An encoding that lacks one of these shows nothing that could be read."""
_places = 0
"""How many places of the last line the sign takes; none where there is none."""


def speak(stream: object) -> None:
    """Let a stream write what is printed: near signs for lacking ones, and no `?` for anything.

    A stream whose encoding has no Chinese at all writes UTF-8 instead.
    """
    if not isinstance(stream, io.TextIOWrapper):
        return
    codecs.register_error("xlreport-near", _nearest)
    try:
        _OUR_WORDS.encode(stream.encoding)
        stream.reconfigure(errors="xlreport-near")
    except (UnicodeEncodeError, LookupError):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """Return what is written instead of what an encoding lacks: a sign like it, else its code."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    near = error.object[error.start : error.end].translate(_NEAR)
    written = "".join(one if _fits(one, error.encoding) else _code(one) for one in near)
    return written, error.end


def _fits(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _code(character: str) -> str:
    return character.encode("ascii", "backslashreplace").decode("ascii")


def show_sign(words: str, width: int) -> None:
    """Show the sign where the error stream is a terminal.

    Args:
        words: the sign.
        width: how many places of a terminal it takes.
    """
    global _places  # noqa: PLW0603 - one terminal, one sign
    if sys.stderr is not None and sys.stderr.isatty():
        _places = width
        _write(words + "\r")


def clear_sign() -> None:
    """Take the sign away, if it is there: with blanks, which consoles of any age know."""
    global _places
    if _places:
        blank, _places = " " * _places, 0
        _write(f"\r{blank}\r")


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
