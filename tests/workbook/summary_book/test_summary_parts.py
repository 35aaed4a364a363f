"""Parts of the summary that follow laws: gaps as bars, bars of charts, heights of rows, order of need."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sizes import examples
from xlreport.messages.numbers_in_messages import decimals_shown
from xlreport.model.judged.judged_assessment import Assessment, Status
from xlreport.model.judged.judged_summary import DepartmentRow, Summary, SummaryRow
from xlreport.model.plans.plan import Indicator, Plan
from xlreport.model.returns.finding import Verdict
from xlreport.publish.published_page import page_html
from xlreport.workbook.summary_book.painting.painted_row_height import (
    letters_that_fit,
    line_count,
    row_height,
    text_width,
)
from xlreport.workbook.summary_book.summary_book_charts import (
    MOST_DEPARTMENTS,
    department_bars,
    section_bars,
)
from xlreport.workbook.summary_book.words.summary_chapter_words import chapter_names
from xlreport.workbook.summary_book.words.summary_list_words import in_need
from xlreport.workbook.summary_book.words.summary_overview_words import headline, words_of
from xlreport.workbook.summary_book.words.summary_target_words import (
    class_or_rank,
    gap_share,
)

NUMBER = st.decimals(-1000, 1000, places=2)


def row_of(
    plan: Plan, actual: Decimal, green: Decimal, amber: Decimal | None, *, less: bool
) -> SummaryRow:
    judged = Assessment(
        kind="indicator", code="ZB001", period="2020-Q2", status=Status.ON_TRACK, rule="rule", reason="", actual=actual, green=green, amber=amber,
        sense="less" if less else "more", gap=actual - green,
    )  # fmt: skip
    return SummaryRow(
        target=plan.indicator[0], serial=1, department="", assessment=judged, record=None
    )


@settings(max_examples=examples(40), deadline=None)
@given(values=st.tuples(NUMBER, NUMBER), green=NUMBER, amber=st.none() | NUMBER, less=st.booleans())
def test_a_better_value_never_has_a_worse_bar(
    small_plan: Plan,
    values: tuple[Decimal, Decimal],
    green: Decimal,
    amber: Decimal | None,
    *,
    less: bool,
) -> None:
    """The bar grows with the value in the sense that is better, stays within its cell, and is nothing on the bound."""
    worse, better = sorted(values, reverse=less)
    shares = [
        gap_share(row_of(small_plan, value, green, amber, less=less))
        for value in (worse, green, better)
    ]
    assert all(share is not None and -1 <= share <= 1 for share in shares)
    assert shares[0] <= shares[2]  # type: ignore[operator]
    assert shares[1] == 0


def test_a_full_left_half_is_the_off_track_line(small_plan: Plan) -> None:
    """On the amber bound the bar reaches the cell's left end, for targets and for ceilings."""
    assert gap_share(row_of(small_plan, Decimal(35), Decimal(50), Decimal(35), less=False)) == -1
    assert (
        gap_share(row_of(small_plan, Decimal("3.6"), Decimal("3.42"), Decimal("3.6"), less=True))
        == -1
    )


def test_bars_add_up(small_summary: Summary) -> None:
    """Both charts show every target once."""
    for bars in (department_bars(small_summary), section_bars(small_summary)):
        assert sum(sum(counts.values()) for _, counts in bars) == len(small_summary.rows)


def test_departments_beyond_the_page_are_one_bar(small_summary: Summary) -> None:
    """More departments than can be read are gathered, and none is lost."""
    units = tuple(
        DepartmentRow(
            code=f"D{n}",
            name=f"D{n}",
            verdict=None,
            file="",
            returned=0,
            asked=1,
            filled=0,
            counts={Status.NOT_REPORTED: 1},
        )
        for n in range(60)
    )
    bars = department_bars(replace(small_summary, departments=units))
    assert (len(bars), sum(sum(counts.values()) for _, counts in bars)) == (MOST_DEPARTMENTS, 60)
    assert bars[-1][0] == "其余 21 个"


def test_many_sections_become_chapters(small_summary: Summary) -> None:
    """Sections of one chapter are one bar when there are too many to read."""
    rows = tuple(
        replace(
            row, target=row.target.model_copy(update={"section": f"{'一二三'[n % 3]}、({n})某节"})
        )
        for n, row in enumerate(small_summary.indicators)
    )
    whole = replace(small_summary, indicators=rows, milestones=())
    bars = section_bars(whole)
    assert [name for name, _ in bars] == [
        "一、某节及另 3 节　4",
        "二、某节及另 2 节　3",
        "三、某节及另 2 节　3",
    ]
    head = whole.plan.plan.model_copy(update={"chapters": "一、发展产业，做大总量；二、建设城乡"})
    named = replace(whole, plan=whole.plan.model_copy(update={"plan": head}))
    assert [name for name, _ in section_bars(named)] == [
        "一、发展产业　4",
        "二、建设城乡　3",
        "三、某节及另 2 节　3",
    ]


def test_a_chapter_of_one_section_has_its_name() -> None:
    """A section without a number is its own; a chapter is never a number alone."""
    sections = ["全年主要预期目标", "2. (a) Roads", "3 (a) Schools", "3 (b) Clinics"]
    called = chapter_names("en", sections, "1. Growth; 3. People, all of them")
    assert list(called.values()) == ["全年主要预期目标", "2. Roads", "3. People", "3. People"]


def test_departments_of_which_nothing_came_are_named(small_summary: Summary) -> None:
    """On the overview and on the page, beside their number; of many three are named."""
    unit = small_summary.departments[0]
    silent = [replace(unit, name=name, verdict=None) for name in ("甲局", "乙局", "丙局", "丁局")]
    for count, names in ((2, "甲局、乙局"), (4, "甲局、乙局、丙局等 4 个")):
        whole = replace(small_summary, departments=tuple(silent[:count]))
        assert f"未报 {count}：{names}" in str(words_of(whole)["returns.detail"])
        assert f"未报 {count}（{names}）" in page_html(whole).decode()


def test_sections_stand_in_the_reports_order(small_summary: Summary) -> None:
    """A section that only milestones have stands by its number, not behind those of indicators."""
    names = ("主要目标", "（一）工业", "（三）农业", "自身建设", "（二）教育")
    rows = tuple(
        replace(row, target=row.target.model_copy(update={"section": name}))
        for row, name in zip(small_summary.indicators, names, strict=False)
    )
    bars = section_bars(replace(small_summary, indicators=rows, milestones=()))
    assert [name[:-2] for name, _ in bars] == [
        "主要目标",
        "（一）工业",
        "（二）教育",
        "（三）农业",
        "自身建设",
    ]


def test_most_in_need_first() -> None:
    """Off track counts before at risk, at risk before not reported, then how much a department answers for."""
    units = [
        DepartmentRow(code=name, name=name, verdict=Verdict.ACCEPTED, file="", returned=0, asked=0, filled=0, counts=counts)
        for name, counts in {
            "good": {Status.ON_TRACK: 9}, "silent": {Status.NOT_REPORTED: 2}, "risky": {Status.AT_RISK: 3},
            "late": {Status.OFF_TRACK: 1}, "small": {Status.ON_TRACK: 1},
        }.items()
    ]  # fmt: skip
    assert [unit.name for unit in in_need(units)] == ["late", "risky", "silent", "good", "small"]


def test_headline_names_only_lights_that_something_has(small_summary: Summary) -> None:
    """A light that nothing has is not in the line; the share is rounded down."""
    rows = tuple(
        row for row in small_summary.indicators if row.assessment.status is Status.OFF_TRACK
    )
    line = headline(replace(small_summary, indicators=rows, milestones=()))
    assert line == "1 项目标：滞后 1；已评价的 1 项中 0% 达到序时。"


@given(text=st.text(max_size=80), pixels=st.integers(20, 400))
@settings(max_examples=examples(20), deadline=None)
def test_rows_are_never_too_low(text: str, pixels: int) -> None:
    """Every line that a text breaks into has its height."""
    count = line_count(text, pixels, 9)
    assert count >= text_width(text, 9) / max(pixels, 10) - 1
    assert row_height(26, [(text, pixels, 9)]) >= min(400, 26 if count == 1 else count * 13.5)


@given(letters=st.text("字wM1.", min_size=1), pixels=st.integers(1, 400), size=st.floats(6, 20))
@settings(max_examples=examples(20), deadline=None)
def test_letters_that_fit_are_one_line(letters: str, pixels: int, size: float) -> None:
    """A text that surely fits is never measured, and would be found to be one line."""
    fits = letters_that_fit(pixels, size)
    assert line_count((letters * fits)[:fits], pixels, size) == 1


@pytest.mark.parametrize(
    ("value", "shown"), [("2.5", 2), ("2.345", 3), ("100", 2), ("1E+2", 2), ("0.12345678", 4)]
)
def test_decimals(small_plan: Plan, value: str, shown: int) -> None:
    """A value has its indicator's decimals, or its own where it was reported finer, up to two
    more.
    """
    assert decimals_shown(small_plan.indicator[0], Decimal(value)) == shown


def test_a_class_without_a_word_is_its_rank(small_plan: Plan) -> None:
    """Rank 7 of six classes is shown as it is, never as another class."""
    water: Indicator = small_plan.indicator[7]
    assert [class_or_rank(water, Decimal(n)) for n in ("1", "6", "7", "0", "2.5")] == [
        "Ⅰ",
        "劣Ⅴ",
        "7",
        "0",
        "2.5",
    ]
