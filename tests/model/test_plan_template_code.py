"""The template code: printed, read, and proof against slips."""

from hypothesis import assume, given
from hypothesis import strategies as st

from xlreport.model.period import Period
from xlreport.model.plans.plan_template_code import TemplateCode, looks_like_code, parse_code

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
CODES = st.builds(
    TemplateCode,
    st.text(_LETTERS + "-", min_size=1, max_size=12),
    st.builds(Period, st.integers(1950, 2199), st.just("quarter"), st.integers(1, 4)),
    st.text(_LETTERS, min_size=1, max_size=6),
    st.integers(1, 99),
)


@given(CODES)
def test_printed_and_read(code: TemplateCode) -> None:
    """What is printed reads back, whatever white space, width or dots a program makes of it."""
    text = str(code)
    wide = "".join(
        chr(ord(one) + 0xFEE0) if one.isascii() and one.isalnum() else one for one in text
    )
    for form in (text, text.lower(), f" {text}\n", text.replace("·", " ・ "), wide):
        assert parse_code(form) == code
        assert looks_like_code(form)


@given(CODES, st.data())
def test_one_wrong_character_is_found(code: TemplateCode, data: st.DataObject) -> None:
    """ISO 7064 MOD 1271-36 finds every single wrong letter or digit."""
    text = str(code)
    place = data.draw(st.sampled_from([i for i, one in enumerate(text) if one in _LETTERS]))
    other = data.draw(st.sampled_from([one for one in _LETTERS if one != text[place]]))
    assert parse_code(text[:place] + other + text[place + 1 :]) is None


@given(CODES, st.data())
def test_two_neighbours_swapped_are_found(code: TemplateCode, data: st.DataObject) -> None:
    """It finds every swap of two neighbours, too."""
    text = str(code)
    places = [i for i in range(len(text) - 1) if text[i] in _LETTERS and text[i + 1] in _LETTERS]
    place = data.draw(st.sampled_from(places))
    assume(text[place] != text[place + 1])
    assert parse_code(text[:place] + text[place + 1] + text[place] + text[place + 2 :]) is None


def test_words_are_no_code() -> None:
    """Ordinary text is neither a code nor looks like one."""
    for text in ("", "模板编号", "a·b·c·d·e", "2020·Q2", "TIBET-2020"):
        assert parse_code(text) is None
        assert not looks_like_code(text)
