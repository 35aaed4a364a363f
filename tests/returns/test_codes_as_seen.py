"""Codes that nobody can tell apart are one code: no finding shows two that look the same."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile.archives import parts_of
from tests.hostile.spoiling import STRINGS, edited
from tests.pipeline.round.test_small_round import workbook
from tests.returns.test_what_comes_back import Came, came
from xlreport.messages.finding_messages import remedy, sentence
from xlreport.model.plans.plan import Plan
from xlreport.model.texts.lookalike_texts import code_as_seen, row_code
from xlreport.workbook.reading.reading_known_headings import Headings

UNSEEN = "\u200b\u200c\u200d\u200e\u2060\ufeff\u00ad\u3164\ufe0f\u180e"
BLANK = " \u00a0\u3000\t"
ALIKE = {"Z": "ZzＺΖ", "B": "BbＢВΒ", "0": "0０OoО", "1": "1１Il"}
"""How each character of a code may be typed so that it looks the same, or nearly."""
CODE = "ZB001"
typed_codes = st.tuples(
    *(st.tuples(st.sampled_from(ALIKE[letter]), st.sampled_from(["", *UNSEEN, *BLANK]))
      for letter in CODE)
).map(lambda pieces: "".join(letter + more for letter, more in pieces))  # fmt: skip


@pytest.fixture(scope="module")
def sound(small_plan: Plan) -> bytes:
    return workbook(small_plan, "RST")


def with_code(sound: bytes, typed: str, plan: Plan, words: Headings) -> Came:
    assert parts_of(sound)[STRINGS].decode().count(f">{CODE}<") == 1
    return came(edited(sound, STRINGS, f">{CODE}<", f' xml:space="preserve">{typed}<'), plan, words)


def shown(one: Came) -> set[str]:
    """All words that its findings show."""
    told = [
        text
        for found in one.findings
        for text in (sentence("zh", found), remedy("zh", found), found.indicator, found.value)
    ]
    return {word for text in told for word in text.replace("「", " ").replace("」", " ").split()}


@settings(max_examples=40, deadline=None)
@given(typed=typed_codes)
def test_a_code_that_looks_right_is_right(
    sound: bytes, small_plan: Plan, words: Headings, typed: str
) -> None:
    """Whatever was typed among or for its characters, its row counts as before and nothing is said."""
    plain, after = (with_code(sound, one, small_plan, words) for one in (CODE, typed))
    key = CODE, "actual"
    code = next(code for code, field in after.values if code_as_seen(code) == CODE)
    assert after.values[code, "actual"] == plain.values[key]
    assert after.codes == plain.codes
    alike = [
        pair
        for pair in combinations(shown(after), 2)
        if code_as_seen(row_code(pair[0])) == code_as_seen(row_code(pair[1]))
    ]
    assert alike == []


def test_another_code_is_another(sound: bytes, small_plan: Plan, words: Headings) -> None:
    """A code that looks otherwise does not stand in for one that is missing."""
    after = with_code(sound, "ZB0O7", small_plan, words)
    assert {"row-missing", "row-unknown"} <= set(after.codes)
