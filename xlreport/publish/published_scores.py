"""综合评分 as data, one row a department, and as a part of the web page."""

from xlreport.messages import say
from xlreport.model.judged.judged_score import ScoreRow
from xlreport.model.judged.judged_summary import Summary
from xlreport.publish.published_html import Html, el
from xlreport.publish.published_rows import Row, plain_value

SCORE_COLUMNS = (
    "plan", "period", "rank", "department_code", "department", "score", "average", "deducted",
    "counted", "weight", "reason",
)  # fmt: skip


def score_rows(summary: Summary) -> list[Row]:
    """Return one row for each department, best first; what has no score has no rank either."""
    return [_row(summary, one) for one in summary.scores]


def _row(summary: Summary, one: ScoreRow) -> Row:
    return {
        "plan": summary.plan.code,
        "period": str(summary.period),
        "rank": one.rank,
        "department_code": one.code,
        "department": one.name,
        "score": one.score,
        "average": one.average,
        "deducted": one.deducted,
        "counted": one.counted,
        "weight": one.weight,
        "reason": one.reason,
    }


def score_table(summary: Summary) -> Html:
    """Return the departments with place, score and reason as a table of the page."""
    language = summary.plan.language
    names = ("rank", "department", "score", "reason")
    heads = (el("th", say(language, f"page.score_{name}"), scope="col") for name in names)
    rows = (el("tr", *(el("td", cell) for cell in _cells(one))) for one in summary.scores)
    return el("table", el("thead", el("tr", *heads)), el("tbody", *rows), class_="plain")


def _cells(one: ScoreRow) -> tuple[str, ...]:
    rank = "—" if one.rank is None else str(one.rank)
    return rank, one.name, plain_value(one.score) or "—", one.reason
