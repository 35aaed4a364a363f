"""What is no workbook is called by its name, however long it is and wherever a sample ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile.spoiling import TYPES, edited
from xlreport.model.plans.plan_template_code import TemplateCode, parse_code
from xlreport.model.returns.return_refusal import Refused
from xlreport.model.texts.lookalike_texts import row_code
from xlreport.workbook.reading.container.container_gate import open_file
from xlreport.workbook.reading.reading_known_headings import normalise


def code_of(content: bytes) -> str:
    with pytest.raises(Refused) as told:
        open_file(content)
    return told.value.code


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "utf-8-sig", "utf-16", "big5"])
@pytest.mark.parametrize("around", [1, 4_096, 65_536])
def test_a_list_of_values_is_csv_whatever_its_length(encoding: str, around: int) -> None:
    """No length cuts a character so that the file is anything else."""
    rows = "代號,本期值\r\nZB001,1.5\r\n" + "ZB002,說明文字說明文字\r\n" * (around // 20 + 1)
    whole = rows.encode(encoding)
    least = len("代號,本期值\r\nZB001,1".encode(encoding))
    for extra in range(-4, 8):
        length = max(least, around + extra)
        cut = whole[:length]
        if encoding == "utf-16" or len(cut) > 65_536:
            assert code_of(cut[: len(cut) // 2 * 2]) == "is-csv", (encoding, length)
        else:
            text = cut.decode(encoding, "ignore").encode(encoding)
            assert code_of(text) == "is-csv", (encoding, length)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("各位领导：附件为本单位报表，请查收。\n此致，敬礼", "is-text"),
        ("Dear Sir,\n\nPlease find attached, as asked, our return.\n\nRegards,\nA. B.", "is-text"),
        ("BM,本期值\nZB001,1\n", "is-csv"),
        ("MZ;值\nZB001;1\n", "is-csv"),
        ("PK,值\nZB001,1\n", "is-csv"),
        ('代码,进展\nZB001,"第一行\n第二行，还有"\nZB002,无\n', "is-csv"),
        ("代码,值\n\u200bZB001,1\xa0\n", "is-csv"),
    ],
)
def test_texts_go_by_what_is_in_them(content: str, code: str) -> None:
    assert code_of(content.encode()) == code


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=50))
def test_any_words_are_text_in_their_encodings(words: str) -> None:
    for encoding in ("utf-8", "gb18030", "utf-16"):
        assert code_of(words.encode(encoding)) == "is-text"


def test_a_name_in_the_encoding_of_the_country_is_readable() -> None:
    """What an archive hides is named in letters, not in numbers of characters."""
    from tests.hostile.archives import Archive, Member, zipped

    sound = [Member("[Content_Types].xml", b"<x/>"), Member("报表\\a.xml", b"<x/>")]
    with pytest.raises(Refused) as told:
        open_file(Archive(sound).pack())
    assert (told.value.code, told.value.fields["where"]) == ("archive-tricks", "报表\\a.xml")
    assert code_of(zipped({"报表/一.xlsx": b"x"})) == "is-archive"


@pytest.mark.parametrize(
    "typed", ["ZB\u200b009", "\ufeffZB009\u200e", "ＺＢ００９", "zb 009", "ΖВ009"]
)
def test_codes_that_look_the_same_are_the_same(typed: str) -> None:
    assert row_code(typed) == "ZB009"


def test_template_codes_and_headings_too() -> None:
    from xlreport.model.period import Period

    code = TemplateCode("TIBET-2020", Period.parse("2020-Q2"), "RST", 1)
    assert parse_code("\u200b".join(str(code))) == code
    assert normalise("本期\u200b值 ＊") == normalise("本期值＊")


def test_a_macro_type_without_macros_is_an_ordinary_workbook(sound: bytes) -> None:
    """Its marked copy is the sender's own, of the type that its name says."""
    from xlreport.model.returns.finding import finding
    from xlreport.model.returns.submission import Submission
    from xlreport.pipeline.forms.exporting_form_templates import known_headings
    from xlreport.workbook.annotating.annotate_workbook import annotate
    from xlreport.workbook.reading.submission_reader import read

    plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    content = edited(sound, TYPES, plain, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    back = read(content, "a.xlsm", known_headings(None))
    assert isinstance(back, Submission)
    assert not back.active
    entry = back.entries[0]
    fault = finding("blank", sheet=entry.sheet, cell=entry.cells["actual"].address)
    copy = annotate(content, back, (fault,), "zh")
    assert copy is not None
    assert b"macroEnabled" not in open_file(copy).package.part("[content_types].xml")
