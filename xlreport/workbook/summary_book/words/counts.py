"""Counts of lights that follow the sheets of targets: tiles, headline, departments, and the figures
behind charts.
"""

import re
from collections.abc import Iterable, Mapping

from xlreport.messages import say
from xlreport.model.judged.assessment import Status
from xlreport.model.judged.live import named, quoted_string
from xlreport.model.judged.summary import Summary
from xlreport.workbook.summary_book.painting.cells import CellEntry, Shown

TARGET_KINDS = ("indicator", "milestone")
_GOOD = (Status.COMPLETED, Status.ON_TRACK)
_JUDGED = (*_GOOD, Status.AT_RISK, Status.OFF_TRACK)
_MOST_COMPARED = 2_000_000
"""Cells that all the counts by department may look at: beyond that programs would reckon for too
long.
"""
_MOST_MEMBERS = 12
_LONGEST = 500
_WILD = re.compile(r"[~*?]")


def is_live(summary: Summary) -> bool:
    """Say whether the rows reckon anew; then their counts do too."""
    return any(row.live for row in summary.rows)


def whole_count(status: Status) -> str:
    """Return the formula that counts a light over both sheets of targets."""
    word = named(f"status.{status}")
    return "+".join(f"COUNTIF({named(f'range.{kind}.status')},{word})" for kind in TARGET_KINDS)


def count_where(field: str, values: Iterable[str], status: Status) -> str:
    """Return the formula that counts a light where a column holds one of some texts, each given as
    a formula.
    """
    word = named(f"status.{status}")
    return "+".join(
        f"COUNTIFS({named(f'range.{kind}.{field}')},{value},{named(f'range.{kind}.status')},{word})"
        for value in values
        for kind in TARGET_KINDS
    )


def live_tiles(summary: Summary, words: dict[str, CellEntry]) -> dict[str, CellEntry]:
    """Return the overview's words with their counts as formulas."""
    if not is_live(summary):
        return words
    found = dict(words)
    for status in Status:
        count = whole_count(status)
        for name in (f"tile.{status}.count", f"total.count_{status}", f"chart.{status}"):
            if isinstance(entry := words.get(name), int):
                found[name] = Shown(value=entry, formula=count)
    found["headline"] = Shown(value=str(words["headline"]), formula=_headline(summary))
    return found


def _headline(summary: Summary) -> str:
    language = summary.plan.plan.language
    counts = {status: named(f"tile.{status}.count") for status in Status}
    order = (*_JUDGED, Status.NOT_REPORTED, Status.NOT_DUE, Status.NOT_JUDGED)
    joint = say(language, "summary.headline_joint")
    mark = "\ufffc"
    parts = "&".join(
        f'IF({counts[s]}>0,{_around(joint + say(language, "summary.headline_part", word=say(language, f"status.{s}").lower(), count=mark), mark, counts[s])},"")'  # noqa: E501 - one part
        for s in order
    )
    listed = f"MID({parts},{len(joint) + 1},{_LONGEST})"
    good, judged = ("+".join(counts[s] for s in some) for some in (_GOOD, _JUDGED))
    words = say(language, "summary.headline_share", judged=mark, percent="\ufffd")
    before, _, rest = words.partition(mark)
    between, _, after = rest.partition("\ufffd")
    share = (
        f"{quoted_string(before)}&({judged})&{quoted_string(between)}"
        f"&INT(({good})/({judged})*100)&{quoted_string(after)}"
    )
    nothing = quoted_string(say(language, "summary.headline_none"))
    line = say(language, "summary.headline", count=len(summary.rows), parts=mark)
    return f"{_around(line, mark, listed)}&IF({judged}>0,{share},{nothing})"


def _around(text: str, mark: str, formula: str) -> str:
    before, _, after = text.partition(mark)
    return "&".join(
        part for part in (quoted_string(before), formula, quoted_string(after)) if part != '""'
    )


def live_departments(
    summary: Summary, rows: list[Mapping[str, CellEntry]]
) -> list[Mapping[str, CellEntry]]:
    """Return the departments' rows with counts and rate as formulas, where these are not too
    many.
    """
    if not is_live(summary) or len(rows) * len(summary.rows) * len(Status) > _MOST_COMPARED:
        return rows
    return [_live_department(row) for row in rows]


def _live_department(row: Mapping[str, CellEntry]) -> dict[str, CellEntry]:
    found = dict(row)
    for status in Status:
        formula = count_where("department", (named("name"),), status)
        found[f"count_{status}"] = Shown(value=_number(row[f"count_{status}"]), formula=formula)
    good, judged = (
        "+".join(named(f"count_{status}") for status in some) for some in (_GOOD, _JUDGED)
    )
    rate = row["rate"].value if isinstance(row["rate"], Shown) else row["rate"]
    shown = rate if isinstance(rate, str) else _number(rate)
    found["rate"] = Shown(
        value=shown, formula=f'IF({judged}>0,INT(({good})/({judged})*100)/100,"—")'
    )
    return found


def _number(entry: CellEntry) -> float:
    return float(entry) if isinstance(entry, int | float) else 0.0


def count_figure(field: str, members: Iterable[str], status: Status) -> str:
    """Return the formula of a number behind a chart; empty where too many are taken together."""
    listed = tuple(members)
    if not 0 < len(listed) <= _MOST_MEMBERS:
        return ""
    return count_where(
        field, (quoted_string(_WILD.sub(r"~\g<0>", member)) for member in listed), status
    )
