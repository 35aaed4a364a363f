"""Sections of a report in the report's own order, by the numbers that their names begin with."""

import re

# a chapter's own number: 一、 (二) 3.
_NUMBERED = re.compile(r"[(（]?([一二三四五六七八九十]+|\d+)[)）、.]\s*")
_NUMERALS = "一二三四五六七八九十"


def in_order(sections: list[str]) -> list[str]:
    """Return sections in the report's order: by their number, those without one before or after all
    of these.

    The plan lists indicators before milestones, so a section that has milestones only would come
    last.
    """
    numbered = [section for section in sections if _numbers(section)]
    if not numbered:
        return sections
    opening = sections[: sections.index(numbered[0])]
    closing = [section for section in sections[len(opening) :] if not _numbers(section)]
    return [*opening, *sorted(numbered, key=_numbers), *closing]


def _numbers(section: str) -> tuple[int, ...]:
    """Return the numbers that a section's name begins with, up to 十九 each: (2, 3) for
    二、(三)推进产业发展.
    """
    found: list[int] = []
    while match := _NUMBERED.match(section):
        said = match[1]
        found.append(
            int(said) if said.isdigit() else sum(_NUMERALS.index(numeral) + 1 for numeral in said)
        )
        section = section[match.end() :]
    return tuple(found)
