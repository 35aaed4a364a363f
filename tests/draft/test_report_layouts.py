"""Made-up reports in many layouts: the same targets are ticked however a report is headed, wrapped or surrounded."""

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest

from xlreport.draft.draft_report import draft_from
from xlreport.model.plans.plan_draft_types import Draft

REVIEW = (
    (
        "过去一年，面对多重压力，全市上下同心协力，生产总值增长5.2%，一般公共预算收入完成41.3亿元，新建农村公路75公里，"
        "城镇新增就业2.6万人，改造老旧小区18个。我们坚持项目为王，开工重点项目66个。"
    ),
    "同时也要看到，发展中还有不少困难：产业链条不长，创新能力不强，民生领域还有短板。这些都要在今后的工作中认真解决。",
)
FIVE = (
    "“十六五”时期，生产总值年均增长6%以上，到2035年常住人口城镇化率达到70%，森林覆盖率提高到44%。"
)
PLAN = (
    "今年经济社会发展的主要预期目标是：生产总值增长6.3%左右，固定资产投资增长8%，城镇新增就业2.8万人以上，城镇调查失业率控制在5.4%以内。",
    "围绕上述目标，重点抓好以下工作。坚持项目为王，全年开工重点项目72个，完成投资210亿元，新增规上工业企业25家，培育专精特新企业14家。",
    "推进乡村振兴，建设高标准农田12.6万亩，新改建农村公路83公里，改造农村户厕4300户，粮食总产量稳定在9.8亿斤以上。",
    "办好民生实事，改造老旧小区21个，新增公办幼儿园学位1700个，建成养老服务中心9所，城乡低保标准提高5%。",
)
SPEECH = "各位代表：\n现在，我代表市人民政府，向大会报告工作，请予审议，并请各位政协委员和列席人员提出意见。"
CLOSING = "各位代表！蓝图已经绘就，奋斗正当其时。让我们团结一心、真抓实干，为谱写现代化青石建设新篇章而努力奋斗！"
DATE = "——2031年1月8日在青石市第三届人民代表大会第二次会议上"


def told(review: str, plan: str, *, title: str = "政府工作报告", five: str = "") -> str:
    """Return a report whose parts stand under the heads; an empty head leaves its part without one."""
    lines = [title, DATE, "市长　某某", SPEECH, review, *REVIEW]
    lines += [five, FIVE] if five else []
    return "\n".join(line for line in (*lines, plan, *PLAN, CLOSING) if line)


def ticked(raw: str) -> Counter[tuple[str, str]]:
    return Counter((row.name, row.number + row.unit) for row in draft_from(raw).ticked)


WANTED = ticked(told("一、2030年工作回顾", "二、2031年工作安排"))

LAYOUTS = {
    "chinese": told("一、2030年工作回顾", "二、2031年工作安排"),
    "parts": told("第一部分　过去一年工作回顾", "第二部分　2031年工作任务"),
    "bracketed": told("（一）2030年主要工作", "（二）2031年重点工作"),
    "bare": told("过去一年工作回顾", "做好2031年工作"),
    "this-year": told("一、工作回顾", "二、今年工作安排"),
    "next-step": told("一、2030年工作完成情况", "二、下一步工作打算"),
    "suggestions": told("一、2030年工作回顾", "二、对今年政府工作的建议"),
    "numerals": told("一、二〇三〇年工作回顾", "二、二〇三一年政府工作的总体要求和主要任务"),
    "slogan": told("一、2030年：稳进提质谱新篇", "二、2031年：乘势而上开新局"),
    "year-title": told(
        "一、2030年工作回顾", "二、2031年工作安排", title="2031年青石市政府工作报告"
    ),
    "new-term": told(
        "一、过去五年工作回顾", "三、2031年重点工作", five="二、今后五年的奋斗目标和主要任务"
    ),
    "five-year-plan": told(
        "一、2030年和“十五五”工作回顾", "三、2031年主要工作", five="二、“十六五”时期主要目标任务"
    ),
    "township": told(
        "一、2030年工作总结", "二、2031年工作计划", title="青石镇2030年工作总结和2031年工作计划"
    ),
    "ministry": told(
        "一、2030年工作进展情况", "二、2031年工作思路和重点任务", title="青石市水利局工作报告"
    ),
    "no-heads": told("", ""),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(layout: str) -> None:
    """The year's part is found under whatever head; review and five-year part are never ticked."""
    assert ticked(LAYOUTS[layout]) == WANTED
    assert sum(WANTED.values()) == 16


def paragraphs(raw: str) -> list[str]:
    return raw.split("\n")


def wrapped(raw: str, width: int, indent: str = "") -> str:
    """Break every paragraph at a width, as a text saved from a page or a newspaper is."""
    broken = []
    for line in paragraphs(raw):
        whole = indent + line
        broken += [whole[at : at + width] for at in range(0, len(whole), width)]
    return "\n".join(broken)


def paged(raw: str, page: Callable[[int], str], every: int) -> str:
    """Put a page number behind every so many lines."""
    lines: list[str] = []
    for at, line in enumerate(paragraphs(raw), 1):
        lines += [line] if at % every else [line, page(at // every)]
    return "\n".join(lines)


def joined(raw: str) -> str:
    """Join the paragraphs that are no heads."""
    kept: list[str] = [paragraphs(raw)[0]]
    for before, line in pairwise(paragraphs(raw)):
        long = min(len(before), len(line)) > 45
        kept[-1:] = [kept[-1] + line] if long else [kept[-1], line]
    return "\n".join(kept)


SITE = (
    "首页\n网站地图\n政务公开\n2031年\n2030年政府工作报告\n当前位置：首页 > 政务公开 > 正文\n字号：大 中 小\n",
    "\n打印本页\n关闭窗口\n上一篇：2029年政府工作报告\n版权所有：青石市人民政府\n新建公路99公里。",
)
MUTATIONS: dict[str, Callable[[str], str]] = {
    "without a title": lambda raw: raw.split("\n", 1)[1],
    "paragraphs split": lambda raw: re.sub("。(?=[^\n]{12})", "。\n", raw),
    "paragraphs joined": joined,
    "blank lines": lambda raw: raw.replace("\n", "\n\n"),
    "CRLF": lambda raw: raw.replace("\n", "\r\n"),
    "wide spaces": lambda raw: re.sub("(?m)^(.{9})", "　　\\1　", raw),
    "spaces at numbers": lambda raw: re.sub("(?<=[\u4e00-\u9fff])(?=\\d)", "  ", raw),
    "wide digits": lambda raw: raw.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
    "wrapped at 40": lambda raw: wrapped(raw, 40),
    "wrapped at 40, indented": lambda raw: wrapped(raw, 40, "　　"),
    "wrapped at 24": lambda raw: wrapped(raw, 24),
    "wrapped, pages": lambda raw: paged(wrapped(raw, 36, "　　"), lambda n: f"- {n} -", 7),
    "page numbers": lambda raw: paged(raw, lambda n: f"— {n} —", 3),
    "pages of pages": lambda raw: paged(raw, lambda n: f"第 {n} 页 共 9 页", 4),
    "a site around it": lambda raw: SITE[0] + raw + SITE[1],
    "a web page": lambda raw: (
        "<html><body><div>首页</div>"
        + "".join(f"<p>&nbsp;{line}</p>" for line in paragraphs(raw))
        + "</body></html>"
    ),
}


@pytest.mark.parametrize("layout", ["chinese", "parts", "bare", "new-term", "slogan", "no-heads"])
def test_mutated_layouts(layout: str) -> None:
    """What a scraper, a printer or a newspaper does to a text changes no row, or nothing is ticked at all."""
    changed: dict[str, Counter[tuple[str, str]]] = {}
    silent: list[str] = []
    for name, mutate in MUTATIONS.items():
        found = ticked(mutate(LAYOUTS[layout]))
        if not found:
            silent.append(name)
        elif found != WANTED:
            changed[name] = (found - WANTED) + (WANTED - found)
    assert changed == {}
    assert len(silent) <= (layout == "no-heads") * len(MUTATIONS), silent


CUT = {
    "review only": "\n".join(LAYOUTS["chinese"].split("\n")[:7]),
    "five years only": told("一、过去五年工作回顾", "", five="二、今后五年的奋斗目标").split(
        "\n今年"
    )[0],
    "middle of the review": REVIEW[0] + "\n" + REVIEW[1],
}


@pytest.mark.parametrize("cut", CUT)
def test_cut_texts(cut: str) -> None:
    """Where the year's part is not there, nothing is ticked, and the draft says so."""
    found: Draft = draft_from(CUT[cut])
    assert found.ticked == ()
    assert {one.code for one in found.remarks} & {"no-year-part", "no-parts"}
