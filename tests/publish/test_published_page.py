"""The web page: nothing from outside, every text as text, and no light by its colour alone."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from xlreport.model.judged.judged_assessment import SYMBOLS, Status
from xlreport.model.judged.judged_summary import Summary
from xlreport.publish import published_page_table
from xlreport.publish.published_file_reader import records_from
from xlreport.publish.published_files import write
from xlreport.publish.published_html import Html, el
from xlreport.publish.published_long_rows import LONG_COLUMNS, long_rows
from xlreport.publish.published_page import page_html

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>\x00\ud800&lt;'
_ALONE = {"meta", "input", "br"}


class _Page(HTMLParser):
    """The page's elements, with what is open at each of its texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in _ALONE:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"style", "script"}:
            self.texts.append(data)


@pytest.fixture(scope="module")
def page(small_summary: Summary) -> str:
    return page_html(small_summary).decode()


def test_it_is_whole_and_needs_nothing_else(page: str) -> None:
    """Every element is closed; nothing is loaded, and only the page's own style and script may run."""
    parsed = _Page(page)
    assert parsed.open == []
    assert not re.search(r"https?:|\bsrc=|@import|url\(|<link|<iframe| on\w+=| style=", page)
    policy = next(
        told["content"]
        for tag, told in parsed.seen
        if told.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    for tag in ("style", "script"):
        own = page.split(f"<{tag}>")[1].split(f"</{tag}>", maxsplit=1)[0]
        assert f"'sha256-{b64encode(sha256(own.encode()).digest()).decode()}'" in policy
    assert any(told.get("name") == "viewport" for _, told in parsed.seen)


def test_every_target_has_its_row_with_symbol_and_word(page: str, small_summary: Summary) -> None:
    """Status is symbol and word; colour only helps."""
    parsed = _Page(page)
    rows = [told for tag, told in parsed.seen if tag == "tr" and "data-status" in told]
    assert [told["data-status"] for told in rows] == [
        row.assessment.status for row in small_summary.rows
    ]
    for status in Status:
        assert f">{SYMBOLS[status]}</i>" in page
    words = "".join(parsed.texts)
    assert not [row.target.name for row in small_summary.rows if row.target.name not in words]


def test_text_of_others_is_text(small_summary: Summary) -> None:
    """Names and words that would run as markup are shown as they are written."""
    row = small_summary.indicators[0]
    record = row.record
    assert record is not None
    bad = replace(
        row, department=HOSTILE, record=replace(record, problems=HOSTILE, file=HOSTILE),
        target=row.target.model_copy(update={"name": HOSTILE, "leader": HOSTILE, "section": HOSTILE}),
    )  # fmt: skip
    units = (replace(small_summary.departments[0], name=HOSTILE), *small_summary.departments[1:])
    hostile = replace(
        small_summary, indicators=(bad, *small_summary.indicators[1:]), departments=units, attention=(bad,),
        note=HOSTILE,
    )  # fmt: skip
    page = page_html(hostile).decode()
    parsed = _Page(page)
    assert parsed.open == []
    assert [tag for tag, _ in parsed.seen].count("script") == 1
    assert not [tag for tag, _ in parsed.seen if tag == "img"]
    assert "\x00" not in page


def test_markup_escapes_all_but_its_own() -> None:
    """Children and attributes are escaped, Html is not twice; what is None or False is left out."""
    assert el("p", "<&>", Html("<b>x</b>"), None, class_='a"b', hidden=True, id=None) == (
        '<p class="a&quot;b" hidden>&lt;&amp;&gt;<b>x</b></p>'
    )


def test_an_english_page_has_no_chinese(small_summary: Summary) -> None:
    """Every word that is the program's own is in the plan's language."""
    head = small_summary.plan.plan.model_copy(
        update={"language": "en", "title": "Plan", "government": "City"}
    )
    plan = small_summary.plan.model_copy(update={"plan": head})
    bare = replace(
        small_summary,
        plan=plan,
        indicators=(),
        milestones=(),
        departments=(),
        attention=(),
        note="",
    )
    texts = "".join(_Page(page_html(bare).decode()).texts)
    assert not re.search(r"[\u4e00-\u9fff]|\{|\}", texts)


def test_of_very_many_targets_those_in_need_are_listed(
    small_summary: Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser shows thousands of rows; beyond that the page says that the workbook has them all."""
    monkeypatch.setattr(published_page_table, "MOST_TABLE_ROWS", 4)
    page = page_html(small_summary).decode()
    rows = [
        told["data-status"]
        for tag, told in _Page(page).seen
        if tag == "tr" and "data-status" in told
    ]
    assert rows == ["off_track", "off_track", "at_risk", "at_risk"]
    assert "这里只列最需要关注的 4 项，全部 14 项见汇总表" in page


def test_nothing_reported_is_a_page_too(small_summary: Summary) -> None:
    """A plan without targets, and a period without attention, say so."""
    bare = replace(small_summary, indicators=(), milestones=(), departments=(), attention=())
    assert "没有滞后或预警的事项" in page_html(bare).decode()


def test_long_rows_name_their_period_by_its_days(small_summary: Summary) -> None:
    """A row a target and period, of one kind in every column, as CSV, JSON and Parquet."""
    listed = long_rows((small_summary, small_summary))
    assert len(listed) == 28
    assert all(tuple(row) == LONG_COLUMNS for row in listed)
    assert (str(listed[0]["period_start"]), str(listed[0]["period_end"])) == (
        "2020-04-01",
        "2020-06-30",
    )
    for suffix in (".csv", ".json", ".parquet"):
        back = records_from(write(listed, suffix, LONG_COLUMNS), suffix)
        assert {(one.period, one.code, one.value) for one in back} == {
            (row.record.period, row.target.code, row.record.value)
            for row in small_summary.rows
            if row.record
        }, "--last takes it too"
