"""Which part of a report is about the coming year."""

from collections.abc import Callable

import pytest

from xlreport.draft.parts.part_headings import Part
from xlreport.draft.parts.report_parts import find_parts
from xlreport.draft.text.report_text import flat_text

Report = Callable[..., str]


def spoken(raw: str, part: Part) -> str:
    """Return the text of one part."""
    text = flat_text(raw)
    return "".join(text.flat[start:end] for start, end in find_parts(text).of(part))


@pytest.mark.parametrize(
    "head",
    [
        "二、2031年工作安排",
        "2031年重点工作",
        "三、2031年主要任务",
        "二、2031年政府工作总体部署",
        "二、目标任务和重点工作",
        "二、今年工作总体要求和主要目标",
        "三、2031年政府工作任务",
        "二、对今年政府工作的建议",
        "2031年工作目标和重点任务",
        "（二）2031年工作总体思路和目标任务",
        "第二部分　二〇三一年主要工作",
        "二、2031年工作安排：",
        "二、乘势而上的2031年",
        "二、2031：奋勇争先启新程",
        "二、下一步工作",
        "二、下阶段重点任务",
    ],
)
def test_heads_that_open_the_plan(report: Report, head: str) -> None:
    """Heads of the coming year open the plan part, whatever their words; what stands before is review."""
    raw = report("今年新增就业5万人。", "去年新增就业4万人。").replace("二、2031年工作安排", head)
    assert "新增就业5万人" in spoken(raw, Part.PLAN)
    assert "新增就业4万人" in spoken(raw, Part.REVIEW)


def test_five_year_part_is_kept_apart(report: Report) -> None:
    """What stands under a five-year head is not for this year."""
    raw = report("今年增长6%。").replace(
        "二、2031年", "二、“十六五”时期主要目标任务\n到2035年，城镇化率达到75%。\n三、2031年"
    )
    assert "75%" in spoken(raw, Part.FIVE_YEARS)
    assert "75%" not in spoken(raw, Part.PLAN)


def test_combined_head_switches_by_sentence(report: Report) -> None:
    """Under “十六五”时期目标任务和2031年工作安排 the year's own sentence opens the plan."""
    raw = report("“十六五”时期，年均增长6%。2031年是开局之年。今年增长7%。").replace(
        "二、2031年工作安排", "二、“十六五”时期目标任务和2031年工作安排"
    )
    assert spoken(raw, Part.FIVE_YEARS).endswith("年均增长6%。")
    assert "今年增长7%" in spoken(raw, Part.PLAN)


def test_without_heads_the_headline_sentence_opens_the_plan() -> None:
    """A text without heads is a plan from its headline targets on, and the draft says so."""
    raw = "各位代表：过去一年增长5%。\n2031年经济社会发展主要预期目标是：生产总值增长6%。\n新建公路5公里。"
    found = find_parts(flat_text(raw))
    assert "新建公路5公里" in spoken(raw, Part.PLAN)
    assert "增长5%" not in spoken(raw, Part.PLAN)
    assert "by-headline" in {one.code for one in found.remarks}


def test_a_december_meeting_is_about_the_next_year(report: Report) -> None:
    """A report read in December plans the year that follows."""
    raw = (
        report("新增就业5万人。")
        .replace("2031年1月8日", "2030年12月28日")
        .replace("2031年工作安排", "主要目标任务和重点工作")
    )
    assert find_parts(flat_text(raw)).year == 2031


def test_cut_texts_are_told(report: Report) -> None:
    """A text without opening or ending says so, for rows and baselines may be missing."""
    found = find_parts(
        flat_text("加快推进各项建设。\n2031年工作安排\n今年新增就业5万人，落实监管责任，")
    )
    assert {"no-opening", "no-ending"} <= {one.code for one in found.remarks}
    assert not found.complete
    whole = find_parts(flat_text(report("今年新增就业5万人。")))
    assert whole.complete
    assert not whole.remarks


def test_closing_words_and_glossary_are_no_plan(report: Report) -> None:
    """Behind the closing formula nothing is promised, and a glossary is no part of the report."""
    raw = report("今年新增就业5万人。") + "名词解释\n1.“四好农村路”：共4项。\n"
    assert "谱写" not in spoken(raw, Part.PLAN)
    assert "谱写" in spoken(raw, Part.CLOSING)
    assert "4项" not in spoken(raw, Part.PLAN) + spoken(raw, Part.CLOSING)


def test_title_and_government(report: Report) -> None:
    """The meeting's place names the government."""
    found = find_parts(flat_text(report("今年新增就业5万人。")))
    assert (found.government, found.title) == ("青石市人民政府", "青石市2031年政府工作目标任务")


def test_a_report_without_line_breaks(report: Report) -> None:
    """Its heads are sentences that begin with a number of their own."""
    raw = report("今年新增就业5万人。", "去年新增就业4万人。")
    for head in ("一、2030年工作回顾", "二、2031年工作安排"):
        raw = raw.replace(head, head + "。")
    raw = raw[raw.index("各位代表") :].replace("\n", "")
    assert "新增就业5万人" in spoken(raw, Part.PLAN)
    assert "新增就业4万人" in spoken(raw, Part.REVIEW)


def test_a_plan_report_whose_title_takes_two_lines() -> None:
    """计划执行情况 is no plan, neither in a title's first line nor in the head of the review."""
    lines = (
        "青石市2030年国民经济和社会发展计划执行情况",
        "和2031年计划草案的报告",
        "各位代表：",
        "一、2030年计划执行情况",
        "新增就业4万人。",
        "二、2031年计划安排",
        "新增就业5万人。",
    )
    parts = find_parts(flat_text("\n".join(lines)))
    assert parts.year == 2031
    assert parts.begins == "二、2031年计划安排"
