"""A lower plan's data → the higher plan's form, filled and ready to send up, every figure with the
row that it comes from.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from xlreport.checks.returns.checked_return_lines import cell_text
from xlreport.checks.typed.typed_units import factor
from xlreport.messages import say
from xlreport.model.judged.judged_summary import Beside
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, Milestone, Plan
from xlreport.model.plans.plan_form_types import TEXT_LIMIT
from xlreport.model.plans.plan_template_code import TemplateCode, parse_code
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.submission import Entry, Submission, Unreadable
from xlreport.pipeline.files.edited_outputs import sealed
from xlreport.pipeline.files.writing_files import write_whole
from xlreport.pipeline.forms.exporting_form_templates import known_headings
from xlreport.pipeline.forms.filling_forms import language_offered, typed
from xlreport.publish.published_file_reader import others_from, records_from
from xlreport.workbook.annotating.annotated_package import with_plain_sheet
from xlreport.workbook.department.form_open_cells import Filling, fill_cells
from xlreport.workbook.reading.submission_reader import read

_TEXTS = ("progress", "problems", "next_steps")


@dataclass(frozen=True, slots=True)
class _Told:
    """One row of the lower plan's data: what it answers, and what was accepted."""

    link: Beside
    record: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """What became of one row of the form."""

    code: str
    name: str
    kind: str
    """`filled`, or why it was left blank: `none` (nothing answers it), `missing` (a figure is not
    there), `several` (it cannot be told which counts), `unit`.
    """
    value: str
    sources: tuple[str, ...]
    """`SHANNAN-2020:ZB010 人社局.xlsx 指标填报!G7`, one for each row behind it."""


def answer_form(
    form: Path,
    data: Path,
    out: Path,
    plans: Sequence[Plan],
    *,
    saved_at: datetime | None = None,
    templates: Path | None = None,
) -> tuple[str, tuple[AnswerLine, ...]]:
    """Fill the higher plan's form with what the lower plan's data answer; return the language of
    the form and what became of its rows.

    A figure is brought into the form's unit; several parts are added where all are known. What is
    not known stays blank: nothing is filled in with 0. Who signs is left to whoever signs.

    Args:
        form: the workbook that the higher government sent.
        data: what `consolidate --data` wrote for the lower plan.
        out: where the filled form is written.
        plans: the known plans, the higher one among them: it says the units.
        saved_at: the saving time that the file is to state.
        templates: a folder of restyled templates.

    Raises:
        CannotRun: `fill-not-template`; `answer-no-plan` where the form's plan is not known;
            `answer-nothing` where the data answer no row of the form; `answer-other-period` where
            they do, but of another period.
    """
    content, told = _bytes(form), _bytes(data)
    submission = read(content, form.name, known_headings(templates))
    code = _code(submission) if isinstance(submission, Submission) else None
    if isinstance(submission, Unreadable) or code is None:
        raise CannotRun("fill-not-template", file=str(form))
    plan = next((one for one in plans if one.code == code.plan), None)
    if plan is None:
        raise CannotRun("answer-no-plan", USAGE, plan=code.plan)
    targets = plan.at(code.period).lookup.targets
    suffix = data.suffix.lower()
    rows = _answers(code, others_from(told, suffix), records_from(told, suffix))
    language = language_offered(content)
    cells: dict[tuple[str, str], Filling] = {}
    lines = []
    for entry in submission.entries:
        line, filled = _answered(entry, targets.get(entry.code), rows.get(entry.code, ()), language)
        lines.append(line)
        cells |= filled
    if not cells:
        raise CannotRun("answer-nothing", USAGE, file=str(data), plan=code.plan)
    filled_form = fill_cells(content, cells, saved_at=saved_at)
    write_whole(out, sealed(with_plain_sheet(filled_form, *_sources(language, lines))))
    return language, tuple(lines)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise CannotRun("file-unreadable", file=str(path), why=why) from error


def _code(submission: Submission) -> TemplateCode | None:
    return next(
        (code for cell in submission.codes if (code := parse_code(cell.as_typed)) is not None), None
    )


def _answers(
    code: TemplateCode, links: Sequence[Beside], records: Sequence[Record]
) -> Mapping[str, Sequence[_Told]]:
    """Return what answers each row of the form in its period, by the row's code."""
    mine = [one for one in links if one.parent.split(":")[0] == code.plan]
    known = {(r.plan, r.code, r.period): r for r in records}
    found: defaultdict[str, list[_Told]] = defaultdict(list)
    for link in mine:
        period = Period.parse(link.period)
        empty = Record(plan=link.plan, period=period, department="", kind="", code=link.code)
        if period == code.period:
            record = known.get((link.plan, link.code, period), empty)
            found[link.parent.split(":")[1]].append(_Told(link, record))
    if mine and not found:
        other = max(Period.parse(one.period) for one in mine)
        raise CannotRun("answer-other-period", USAGE, period=str(code.period), other=str(other))
    return found


def _answered(
    entry: Entry, target: Indicator | Milestone | None, rows: Sequence[_Told], language: str
) -> tuple[AnswerLine, dict[tuple[str, str], Filling]]:
    """Return what becomes of a row of the form, and the cells that are filled."""
    name = cell_text(entry, "name")
    sources = tuple(map(_source, rows))
    if not rows:
        return AnswerLine(code=entry.code, name=name, kind="none", value="", sources=()), {}
    field = "actual" if isinstance(target, Indicator) else "state"
    told, why = _figure(target.unit, rows) if isinstance(target, Indicator) else _state(rows)
    line = AnswerLine(code=entry.code, name=name, kind=why or "filled", value=told, sources=sources)
    values = {field: told} | {one: _words(rows, one) for one in _TEXTS}
    values["source"] = _same(one.record.source for one in rows)
    expected = {one.record.expected for one in rows}
    if len(expected) == 1 and (day := expected.pop()) is not None:
        values["expected"] = day.isoformat()
    cells = {}
    for at, text in values.items():
        cell = entry.cells.get(at)
        if text and cell is not None:
            cells[cell.sheet, cell.address] = typed(text, at, language)
    return line, cells


def _figure(unit: str, rows: Sequence[_Told]) -> tuple[str, str]:
    """Return the figure in the form's unit, or why there is none."""
    if len(rows) > 1 and any(one.link.parent_kind != "part" for one in rows):
        return "", "several"
    total = Decimal(0)
    for one in rows:
        if one.link.actual is None:
            return "", "missing"
        times = _factor(one.link.unit, unit)
        if times is None:
            return "", "unit"
        total += one.link.actual * times
    plain = f"{total:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain), ""


def _factor(unit: str, into: str) -> Decimal | None:
    own, other = (re.split("[（(]", one, maxsplit=1)[0].strip() for one in (unit, into))
    return factor(own, other)


def _state(rows: Sequence[_Told]) -> tuple[str, str]:
    """Return the state that all rows have, or why there is none."""
    states = {one.link.state for one in rows}
    if "" in states:
        return "", "missing"
    if len(states) == 1:
        return (states.pop(), "")
    return ("", "several")


def _words(rows: Sequence[_Told], field: str) -> str:
    """Return what departments wrote, each after its name where there are several."""
    said = [(one.link.department, getattr(one.record, field).strip()) for one in rows]
    told = [(unit, words) for unit, words in said if words]
    if len(told) == 1:
        return str(told[0][1])
    return "\n".join(f"{unit}：{words}" for unit, words in told)[:TEXT_LIMIT]


def _same(values: Iterator[str]) -> str:
    told = {one for one in values if one}
    return told.pop() if len(told) == 1 else ""


def _source(one: _Told) -> str:
    record = one.record
    cell = f"{record.sheet}!{record.cell}" if record.cell else record.sheet
    where = (f"{one.link.plan}:{one.link.code}", one.link.department, record.file, cell)
    return " ".join(part for part in where if part)


def _sources(language: str, lines: Sequence[AnswerLine]) -> tuple[str, list[tuple[str, ...]]]:
    """Return name and rows of the sheet that says where each figure comes from."""
    heads = tuple(
        say(language, f"answer.column_{name}") for name in ("code", "name", "value", "from", "kind")
    )
    rows = [
        (one.code, one.name, said_value(language, one), "\n".join(one.sources),
         say(language, f"answer.kind_{one.kind}"))
        for one in lines
    ]  # fmt: skip
    return say(language, "answer.sheet"), [(say(language, "answer.title"),), heads, *rows]


def said_value(language: str, one: AnswerLine) -> str:
    """Return what was filled in, a state by its word."""
    key = f"state.{one.value}"
    if one.value.isalpha() and one.value.isascii():
        return say(language, key)
    return one.value
