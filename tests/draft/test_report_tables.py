"""Tables of indicators as plan reports have them, cell by cell: in a text, a Word document, a web page."""

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from tests.draft.conftest import _report
from tests.draft.test_report_inputs import SPACE
from xlreport.draft.draft_report import draft_from
from xlreport.model.plans.plan_draft_types import Draft
from xlreport.pipeline.plans.drafting_plans import draft_report

HEAD = ("指标", "单位", "2030年完成", "2031年目标")
ROWS = (
    ("地区生产总值增长", "%", "5.2", "5.5左右"),
    ("规模以上工业增加值增长", "%", "6.1", "7以上"),
    ("一般公共预算收入", "亿元", "41.3", "43"),
    ("城镇新增就业", "万人", "2.6", "≥2.8"),
    ("城镇调查失业率", "%", "5.4", "5.5以内"),
    ("单位地区生产总值能耗降低", "%", "3.1", "3"),
    ("居民消费价格涨幅", "%", "0.8", "2左右"),
    ("粮食总产量", "亿斤", "9.7", "9.8以上"),
    ("主要污染物排放量", "—", "完成", "完成省下达任务"),
    ("万元以上技改项目", "个", "66", "70-75"),
)
#: name, value, unit, comparator, measure, baseline
WANTED = [
    ("地区生产总值", "5.5", "%", "approx", "growth", "5.2"),
    ("规模以上工业增加值", "7", "%", "ge", "growth", "6.1"),
    ("一般公共预算收入", "43", "亿元", "eq", "cumulative", "41.3"),
    ("城镇新增就业", "2.8", "万人", "ge", "cumulative", "2.6"),
    ("城镇调查失业率", "5.5", "%", "le", "share", "5.4"),
    ("单位地区生产总值能耗", "3", "%", "decrease_ge", "fall", "3.1"),
    ("居民消费价格涨幅", "2", "%", "approx", "growth", "0.8"),
    ("粮食总产量", "9.8", "亿斤", "ge", "cumulative", "9.7"),
    ("主要污染物排放量", "", "", "ge", "level", ""),
    ("万元以上技改项目", "70-75", "个", "range", "cumulative", "66"),
]
PLAN = "今年的主要指标如下。\n{table}\n新建公路48公里。"


def cells(draft: Draft) -> list[tuple[str, str, str, str, str, str]]:
    return [
        (
            row.name,
            row.number,
            row.unit,
            row.comparator,
            row.measure.value,
            str(row.baseline.value) if row.baseline else "",
        )
        for row in draft.ticked
    ]


def lines(separator: str, head: tuple[str, ...] = HEAD) -> str:
    return "\n".join(separator.join(row) for row in (head, *ROWS))


def page(head: str) -> str:
    body = "".join(f"<tr>{''.join(f'<td><p>{one}</p></td>' for one in row)}</tr>" for row in ROWS)
    return f"<table border=1><tbody>{head}{body}</tbody></table>"


PLAIN = "<tr>" + "".join(f"<th>{one}</th>" for one in HEAD) + "</tr>"
DOUBLE = (
    '<tr><td rowspan="2">指标名称</td><td rowspan="2">计量单位</td><td>2030年</td><td>2031年</td></tr>'
    "<tr><td>完成情况</td><td>预期目标</td></tr>"
)


@pytest.mark.parametrize("separator", ["\t", "    ", "　　", " ", "|"])
def test_a_text_s_table(separator: str) -> None:
    """Tabs, runs of blanks, wide blanks, one blank, strokes between the cells."""
    found = draft_from(_report(PLAN.format(table=lines(separator))))
    assert cells(found) == [*WANTED, ("新建公路", "48", "公里", "eq", "cumulative", "")]


def test_a_serial_number_and_a_kind() -> None:
    """序号 is no target; 约束性 is firm, 预期性 is not."""
    head = ("序号", "指标名称", "计量单位", "属性", "上年实绩", "本年计划")
    rows = [
        ("1", "生产总值增长", "%", "预期性", "5.2", "5.5"),
        ("2", "耕地保有量", "万亩", "约束性", "96", "96"),
    ]
    table = "\n".join("\t".join(row) for row in (head, *rows))
    found = draft_from(_report(PLAN.format(table=table)))
    told = [(row.name, row.number, row.commitment.value) for row in found.ticked]
    assert told[:2] == [("地区生产总值", "5.5", "plain"), ("耕地保有量", "96", "hard")]
    assert {one.number for one in found.rejected if one.reason == "table"} >= {"1", "2", "96"}


def test_a_later_year_s_column() -> None:
    """A column of 2035 makes rows for 2035, which nobody ticks."""
    head = (*HEAD, "2035年目标")
    rows = [("常住人口城镇化率", "%", "61", "62", "66")]
    table = "\n".join("\t".join(row) for row in (head, *rows))
    found = draft_from(_report(PLAN.format(table=table)))
    told = [(row.number, row.year, row.ticked) for row in found.rows]
    assert told[:2] == [("62", 2031, True), ("66", 2035, False)]


def test_amount_and_growth() -> None:
    """A column 增长 beside the amounts is a second target of its row."""
    head = ("指标", "单位", "上年完成", "本年目标", "增长（%）")
    table = "\n".join(
        "\t".join(row) for row in (head, ("固定资产投资", "亿元", "200", "216", "8左右"))
    )
    found = draft_from(_report(PLAN.format(table=table)))
    told = [(row.number, row.unit, row.measure.value, row.comparator) for row in found.ticked]
    assert told[:2] == [("216", "亿元", "cumulative", "eq"), ("8", "%", "growth", "approx")]


@pytest.mark.parametrize("head", [PLAIN, DOUBLE], ids=["plain", "double"])
def test_a_web_page_s_table(head: str) -> None:
    """Cells of a page, under a head in one row or in two."""
    raw = _report("今年的主要指标如下。\n@\n新建公路48公里。")
    body = "".join(f"<p>{line}</p>" for line in raw.split("\n")).replace("<p>@</p>", page(head))
    found = draft_from(f"<html><body>{body}</body></html>")
    assert cells(found)[:-1] == WANTED


def test_a_word_document_s_table(tmp_path: Path) -> None:
    """Rows of a .docx come out as lines with tabs."""
    body = ""
    for line in _report("今年的主要指标如下。\n@\n新建公路48公里。").split("\n"):
        rows = "".join(
            "<w:tr>"
            + "".join(f"<w:tc><w:p><w:r><w:t>{one}</w:t></w:r></w:p></w:tc>" for one in row)
            + "</w:tr>"
            for row in (HEAD, *ROWS)
        )
        plain = f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"
        body += f"<w:tbl>{rows}</w:tbl>" if line == "@" else plain
    whole = f'<w:document xmlns:w="{SPACE}"><w:body>{body}</w:body></w:document>'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", whole)
    path = tmp_path / "plan.docx"
    path.write_bytes(content.getvalue())
    assert cells(draft_report(path))[:-1] == WANTED


def test_a_plan_report_with_its_table_behind() -> None:
    """The table hangs on behind the closing words, as in a report on the plan's draft."""
    raw = (
        "关于青石市2030年国民经济和社会发展计划执行情况与2031年计划草案的报告\n各位代表：\n"
        "受市人民政府委托，现将计划草案提请大会审议。\n一、2030年计划执行情况\n生产总值增长5.2%。\n"
        "二、2031年经济社会发展主要任务\n新建公路48公里。\n"
        "各位代表！让我们团结一心，为建设美丽青石而努力奋斗！\n"
        f"附表：2031年国民经济和社会发展主要指标计划表\n{lines(chr(9))}\n"
    )
    found = draft_from(raw)
    assert found.year == 2031
    assert cells(found) == [("新建公路", "48", "公里", "eq", "cumulative", ""), *WANTED]


def test_every_cell_s_number_is_told() -> None:
    """Each number of the table is a row's, its baseline's, or listed."""
    found = draft_from(_report(PLAN.format(table=lines("\t"))))
    taken = [row.number.split("-")[0] for row in found.rows if row.reason == "table"]
    left = [one.number.rstrip("年完成目标") for one in found.rejected if one.reason == "table"]
    assert sorted(taken) == sorted(str(Decimal(one[1].split("-")[0])) for one in WANTED if one[1])
    assert sorted(left) == sorted([row[2] for row in ROWS if row[2] != "完成"] + ["2030", "2031"])
