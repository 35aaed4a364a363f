"""Under which head of the report a sentence stands: 二、（三）推进产业发展."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from xlreport.draft.text.report_text import Text

# a head by its level: 二、, （三）, 4., or a sentence that opens the main targets:
# 今年发展主要预期目标是：
_HEAD = re.compile(
    r"(?P<first>(?:第?[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,2}(?:部分|，)))"
    r"|(?P<second>（[一二三四五六七八九十]{1,3}）)"
    r"|(?P<third>\d{1,2}[.、．](?!\d)|（\d{1,2}）)"
    r"|(?P<headline>[^。！？；]{0,60}?(?:预期|奋斗|发展|工作)(?:目标|指标)[^。！？，；]{0,10}[是为：])"
)
_LONGEST = 26
# where the words of a head end
_STOPS = re.compile("[。！？；，：]")


@dataclass(frozen=True, slots=True)
class Sections:
    """The heads of a report in order, each with the path that it opens."""

    starts: tuple[int, ...]
    paths: tuple[str, ...]

    def at(self, position: int) -> str:
        """Return the path of the heads under which a position stands."""
        index = bisect_right(self.starts, position) - 1
        return self.paths[index] if index >= 0 else ""


def find_sections(text: Text, start: int, end: int) -> Sections:
    """Find the heads between two positions: they open a paragraph, or follow a full stop."""
    flat = text.flat
    openings = {start, *(place for place in text.breaks if start <= place < end)}
    openings |= {match.end() for match in re.finditer("[。！？”]", flat[start:end])} and {
        start + match.end() for match in re.finditer("[。！？]", flat[start:end])
    }
    levels = ["", "", ""]
    starts: list[int] = []
    paths: list[str] = []
    for place in sorted(openings):
        match = _HEAD.match(flat, place, end)
        if match is None or match.lastgroup is None:
            continue
        words = _words(text, match.end(), end)
        if match.lastgroup == "headline":
            levels = ["主要预期目标", "", ""]
        else:
            level = ("first", "second", "third").index(match.lastgroup)
            levels[level:] = [match[0] + words, *[""] * (2 - level)]
        starts.append(place)
        paths.append(_path(levels))
    return Sections(tuple(starts), tuple(paths))


def _words(text: Text, start: int, end: int) -> str:
    stop = _STOPS.search(text.flat, start, min(end, start + 60))
    limit = stop.start() if stop else start + _LONGEST
    following = bisect_right(text.breaks, start)
    if following < len(text.breaks):
        limit = min(limit, text.breaks[following])
    return text.flat[start : min(limit, start + _LONGEST, end)]


def _path(levels: list[str]) -> str:
    """Upper heads keep their number alone: 二、（三）推进产业发展."""
    filled = [level for level in levels if level]
    upper = [re.match(r"[^、）.．，]*[、）.．，]", level) for level in filled[:-1]]
    return "".join(match[0] if match else "" for match in upper) + (filled[-1] if filled else "")
