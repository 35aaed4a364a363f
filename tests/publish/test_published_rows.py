"""Rows of data: their columns, and what stands in them."""

from decimal import Decimal

from xlreport.model.judged.judged_summary import Summary
from xlreport.publish.published_rows import ROW_COLUMNS, plain_value, rows

FIRST = (
    "period kind department leader indicator name figure unit measure direction comparator target actual expected gap "
    "attainment status reason source_file source_sheet source_cell"
)


def test_columns_begin_in_the_promised_order() -> None:
    """The promised columns stand first and in their order; no column stands twice."""
    assert " ".join(ROW_COLUMNS).startswith(FIRST)
    assert len(set(ROW_COLUMNS)) == len(ROW_COLUMNS)


def test_every_row_has_every_column_in_order(small_summary: Summary) -> None:
    """Indicators and milestones alike have all the columns, so that any of them can be stacked."""
    table = rows(small_summary)
    assert [tuple(row) for row in table] == [ROW_COLUMNS] * 14
    assert [row["kind"] for row in table] == ["indicator"] * 10 + ["milestone"] * 4


def test_an_indicator_in_full(small_summary: Summary) -> None:
    """Numbers are exact, codes are English, and the source names file, sheet and cell."""
    row = rows(small_summary)[0]
    assert {k: v for k, v in row.items() if v not in {"", None, False}} == {
        "period": "2020-Q2", "kind": "indicator", "department": "人力资源社会保障厅", "indicator": "ZB001",
        "name": "城镇新增就业人数", "figure": "5万人以上", "unit": "万人", "measure": "cumulative", "direction": "more",
        "comparator": "ge", "target": Decimal(5), "actual": Decimal("2.35"), "expected": Decimal("2.50"),
        "gap": Decimal("-0.15"), "attainment": Decimal("0.47"), "status": "at_risk",
        "reason": "判断理由1：应达2.50，实达2.35", "source_file": "RST.xlsx", "source_sheet": "指标填报",
        "source_cell": "H5", "progress": "=1+1", "problems": "@缺资金", "next_steps": "-", "source": "statistics",
        "remark": "+暂时", "provisional": True, "last_status": "on_track", "pace": "每季1.32万人", "rule": "rule",
        "green": Decimal("2.50"), "amber": Decimal("1.75"), "section": "二、(一)保持就业稳定", "printed": "5万人以上",
        "commitment": "hard", "department_code": "RST", "plan": "SMALL-2020", "sha256": "ab12" * 16,
    }  # fmt: skip


def test_nothing_reported_is_none_never_zero(small_summary: Summary) -> None:
    """A row without a record has no value and no source."""
    row = next(row for row in rows(small_summary) if row["indicator"] == "ZB009")
    assert (row["status"], row["actual"], row["source_file"]) == ("not_reported", None, "")


def test_plain_text_has_no_exponent() -> None:
    """Very great and very small numbers are written in full."""
    assert [plain_value(Decimal(n)) for n in ("1E+3", "1E-7", "-0.50")] == [
        "1000",
        "0.0000001",
        "-0.50",
    ]
