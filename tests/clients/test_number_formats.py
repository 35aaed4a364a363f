"""What a number format shows, beside a third program's word for it: SheetJS, which is neither Excel nor LibreOffice."""

import json
import re
import subprocess
from decimal import Decimal

import pytest

from tests.clients.other_hands import HERE
from tests.model.test_number_format_office import FORMATS, NUMBERS
from xlreport.model.number_format.formatted_number import shown_number

OTHERWISE = {
    r"!": "East Asian versions of Excel, and WPS, escape by !",
    r"\[\$-": "it writes a dollar where only a language is named",
    r"General|@": "it leaves out what stands beside General, and shows a digit less",
    r"/": "it takes other fractions, and writes none of noughts; a fraction is asked back",
    r"E": "it writes a decimal that nobody asked for, and no steps of the power",
    r"\[<": "it shows no sign where a condition is asked of a negative number",
    r"\?\.|\.\d?\?": "it does not fill places with blanks",
    r'\d"?[.,]"?0,|0\\.0,': "it does not scale where a point is written as text",
    r"\.0\.|0,\.0|\.,|0-$|\*-": "it drops a second point, a comma beside the point, a dash behind",
    r'0-0000|#"万"#|\(0\\': "it puts the sign elsewhere, or leaves it out",
}
"""Formats, by pattern, of which SheetJS shows something else than Excel documents, and what."""
ROUNDED_AWAY = "-0.004"
"""SheetJS leaves its digits out where all of them are noughts."""

pytestmark = pytest.mark.skipif(
    not (HERE / "node_modules" / "ssf").is_dir(), reason="run npm ci in tests/clients"
)


def plain(text: str) -> str:
    """A text without spaces, a point that ends a number, the sign of a nought, a nought in front of a point."""
    text = re.sub(r"\.(?!\d)", "", "".join(text.split()))
    text = text if re.search("[1-9]", text) else text.replace("-", "")
    return re.sub(r"(?<!\d)0+(?=\.|\D|$)", "", text)


def test_it_shows_what_sheetjs_shows() -> None:
    """Every format and number: the same text, or none, which is asked back, or a reason."""
    told = subprocess.run(
        ["node", "show_formats.cjs"], input=json.dumps([FORMATS, NUMBERS]), cwd=HERE, check=True,
        capture_output=True, text=True, encoding="utf-8", timeout=60,
    )  # fmt: skip
    other, compared, used = {}, 0, set()
    for code, row in zip(FORMATS, json.loads(told.stdout), strict=True):
        for number, theirs in zip(NUMBERS, row, strict=True):
            ours = shown_number(code, Decimal(number))
            if ours is None or theirs is None or number == ROUNDED_AWAY:
                continue
            compared += 1
            if plain(ours) != plain(theirs):
                why = next((one for one in OTHERWISE if re.search(one, code)), None)
                used.add(why)
                if why is None:
                    other[code, number] = (ours, theirs)
    assert other == {}
    assert compared > 2000
    assert used == set(OTHERWISE), "a reason that nothing needs"
