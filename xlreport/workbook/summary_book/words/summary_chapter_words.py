"""Names of the report's chapters, where a chapter stands for its sections."""

import re
from collections.abc import Sequence

from xlreport.messages import say

_NUMBER = "第?([一二三四五六七八九十百]{1,5}|[0-9]{1,3}|[IVX]{1,6})(?:部分|章|篇)?"
_SECTION = re.compile(_NUMBER + r"[、.．\s]*[(（].*?[)）]\s*(.*)")
"""A section with its chapter's number before its own: 二、(三)推进产业发展."""
_CHAPTER = re.compile(r"\s*" + _NUMBER + r"[、.．\s]\s*(.+)")
"""A chapter of the plan's list: 二、持续推进高质量发展，夯实物质基础."""
# where a clause of a reason ends
_CLAUSE = re.compile(r"[，,：:]")


def chapter_names(language: str, sections: Sequence[str], chapters: str) -> dict[str, str]:
    """Return what the chapter of each section is called; a section without a number is its own.

    A chapter's name is the first clause of that in the plan's list; where the list has none, that
    of its first section and how many more there are.

    Args:
        language: of the words.
        sections: all sections, in their order.
        chapters: the plan's list, one after the other with ； between.
    """
    listed = {
        found[1]: _CLAUSE.split(found[2])[0].strip()
        for one in re.split("[；;\n]", chapters)
        if (found := _CHAPTER.fullmatch(one))
    }
    parts = {one: _SECTION.fullmatch(one) for one in sections}
    own: dict[str, list[str]] = {}
    for part in filter(None, parts.values()):
        own.setdefault(part[1], []).append(part[2])
    return {
        one: one if part is None else _called(language, part[1], listed.get(part[1]), own[part[1]])
        for one, part in parts.items()
    }


def _called(language: str, number: str, name: str | None, sections: Sequence[str]) -> str:
    if name or len(sections) == 1:
        return say(language, "summary.chapter", number=number, name=name or sections[0])
    words = {"number": number, "name": sections[0], "count": len(sections) - 1}
    return say(language, "summary.chapter_of", **words)
