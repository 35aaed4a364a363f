"""Which year a plan is for: its head says it, the meeting's date and the title are asked besides."""

import re

from xlreport.draft.parts.part_headings import YEAR, Head, is_title, year_of
from xlreport.draft.text.text_late_patterns import LatePattern

_MONTH = {"十": 10, "十一": 11, "十二": 12, "元": 1} | {
    word: place for place, word in enumerate("一二三四五六七八九", 1)
}
# what stands behind the year to come in a head: 2024年工作安排
_AHEAD = re.compile(
    "安排|部署|任务|目标|重点|思路|要求|建议|打算|计划(?!执行|完成)|意见|取向|工作$|各项工作"
)
# what stands behind the year that is over: 2023年工作回顾
_BACK = re.compile("回顾|总结|成就|过去|以来|完成情况|执行情况|取得")
# the month of the meeting: 2024年1月, 二〇二四年元月
_SPOKEN = LatePattern(rf"{YEAR}(\d{{1,2}}|元|十?[一二三四五六七八九]|十)月", "月")
_OPENING = 1500
_DECEMBER = 11


def plan_year(flat: str, heads: list[Head]) -> tuple[int, int]:
    """Return the year of the plan, 0 where the text says none, and the year of the meeting, 0 likewise.

    A meeting of November or December is about the next year.
    """
    met = _met(flat)
    ahead: list[int] = []
    for head in heads:
        if is_title(head.words) or head.level > 2 or not (head.level or head.alone):
            continue
        for match in re.finditer(YEAR, head.bare):
            spoken = year_of(match[1])
            behind = _BACK.search(head.bare, match.end())
            forward = _AHEAD.search(head.bare, match.end())
            if "半年" in head.bare[match.end() :]:
                # 2026年上半年工作总结和下半年工作安排 is of one year
                ahead.append(spoken)
            elif forward and (not behind or forward.start() < behind.start()):
                ahead.append(spoken)
            elif behind and re.search("回顾|工作总结|完成情况|执行情况", head.bare[match.end() :]):
                ahead.append(spoken + 1)
    if done := _reported(heads):
        ahead = [max(one, done + 1) for one in ahead]
    near = [one for one in ahead if not met or abs(one - met) <= 1]
    if near:
        return max(set(near), key=lambda one: (near.count(one), one)), met
    titled = [
        year_of(match[1])
        for head in heads
        if is_title(head.words)
        for match in [re.search(YEAR, head.words)]
        if match
    ]
    if met or titled:
        return met or titled[0], met
    said = [
        year_of(match[1])
        for match in re.finditer(rf"{YEAR}(?:是|经济社会|政府|主要|工作|预期)", flat)
    ]
    said = said or [year_of(match[1]) for match in re.finditer(YEAR, flat)]
    return max(said, key=lambda one: (said.count(one), one), default=0), 0


def _reported(heads: list[Head]) -> int:
    """Return the year that a report only looks back on, by its title (2025年…情况报告); 0 where it plans as well."""
    for head in heads:
        said = re.search(YEAR, head.words)
        if said and not head.level and re.search("情况的?报告$", head.words):
            return 0 if _AHEAD.search(head.words) else year_of(said[1])
    return 0


def _met(flat: str) -> int:
    """Return the year that a report read on the date at its beginning is about."""
    for match in _SPOKEN.finditer(flat[:_OPENING]):
        if re.search("来源|发布|索引", flat[max(0, match.start() - 6) : match.start()]):
            continue
        month = int(match[2]) if match[2].isdigit() else _MONTH.get(match[2], 1)
        return year_of(match[1]) + (month >= _DECEMBER)
    return 0
