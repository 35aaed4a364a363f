"""The web page's table: a row for each target, which can be searched, filtered and sorted, with its
details below.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from xlreport.messages import has, say
from xlreport.messages.calendar_words import day_label
from xlreport.messages.locked_cell_messages import label, promised_text
from xlreport.messages.numbers_in_messages import decimals_shown, number_as_shown, percent_as_shown
from xlreport.messages.second_test_messages import against_above_text, progress_text
from xlreport.messages.state_messages import state_word
from xlreport.model.judged.judged_assessment import FROM_AXIS, Status
from xlreport.model.judged.judged_on_file import Inspected
from xlreport.model.judged.judged_summary import Summary, SummaryRow
from xlreport.model.period import Period
from xlreport.model.plans.plan import Commitment, Indicator
from xlreport.publish.published_html import Html, el, join
from xlreport.publish.published_page_parts import (
    NEED,
    columns,
    last_words,
    light_badge,
    page_figure,
    series,
)

_COLUMNS = (
    "status", "name", "department", "target", "expected", "actual", "attainment", "gap", "trend",
    "last", "reason",
)  # fmt: skip
_UNSORTED = frozenset({"trend", "reason"})
_RIGHT = frozenset({"expected", "actual", "attainment", "gap"})
_ARROWS = {"better": "↗", "worse": "↘", "same": "→", "noise": "→"}
MOST_TABLE_ROWS = 5000
_FIRST = (*NEED, Status.ON_TRACK, Status.COMPLETED, Status.NOT_DUE, Status.NOT_JUDGED)


def page_table(summary: Summary) -> Html:
    """Return the controls, the table and the line that says how many rows are shown."""
    language = summary.plan.language
    known = any(row.last_status for row in summary.rows)
    past = series(summary)
    shows = {"last": known, "trend": bool(past)}
    kept = [name for name in _COLUMNS if shows.get(name, True)]
    heads = (_head(_column_head(summary, name), name, place) for place, name in enumerate(kept))
    shown = _shown(summary)
    rows = (_row(summary, row, kept, past.get(row.target.code, ())) for row in shown)
    if len(shown) < len(summary.rows):
        part = _say(language, "part", shown=len(shown), all=len(summary.rows))
    else:
        part = None
    return join(
        None if part is None else el("p", part),
        _controls(summary, shown, known=known),
        el(
            "div",
            el("table", el("thead", el("tr", *heads)), el("tbody", *rows), id="targets"),
            class_="wide",
        ),
    )


def _shown(summary: Summary) -> Sequence[SummaryRow]:
    """Return all rows, or of very many those most in need: a browser shows thousands of rows, no
    hundred thousand.
    """
    if len(summary.rows) <= MOST_TABLE_ROWS:
        return summary.rows
    return sorted(summary.rows, key=lambda row: _FIRST.index(row.assessment.status))[
        :MOST_TABLE_ROWS
    ]


def _say(language: str, key: str, **fields: object) -> str:
    return say(language, f"page.{key}", **fields)


def _column_head(summary: Summary, name: str) -> str:
    return _say(summary.plan.language, f"column_{name}", last=last_words(summary))


def _head(words: str, name: str, place: int) -> Html:
    if name in _UNSORTED:
        return el("th", words, scope="col", class_=name)
    button = el("button", words, type="button", data_column=place)
    return el("th", button, scope="col", class_=name, aria_sort="none")


def _controls(summary: Summary, shown: Sequence[SummaryRow], *, known: bool) -> Html:
    language = summary.plan.language
    statuses = [(str(s), say(language, f"status.{s}")) for s in FROM_AXIS]
    choices = {
        "status": statuses,
        "department": _names(row.department for row in shown),
        "leader": _names(row.target.leader for row in shown if row.target.leader),
        "section": _names(row.target.section for row in shown),
        "kind": [(kind, _say(language, f"kind_{kind}")) for kind in ("indicator", "milestone")],
    }
    if known:
        choices["change"] = [
            (turn, _say(language, f"change_{turn}")) for turn in ("worse", "better", "still_off")
        ]
    search = el("input", type="search", id="search", placeholder=_say(language, "search"))
    picks = (_pick(language, name, options) for name, options in choices.items() if options)
    clear = el("button", _say(language, "clear"), type="button", id="clear")
    found = el(
        "output", id="found", data_words=_say(language, "found", shown="{shown}", all=len(shown))
    )
    hidden = _say(language, "search")
    return el(
        "form",
        el("label", el("span", hidden, class_="quiet"), search),
        *picks,
        clear,
        found,
        id="controls",
    )


def _names(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, name) for name in dict.fromkeys(names)]


def _pick(language: str, name: str, options: Sequence[tuple[str, str]]) -> Html:
    said = _say(language, f"pick_{name}")
    every = el("option", _say(language, "every"), value="")
    listed = (el("option", words, value=value) for value, words in options)
    return el("label", el("span", said), el("select", every, *listed, data_filter=name))


def _row(
    summary: Summary, row: SummaryRow, kept: Sequence[str], values: Sequence[tuple[Period, Decimal]]
) -> Html:
    language, target, judged = summary.plan.language, row.target, row.assessment
    own = target if isinstance(target, Indicator) else None
    trend = columns(summary, row, values)
    cells: dict[str, tuple[str, object]] = {
        "status": (light_badge(language, judged.status), FROM_AXIS.index(judged.status)),
        "name": (_name(summary, row), row.serial if own else 10**6 + row.serial),
        "department": (row.department, row.department),
        "target": (
            promised_text(summary.plan, target, summary.period),
            _number(judged.target),
        ),
        "expected": _expected(language, row),
        "actual": _actual(language, row),
        "attainment": _attainment(judged.attainment),
        "gap": _gap(row),
        "trend": (trend or "", None),
        "last": _last(language, row),
        "reason": (_reason(language, row), None),
    }
    made = (
        el(
            "td",
            cells[name][0],
            class_=_class(name, cells[name][0]),
            data_label=_column_head(summary, name),
            data_sort=cells[name][1],
        )
        for name in kept
    )
    kind = "indicator" if own else "milestone"
    return el(
        "tr", *made, data_status=judged.status, data_department=row.department,
        data_leader=target.leader,
        data_section=target.section, data_kind=kind, data_change=row.change,
    )  # fmt: skip


def _class(name: str, words: str) -> str:
    return f"{name} none" if words in {"", "—"} else name


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"[:40]


def _name(summary: Summary, row: SummaryRow) -> Html:
    language, target = summary.plan.language, row.target
    if target.commitment is Commitment.PLAIN:
        promise = ""
    else:
        promise = say(language, f"commitment.{target.commitment}")
    below = " · ".join(
        part for part in (target.code, promise, target.leader, target.section) if part
    )
    return join(el("b", label(target, language)), el("small", below))


def _expected(language: str, row: SummaryRow) -> tuple[str, object]:
    judged, own = row.assessment, row.target
    if not isinstance(own, Indicator):
        return _day(language, judged.deadline)
    if judged.expected is None and judged.status is Status.NOT_DUE:
        return _say(language, "year_end"), None
    sign = "≤" if own.direction == "less" and judged.expected is not None else ""
    return f"{sign}{page_figure(own, judged.expected)}", _number(judged.expected)


def _actual(language: str, row: SummaryRow) -> tuple[str, object]:
    own, record = row.target, row.record
    if not isinstance(own, Indicator):
        if record is None or not record.state:
            return "—", None
        return state_word(language, record.state, own), None
    if row.actual is None:
        return "—", None
    mark = "*" if record and record.provisional else ""
    words = join(el("b", f"{page_figure(own, row.actual)}{mark}"), " ", el("small", own.unit))
    return words, _number(row.actual)


def _attainment(share: Decimal | None) -> tuple[str, object]:
    if share is None:
        return "—", None
    filled = min(max(float(share), 0.0), 1.0) * 100
    bar = el("svg", el("rect", x=0, y=0, width=f"{filled:.1f}", height=1), viewBox="0 0 100 1",
             preserveAspectRatio="none", class_="share", aria_hidden="true")  # fmt: skip
    return join(percent_as_shown(share), bar), _number(share)


def _gap(row: SummaryRow) -> tuple[str, object]:
    judged, own = row.assessment, row.target
    if not isinstance(own, Indicator) or judged.gap is None or judged.status is Status.NOT_JUDGED:
        return "—", None
    better = -judged.gap if judged.sense == "less" else judged.gap
    shown = number_as_shown(better, decimals_shown(own, better))
    sign = "" if shown.startswith("-") or not better else "+"
    return f"{sign}{shown}".replace("-", "−"), _number(better)


def _last(language: str, row: SummaryRow) -> tuple[str, object]:
    if row.last_status is None:
        return "—", None
    words: list[str] = [light_badge(language, row.last_status)]
    if row.travel:
        words.append(
            el(
                "small",
                f"{_ARROWS[row.travel]} {_say(language, f'travel_{row.travel}')}",
                class_=row.travel,
            )
        )
    if row.periods_off > 1:
        words.append(
            el("small", _say(language, "periods_off", count=row.periods_off), class_="worse")
        )
    return join(*words), FROM_AXIS.index(row.last_status)


def _day(language: str, day: date | None) -> tuple[str, object]:
    if day is None:
        return ("—", None)
    return (day_label(language, day), day.toordinal())


def _reason(language: str, row: SummaryRow) -> Html:
    judged = row.assessment
    words = [el("span", judged.why or judged.reason)]
    if judged.pace:
        words.append(el("strong", judged.pace))
    if row.decision:
        one = row.decision
        said = _say(
            language,
            "decision",
            words=one.words,
            by=one.by,
            on=day_label(language, one.on),
            why=one.why,
        )
        words.append(el("em", said))
    if row.inspected:
        words.append(el("em", inspection_words(language, row, row.inspected)))
    more = _details(language, row)
    if more:
        words.append(el("details", el("summary", _say(language, "more")), el("dl", *more)))
    return join(*words)


def inspection_words(language: str, row: SummaryRow, about: Inspected) -> str:
    """Return what an inspector found of a row, by whom and when, and whether it differs."""
    one, own = about.inspection, row.target
    if isinstance(own, Indicator):
        found = f"{page_figure(own, Decimal(one.value))} {own.unit}"
    else:
        found = state_word(language, one.state, own)
    said = _say(
        language, "inspected", found=found, by=one.said_by, on=day_label(language, one.said_on)
    )
    if about.difference and isinstance(own, Indicator) and not own.classes:
        sign = "+" if about.difference > 0 else "-"
        size = page_figure(own, abs(about.difference))
        said += _say(language, "inspected_gap", gap=f"{sign}{size}")
    if about.differs:
        said += _say(language, "inspected_differs")
    return said + (_say(language, "inspected_note", note=one.note) if one.note else "")


def _details(language: str, row: SummaryRow) -> list[Html]:
    """Return what the department wrote, where the number came from, and the year's end as it looks
    now.
    """
    record, target = row.record, row.target
    said: dict[str, str] = {}
    if isinstance(target, Indicator) and row.forecast:
        ends = {
            name: page_figure(target, getattr(row.forecast, name))
            for name in ("value", "low", "high")
        }
        said["forecast"] = _say(language, "forecast", unit=target.unit, **ends)
    if isinstance(target, Indicator):
        said["against_above"] = against_above_text(language, row, target)
        said["progress_index"] = progress_text(language, row)
    if record:
        source = f"source.{record.source}"
        said |= {
            "progress": record.progress, "problems": record.problems,
            "next_steps": record.next_steps,
            "remark": record.remark, "source": say(language, source) if has(language,
            source) else record.source,
            "from": " · ".join(part for part in (record.file, record.sheet, record.cell) if part),
        }  # fmt: skip
    pairs = (
        (_say(language, f"detail_{name}"), words.strip())
        for name, words in said.items()
        if words.strip()
    )
    return [join(el("dt", name), el("dd", words)) for name, words in pairs]
