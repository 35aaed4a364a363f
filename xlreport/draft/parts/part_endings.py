"""Where a report ends, its closing words, and what hangs on behind: targets of the same year, a glossary, the site."""

import re
from dataclasses import dataclass

from xlreport.draft.parts.part_headings import YEAR, is_title, numbered, year_of
from xlreport.draft.text.report_text import Text
from xlreport.draft.text.text_late_patterns import LatePattern

# what a report closes with: 而努力奋斗！, 谱写…新篇章
_CLOSING = re.compile(
    "努力奋斗|而奋斗|团结奋斗|新篇章|新局面|新辉煌|新胜利|伟大胜利|(?:新的|更大|应有的|新)贡献|推向前进|不懈奋斗|奋斗[！。]$|奋勇前进|新征程|新业绩|新华章|美好明天|"
    "新的篇章|谱写[^。！]{0,40}篇章|胜利召开|献礼|满意答卷|优异成绩|崭新篇章|美好未来|目标而奋斗|再创"
)
# the head of a list of terms: 名词解释, 附件：《政府工作报告》有关用语说明
_GLOSSARY = re.compile(
    r"[※*【\[（(“《]*(?:附(?:件|录)?[:：]?\d*[:：]?)?(?:\d{4}年)?《?(?:《?政府工作报告》?)?(?:中的?)?(?:有关|部分|相关|的)*(?:内容)?"
    r"(?:名词|用语|术语|短语|词语|缩略语|新名词)(?:术语|用语)?(?:解释|注释|说明|释义|简释)[※*】\]）)”》：:]*|注释?[：:]?|注释说明|注[：:].{0,200}"
)
# what a web page has around the report: 责任编辑, 上一篇, 分享到
_FURNITURE = re.compile(
    r"相关(?:新闻|链接|报道|文章|阅读|附件)|[（(\[【]?责任编辑|责编|编辑[：:]|编辑推荐|打印本|上一篇|下一篇|【(?:关闭|打印|字体)|扫一扫|分享到|版权所有|"
    r"主办单位|来源[：:]|声明[：:]|免责声明|延伸阅读|推荐阅读|网站地图|关于(?:本站|我们)|省各设区市|标签[：:]?$|本网站|中文维基文库|Public|本(?:部)?作品|这部作品|注[：:]中文|百度搜索"
)
# the head of an annex that has targets: 附件：2024年民生实事项目
_ANNEX = LatePattern(
    r"(?:附(?:件|表|录)?\d*[:：]?)?(?P<words>[^。；]{0,24}(?:民生实事|实事项目|实事|重点(?:工程|项目|建设项目)|重大项目|民心工程|主要指标|"
    r"指标(?:表|计划)|目标任务)[^。；]{0,12})",
    "重点 目标任务 实事 指标 重大项目 民心工程",
)
# a line that says only that something is attached: 附件1：
_ATTACHED = LatePattern(r"附(?:件|表|录)?[\d一二三]?[:：]?$|附(?:件|表|录)?[\d一二三]?[:：]", "附")
# an entry of a list of terms: [3]“双控”：指…, 1.“三农”：
_NOTE = re.compile(
    r"[\[〔【（(]\d{1,3}[\]〕】)）][“《]?[^。]{1,30}?[”》]?(?:[:：]|是指|指)|\d{1,3}[.、．][“《][^。]{1,30}?[”》][:：]"
)
_LONGEST_CLOSING = 450
_LONGEST_LINE = 40
_LONGEST_TITLE = 60
_LONG_PARAGRAPH = 150


@dataclass(frozen=True, slots=True)
class Ending:
    """Where a report ends."""

    end: int
    """After its last sentence."""
    closing: int
    """Where the closing words begin; the end where there are none."""
    complete: bool
    """Whether it has closing words."""
    annexes: tuple[tuple[int, int, str], ...]
    """Targets of the same year behind the end: from, to, the words of their head."""


def find_ending(text: Text, start: int, year: int, limit: int) -> Ending:
    """Find the end of a report whose last part begins at `start` at the latest, before `limit`."""
    flat = text.flat
    stop = min(hard_stop(text, start), limit)
    formula = 0
    for first, last in _lines(text, start):
        if first >= stop:
            break
        if formula and last - first <= _LONGEST_LINE and _opens_annex(flat[first:last]):
            stop = first
            break
        closed = _formula(flat[first:last])
        formula = first + closed if closed else formula
    end = formula if formula and not _goes_on(text, formula, stop) else stop
    closing = _closing(flat, start, end) if end == formula else end
    return Ending(end, closing, end == formula, tuple(_annexes(text, end, year)))


def hard_stop(text: Text, start: int) -> int:
    """Return where the report surely ends behind a place: at its title again, a glossary, the site's own lines."""
    lines = _lines(text, start)
    for place, (first, last) in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else (last, last)
        if first > start and _is_behind(text.flat[first:last], text.flat[slice(*following)]):
            return first
    return len(text.flat)


def _closing(flat: str, start: int, end: int) -> int:
    """Return where the closing words begin: at the last 各位代表, in a long paragraph with its last sentence."""
    spoken = flat.rfind("各位代表", start, end)
    if spoken > start and end - spoken < _LONGEST_CLOSING:
        return spoken
    cut = max(flat.rfind(mark, start, end - 1) for mark in "。！")
    return cut + 1 if end - cut < _LONGEST_CLOSING else end


def _lines(text: Text, start: int) -> list[tuple[int, int]]:
    places = [place for place in text.breaks if place > start]
    return list(zip([start, *places], [*places, len(text.flat)], strict=True))


def _formula(words: str) -> int:
    """Return where the closing formula of a paragraph ends, 0 where it has none."""
    last = max(words.rfind(mark) for mark in "！!。") + 1
    firm = "让我们" in words or "各位代表" in words[:12] or words[last - 1 : last] in {"！", "!"}
    short = len(words) - last <= _LONGEST_LINE
    return (
        last if last and firm and short and _CLOSING.search(words[max(0, last - 90) : last]) else 0
    )


def _is_behind(words: str, following: str) -> bool:
    """Say whether a line no longer belongs to the report: its glossary, the site, its title again."""
    if len(words) <= _LONGEST_TITLE and is_title(words) and "《" not in words:
        return True
    notes = _NOTE.match(words) and _NOTE.match(following)
    return bool(_GLOSSARY.fullmatch(words) or _FURNITURE.match(words) or notes)


def _opens_annex(words: str) -> bool:
    return bool(_ATTACHED.match(words) or _ANNEX.fullmatch(words)) and not numbered(words)[0]


def _goes_on(text: Text, start: int, stop: int) -> bool:
    """Say whether a report goes on behind a formula in its middle: with heads, 各位代表 or long paragraphs."""
    if re.search("各位代表|[一二三四五六七八九]、|（[一二三四五六七八九]）", text.flat[start:stop]):
        return True
    return any(
        last - first > _LONG_PARAGRAPH for first, last in _lines(text, start) if last <= stop
    )


def _annexes(text: Text, end: int, year: int) -> list[tuple[int, int, str]]:
    """Return what is promised behind the end, by heads that name it (2031年民生实事项目) and no other year."""
    found: list[tuple[int, int, str]] = []
    flat = text.flat
    opened, words = 0, ""
    for first, last in _lines(text, end):
        line = flat[first:last]
        annex = last - first <= _LONGEST_LINE and _ANNEX.fullmatch(line) and not numbered(line)[0]
        behind = _is_behind(line, line)
        if not annex and not behind:
            continue
        if opened:
            found.append((opened, first, words))
            opened = 0
        years = {year_of(match[1]) for match in re.finditer(YEAR, line)}
        past = re.search("完成|落实情况|执行|办理情况|进展", line)
        if behind and is_title(line):
            break
        if annex and not behind and not past and (not years or year in years):
            opened, words = last, line
    if opened:
        found.append((opened, len(flat), words))
    return [one for one in found if re.search(r"\d", flat[one[0] : one[1]])]
