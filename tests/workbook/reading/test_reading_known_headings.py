"""The words above our columns are learned from templates, whatever a coordinator made of them."""

from io import BytesIO

import pytest
from xlsxwriter import Workbook

from xlreport.workbook.reading.reading_known_headings import Headings, headings, normalise


def template(
    heads: dict[str, str], below: tuple[str, ...] = (), before: tuple[str, ...] = ()
) -> bytes:
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    for column, word in enumerate(before):
        sheet.write_string(0, column, word)
    for column, (pattern, head) in enumerate(heads.items()):
        sheet.write_string(2, column, "目标任务（已锁定）")
        sheet.write_string(3, column, head)
        sheet.write_string(4, column, "{{" + pattern + "}}")
    for row, word in enumerate(below, 6):
        sheet.write_string(row, 1, word)
    book.close()
    return stream.getvalue()


INDICATORS = {
    "indicator.code": "代码",
    "indicator.due": "{{period.month_end}}应达",
    "input.actual": "本期值 ＊",
}
MILESTONES = {
    "milestone.code": "代码",
    "input.state": "本期状态＊",
    "milestone.check": "核对",
    "input.remark": "{{note}}",
}


def test_the_cell_above_the_pattern_is_the_heading() -> None:
    """One word may stand above the same field of both kinds; a placeholder in it stands for anything."""
    words = headings([template(INDICATORS), template(MILESTONES)])
    assert words.places("代码") == {("indicator", "code"), ("milestone", "code")}
    assert words.places("6月底应达") == {("indicator", "due")}
    assert words.places("本期值") == words.places(" 本 期 值\n*") == {("indicator", "actual")}
    assert words.places("本期状态") == {("milestone", "state")}


def test_what_is_no_heading() -> None:
    """Other words, computed columns, and headings that are placeholders through and through find nothing."""
    words = headings([template(INDICATORS), template(MILESTONES)])
    assert [
        words.places(text) for text in ("应达", "核对", "目标任务（已锁定）", "", "x" * 999)
    ] == [frozenset()] * 5


def test_all_languages_are_known_at_once() -> None:
    """What English and Chinese templates say is known together."""
    words = headings(
        [template(INDICATORS), template({"indicator.code": "Code", "input.actual": "Value ＊"})]
    )
    assert words.places("VALUE*") == words.places("本期值") == {("indicator", "actual")}


def test_contacts_and_what_stands_below() -> None:
    """The label of a contact is left of it; words below the table belong to the form."""
    words = headings(
        [template(INDICATORS, ("合计", "{{total.sum}}"), ("填报人：", "", "{{contact.filled_by}}"))]
    )
    assert words.contacts == {"填报人": ("filled_by", 2)}
    assert words.furniture == {"合计"}


def test_no_templates_no_words() -> None:
    """Without templates nothing is found, and nothing breaks."""
    assert headings([]) == Headings()


def test_normal_forms() -> None:
    """Widths, cases, blanks, asterisks and colons make no difference."""
    assert {normalise(text) for text in ("本期值＊", "本期值 *", "★本期值：", "本期值:")} == {
        "本期值"
    }
    assert normalise("Ｖａｌｕｅ") == "value"


@pytest.mark.parametrize("code", ["A", "Z0000333", "RST-O1", "0-9", "ABCDEFGHIJKLMNOPQRSTUVWX", ""])
def test_a_code_of_letters_and_digits_is_compared_in_small_letters(code: str) -> None:
    """What rows are told apart by needs no other form, so that none is made of it."""
    assert normalise(code) == code.lower()


def test_labels_are_found_however_often_they_are_asked_for() -> None:
    """What is remembered of other texts hides no label."""
    words = headings(
        [template(INDICATORS, ("合计", "{{total.sum}}"), ("填报人：", "", "{{contact.filled_by}}"))]
    )
    for texts in ({"合计", "Z1"}, {"合计", "填报人", "x"}, {"填报人", "填 报 人：", "Z1"}):
        found = words.contacts_among(texts)
        assert set(found) == {text for text in texts if "填" in text}
