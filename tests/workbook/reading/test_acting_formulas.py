"""Formulas that reach out of their workbook are found however their part is written."""

import pytest

from xlreport.workbook.reading.container.container_zip_archive import Package
from xlreport.workbook.reading.formats.format_book import Table
from xlreport.workbook.reading.reading_acting_formulas import acting_formulas, acting_parts


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
