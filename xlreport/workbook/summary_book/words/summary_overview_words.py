"""The words of the summary's first page: headline, tiles, what needs attention first, what
turned.
"""

from collections import Counter
from collections.abc import Callable

from xlreport.messages import say
from xlreport.messages.calendar_words import day_label, month_end_label, period_label, span_label
from xlreport.messages.department_messages import unreported_names
from xlreport.messages.locked_cell_messages import revision_text
from xlreport.model.judged.judged_assessment import FROM_AXIS, SYMBOLS, Status
from xlreport.model.judged.judged_live_formulas import named, quoted_string
from xlreport.model.judged.judged_summary import Summary, SummaryRow, on_track_share
from xlreport.model.plans.plan import Policy
from xlreport.model.returns.finding import Verdict
from xlreport.workbook.summary_book.painting.painted_cells import CellEntry, Entries, Shown
from xlreport.workbook.summary_book.painting.painted_row_height import line_count
from xlreport.workbook.summary_book.words.summary_link_words import follows
from xlreport.workbook.summary_book.words.summary_live_cell_words import (
    ATTENTION,
    listed_fields,
    ranks,
)
from xlreport.workbook.summary_book.words.summary_target_words import status_text

MOST_ATTENTION = 10
"""How many rows the list of what needs attention first has."""
_NAMES_ROOM, _NAMES_SIZE, _NAMES_LINES = 232, 9, 2
"""Pixels, points and lines of the names that stand beside a count of what turned."""
_TURNS = {"worse": "↓", "better": "↑", "still_off": "＝"}


def words_of(summary: Summary) -> dict[str, CellEntry]:
    """Return what the placeholders outside the pattern rows say, on every sheet."""
    plan, period = summary.plan.plan, summary.period
    language = plan.language
    say_it = _sayer(language)
    note = say_it("dot_note", note=summary.note) if summary.note else ""
    number = say_it("dot_number", number=summary.number) if summary.number else ""
    issued = "" if summary.issued is None else period_label(language, summary.issued)
    return {
        "plan.title": plan.title,
        "plan.government": plan.government,
        "period.label": period_label(language, period),
        "period.span": span_label(language, period),
        "period.month_end": month_end_label(language, period),
        "as_of": day_label(language, summary.as_of),
        "note": summary.note,
        "dot_note": note,
        "number": summary.number,
        "dot_number": number,
        "issued": issued,
        "last.name": last_name(summary),
        "headline": headline(summary),
        "legend.line": say_it(
            "legend_line", symbols=" ".join(SYMBOLS[status] for status in FROM_AXIS)
        ),
        "legend.footer": say_it(
            "legend_footer",
            statuses=" ".join(f"{SYMBOLS[s]}{say(language, f'status.{s}')}" for s in FROM_AXIS),
        ),
        **_tiles(summary),
        **_returns(summary),
        **_changes(summary),
        **_legend_cells(summary),
    }


def last_name(summary: Summary) -> str:
    """Return what the period is called that lights are compared with: 上季, another by its name."""
    language = summary.plan.language
    if summary.last is not None and summary.skips:
        return period_label(language, summary.last)
    return say(language, f"summary.last_{summary.period.kind}")


def _sayer(language: str) -> Callable[..., str]:
    def say_it(key: str, **fields: object) -> str:
        return say(language, f"summary.{key}", **fields)

    return say_it


def lights(summary: Summary) -> Counter[Status]:
    """Return how many rows have each light."""
    return Counter(row.assessment.status for row in summary.rows)


def headline(summary: Summary) -> str:
    """Return the whole period in one line; lights that nothing has are not named."""
    say_it, language = _sayer(summary.plan.language), summary.plan.language
    counts = lights(summary)
    order = (Status.COMPLETED, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, *FROM_AXIS[4:])
    parts = [
        say_it("headline_part", word=say(language, f"status.{s}").lower(), count=counts[s])
        for s in order
        if counts[s]
    ]
    share = on_track_share(counts)
    judged = sum(counts[status] for status in FROM_AXIS[:4])
    line = say_it("headline", count=len(summary.rows), parts=say_it("headline_joint").join(parts))
    if share is None:
        return line + say_it("headline_none")
    return line + say_it("headline_share", judged=judged, percent=int(share * 100))


def _tiles(summary: Summary) -> dict[str, CellEntry]:
    """Return each light's tile; its change leaves out what was not reported last period."""
    language = summary.plan.language
    say_it, current = _sayer(language), lights(summary)
    known = any(row.last_status for row in summary.rows)
    reported = [row for row in summary.rows if row.last_status not in {None, Status.NOT_REPORTED}]
    now = Counter(row.assessment.status for row in reported)
    then = Counter(row.last_status for row in reported)
    words: dict[str, CellEntry] = {}
    for status in Status:
        more = now[status] - then[status]
        turn = ""
        if known:
            key, change = "tile_change" if more else "tile_same", f"{more:+d}".replace("-", "−")
            turn = say_it(key, last=last_name(summary), change=change)
        words |= {
            f"tile.{status}.head": status_text(language, status),
            f"tile.{status}.count": current[status],
            f"tile.{status}.change": turn,
            f"head.{status}": status_text(language, status),
        }
    return words


def _returns(summary: Summary) -> dict[str, CellEntry]:
    say_it = _sayer(summary.plan.language)
    verdicts = [unit.verdict for unit in summary.departments]
    whole, partly = verdicts.count(Verdict.ACCEPTED), verdicts.count(Verdict.PARTLY)
    counts = {
        "whole": whole,
        "partly": partly,
        "returned": len(summary.sent_back),
        "none": len(summary.missing),
    }
    names = unreported_names(summary.plan.language, summary.departments)
    said = {
        key: say_it(f"returns_{key}", count=count, names=names)
        for key, count in counts.items()
        if count
    }
    silent = said.pop("none", "")  # on a line of its own, with their names
    parts = say_it("returns_joint").join(said.values())
    return {
        "returns.count": say_it("returns", reported=summary.reported, all=len(verdicts)),
        "returns.detail": "\n".join(part for part in (parts, silent) if part),
    }


def _changes(summary: Summary) -> dict[str, CellEntry]:
    say_it = _sayer(summary.plan.language)
    known = any(row.last_status for row in summary.rows)
    words: dict[str, CellEntry] = {}
    for turn, symbol in _TURNS.items():
        turned = [row for row in summary.rows if row.change == turn]
        words[f"change.{turn}"] = f"{symbol} {say_it(turn)} {len(turned) if known else '—'}"
        words[f"change.{turn}.names"] = _names(summary, turned) if known else ""
    if not known:
        words["change.worse.names"] = say_it("nothing_earlier")
    return words


def _names(summary: Summary, turned: list[SummaryRow]) -> str:
    """Return as many names as there is room for, most urgent first, and how many more there are."""
    say_it = _sayer(summary.plan.language)
    order = {id(row): place for place, row in enumerate(summary.attention)}
    names = [
        row.target.name for row in sorted(turned, key=lambda row: order.get(id(row), len(order)))
    ]
    for shown in range(len(names), 0, -1):
        text = say_it("names_joint").join(names[:shown])
        if shown < len(names):
            text = say_it("names_more", names=text, count=len(names))
        if shown == 1 or line_count(text, _NAMES_ROOM, _NAMES_SIZE) <= _NAMES_LINES:
            return text
    return ""


def _legend_cells(summary: Summary) -> dict[str, CellEntry]:
    """Return the legend's own cells: each light's words, its count, the policy's thresholds, and
    the marks.
    """
    language, policy = summary.plan.language, summary.plan.policy
    say_it = _sayer(language)
    words: dict[str, CellEntry] = {}
    current = lights(summary)
    for status in Status:
        words[f"status.{status}"] = words[f"last.{status}"] = status_text(language, status)
        words[f"chart.{status}"] = current[status]
    for field in Policy.model_fields:
        value = getattr(policy, field)
        words[f"policy.{field}"] = "—" if value is None else value
    if policy.name == "default":
        words["policy.name"] = say_it("policy_default")
    own = [target.name for target in summary.plan.indicator if target.bounds]
    words["policy.own"] = say_it("names_joint").join(own) or say_it("none")
    revised = [
        revision_text(one, summary.plan, language)
        for one in summary.plan.revision
        if one.counts_in(summary.period)
    ]
    words["policy.revised"] = say(language, "revised.listed").join(revised) or say_it("none")
    words |= {
        f"mark.{mark}": say_it(f"mark_{mark}") for mark in ("fine", "reason", "wrong", "missing")
    }
    words |= {f"bar.{bar}": "" for bar in ("plain", "ahead", "behind", "now")}
    words["look.none"] = "—"
    return words


def attention_entries(summary: Summary) -> list[Entries]:
    """Return the rows of what needs attention first, at most ten; where they follow the rows of
    the targets, so many that each has a place that may come to need it.
    """
    places, language = ranks(summary), summary.plan.language
    listed: list[Entries] = [
        listed_fields(summary, row, places[row.target.code])
        for row in summary.attention[:MOST_ATTENTION]
    ]
    if not follows(summary):
        return listed
    empty = "" if summary.attention else say(language, f"summary.{nothing_urgent(summary)}")
    count = min(MOST_ATTENTION, len(summary.rows))
    free: Entries = dict.fromkeys(ATTENTION, "")
    rows = [*listed, *[free] * (count - len(listed))]
    return [_ranked(place, row, empty) for place, row in enumerate(rows, start=1)]


def nothing_urgent(summary: Summary) -> str:
    """Return which words stand in the list where nothing needs attention."""
    return "empty_attention" if summary.reported else "empty_source"


def _ranked(place: int, row: Entries, empty: str) -> Entries:
    """Return a row of the list as what stands at its place among the rows of the targets."""
    found: dict[str, CellEntry] = {}
    for field, source in ATTENTION.items():
        formula = quoted_string(empty) if field == "name" and place == 1 else '""'
        for kind in ("milestone", "indicator"):
            at = f"MATCH({place},{named(f'range.{kind}.rank')},0)"
            cell = f'INDEX({named(f"range.{kind}.{source}")},{at})&""'
            if field == "pace" and kind == "milestone":
                cell = '""'
            formula = f"IF(ISNUMBER({at}),{cell},{formula})"
        text = str(row[field] or "")
        if place == 1 and field == "name":
            text = text or empty
        found[field] = Shown(value=text, formula=formula)
    return found
