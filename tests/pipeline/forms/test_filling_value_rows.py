"""What a form is filled with is read from what any program writes."""

from io import BytesIO

import openpyxl
import pytest

from xlreport.model.model_errors import CannotRun
from xlreport.pipeline.forms.exporting_form_templates import known_headings
from xlreport.pipeline.forms.filling_form_values import value_rows

WORDS = known_headings(None)
ROWS = [
    ["代码", "指标名称", "本期值 ＊", "进展情况 ＊", "填报人"],
    ["ZB001", "就业", "2.5", "已完成；一半", "李某"],
]
WANTED = [{"code": "ZB001", "actual": "2.5", "progress": "已完成；一半", "filled_by": "李某"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_encoding_and_separator(encoding: str, separator: str) -> None:
    text = "\r\n".join(separator.join(row) for row in ROWS)
    assert value_rows(text.encode(encoding), "a.csv", WORDS) == WANTED


def test_a_workbook_and_names_of_fields() -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("填报数据", 0)
    for row in (["填报数据"], *ROWS):
        sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    assert value_rows(stream.getvalue(), "a.xlsx", WORDS) == WANTED
    plain = b"code,actual\nZB001,2.5\n"
    assert value_rows(plain, "a.csv", WORDS) == [{"code": "ZB001", "actual": "2.5"}]


@pytest.mark.parametrize(
    "content", [b"actual\n1\n", "代码,天气\nZB001,晴\n".encode(), b"", b"PK\x03\x04x"]
)
def test_what_is_not_known_is_refused(content: bytes) -> None:
    with pytest.raises(CannotRun):
        value_rows(content, "a.csv", WORDS)
