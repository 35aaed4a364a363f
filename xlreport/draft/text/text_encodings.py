"""A text's bytes → its characters: UTF-8, UTF-16, GB18030, Big5; and whether it is Traditional."""

from contextlib import suppress

_TOLERATED = 100
"""One damaged character in so many is forgiven; beyond that the bytes are no text in that encoding."""
_SIMPLIFIED = frozenset("经济发业务产个国会农点实现设区长总过进与万亿报告们这为对时学电")
_TRADITIONAL = frozenset("經濟發業務產個國會農點實現設區長總過進與萬億報們這為對時學電")
_ONLY_SIMPLIFIED, _ONLY_TRADITIONAL = _SIMPLIFIED - _TRADITIONAL, _TRADITIONAL - _SIMPLIFIED
_SHARED = frozenset("的在年和全市工作人大中一不公建成新生文化")
_ENOUGH = 8
"""Characters of one writing before a text is judged by them; names and quotations have fewer."""


def decode(content: bytes) -> str | None:
    """Return the text of a file in UTF-8, UTF-16 (with its mark), GB18030 or Big5; None for none.

    Bytes of Big5 are often sound GB18030 too: what reads as more frequent characters is meant.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    with suppress(UnicodeDecodeError):
        if b"\x00" not in content:
            return content.decode("utf-8-sig")
    best: str | None = None
    damage = len(content) // _TOLERATED + 1
    for encoding in ("utf-8-sig", "gb18030", "big5hkscs"):
        text = content.decode(encoding, errors="replace")
        bad = text.count("\ufffd") + text.count("\x00")
        if bad >= len(content) // _TOLERATED + 1:
            continue
        if (
            best is None
            or (encoding == "gb18030" and bad < damage)
            or (encoding == "big5hkscs" and _frequent(text) > 2 * _frequent(best))
        ):
            best, damage = text, bad
    return best


def is_traditional(text: str) -> bool:
    """Say whether a text is written in Traditional characters."""
    traditional = sum(map(text.count, _ONLY_TRADITIONAL))
    simplified = sum(map(text.count, _ONLY_SIMPLIFIED))
    return traditional >= _ENOUGH and traditional > simplified


def _frequent(text: str) -> int:
    return sum(map(text.count, _SIMPLIFIED | _TRADITIONAL | _SHARED))
