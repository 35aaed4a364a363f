"""The county × target matrix as one web page that needs nothing else, and its cells as data."""

from xlreport.messages import say
from xlreport.messages.calendar_words import period_label
from xlreport.messages.matrix_messages import answer_words, column_head, missing_words
from xlreport.messages.numbers_in_messages import number_as_shown
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_matrix import Matrix, MatrixRow, matrix_figure
from xlreport.model.judged.judged_summary import Beside
from xlreport.publish.published_html import Html, el, page_head
from xlreport.publish.published_page import digest_of_style, page_style
from xlreport.publish.published_rows import Row

MATRIX_COLUMNS = (
    "plan", "period", "indicator", "name", "unit", "answered_by", "answer", "answer_unit",
    "actual", "status", "state", "answer_period", "parent_kind",
)  # fmt: skip
_WIDE = ".wide{overflow-x:auto} td .light{display:block;text-align:center} td,th{min-width:5em}"
_COUNTED = (Status.OFF_TRACK, Status.AT_RISK, Status.NOT_REPORTED)


def matrix_page(matrix: Matrix) -> bytes:
    """Return the page; it loads nothing and runs nothing."""
    language = matrix.plan.language
    style = page_style("page.css", language) + _WIDE
    title = f"{matrix.plan.title} · {period_label(language, matrix.period)}"
    policy = f"default-src 'none'; style-src '{digest_of_style(style)}'; base-uri 'none'"
    page = el(
        "html",
        page_head(title, style, policy),
        el(
            "body",
            el("header", el("h1", title), el("p", say(language, "matrix.strip"))),
            el("main", el("section", el("div", _table(matrix), class_="wide"), class_="whole")),
        ),
        lang=say(language, "language.html"),
    )
    return f"<!DOCTYPE html>\n{page}\n".encode()


def _table(matrix: Matrix) -> Html:
    language = matrix.plan.language
    names = ("code", "name", "unit", "printed", "whole", "total", "share", "missing")
    heads = [say(language, f"matrix.column_{name}") for name in names]
    heads += [column_head(language, column) for column in matrix.columns]
    head = el("tr", *(el("th", words, scope="col") for words in heads))
    rows = [_line(matrix, row) for row in matrix.rows]
    rows += [_counts(matrix, status, len(names)) for status in _COUNTED]
    return el("table", el("thead", head), el("tbody", *rows), class_="plain")


def _line(matrix: Matrix, row: MatrixRow) -> Html:
    language = matrix.plan.language
    total = "—" if row.total is None else matrix_figure(row.total)
    share = "—" if row.share is None else f"{number_as_shown(row.share * 100, 1)}%"
    cells = [el("td", words) for words in (row.code, row.name, row.unit, row.printed)]
    cells.append(_cell(language, (row.whole,) if row.whole else (), row.unit))
    cells += [el("td", words) for words in (total, share, missing_words(language, row))]
    cells += [_cell(language, cell, row.unit) for cell in row.cells]
    return el("tr", *cells)


def _cell(language: str, cell: tuple[Beside, ...], unit: str) -> Html:
    lights = (
        el("span", answer_words(language, one, unit), class_=f"light {one.status}") for one in cell
    )
    return el("td", *lights)


def _counts(matrix: Matrix, status: Status, before: int) -> Html:
    name = say(matrix.plan.language, f"status.{status}")
    counts = (el("td", str(matrix.count(at, status))) for at in range(len(matrix.columns)))
    return el("tr", el("th", name, colspan=before, scope="row"), *counts)


def matrix_rows(matrix: Matrix) -> list[Row]:
    """Return one row for each answer, with the columns of `MATRIX_COLUMNS`."""
    return [
        {
            "plan": matrix.plan.code,
            "period": str(matrix.period),
            "indicator": row.code,
            "name": row.name,
            "unit": row.unit,
            "answered_by": column.name,
            "answer": f"{one.plan}:{one.code}",
            "answer_unit": one.unit,
            "actual": one.actual,
            "status": str(one.status),
            "state": one.state,
            "answer_period": one.period,
            "parent_kind": one.parent_kind,
        }
        for row in matrix.rows
        for column, cell in zip(matrix.columns, row.cells, strict=True)
        for one in cell
    ]
