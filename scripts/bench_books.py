"""Measures of single workbooks: made, marked, and the summary."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from openpyxl import load_workbook
from xlsxwriter import Workbook

from scripts.bench_generate import Calls, record, replay
from scripts.bench_sizes import ROOT, Place, Sizes, medians, usual_round
from scripts.synthetic import PERIOD, make_plan
from xlreport.model.judged.judged_summary import Summary
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.submission import Submission
from xlreport.pipeline.forms.exporting_form_templates import known_headings
from xlreport.pipeline.forms.generating_forms import department_looks
from xlreport.pipeline.forms.making_forms import form_for
from xlreport.pipeline.intake.examining_intake_files import Examiner, History
from xlreport.pipeline.intake.intake_findings import FINDINGS, unpacked
from xlreport.pipeline.plans.plan_files import load_plan
from xlreport.pipeline.summing.summing_records import summary_rows
from xlreport.workbook.annotating.annotate_workbook import annotate
from xlreport.workbook.department.department_template import department_workbook
from xlreport.workbook.reading.submission_reader import read
from xlreport.workbook.summary_book.summary_workbook import summary_workbook

_FORMS = 30
_ROWS_A_DEPARTMENT = 30


def generate_ratio(sizes: Sizes, folder: Path) -> float:
    """CPU of making department workbooks, against XlsxWriter writing the same cells."""
    plan, looks = load_plan(usual_round(sizes, folder).plan), department_looks("zh", None)
    forms = [form_for(plan, unit, PERIOD) for unit in plan.reporters()[:_FORMS]]
    recorded = [record(lambda form=form: department_workbook(form, looks)) for form in forms]  # type: ignore[misc]
    cost = medians(
        {
            "ours": lambda: [department_workbook(form, looks) for form in forms],
            "bare": lambda: [replay(*one) for one in recorded],
        },
        sizes.rounds,
    )
    return cost["ours"] / cost["bare"]


def summary_ratio(sizes: Sizes, folder: Path) -> float:
    """CPU of writing the summary, against XlsxWriter in constant memory writing the same cells."""
    summary = _summary(sizes.rows, folder)
    look = (ROOT / "workbook_templates" / "zh" / "summary.xlsx").read_bytes()
    with patch(
        "xlreport.workbook.summary_book.painting.painted_sheets.written_as_text",
        return_value=False,
    ):  # every cell through XlsxWriter
        formats, sheets = record(lambda: summary_workbook(summary, look))
    cost = medians(
        {
            "ours": lambda: summary_workbook(summary, look),
            "bare": lambda: _streamed(formats, sheets),
        },
        sizes.rounds,
    )
    return cost["ours"] / cost["bare"]


def _summary(rows: int, folder: Path) -> Summary:
    plan = make_plan(folder / "rows.toml", -(-rows // _ROWS_A_DEPARTMENT), _ROWS_A_DEPARTMENT)
    records = [
        Record(
            plan=plan.code,
            period=PERIOD,
            department=one.lead,
            kind="indicator",
            code=one.code,
            value=one.value,
            progress="按计划推进",
            file="a.xlsx",
        )
        for one in plan.indicator
    ]
    indicators, milestones = summary_rows(plan, PERIOD, records, ())
    return Summary(
        plan=plan,
        period=PERIOD,
        as_of=PERIOD.end,
        indicators=indicators,
        milestones=milestones,
        departments=(),
        findings=(),
        files=(),
        attention=(),
    )


def _streamed(formats: list[dict[str, Any]], sheets: Calls) -> bytes:
    """Write the same cells row by row, and nothing else."""
    content = BytesIO()
    with Workbook(content, {"constant_memory": True}) as book:
        made = [book.add_format(look) for look in formats]
        for title, calls in sheets:
            sheet = book.add_worksheet(title)
            cells = [(name, values) for name, values in calls if name.startswith("write_")]
            for name, values in sorted(cells, key=lambda call: call[1][:2]):
                getattr(sheet, name)(
                    *(made[v[1]] if isinstance(v, tuple) and v[0] == "look" else v for v in values)
                )
    return content.getvalue()


_Faulty = tuple[bytes, Submission, tuple[Finding, ...]]
"""A workbook, what was read in it, and what is to be marked."""


def annotate_ratio(sizes: Sizes, folder: Path) -> float:
    """CPU of marking faulty workbooks, against openpyxl loading and saving them; each is marked once, as in a round."""
    place = usual_round(sizes, folder)
    faulty = list(_faulty(place))
    count = min(10, len(faulty) // sizes.rounds)
    ours, peers = (
        iter([faulty[turn * count : (turn + 1) * count] for turn in range(sizes.rounds)])
        for _ in range(2)
    )
    cost = medians(
        {
            "ours": lambda: [annotate(*one, "zh") for one in next(ours)],
            "peer": lambda: _saved_again([content for content, _, _ in next(peers)]),
        },
        sizes.rounds,
    )
    return cost["ours"] / cost["peer"]


def _faulty(place: Place) -> Iterator[_Faulty]:
    """Yield the workbooks of a round in which something is to be marked."""
    words = known_headings(None)
    examine = Examiner((load_plan(place.plan),), words, History(()))
    for path in place.files:
        content = path.read_bytes()
        submission = read(content, path.name, words)
        findings = tuple(unpacked(FINDINGS, examine(path, path.name, None).findings))
        if isinstance(submission, Submission) and findings:
            yield content, submission, findings


def _saved_again(contents: Iterable[bytes]) -> None:
    for content in contents:
        load_workbook(BytesIO(content)).save(BytesIO())
