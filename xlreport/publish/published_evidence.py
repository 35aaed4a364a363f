"""Evidence on the page: what rows name, with links to what came and to the web."""

from collections.abc import Mapping
from urllib.parse import quote

from xlreport.messages import say
from xlreport.messages.locked_cell_messages import label
from xlreport.model.judged.judged_summary import Summary, SummaryRow
from xlreport.model.returns.evidence import Evidence
from xlreport.publish.published_html import Html, el


def evidence_table(summary: Summary, places: Mapping[str, str]) -> Html:
    """Return a line for each file or link that a row names.

    Args:
        summary: the summary.
        places: of files that came, by where they lie, the path from the page's folder.
    """
    language = summary.plan.language
    names = ("evidence_target", "evidence_department", "evidence_file", "evidence_state")
    heads = (el("th", say(language, f"page.{name}"), scope="col") for name in names)
    rows = (
        el("tr", *(el("td", cell) for cell in _cells(language, row, one, places)))
        for row in summary.rows
        for one in row.evidence
    )
    return el("table", el("thead", el("tr", *heads)), el("tbody", *rows), class_="plain")


def _cells(
    language: str, row: SummaryRow, one: Evidence, places: Mapping[str, str]
) -> tuple[str, ...]:
    target = one.link
    if one.kept is not None and one.kept.path in places:
        target = quote(places[one.kept.path])
    name = el("a", one.name, href=target, rel="noopener noreferrer") if target else one.name
    state = say(language, f"page.evidence_{_came(one)}")
    return label(row.target, language), row.department, name, state


def _came(one: Evidence) -> str:
    if one.link:
        return "link"
    return "came" if one.kept else "missing"
