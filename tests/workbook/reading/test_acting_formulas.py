"""Formulas that reach out of their workbook are found however their part is written."""

import pytest

from xlreport.workbook.reading.container.container_zip_archive import Package
from xlreport.workbook.reading.reading_acting_formulas import acting_parts


@pytest.mark.parametrize("before", ["", "<!-- x -->", "<?x y?>", "<![CDATA[ ]]>"])
def test_nothing_hides_a_formula(before: str) -> None:
    """Neither a comment, nor an instruction, nor a quoted text keeps a name's formula from being seen."""
    name = f"<definedName name='a'>{before}cmd|'/c calc'!A1</definedName>"
    part = f"<?xml version='1.0'?><workbook><definedNames>{name}</definedNames></workbook>".encode()
    assert acting_parts(Package(b"", (), {"xl/workbook.xml": part})) == ("DDE",)
