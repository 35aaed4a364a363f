"""Which sheets a summary's workbook has: those that were asked for, by the names that their tabs
have in any language.
"""

import re
from collections.abc import Iterator

from xlreport.messages import languages, say
from xlreport.model.model_errors import USAGE, CannotRun

SHEET_KINDS = (
    "indicator", "milestone", "department", "changed", "problem", "evidence", "beside", "score",
    "leader", "unit", "finding", "source", "file",
)  # fmt: skip
"""What a sheet is a list of. The overview and the legend are always written: they count, and tell
what is counted by.
"""
_COUNTED = frozenset({"indicator", "milestone"})
"""Written whatever is asked for: a figure that is corrected there changes every count elsewhere,
and without them no count could follow.
"""
MOST_SOURCED = 10_000
"""Rows up to which every summary has its sheet of sources; in a longer one that is a third of the
writing, and a file of rows (`--data`) has the same.
"""
_LONG = frozenset({"source"})
# what stands between names: commas of either kind, 、 and semicolons
_BETWEEN = re.compile(r"[,，、;；]")


def sheets_asked(words: str) -> frozenset[str]:
    """Return the kinds of sheets that are named, separated by commas; none where nothing is.

    Raises:
        CannotRun: `sheet-unknown`, a usage error.
    """
    known = dict(_names())
    asked = [name.strip() for name in _BETWEEN.split(words) if name.strip()]
    for name in asked:
        if name.casefold() not in known:
            raise CannotRun("sheet-unknown", USAGE, name=name, known=" ".join(SHEET_KINDS))
    return frozenset(known[name.casefold()] for name in asked)


def left_out(rows: int, asked: frozenset[str]) -> frozenset[str]:
    """Return the kinds of sheets that a summary of so many rows goes without."""
    if asked:
        return frozenset(SHEET_KINDS) - asked - _COUNTED
    return _LONG if rows > MOST_SOURCED else frozenset()


def _names() -> Iterator[tuple[str, str]]:
    for kind in SHEET_KINDS:
        yield kind, kind
        for language in languages():
            yield say(language, f"sheets.{kind}").casefold(), kind
