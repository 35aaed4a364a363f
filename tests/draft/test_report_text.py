"""Bytes → the flat text: encodings, residue, wraps, and where every character stood."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlreport.draft.text.report_text import flat_text
from xlreport.draft.text.text_encodings import decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    """A report in UTF-8, with or without mark, GB18030 or marked UTF-16 reads the same."""
    words = "各位代表：今年地区生产总值增长6%左右。" * 3
    assert decode(words.encode(encoding)) == words


def test_a_damaged_byte_is_forgiven_but_a_picture_is_no_text() -> None:
    """One bad byte in a long report costs a character; bytes that are no text are refused."""
    words = ("今年新增就业5万人。" * 50).encode()
    assert "今年新增就业5万人" in (decode(words[:100] + b"\xff" + words[100:]) or "")
    assert decode(bytes(range(128, 256)) * 20 + b"\x00" * 100) is None


def test_wide_digits_signs_and_spaces() -> None:
    """Full-width digits, ％, －, stray spaces and points read like half-width ones."""
    text = flat_text("生产总值 增长　８．５％，控制在 3－4％，新增 1，200 人，12 345 亩")
    assert "增长8.5%" in text.flat
    assert "3-4%" in text.flat
    assert "12345亩" in text.flat
    assert " " not in text.flat


def test_thousands_keep_their_comma_and_clauses_get_theirs() -> None:
    """A half-width comma inside a number stays; between clauses it is a Chinese comma."""
    assert flat_text("收入1,234.5亿元,增长8%").flat == "收入1,234.5亿元，增长8%"


def test_html_residue() -> None:
    """Tags, scripts and entities are no text, and block tags end a paragraph."""
    text = flat_text(
        "<p>今年&nbsp;增长<b>6</b>%。</p><script>var a=1;</script><p>新增&ldquo;双创&rdquo;载体3家。</p>"
    )
    assert text.flat == "今年增长6%。新增“双创”载体3家。"


def test_newspaper_columns_join() -> None:
    """Lines of a narrow column join inside words and numbers; a short line without a stop is a head."""
    column = """各位代表，今年要新增就业5

万人，新建公路100公里，改造老
旧小区20个，做好各项工作，为

人民服务，办好民生实事。
2031年工作安排
今年要新增5万人就业，新建公路
100公里，不断前进，改造老旧小"""
    text = flat_text(column)
    assert "新增就业5万人" in text.flat
    assert any(text.flat[:place].endswith("2031年工作安排") for place in text.breaks)


def test_page_furniture_is_left_out() -> None:
    """Page numbers and 下转第四版 stand between two halves of a sentence and go."""
    text = flat_text("落实监管\n— 12 —\n责任，（下转第四版）加快建设。")
    assert text.flat == "落实监管责任，加快建设。"
    assert len(text.furniture) == 2


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="今年增长0123456789.%％８　 \n，。、<>&;“”（）", max_size=80))
def test_every_character_knows_its_place(raw: str) -> None:
    """For any text, places rise, and the original of a span is what stands at its places."""
    text = flat_text(raw)
    assert len(text.places) == len(text.flat)
    assert list(text.places) == sorted(text.places)
    assert len(text.original(0, len(text.flat))) == len(text.flat)
