"""What is printed is whole in every encoding that a system may give a file or a pipe."""

import io

import pytest

from xlreport.cli.output_streams import speak

SIGNS = "✓ ✗ △ · → ◇ ■ ▲ ● ○ — − ⟦ ㎥ 目标任务"


def written(text: str, encoding: str) -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    speak(stream)
    stream.write(text)
    stream.flush()
    return raw.getvalue().decode(stream.encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_an_encoding_with_every_sign_is_left_alone(encoding: str) -> None:
    assert written(SIGNS, encoding) == SIGNS


@pytest.mark.parametrize("encoding", ["gbk", "cp936"])
def test_a_chinese_code_page_gets_signs_that_look_alike(encoding: str) -> None:
    assert written(SIGNS, encoding) == "√ × △ · → ◇ ■ ▲ ● ○ — - 〔 m3 目标任务"


@pytest.mark.parametrize(
    "encoding", ["ascii", "gb2312", "cp1252", "cp437", "latin-1", "big5", "shift_jis"]
)
def test_an_encoding_without_our_words_becomes_utf_8(encoding: str) -> None:
    assert written(SIGNS, encoding) == SIGNS


def test_what_nobody_wrote_before_is_shown_by_its_code() -> None:
    assert written("བོད😀\udc80", "gbk") == "\\u0f56\\u0f7c\\u0f51\\U0001f600\\udc80"
    assert written("\udc80", "utf-8") == "\\udc80"
