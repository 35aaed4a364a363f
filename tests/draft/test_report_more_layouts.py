"""More layouts, each written down before it was drafted: bold heads, tables, plan first, web furniture, other encodings.

Numbers of the year's part are 51 to 58, 5500 and 5600; those that must not be ticked are 61 to 84 and 100.
"""

from pathlib import Path

import pytest

from tests.draft.test_report_twenty_layouts import END, MEETING, PLAN, REVIEW, YEARS_OWN
from xlreport.draft.draft_report import draft_from
from xlreport.pipeline.plans.reports.loading_report_files import read_report

#: name → year, what else is ticked, the text; {R} review, {P} plan, {E} end, {M} meeting
LAYOUTS = {
    "dotted": (
        2026,
        "",
        """政府工作报告
{M}1．2025年工作回顾
{R}2．2026年工作安排
{P}{E}""",
    ),
    "parts": (
        2026,
        "",
        """政府工作报告
{M}第一部分 “十四五”及2025年工作回顾
{R}第二部分 “十五五”时期经济社会发展的主要目标
到2030年，地区生产总值年均增长71%，城镇化率达到72%。
第三部分 2026年主要工作任务
{P}{E}""",
    ),
    "ministry": (
        2026,
        "",
        """青河省水利厅2025年工作总结及2026年工作打算
2025年，全省水利系统扎实工作。
一、2025年工作情况
{R}二、存在的问题
欠账73亿元。
三、2026年工作打算
{P}""",
    ),
    "next_step": (
        2026,
        "",
        """青河市民政局2025年工作情况汇报
2026年1月5日
一、2025年工作完成情况
{R}二、下一步工作打算
{P}""",
    ),
    "township": (
        2026,
        "",
        """青山镇2025年政府工作总结和2026年工作安排
各位代表：
一、2025年工作回顾
（一）经济稳中有进。{R}（二）作风明显好转。化解纠纷66起。
二、2026年工作安排
（一）发展目标
{P}（二）保障措施
加强领导。
{E}""",
    ),
    "five_then_year": (
        2026,
        "55",
        """政府工作报告
{M}一、2025年及“十四五”工作回顾
{R}二、“十五五”时期目标任务和2026年工作总体安排
（一）“十五五”时期主要目标
地区生产总值年均增长71%，城镇化率达到72%。
（二）2026年工作总体安排
{P}三、2026年重点工作
新建公园55个。
{E}""",
    ),
    "year_before_five": (
        2026,
        "",
        """政府工作报告
{M}一、2025年工作回顾
{R}二、2026年工作安排
{P}三、“十五五”时期展望
到2030年，地区生产总值年均增长71%。
{E}""",
    ),
    "two_years": (
        2026,
        "",
        """青河县2024—2025年工作回顾和2026年工作安排
{M}一、2024年、2025年工作回顾
{R}二、2026年工作安排
{P}{E}""",
    ),
    "annex_done_and_new": (
        2026,
        "56",
        """政府工作报告
{M}一、2025年工作回顾
{R}二、2026年工作安排
{P}{E}附件1
2025年民生实事完成情况
新建托位81个。
附件2
2026年民生实事清单
新建停车位56个。
""",
    ),
    "ten_things": (
        2026,
        "56;57",
        """政府工作报告
{M}一、2025年工作回顾
{R}二、2026年工作安排
{P}三、办好2026年十件民生实事
1.新建停车位56个。
2.改造农村公路57公里。
{E}""",
    ),
    "site": (
        2026,
        "",
        """首页 > 政务公开 > 政府工作报告
字号：大 中 小
2026年青河市政府工作报告
发布时间：2026-01-20 浏览次数：61次 来源：市政府办
{M}一、2025年工作回顾
{R}二、2026年工作安排
{P}{E}【打印本页】【关闭窗口】
相关链接
2025年青河市政府工作报告
2024年青河市政府工作报告 地区生产总值增长62%。
""",
    ),
    "slogans": (
        2026,
        "",
        """政府工作报告
{M}一、2025年：爬坡过坎，稳中有进
{R}二、2026年：乘势而上，再启新程
{P}{E}""",
    ),
    "situation_between": (
        2026,
        "55",
        """政府工作报告
{M}一、过去一年工作回顾
{R}二、当前面临的形势
全市还有脱贫不稳定户73户。
三、今年工作的总体要求和主要目标
{P}四、今年的重点工作
改造危桥55座。
{E}""",
    ),
    "sentence_head": (
        2026,
        "",
        """政府工作报告
{M}一、2025年工作回顾
{R}各位代表！2026年是“十五五”开局之年，做好今年工作意义重大。
今年经济社会发展的主要预期目标是：{P}{E}""",
    ),
    "site_no_head": (
        2026,
        "",
        """首页 > 政府工作报告
2026年青河市政府工作报告
发布时间：2026-01-20
政府工作报告
{M}过去一年，成绩来之不易。{R}今年经济社会发展的主要预期目标是：{P}{E}""",
    ),
    "plan_draft": (
        2026,
        "55",
        """关于青河市2025年国民经济和社会发展计划执行情况与2026年国民经济和社会发展计划草案的报告
青河市发展和改革委员会
{M}一、2025年国民经济和社会发展计划执行情况
{R}二、2026年经济社会发展总体要求和主要预期目标
{P}三、2026年经济社会发展主要任务
新建水厂55座。
""",
    ),
    "plan_table": (
        2026,
        "5.5;3200",
        """关于青河县2025年国民经济和社会发展计划执行情况与2026年计划草案的报告
{M}一、2025年计划执行情况
{R}二、2026年主要任务
{P}附表：2026年国民经济和社会发展主要指标
指标名称\t单位\t2025年完成\t2026年目标\t增长（%）
地区生产总值\t亿元\t80\t\t5.5
城镇新增就业\t人\t3100\t3200\t
""",
    ),
    "half_year": (
        2026,
        "",
        """青河区2026年上半年工作总结和下半年工作安排
一、上半年工作完成情况
{R}二、下半年重点工作安排
{P}""",
    ),
    "notes_inside": (
        2026,
        "",
        """政府工作报告
{M}一、2025年工作回顾
{R}二、2026年工作安排
{P}实施“两山”〔1〕工程。
{E}名词解释
〔1〕“两山”：指绿化面积81万亩、造林82万亩。
""",
    ),
    "contents": (
        2026,
        "",
        """目录
一、2025年工作回顾……1
二、“十五五”时期主要目标……12
三、2026年工作安排……15
政府工作报告
{M}一、2025年工作回顾
{R}二、“十五五”时期主要目标
到2030年，地区生产总值年均增长71%。
三、2026年工作安排
{P}{E}""",
    ),
    "year_only": (
        2026,
        "",
        """政府工作报告
{M}一、2025年
{R}二、2026年
{P}{E}""",
    ),
    "six_parts": (
        2026,
        "55;56;57",
        """政府工作报告
{M}一、2025年工作回顾
{R}二、2026年总体要求
坚持稳中求进。
三、2026年主要目标
{P}四、扎实推进乡村全面振兴
新建农村公路55公里。
五、着力保障和改善民生
新增床位56张。
六、加强政府自身建设
办结提案57件。
{E}""",
    ),
    "this_and_next": (
        2026,
        "",
        """青河区教育局2025年工作总结
一、今年工作开展情况
{R}二、明年工作计划
{P}""",
    ),
    "since": (
        2026,
        "",
        """2025年工作总结和2026年工作计划
青河镇人民政府
今年以来，{R}2026年工作计划：
{P}""",
    ),
    "spaced": (
        2026,
        "",
        """政 府 工 作 报 告

{M}
一 、2 0 2 5 年 工 作 回 顾

{R}

二 、2 0 2 6 年 工 作 安 排

{P}
{E}""",
    ),
}
CODES = ("gb18030", "utf-16", "utf-8-sig", "utf-8")


def whole(text: str) -> str:
    return (
        text.replace("{R}", REVIEW).replace("{P}", PLAN).replace("{E}", END).replace("{M}", MEETING)
    )


@pytest.mark.parametrize(("year", "more", "text"), LAYOUTS.values(), ids=LAYOUTS)
def test_the_numbers_of_the_year_s_part_are_ticked(year: int, more: str, text: str) -> None:
    """All of them and no others, under the year that was written down."""
    found = draft_from(whole(text))
    expected = YEARS_OWN | {one for one in more.split(";") if one}
    assert ({row.number for row in found.ticked}, found.year) == (expected, year)


@pytest.mark.parametrize("code", CODES)
def test_the_same_in_any_encoding(tmp_path: Path, code: str) -> None:
    """What a report says does not depend on how its file is written."""
    path = tmp_path / "report.txt"
    path.write_bytes(whole(LAYOUTS["site"][2]).encode(code))
    assert {row.number for row in draft_from(read_report(path)).ticked} == YEARS_OWN
