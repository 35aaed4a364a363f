"""A report's text → one string without white space, with the place of every character in the original."""

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from xlreport.draft.text.text_late_patterns import LatePattern

_NARROW = 60
"""Lines of a newspaper column are shorter than this; longer ones are paragraphs."""
_FULL_STOPS = "。！？；：!?;:”"
_LINE_ENDS = _FULL_STOPS + "）)】]》.…"
_RAGGED = 6
"""Columns by which the lines of an evenly wrapped text differ: an indent, a punctuation mark or a number kept whole."""
_SEVERAL = 5
_HALF_WIDTH = "\u2e7f"
_ENDS = "。！？"
_INDENT = re.compile(r"\n?(?:\u3000{2}|[ \t\xa0]{4,}|\u3000 )(?=\S)")
"""Two wide spaces or four narrow ones before a paragraph."""
_HTML = re.compile(r"<(?:p|br|div|span|td|tr|table|html|body|font|strong|a)\b", re.IGNORECASE)
"""A tag of a page: <p>, <div class=…>."""
# a piece of a web page: what nobody reads (comments, scripts), a tag that ends a line, one that
# does not, a reference (`&nbsp;`)
_PIECES = re.compile(
    r"(?P<dropped><!--.*?-->|<(?P<tag>script|style|head)\b.*?</(?P=tag)\s*>)"
    r"|(?P<block></?(?:p|br|div|tr|t[dh]|li|h[1-6]|table)\b[^>]*>)|(?P<inline></?[a-zA-Z][^>]{0,300}>)"
    r"|(?P<entity>&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]+);)",
    re.DOTALL,
)
_CELLS = re.compile(r"[^\s|][ ]*(?:\t|\|)[ ]*[^\s|]+[ ]*(?:\t|\|)")
"""A line of a table: it tells nothing of where the text's lines break."""
_TABLE = re.compile(r"<table\b.*?</table\s*>", re.DOTALL | re.IGNORECASE)
"""A whole table of a page."""
_LONGEST_CELL = 30
_INK = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+"
)
"""Neither white space nor one of Unicode's controls and format signs (Cc, Cf)."""
_OPENING = LatePattern(
    "[一二三四五六七八九十]{1,3}[、.]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六]+部分|[-—–]{2}|各位代表",
    "一 三 五 十 四 二 六 八 九 七 各位代表 — - –",
)
"""一、 （二） 第三部分 各位代表: what a paragraph begins with."""
_PAGE_LINE = re.compile(
    r"[-—–－·]+\d{1,3}[-—–－·]+|第\d{1,3}页(?:[/，,]?共\d{1,3}页)?|[（(][上下][转接]第?[一二三四五六七八九十\dA-Z]+版[）)]"
)
"""-12-, 第3页共20页, （下转第四版）: a line that is furniture."""
_CONTINUED = LatePattern(r"[（(][上下][转接]第?[一二三四五六七八九十\dA-Z]+版[）)]", "版")
"""（下转第四版） within a line."""
_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_KEEP_WIDE = dict(zip("(),:;!?", "（），：；！？", strict=True))
_ALIKE = dict(zip("—–―−─━－～〜○「」『』〝〞･", "-------~~〇“”“”“”·", strict=True))
"""Signs → the one form that they have in `flat`; few of them stand in a text, so they are replaced one by one."""


@dataclass(frozen=True, slots=True)
class Text:
    """A report as the rules read it: `flat` has no white space, half-width digits and one kind of dash and quote."""

    raw: str
    flat: str
    places: tuple[int, ...]
    """For each character of `flat`, its offset in `raw`."""
    lines: tuple[int, ...]
    """Offsets of `raw` at which a line begins."""
    breaks: tuple[int, ...]
    """Positions of `flat` before which a paragraph ends, sorted."""
    furniture: tuple[tuple[int, int], ...]
    """Places of `raw` that were left out: page numbers, 下转第四版."""
    wrapped: bool = False
    """Whether lines break inside sentences, as in a newspaper's column."""

    def line(self, position: int) -> int:
        """Return the 1-based line on which a character of `flat` stands."""
        return bisect_right(self.lines, self.places[position])

    def original(self, start: int, end: int) -> str:
        """Return the original characters of a span of `flat`, without the white space between them."""
        places = self.places[start:end]
        if places and places[-1] - places[0] == end - start - 1:
            return self.raw[places[0] : places[-1] + 1]
        return "".join([self.raw[place] for place in places])


def flat_text(raw: str) -> Text:
    """Strip what is not text and all white space, and remember where everything stood."""
    raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    skipped, shown, blocks = _markup(raw)
    spans = _line_spans(raw, blocks)
    seen = [_seen(raw, span, skipped, shown) for span in spans]
    tables = [match.span() for match in _TABLE.finditer(raw)] if skipped else []
    wrapped, width, is_last = _wrapping(
        [
            line
            for line, span in zip(seen, spans, strict=True)
            if line and not _CELLS.search(raw, *span) and not _is_cell(line, span, tables)
        ]
    )
    indents = _indents(raw, spans, seen) if wrapped else frozenset[int]()
    flat: list[str] = []
    places: list[int] = []
    breaks: set[int] = set()
    furniture: list[tuple[int, int]] = []
    before, apart = "", True
    for (start, end), line in zip(spans, seen, strict=True):
        if _is_page_line(line, before):
            furniture.append((start, end))
            continue
        if start in indents and places:
            breaks.add(len(places))
        for at, ink in _printed(raw, (start, end), skipped, shown):
            flat.append(ink)
            places.extend(range(at, at + len(ink)) if at not in shown else [at] * len(ink))
        # a longer line is a head too, where the sentence before it was finished
        longest = width * 4 // 3 if before[-1:] in _FULL_STOPS else width
        ends = is_last(line) and line[-1:] in _ENDS
        short = (len(line) <= longest or ends) and line[-1:] not in "，、,"
        # a short line ends a paragraph with its full stop, or stands alone between paragraphs; else it is only short
        if line and (not wrapped or (short and (apart or line[-1] in _FULL_STOPS))):
            if not wrapped and _goes_on(line, before):
                breaks.discard(len(places) - len(line))
            breaks.add(len(places))
        if line:
            apart = len(places) in breaks or line[-1] in _FULL_STOPS
            before = line
    joined = _normalise("".join(flat))
    joined, places, furniture = _without_continuations(joined, places, breaks, furniture)
    lines = (0, *(match.end() for match in re.finditer("\n", raw)))
    return Text(raw, joined, tuple(places), lines, tuple(sorted(breaks)), tuple(furniture), wrapped)


def _markup(raw: str) -> tuple[set[int], dict[int, str], set[int]]:
    """Return the places to skip, what entities stand for, and where block tags end a line."""
    skipped: set[int] = set()
    shown: dict[int, str] = {}
    blocks: set[int] = set()
    if "<" not in raw and "&" not in raw:
        return skipped, shown, blocks
    tagged = _HTML.search(raw) is not None
    for match in _PIECES.finditer(raw):
        if match["entity"]:
            skipped.update(range(match.start(), match.end()))
            shown[match.start()] = html.unescape(match[0])
        elif tagged:
            skipped.update(range(match.start(), match.end()))
            if match["block"]:
                blocks.add(match.end())
    return skipped, shown, blocks


def _seen(raw: str, span: tuple[int, int], skipped: set[int], shown: dict[int, str]) -> str:
    """Return the characters of a line that a reader sees, without white space."""
    if not skipped:
        return "".join(raw[slice(*span)].split())
    kept = (shown.get(place) or ("" if place in skipped else raw[place]) for place in range(*span))
    return "".join("".join(kept).split())


def _printed(
    raw: str, span: tuple[int, int], skipped: set[int], shown: dict[int, str]
) -> Iterator[tuple[int, str]]:
    """Yield what a line prints, without white space and invisible signs, with where each piece stands."""
    if not skipped:
        yield from ((match.start(), match[0]) for match in _INK.finditer(raw, *span))
        return
    for place in range(*span):
        character = shown.get(place) or ("" if place in skipped else raw[place])
        ink = "".join(_INK.findall(character))
        if ink:
            yield place, ink


def _line_spans(raw: str, blocks: set[int]) -> list[tuple[int, int]]:
    ends = sorted({match.start() for match in re.finditer("\n", raw)} | blocks | {len(raw)})
    return list(zip([0, *ends[:-1]], ends, strict=True))


def _is_cell(line: str, span: tuple[int, int], tables: list[tuple[int, int]]) -> bool:
    """Say whether a line is a cell of a page's table; a whole report that stands in a cell is none."""
    return len(line) <= _LONGEST_CELL and any(start <= span[0] < end for start, end in tables)


def _indents(raw: str, spans: list[tuple[int, int]], seen: list[str]) -> frozenset[int]:
    """Return where indented lines begin, of a text whose paragraphs are indented and whose other lines are not."""
    starts = [
        start
        for (start, end), line in zip(spans, seen, strict=True)
        if line and _INDENT.match(raw, start, end)
    ]
    lines = sum(bool(line) for line in seen)
    return frozenset(starts if len(starts) * 2 < lines else ())


def _width(line: str) -> int:
    """Return how wide a line is printed, in half-width columns."""
    return len(line) + sum(one > _HALF_WIDTH for one in line)


def _wrapping(lines: list[str]) -> tuple[bool, int, Callable[[str], bool]]:
    """Say whether lines break inside sentences, and up to which length a line is a heading of its own then.

    Third comes what says of a line that it is shorter than the width at which all are cut, and so its
    paragraph's last where it ends in a full stop; where the lines have no such width, no line is.
    """
    if not lines:
        return False, 0, _never
    # menus around a text have many lines and few characters: a column is where most characters stand in short lines
    lengths = sorted(len(line) for line in lines)
    half = sum(lengths) / 2
    typical = next(
        length
        for length, reached in zip(lengths, accumulate(lengths), strict=True)
        if reached >= half
    )
    full = [place for place, line in enumerate(lines) if len(line) * 2 > typical]
    broken = sum(_is_broken(lines, place) for place in full)
    column = typical < _NARROW and broken * 2 > len(full)
    cut = _cut_at_a_width(lines)
    return column or cut is not None, typical * 3 // 5, cut or _never


def _never(_line: str) -> bool:
    return False


def _cut_at_a_width(lines: list[str]) -> Callable[[str], bool] | None:
    """Return what says that a line is shorter than the others, where many are as long as the longest and end
    within a sentence, as paragraphs never do; None where the lines have no such width.
    """
    if max(map(len, lines)) >= 2 * _NARROW:
        return None  # paragraphs, and printed they are wider still
    for measure, ragged in ((len, _RAGGED // 2), (_width, _RAGGED)):
        sizes = [measure(line) for line in lines]
        least = max(sizes) - ragged
        full = [place for place, size in enumerate(sizes) if size >= least]
        broken = sum(_is_broken(lines, place) for place in full)
        often = len(full) >= _SEVERAL and len(full) * 4 >= len(lines)
        if max(sizes) < 2 * _NARROW and often and broken * 4 > len(full) * 3:
            return _shorter(measure, least)
    return None


def _shorter(measure: Callable[[str], int], least: int) -> Callable[[str], bool]:
    return lambda line: measure(line) < least


def _is_broken(lines: list[str], place: int) -> bool:
    """Say whether a line ends within a sentence: with no stop, before a line that opens nothing."""
    following = lines[place + 1] if place + 1 < len(lines) else ""
    finished = lines[place][-1] in _FULL_STOPS or _OPENING.match(lines[place])
    return not finished and bool(following) and not _OPENING.match(following)


def _goes_on(line: str, before: str) -> bool:
    """Say whether a line goes on with the sentence before it: it was a link in the middle of a paragraph."""
    opened = before.count("“") > before.count("”")
    return bool(before) and (
        line[0] in "，。；、！？》）"
        or (line[0] == "”" and opened)
        or (len(before) > _NARROW and before[-1] not in _LINE_ENDS)
    )


def _is_page_line(line: str, before: str) -> bool:
    if _PAGE_LINE.fullmatch(line):
        return True
    # a number alone on its line may be the middle of a sentence of a narrow column
    return line.isdigit() and len(line) <= 3 and before[-1:] in {"。", "！", "？", "；"}


def _normalise(flat: str) -> str:
    """Give digits, per cent signs, dashes and punctuation one form; the length stays."""
    flat = _replaced(flat, _WIDE | _ALIKE)
    # a comma inside a number stays a comma, a full stop inside one a point
    flat = re.sub(r",(?:(?<!\d,)|(?!\d{3}(?!\d)))", "，", flat)
    flat = re.sub(r"[·．](?<=\d.)(?=\d)", ".", flat)
    kept = re.sub(r",(?<=\d,)(?=\d{3}(?!\d))", "\x00", flat)
    return _replaced(kept, _KEEP_WIDE).replace("\x00", ",")


def _replaced(flat: str, signs: Mapping[str, str]) -> str:
    for sign, form in signs.items():
        flat = flat.replace(sign, form)
    return flat


def _without_continuations(
    flat: str, places: list[int], breaks: set[int], furniture: list[tuple[int, int]]
) -> tuple[str, list[int], list[tuple[int, int]]]:
    """Take （下转第四版） out of the middle of a line; what follows it moves up."""
    for match in reversed(list(_CONTINUED.finditer(flat))):
        start, end = match.span()
        furniture.append((places[start], places[end - 1] + 1))
        flat = flat[:start] + flat[end:]
        del places[start:end]
        moved = {place if place <= start else max(start, place - (end - start)) for place in breaks}
        breaks.clear()
        breaks |= moved
    return flat, places, sorted(furniture)
