"""A number that several people see is the same number: workbook, page, data and sentence."""

import csv
import io
import re
import shutil
import subprocess
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.bare_summary import bare_summary
from xlreport.messages.locked_cell_messages import OF_INDICATOR, exact_text
from xlreport.messages.numbers_in_messages import number_as_shown, percent_as_shown
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_summary import Summary
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, plan_from
from xlreport.model.plans.plan_form_types import IndicatorRow
from xlreport.model.returns.accepted_record import Record
from xlreport.papers.paper_words import row_words
from xlreport.publish.published_page import page_html
from xlreport.publish.published_page_parts import page_figure
from xlreport.publish.published_page_table import _attainment, _gap
from xlreport.publish.published_rows import rows
from xlreport.workbook.summary_book.painting.painted_cells import Shown
from xlreport.workbook.summary_book.summary_workbook import summary_workbook
from xlreport.workbook.summary_book.words.summary_issued_words import stamped

TEMPLATE = Path(__file__).parents[2] / "workbook_templates" / "zh" / "summary.xlsx"
PERIOD = Period.parse("2020-Q2")
FIGURES = (
    "0.225",
    "0.675",
    "1.005",
    "2.5",
    "2.675",
    "3.995",
    "-0.225",
    "4.005",
    "9.995",
    "0",
    "12",
)
CASES = tuple(product(range(3), FIGURES, ("0.37", "2.45", "5")))


def summary() -> Summary:
    """Return a summary with a target for each number of decimals, figure and promise."""
    common = {
        "section": "s", "figure": "f", "lead": "D", "unit": "万人", "measure": "cumulative",
        "direction": "more", "comparator": "ge", "profile": "linear", "printed": "p",
    }  # fmt: skip
    head = {
        "code": "P", "title": "t", "government": "g", "year": 2020, "report": "r", "begins": "b",
    }  # fmt: skip
    indicators: list[dict[str, Any]] = [
        common | {"code": f"A{at}", "name": f"n{at}", "value": value, "decimals": decimals}
        for at, (decimals, _, value) in enumerate(CASES)
    ]
    plan = plan_from(
        {"plan": head, "department": [{"code": "D", "name": "d"}], "indicator": indicators}
    )
    records = [
        Record(
            plan="P", period=PERIOD, department="D", kind="indicator", code=f"A{at}",
            value=Decimal(figure),
        )
        for at, (_, figure, _) in enumerate(CASES)
    ]  # fmt: skip
    return bare_summary(plan, PERIOD, records)


def plain(text: str) -> str:
    return text.replace("−", "-").replace("\u2011", "-").replace("\u202f", "").strip("+ ")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_page_workbook_and_data_agree(tmp_path: Path) -> None:
    """What LibreOffice shows in a cell stands on the page, and is the data's figure rounded half
    up.
    """
    whole = summary()
    path = tmp_path / "s.xlsx"
    path.write_bytes(summary_workbook(whole, TEMPLATE.read_bytes()))
    as_shown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", as_shown, "--outdir", tmp_path, path],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    (sheet,) = tmp_path.glob("s-指标.csv")
    lines = list(csv.reader(io.StringIO(sheet.read_text(encoding="utf-8"))))
    head = next(n for n, line in enumerate(lines) if any("完成率" in cell for cell in line))
    place = {
        key: next(n for n, cell in enumerate(lines[head]) if word in cell)
        for key, word in (("attainment", "完成率"), ("gap", "差距"), ("code", "代码"))
    }
    shown = {line[place["code"]]: line for line in lines[head + 1 :] if len(line) > place["gap"]}
    told = {row["indicator"]: row for row in rows(whole)}
    for row in whole.indicators:
        cells, exact = shown[row.target.code], told[row.target.code]
        page_gap, page_share = plain(_gap(row)[0]), str(_attainment(row.assessment.attainment)[0])
        assert plain(cells[place["gap"]]) == page_gap, (row.target, row.assessment.gap)
        assert page_share.startswith(cells[place["attainment"]].strip()), row.assessment
        gap = exact["gap"]
        assert isinstance(gap, Decimal)
        decimals = len(page_gap.partition(".")[2])
        assert plain(number_as_shown(gap, decimals)) == page_gap


def test_the_sentence_has_the_same_gap() -> None:
    """The size of the gap in a sentence is the page's, but for idle zeros."""
    for row in summary().indicators:
        size = Decimal(plain(_gap(row)[0])).copy_abs()
        if row.assessment.status in {"off_track", "at_risk"}:
            text = f"{size.normalize():f}"
            assert f"落后{text}万人" in row.assessment.reason, (row.assessment.reason, size)


@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_a_paper_says_what_the_page_says(decimals: int) -> None:
    """Figures with their unit, what is due, and the share done: letters, bulletins and one-page
    papers have the page's digits.
    """
    whole = summary()
    for row in whole.indicators:
        own, judged = row.target, row.assessment
        assert isinstance(own, Indicator)
        if own.decimals != decimals:
            continue
        said = row_words(whole, row, 1)
        for name, figure in (("actual", judged.actual), ("due", judged.expected)):
            assert plain(str(said[name])) == plain(page_figure(own, figure)) + "万人"
        assert plain(str(_attainment(judged.attainment)[0])).startswith(
            plain(str(said["attainment"]))
        )


def test_a_form_and_its_letter_have_no_second_formatter() -> None:
    """A bound with its sign has the decimals of the page; a figure read is said as it was read."""
    level = (
        summary()
        .indicators[0]
        .target.model_copy(
            update={"measure": "level", "decimals": 1, "value": Decimal(82), "unit": "座"}
        )
    )
    row = IndicatorRow(
        indicator=level, serial=1, asked=True, due=Decimal("66.958333333333"), last=None,  # type: ignore[arg-type]
        minimum=None, maximum=None,
    )  # fmt: skip
    assert OF_INDICATOR["due"](row, "zh") == "≥66.958"
    read = level.model_copy(update={"decimals": 2})
    assert exact_text(read, Decimal("5.9")) == "5.90"  # type: ignore[arg-type]
    assert exact_text(read, Decimal("5.99999")) == "5.99999"  # type: ignore[arg-type]


def test_a_stamped_figure_keeps_its_decimals() -> None:
    """What is marked as issued reads as it read before: 5.80, never 5.8."""
    shown = stamped("zh", Shown(value=Decimal("5.8"), decimals=2))
    assert isinstance(shown, Shown)
    assert '"5.80"' in shown.formula
    assert shown.formula.endswith(",5.8)")


def test_a_tile_leaves_out_what_was_not_reported(small_summary: Summary) -> None:
    """Rows that nobody reported last period turn no tile of the page."""
    unheard = [replace(row, last_status=Status.NOT_REPORTED) for row in small_summary.indicators]
    steady = replace(unheard[0], last_status=unheard[0].assessment.status)
    whole = replace(small_summary, indicators=(steady, *unheard[1:]), milestones=())
    page = page_html(whole).decode("utf-8")
    turns = re.findall(r'class="tile [^"]*">.*?<small>([^<]*)</small>', page)
    assert [turn for turn in turns if "较" in turn]
    assert all(turn.endswith(" 0") for turn in turns if "较" in turn)


def test_halves_go_up_and_nothing_is_minus_zero() -> None:
    """As spreadsheets round; a zero has no sign."""
    for number, decimals in product(FIGURES, range(4)):
        by_hand = Decimal(number).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        assert Decimal(number_as_shown(Decimal(number), decimals)) == by_hand
    assert number_as_shown(Decimal("-0.001"), 2) == "0.00"
    assert [percent_as_shown(Decimal(n)) for n in ("0.365", "0.364999", "1.005")] == [
        "37%", "36%", "101%",
    ]  # fmt: skip
