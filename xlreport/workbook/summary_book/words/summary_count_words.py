"""Counts of lights that follow the sheets of targets: tiles, headline, departments, and the figures
behind charts.
"""

import re
from collections.abc import Iterable, Mapping

from xlreport.messages import say
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_live_formulas import named, quoted_string
from xlreport.model.judged.judged_summary import Summary
from xlreport.workbook.summary_book.painting.painted_cells import CellEntry, Shown
from xlreport.workbook.summary_book.words.summary_issued_words import issued_stamp
from xlreport.workbook.summary_book.words.summary_live_cell_words import turn_word

TARGET_KINDS = ("indicator", "milestone")
ANY_CHANGED = "({})".format(
    "+".join(f"SUM({named(f'range.{kind}.changed')})" for kind in TARGET_KINDS)
)
"""The formula that counts the rows of targets in which something was corrected."""
_GOOD = (Status.COMPLETED, Status.ON_TRACK)
_JUDGED = (*_GOOD, Status.AT_RISK, Status.OFF_TRACK)
_MOST_COMPARED = 2_000_000
"""Cells that all the counts by department may look at: beyond that programs would reckon for too
long.
"""
_MOST_MEMBERS = 12
_LONGEST = 500
# signs that COUNTIF takes for any character
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
    counts = {status: named(f"tile.{status}.count") for status in Status}
    found["total.rate"] = _live_rate(words["total.rate"], counts)
    if any(row.last_status for row in summary.rows):
        found |= _turns(summary, words)
    return found


def _turns(summary: Summary, words: Mapping[str, CellEntry]) -> dict[str, CellEntry]:
    """Return what turned since the last period, counted from the rows."""
    language = summary.plan.language
    found: dict[str, CellEntry] = {}
    for turn in ("better", "worse"):
        found[f"total.{turn}"] = Shown(
            value=_number(words[f"total.{turn}"]), formula=turn_count(language, turn)
        )
    for turn in ("worse", "better", "still_off"):
        before = str(words[f"change.{turn}"]).rpartition(" ")[0] + " "
        count = turn_count(language, turn)
        found[f"change.{turn}"] = Shown(
            value=str(words[f"change.{turn}"]), formula=f"{quoted_string(before)}&({count})"
        )
        if names := str(words[f"change.{turn}.names"]):
            formula = f'IF({ANY_CHANGED}>0,{issued_stamp(language)},"")&{quoted_string(names)}'
            found[f"change.{turn}.names"] = Shown(value=names, formula=formula)
    for status in Status:
        formula = _since(language, words, status)
        found[f"tile.{status}.change"] = Shown(
            value=str(words[f"tile.{status}.change"]), formula=formula
        )
    return found


def turn_count(language: str, turn: str, where: str = "") -> str:
    """Return the formula that counts how many lights turned, of all rows or of those of one
    department.
    """
    word = quoted_string(turn_word(language, turn))
    first = f"{{unit}},{where}," if where else ""
    return "+".join(
        "COUNTIF{s}({first}{turned},{word})".format(
            s="S" if where else "",
            first=first.format(unit=named(f"range.{kind}.department")),
            turned=named(f"range.{kind}.turn"),
            word=word,
        )
        for kind in TARGET_KINDS
    )


def _since(language: str, words: Mapping[str, CellEntry], status: Status) -> str:
    """Return the formula of a tile's change: of the rows that were reported last period, how many
    more have the light now.
    """
    reported = [one for one in Status if one is not Status.NOT_REPORTED]
    light = named(f"status.{status}")
    now = "+".join(
        f"COUNTIFS({named(f'range.{kind}.status')},{light},{named(f'range.{kind}.last')},"
        f"{named(f'status.{then}')})"
        for kind in TARGET_KINDS
        for then in reported
    )
    then = "0"
    if status is not Status.NOT_REPORTED:
        then = "+".join(f"COUNTIF({named(f'range.{kind}.last')},{light})" for kind in TARGET_KINDS)
    last, mark = str(words["last.name"]), "\ufffc"
    turn = f"(({now})-({then}))"
    said = say(language, "summary.tile_change", last=last, change=mark)
    sign = f'IF({turn}>0,"+","−")&ABS({turn})'
    same = quoted_string(say(language, "summary.tile_same", last=last))
    return f"IF({turn}=0,{same},{around(said, mark, sign)})"


def _headline(summary: Summary) -> str:
    language = summary.plan.language
    counts = {status: named(f"tile.{status}.count") for status in Status}
    order = (*_JUDGED, Status.NOT_REPORTED, Status.NOT_DUE, Status.NOT_JUDGED)
    joint = say(language, "summary.headline_joint")
    mark = "\ufffc"
    parts = "&".join(
        f'IF({counts[s]}>0,{around(joint + say(language, "summary.headline_part", word=say(language, f"status.{s}").lower(), count=mark), mark, counts[s])},"")'  # noqa: E501 - one part
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
    return f"{around(line, mark, listed)}&IF({judged}>0,{share},{nothing})"


def around(text: str, mark: str, formula: str) -> str:
    """Return the formula of a text in which another formula stands in place of a mark."""
    before, _, after = text.partition(mark)
    return "&".join(
        part for part in (quoted_string(before), formula, quoted_string(after)) if part != '""'
    )


def counts_follow(summary: Summary) -> bool:
    """Say whether the counts of departments follow the rows: too many would be reckoned for too
    long.
    """
    cells = len(summary.departments) * len(summary.rows) * len(Status)
    return is_live(summary) and cells <= _MOST_COMPARED


def live_departments(
    summary: Summary, rows: list[Mapping[str, CellEntry]]
) -> list[Mapping[str, CellEntry]]:
    """Return the departments' rows with counts and rate as formulas, where these follow."""
    if not counts_follow(summary):
        return rows
    known = any(row.last_status for row in summary.rows)
    language = summary.plan.language if known else ""
    return [_live_department(row, language) for row in rows]


def _live_department(row: Mapping[str, CellEntry], language: str) -> dict[str, CellEntry]:
    """Return a department's row; `language` is empty where nothing is known of the last period."""
    found = dict(row)
    for turn in ("better", "worse") if language else ():
        found[turn] = Shown(
            value=_number(row[turn]), formula=turn_count(language, turn, named("name"))
        )
    for status in Status:
        formula = count_where("department", (named("name"),), status)
        found[f"count_{status}"] = Shown(value=_number(row[f"count_{status}"]), formula=formula)
    found["rate"] = _live_rate(row["rate"], {status: named(f"count_{status}") for status in Status})
    return found


def _live_rate(entry: CellEntry, counts: Mapping[Status, str]) -> Shown:
    """Return 达序时率 from the cells that hold the counts."""
    good, judged = ("+".join(counts[status] for status in some) for some in (_GOOD, _JUDGED))
    rate = entry.value if isinstance(entry, Shown) else entry
    shown = rate if isinstance(rate, str) else _number(rate)
    return Shown(value=shown, formula=f'IF({judged}>0,INT(({good})/({judged})*100)/100,"—")')


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
