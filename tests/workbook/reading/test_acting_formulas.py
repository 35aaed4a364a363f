"""Formulas that reach out of their workbook are found however their part is written."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlreport.workbook.reading.container.container_zip_archive import Package
from xlreport.workbook.reading.formats.format_book import Table
from xlreport.workbook.reading.reading_acting_formulas import acting_formulas, acting_parts

_WORDS = st.sampled_from(
    ["CA", "LL", "(", "1", "CALL(1)", "&#67;", "cmd|", "'a'!", "\n", "<v>1</v>", "<c r='A1'/>"]
)
_WRAPS = [
    "<f>{}</f>", "<x:f>{}</x:f>", "<f t='a'>{}</f>", "<f t='/>'>{}</f>", "<formula1>{}</formula1>", "<c>{}</c>", "{}", "{}{}",
]  # fmt: skip
_NO_ELEMENTS = ["<!--{}-->", "<![CDATA[{}]]>", "<?a {}?>"]
_WRITTEN = st.recursive(
    _WORDS | st.builds(str.format, st.sampled_from(_NO_ELEMENTS), _WORDS),
    lambda inner: st.builds(str.format, st.sampled_from(_WRAPS), inner, inner),
    max_leaves=8,
)


@pytest.mark.parametrize("before", ["", "<!-- x -->", "<?x y?>", "<![CDATA[ ]]>"])
def test_nothing_hides_a_formula(before: str) -> None:
    """Neither a comment, nor an instruction, nor a quoted text keeps a name's formula from being seen."""
    name = f"<definedName name='a'>{before}cmd|'/c calc'!A1</definedName>"
    part = f"<?xml version='1.0'?><workbook><definedNames>{name}</definedNames></workbook>".encode()
    assert acting_parts(Package(b"", (), {"xl/workbook.xml": part})) == ("DDE",)


def test_a_formula_is_found_among_those_that_were_seen_before() -> None:
    """What is remembered of formulas that reach nowhere hides none that does."""
    for acts in ((), ("macros",), (), ("macros",)):
        written = ["A1+1", 'IF(A1>0,"call(","")', *(["CALL(1)"] if acts else [])]
        cells = {n: ("n", "1", 0, formula) for n, formula in enumerate(written, 1)}
        assert acting_formulas([Table("a", {1: cells})]) == acts


@settings(max_examples=300)
@given(st.lists(_WRITTEN, max_size=4).map("".join))
def test_what_another_reader_of_the_same_part_finds_is_found(written: str) -> None:
    """Whatever stands before, behind or inside a formula."""
    part = f"<?xml version='1.0'?><a xmlns:x='u:v'>{written}</a>"
    read = ET.fromstring(part)
    formulas = [
        "".join([one.text or "", *(inner.tail or "" for inner in one)])
        for one in read.iter()
        if one.tag.rpartition("}")[2] in {"f", "formula1"}
    ]
    cells = {n: ("s", "", 0, formula) for n, formula in enumerate(formulas, 1)}
    found = acting_parts(Package(b"", (), {"xl/workbook.xml": part.encode()}))
    assert set(acting_formulas([Table("a", {1: cells})])) <= set(found)
