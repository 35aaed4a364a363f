"""What is printed reaches a file or a pipe whole, whatever encoding the system gives it.

A console of Windows takes every sign. A file or a pipe is written in the code page of the machine
(936, GBK, on a Chinese Windows), as its other programs read it; that lacks a few of our signs.
"""

import codecs
import io

#: a sign that an encoding lacks → what looks like it and is in every Chinese one
_NEAR = str.maketrans({
    "✓": "√", "✔": "√", "✗": "×", "✘": "×", "✕": "×", "☑": "√", "−": "-", "‑": "-", "‒": "–",
    "²": "2", "³": "3", "㎥": "m3", "¥": "￥", "•": "·", "∙": "·", "⋅": "·", "・": "·",
    "〜": "～", "⟦": "〔", "⟧": "〕", "⩽": "≤", "⩾": "≥",
})  # fmt: skip
_OUR_WORDS = "汇总·—■▲●○◇"
"""An encoding that lacks one of these shows nothing that could be read."""


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
