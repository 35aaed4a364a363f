"""The summary as one web page that needs nothing else: overview, trends and a table to search, on
any screen.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from importlib.resources import files

from xlreport.messages import say
from xlreport.messages.calendar_words import day_label, period_label
from xlreport.messages.department_messages import unreported_names
from xlreport.messages.locked_cell_messages import label
from xlreport.model.judged.judged_assessment import FROM_AXIS, Status
from xlreport.model.judged.judged_summary import DepartmentRow, Summary, SummaryRow, on_track_share
from xlreport.model.plans.plan import Commitment
from xlreport.model.plans.plan_section_types import in_order
from xlreport.model.returns.evidence import NO_PLACES
from xlreport.model.returns.finding import Verdict
from xlreport.publish.published_evidence import evidence_table
from xlreport.publish.published_html import Html, el, join, page_head
from xlreport.publish.published_page_parts import (
    bars,
    grouped,
    last_words,
    light_badge,
    most_in_need,
)
from xlreport.publish.published_page_table import page_table
from xlreport.publish.published_scores import score_table

_SHOWN = 10
_NAMED = 8
_TURNS = {"worse": "↓", "better": "↑", "still_off": "＝"}
_WHOLE = {Verdict.ACCEPTED: "accepted", Verdict.PARTLY: "partly", None: "missing"}


def page_html(summary: Summary, places: Mapping[str, str] = NO_PLACES) -> bytes:
    """Return the page; it loads nothing, runs only its own script, and reads without it too.

    Args:
        summary: the summary.
        places: of files that are evidence, by where they lie, the path from the page's folder.
    """
    head = summary.plan.plan
    style, script = page_style("page.css", head.language), page_part("page.js")
    title = f"{head.title} · {period_label(head.language, summary.period)}"
    policy = (
        f"default-src 'none'; style-src '{digest_of_style(style)}'; "
        f"script-src '{digest_of_style(script)}'; base-uri 'none'"
    )
    page = el(
        "html",
        page_head(title, style, policy),
        el(
            "body",
            _head(summary),
            el("main", *_sections(summary, places)),
            _foot(summary),
            el("script", Html(script)),
        ),
        lang=say(head.language, "language.html"),
    )
    return f"<!DOCTYPE html>\n{page}\n".encode()


def page_style(name: str, language: str) -> str:
    """Return a page's style with the fonts of its language."""
    fonts = (("--fonts", "language.fonts"), ("--serif-fonts", "language.serif_fonts"))
    own = " ".join(f"{variable}: {say(language, key)};" for variable, key in fonts)
    return f":root {{ {own} }}\n{page_part(name)}"


def page_part(name: str) -> str:
    """Return a part of the page that comes with the program: its style, its script."""
    return (files(__package__) / name).read_text(encoding="utf-8")


def digest_of_style(text: str) -> str:
    """Return what a page's policy allows its own style or script by."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _words(summary: Summary, key: str, **fields: object) -> str:
    fields = {"last": last_words(summary)} | fields
    return say(summary.plan.language, f"page.{key}", **fields)


def _head(summary: Summary) -> Html:
    head, language = summary.plan.plan, summary.plan.language
    said = [_words(summary, "as_of", day=day_label(language, summary.as_of))]
    if summary.number:
        said.append(_words(summary, "number", number=summary.number))
    if summary.note:
        said.append(summary.note)
    return el(
        "header",
        el("h1", head.title, el("span", period_label(language, summary.period))),
        el("p", " · ".join(said)),
    )


def _sections(summary: Summary, places: Mapping[str, str]) -> Iterable[Html]:
    yield _overview(summary)
    yield _attention(summary)
    if any(row.last_status for row in summary.rows):
        yield _changes(summary)
    language = summary.plan.language
    by_department = most_in_need(grouped(summary.rows, lambda row: row.department))
    yield _section(summary, "departments", bars(language, by_department))
    by_section = grouped(summary.rows, _chapter)
    chapters = ((name, by_section[name]) for name in in_order(list(by_section)))
    yield _section(summary, "sections", bars(language, chapters, full=True))
    if any(row.target.leader for row in summary.rows):
        nobody = _words(summary, "no_leader")
        by_leader = most_in_need(grouped(summary.rows, lambda row: row.target.leader or nobody))
        yield _section(summary, "leaders", bars(language, by_leader))
    yield _returns(summary)
    if summary.scores:
        strip = el("p", _words(summary, "scores_strip"))
        yield _section(summary, "scores", strip, score_table(summary), wide=True)
    if any(row.evidence for row in summary.rows):
        yield _section(summary, "evidence", evidence_table(summary, places), wide=True)
    yield _section(summary, "targets", page_table(summary), wide=True)


def _chapter(row: SummaryRow) -> str:
    """Return the section without its parts: 二、(三)推进产业发展 · 清洁能源产业 is one with its
    neighbours.
    """
    return row.target.section.split("·")[0].strip()


def _section(summary: Summary, name: str, *parts: str, wide: bool = False) -> Html:
    return el("section", el("h2", _words(summary, name)), *parts, class_="whole" if wide else None)


def _overview(summary: Summary) -> Html:
    """Return the headline and a tile a light; a tile filters the table."""
    language, counts = (
        summary.plan.language,
        {status: summary.count(status) for status in Status},
    )
    order = (Status.COMPLETED, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, *FROM_AXIS[4:])
    joint = _words(summary, "joint")
    said = joint.join(
        f"{say(language, f'status.{status}')} {counts[status]}"
        for status in order
        if counts[status]
    )
    line = _words(summary, "headline", count=len(summary.rows), parts=said)
    share = on_track_share(counts)
    if share is not None:
        line += _words(summary, "headline_share", percent=int(share * 100))
    tiles = (_tile(summary, status, counts[status]) for status in order)
    returned = el(
        "li", el("span", _words(summary, "returned")), el("b",
        f"{summary.reported}/{len(summary.departments)}"),
        el("small", _words(summary, "no_light")), class_="tile plain",
    )  # fmt: skip
    return el(
        "section",
        el("p", line, class_="headline"),
        el("ul", *tiles, returned, class_="tiles"),
        class_="whole",
    )


def _tile(summary: Summary, status: Status, count: int) -> Html:
    """Return a light's tile; its change leaves out what was not reported last period."""
    reported = [row for row in summary.rows if row.last_status not in {None, Status.NOT_REPORTED}]
    now = sum(row.assessment.status is status for row in reported)
    more = now - sum(row.last_status is status for row in reported)
    known = any(row.last_status for row in summary.rows)
    change = f"{more:+d}".replace("-", "−") if more else "0"
    turn = _words(summary, "since", change=change) if known else ""
    inner = (
        light_badge(summary.plan.language, status),
        el("b", str(count)),
        el("small", turn),
    )
    return el("li", el("button", *inner, type="button", data_pick=status), class_=f"tile {status}")


def _attention(summary: Summary) -> Html:
    rows = summary.attention[:_SHOWN]
    if not rows:
        return _section(summary, "attention", el("p", _words(summary, "nothing")), wide=True)
    return _section(
        summary,
        "attention",
        el("ol", *(_item(summary, row) for row in rows), class_="items"),
        wide=True,
    )


def _item(summary: Summary, row: SummaryRow) -> Html:
    language, target, judged = summary.plan.language, row.target, row.assessment
    if target.commitment is not Commitment.HARD:
        promise = ""
    else:
        promise = say(language, f"commitment.{target.commitment}")
    who = " · ".join(part for part in (row.department, target.leader, promise) if part)
    words = [
        el("b", label(target, language)),
        el("small", who),
        el("span", judged.why or judged.reason),
    ]
    if judged.pace:
        words.append(el("strong", judged.pace))
    if row.decision:
        one = row.decision
        on = day_label(language, one.on)
        words.append(
            el("em", _words(summary, "decision", words=one.words, by=one.by, on=on, why=one.why))
        )
    return el("li", light_badge(language, judged.status), el("div", *words))


def _changes(summary: Summary) -> Html:
    lines = []
    for turn, symbol in _TURNS.items():
        names = [
            label(row.target, summary.plan.language) for row in summary.rows if row.change == turn
        ]
        head = f"{symbol} {_words(summary, f'change_{turn}')} {len(names)}"
        lines.append(join(el("dt", head, class_=turn), el("dd", _names(summary, names))))
    return _section(summary, "changes", el("dl", *lines, class_="changes"), wide=True)


def _names(summary: Summary, names: Sequence[str]) -> Html:
    """Return names in one line; many of them are folded away behind the first."""
    joint = _words(summary, "names_joint")
    if len(names) <= _NAMED:
        return join(joint.join(names) or "—")
    first = _words(summary, "names_more", names=joint.join(names[:_NAMED]), count=len(names))
    return el("details", el("summary", first), joint.join(names[_NAMED:]))


def _returns(summary: Summary) -> Html:
    """Return who has reported, whole and in time; it stands beside the lights and is none."""
    asks = any(unit.sealed is not None for unit in summary.departments)
    names = ("department", "return", "filled", "late", *(("sealed",) if asks else ()))
    heads = (el("th", _words(summary, f"return_{name}"), scope="col") for name in names)
    rows = (_return(summary, unit, asks=asks) for unit in summary.departments)
    made = el("table", el("thead", el("tr", *heads)), el("tbody", *rows), class_="plain")
    silent = unreported_names(summary.plan.language, summary.departments)
    who = _words(summary, "returns_names", names=silent) if silent else ""
    said = _words(summary, "returns_strip", names=who, **_punctuality(summary))
    return _section(
        summary,
        "returns",
        el("p", said),
        el("details", el("summary", _words(summary, "by_unit")), made),
    )


def _punctuality(summary: Summary) -> dict[str, int]:
    return {
        "reported": summary.reported,
        "all": len(summary.departments),
        "on_time": sum(unit.late is False for unit in summary.departments),
        "late": sum(unit.late is True for unit in summary.departments),
        "missing": sum(unit.verdict is None for unit in summary.departments),
    }


def _return(summary: Summary, unit: DepartmentRow, *, asks: bool) -> Html:
    verdict = _WHOLE.get(unit.verdict, "returned")
    if unit.verdict:
        words = say(summary.plan.language, f"verdict.{verdict}")
    else:
        words = _words(summary, "missing")
    late = _answer(summary, unit.late, yes="late", no="on_time")
    cells = [unit.name, words, f"{unit.filled}/{unit.asked}", late]
    if asks:
        cells.append(_answer(summary, unit.sealed, yes="sealed_came", no="sealed_owed"))
    return el("tr", *(el("td", cell) for cell in cells), class_=verdict)


def _answer(summary: Summary, known: object, *, yes: str, no: str) -> str:
    """Return one of two words by what is known; a dash where nothing is."""
    if known is None:
        return "—"
    return _words(summary, yes if known else no)


def _foot(summary: Summary) -> Html:
    return el("footer", el("p", _words(summary, "foot")))
