"""One form of each character is what Unicode's NFKC says, however it is found."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from xlreport.model.texts.lookalike_texts import one_form

_WORDS = "按计划推进，第１２项（ａ）；　e\u0301，\u0338\u0327각ㄱ가ﾞｶﾞ≥\u0338①Ⅲ㎡无"


@given(st.text(st.one_of(st.sampled_from(_WORDS), st.characters()), max_size=30))
def test_one_form_is_nfkc(text: str) -> None:
    assert one_form(text) == unicodedata.normalize("NFKC", text)


def test_every_character_alone_and_before_a_mark() -> None:
    for code in (*range(0x2000, 0x3400), *range(0xF900, 0x10000)):
        for text in (chr(code), f"{chr(code)}\u0301", f"a{chr(code)}\u3099"):
            assert one_form(text) == unicodedata.normalize("NFKC", text)
