"""What says nothing is found alike by the quick look over a plain text and by the whole way."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from xlreport.messages.reason_messages import NOTHING, bare, says_nothing, words

_PIECES = st.one_of(
    st.sampled_from(words(*NOTHING)),
    st.sampled_from([*"，。 -/_·（）Ａ１%“”—\u200b\u0336①ｎＮ", "完成", "3.5", "N/A", "无 数-据"]),
    st.text(max_size=3),
)


def _made_of_nothing(text: str) -> bool:
    """Say the same in the plainest way: the words cover as much as there is."""
    plain = bare(text)
    return sum(plain.count(word) * len(word) for word in words(*NOTHING)) >= len(plain)


@given(st.lists(_PIECES, max_size=6).map("".join))
@example("")
@example("—")
@example("无，")
@example("n/a")
@example("完成，无")
@example("数 据：无")
def test_says_nothing_is_what_its_words_say(text: str) -> None:
    assert says_nothing(text) == _made_of_nothing(text)


def test_no_word_has_letters_of_several_forms() -> None:
    assert all(re.fullmatch("[a-z\u4e00-\u9fff]+", word) for word in words(*NOTHING))
