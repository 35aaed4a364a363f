"""A return beside its form: each row that was sent out, with the line that came back for it and how
it is read.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from xlreport.checks.typed.typed_choices import read_class, read_state
from xlreport.checks.typed.typed_days import read_day
from xlreport.checks.typed.typed_numbers import read_figure
from xlreport.checks.typed.typed_value import Reading, Typed
from xlreport.messages.locked_cell_messages import NO_VALUE
from xlreport.messages.reason_messages import (
    bare,
    is_reason,
    names_nothing,
    says_no_figure,
    says_nothing,
)
from xlreport.model.model_quick_values import quickly_made
from xlreport.model.number_format.formatted_number import FormatSense, sense, shown_number
from xlreport.model.plans.plan import CHANGES, Indicator, Measure, Milestone
from xlreport.model.plans.plan_form_types import (
    OPEN_FIELDS,
    Form,
    IndicatorRow,
    MilestoneRow,
)
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Finding, finding
from xlreport.model.returns.submission import FAULTY, Cell, Entry, Submission
from xlreport.model.texts.lookalike_texts import code_as_seen
from xlreport.model.texts.struck_out_text import without_struck

_CLASS, _SHARE = Measure.CLASS, Measure.SHARE
_SIZED_OTHERWISE = (Measure.CLASS, *CHANGES)
_HUNDRED = Decimal(100)
_SMALL, _GREAT, _LEAP = Decimal(20), Decimal("1.5"), Decimal(10)
"""How far from its target, and from the last one, a figure is at most that is not looked at: as
far as the checks of sizes go, or less.
"""
_NOT_ASKED: Reading[Decimal] = Reading()


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLine:
    """One indicator as it came back."""

    row: IndicatorRow
    entry: Entry
    figure: Reading[Decimal]
    baseline: Reading[Decimal]
    baseline_asked: bool
    """Whether last year's figure is asked of it, and the form had a cell for it."""
    past: tuple[Record, ...]
    """Its records of earlier periods, oldest first."""
    value: Decimal | None
    """The figure, where one could be read."""


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneLine:
    """One milestone as it came back."""

    row: MilestoneRow
    entry: Entry
    state: Reading[str]
    expected: Reading[date]
    past: tuple[Record, ...]


Line = IndicatorLine | MilestoneLine
SentRow = IndicatorRow | MilestoneRow


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedReturn:
    """One return beside its form."""

    submission: Submission
    form: Form
    indicators: tuple[IndicatorLine, ...]
    milestones: tuple[MilestoneLine, ...]
    sent: Mapping[str, SentRow]
    """The rows that were sent out, by code."""
    entries: tuple[Entry, ...]
    """What came back for them, on a sheet of their kind."""
    twice: frozenset[str]
    """Codes that stand in several lines which do not say the same; they have no line here."""
    striking: tuple[IndicatorLine, ...]
    """Indicators but those whose figure is plainly what could be expected (`_expected`): enough
    for a check of figures alone, which goes through a few of them instead of all.
    """

    @property
    def lines(self) -> tuple[Line, ...]:
        """Indicators, then milestones."""
        return (*self.indicators, *self.milestones)


def returned(submission: Submission, form: Form, earlier: Sequence[Record] = ()) -> CheckedReturn:
    """Read a return row by row; rows that did not come back, or came back twice and different, have
    no line.
    """
    sent: dict[str, SentRow] = {row.indicator.code: row for row in form.indicators}
    sent |= {row.milestone.code: row for row in form.milestones}
    kinds = {code: line_kind(row) for code, row in sent.items()}
    submission = _with_codes_as_sent(submission, sent)
    own = tuple(one for one in submission.entries if kinds.get(one.code) == one.kind)
    counts = Counter([one.code for one in own])
    several = (
        [code for code, count in counts.items() if count > 1] if len(counts) < len(own) else ()
    )
    twice = frozenset(code for code in several if _differ(code, own))
    first = {one.code: one for one in reversed(own) if one.code not in twice}
    past = _past(earlier, form)
    indicators = tuple(
        _indicator_line(row, first[code], past.get(code, ()))
        for code, row in sent.items()
        if code in first and isinstance(row, IndicatorRow)
    )
    milestones = tuple(
        _milestone_line(row, first[code], form, past.get(code, ()))
        for code, row in sent.items()
        if code in first and isinstance(row, MilestoneRow)
    )
    return CheckedReturn(
        submission=submission,
        form=form,
        indicators=indicators,
        milestones=milestones,
        sent=sent,
        entries=own,
        twice=twice,
        striking=tuple(line for line in indicators if not _expected(line)),
    )


def _expected(line: IndicatorLine) -> bool:
    """Say whether a figure was typed plainly and is plainly of the size of its target, and of the
    last one: then no check of a figure by itself has anything to say about it.

    It is one test in place of a dozen; whatever it is not sure of, the checks decide.
    """
    row, value = line.row, line.value
    indicator, last = row.indicator, row.last
    aim, least, greatest = indicator.value, row.minimum, row.maximum
    if value is None or aim is None or line.figure.note or indicator.measure in _SIZED_OTHERWISE:
        return False
    return (
        aim > 0
        and aim <= value * _SMALL
        and value < aim * _GREAT
        and (last is None or last <= value <= last * _LEAP)
        and (least is None or least <= value)
        and (greatest is None or value <= greatest)
        and (value <= _HUNDRED or indicator.measure is not _SHARE)
        and value == round(value, indicator.decimals)
    )


def _with_codes_as_sent(submission: Submission, sent: Collection[str]) -> Submission:
    """Return a return in which a code that only looks like one that was sent, and that did not
    come back otherwise, is that one.
    """
    came = {one.code for one in submission.entries}
    if came.issubset(sent):
        return submission
    seen = Counter(map(code_as_seen, sent))
    lost = {code_as_seen(one): one for one in sent if one not in came}
    alike = {one: lost.get(code_as_seen(one), "") for one in came if one not in sent}
    again = {one: code for one, code in alike.items() if code and seen[code_as_seen(one)] == 1}
    if not again:
        return submission
    entries = tuple(
        replace(one, code=again[one.code]) if one.code in again else one
        for one in submission.entries
    )
    return replace(submission, entries=entries)


def line_kind(row: SentRow) -> str:
    """Return the kind of sheet that a row stands on."""
    return "indicator" if isinstance(row, IndicatorRow) else "milestone"


def _differ(code: str, entries: Iterable[Entry]) -> bool:
    """Say whether several lines of one code hold different things to be read."""
    said = {
        tuple((field, cell_text(one, field)) for field in OPEN_FIELDS)
        for one in entries
        if one.code == code
    }
    return len(said) > 1


def _past(earlier: Sequence[Record], form: Form) -> Mapping[str, tuple[Record, ...]]:
    """Return the records of this plan before the form's period by code, oldest first."""
    if not earlier:
        return {}
    dated = sorted(
        ((one.period, one) for one in earlier if one.plan == form.code.plan),
        key=lambda pair: pair[0],
    )
    past: dict[str, tuple[Record, ...]] = {}
    for period, one in dated:
        if period.end < form.period.end:
            past[one.code] = (*past.get(one.code, ()), one)
    return past


def _indicator_line(row: IndicatorRow, entry: Entry, past: tuple[Record, ...]) -> IndicatorLine:
    indicator = row.indicator
    cell = entry.cells.get("actual")
    if cell is None:
        figure: Reading[Decimal] = Reading()
    elif indicator.measure is _CLASS:
        figure = read_class(cell, indicator.classes)
    else:
        figure = read_figure(cell, indicator)
    if figure.value is None and _says_no_figure(entry, figure):
        figure = Reading(said_none=True)
    if entry.merged:
        figure = _one_for_many(entry, "actual", figure)
    asked = entry.cells.get("baseline") if row.baseline_asked else None
    if asked is not None and _was_not_asked(asked, cell):
        asked = None
    baseline = _NOT_ASKED
    if asked is not None:
        baseline = read_figure(asked, indicator)
        if baseline.question and says_nothing(cell_text(entry, "baseline")):
            baseline = Reading(said_none=True)
        baseline = _one_for_many(entry, "baseline", baseline)
    return IndicatorLine(
        row=row,
        entry=entry,
        figure=figure,
        baseline=baseline,
        baseline_asked=asked is not None,
        past=past,
        value=figure.value,
    )


def _one_for_many(entry: Entry, field: str, read: Reading[Typed]) -> Reading[Typed]:
    """Return a reading, or the question that stands in its place where rows share one cell: whose
    answer it is, nobody can tell.
    """
    if read.blank or field not in entry.merged:
        return read
    return Reading(question="merged-cells", meant=(entry.merged[field], ""))


def _was_not_asked(baseline: Cell, actual: Cell | None) -> bool:
    """Say whether a form has the dash of a figure that it did not ask for: it was made before the
    plan asked, and its protection kept the cell shut.
    """
    unlocked = actual is not None and actual.unlocked
    return unlocked and not baseline.unlocked and baseline.as_typed.strip() == NO_VALUE


def _says_no_figure(entry: Entry, figure: Reading[Decimal]) -> bool:
    """Say whether a row says that there is no figure: in the remark where it is blank, or in other
    words than a list has.
    """
    if figure.blank:
        return says_no_figure(cell_text(entry, "remark"))
    words = entry.texts.get("actual", "")
    return bool(figure.question and words) and says_nothing(words)


def _milestone_line(
    row: MilestoneRow, entry: Entry, form: Form, past: tuple[Record, ...]
) -> MilestoneLine:
    state, expected = entry.cells.get("state"), entry.cells.get("expected")
    told: Reading[str] = read_state(state, form.language) if state else Reading()
    day: Reading[date] = read_day(expected, form.period.year) if expected else Reading()
    return MilestoneLine(
        row=row,
        entry=entry,
        state=_one_for_many(entry, "state", told),
        expected=_one_for_many(entry, "expected", day),
        past=past,
    )


def cell_text(entry: Entry, field: str) -> str:
    """Return what stands in a cell of a line as stripped text; empty where nothing, or an error
    value, does.
    """
    plain = entry.texts.get(field)
    if plain is not None:
        return plain.strip()
    cell = entry.cells.get(field)
    return "" if cell is None or cell.kind in FAULTY else shown_value(cell)


def has_lost(back: CheckedReturn, entry: Entry, field: str) -> bool:
    """Say whether a cell did not come back and its column is not named as missing: it then is as
    good as blank.
    """
    named = f"{entry.sheet} {entry.kind}/{field}" in back.submission.missing_columns
    return field not in entry.cells and not named


def said(entry: Entry, field: str) -> str:
    """Return the text of a cell, empty also where it says 无 or a dash."""
    words = cell_text(entry, field)
    return "" if words_say_nothing(words, field) else words


def words_say_nothing(words: str, field: str) -> bool:
    """Say whether what stands in a cell of words says nothing; a source may be a bare noun."""
    kept = without_struck(words)
    return names_nothing(kept) if field == "source" else says_nothing(kept)


def gives_reason(line: Line) -> bool:
    """Say whether the remark of a line is a reason of substance: not 无, not 已核实, not last
    period's words again.
    """
    remark = without_struck(cell_text(line.entry, "remark"))
    if not is_reason(remark):
        return False
    return not any(bare(one.remark) == bare(remark) for one in line.past[-1:])


def target(row: SentRow) -> Indicator | Milestone:
    """Return what a row of the form is about."""
    return row.indicator if isinstance(row, IndicatorRow) else row.milestone


def anchor(entry: Entry, field: str = "") -> Cell | None:
    """Return the cell of a field, else the row's code cell, else its first cell."""
    return (
        entry.cells.get(field) or entry.cells.get("code") or next(iter(entry.cells.values()), None)
    )


def about(code: str, line: Line, field: str, /, **words: str) -> Finding:
    """Return a finding about one cell of a line."""
    cell = anchor(line.entry, field)
    found = finding(
        code,
        sheet=line.entry.sheet,
        cell=cell.address if cell else "",
        indicator=target(line.row).code,
        serial=line.row.serial,
        name=target(line.row).name,
        column=field,
        **({"value": shown_value(line.entry.cells[field])} if field in line.entry.cells else {}),
    )
    return replace(found, fields=words)


def shown_value(cell: Cell) -> str:
    """Return a value as its sender saw it: 12.5% where a percent format shows 0.125, 5万户 where
    the format says so.
    """
    if isinstance(cell.raw, Decimal):
        made = sense(cell.number_format, cell.raw)
        if made is FormatSense.OTHER and (shown := shown_number(cell.number_format, cell.raw)):
            return shown
        percent = made is FormatSense.PERCENT
        number = (cell.raw * 100 if percent else cell.raw).normalize()
        return f"{number:f}{'%' if percent else ''}"
    return cell.as_typed.strip()
