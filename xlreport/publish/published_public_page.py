"""The public edition as one web page that needs nothing else: two tables, no script."""

from collections.abc import Sequence

from xlreport.messages import say
from xlreport.model.judged.judged_edition import PublicEdition, PublicRow
from xlreport.publish.published_html import Html, el, page_head
from xlreport.publish.published_page import digest_of_style, page_style

_COLUMNS = ("name", "department", "promised", "reached")


def public_html(edition: PublicEdition) -> bytes:
    """Return the page; it loads nothing and runs nothing."""
    style = page_style("public.css", edition.language)
    policy = f"default-src 'none'; style-src '{digest_of_style(style)}'; base-uri 'none'"
    title = f"{edition.title} · {edition.period}"
    page = el(
        "html",
        page_head(title, style, policy),
        el(
            "body",
            el("header", el("h1", edition.title), el("p", _words(edition, "head"))),
            el(
                "main",
                _part(edition, "fulfilled", edition.fulfilled),
                _part(edition, "under_way", edition.under_way),
                el("p", _words(edition, "later")) if edition.later else None,
            ),
        ),
        lang=say(edition.language, "language.html"),
    )
    return f"<!DOCTYPE html>\n{page}\n".encode()


def _words(edition: PublicEdition, key: str) -> str:
    return say(
        edition.language, f"public.{key}", period=edition.period, as_of=edition.as_of,
        government=edition.government, later=edition.later,
        fulfilled=len(edition.fulfilled), under_way=len(edition.under_way),
    )  # fmt: skip


def _part(edition: PublicEdition, name: str, rows: Sequence[PublicRow]) -> Html | None:
    if not rows:
        return None
    heads = (el("th", _words(edition, f"column_{one}"), scope="col") for one in _COLUMNS)
    lines = (el("tr", *(el("td", getattr(row, one)) for one in _COLUMNS)) for row in rows)
    table = el("table", el("thead", el("tr", *heads)), el("tbody", *lines))
    return el("section", el("h2", _words(edition, name)), table)
