"""The verbs for analysts and builders: what the command line does, with data frames where tables
come out.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from xlreport.model.judged.judged_summary import Summary
    from xlreport.model.plans.plan import Plan
    from xlreport.model.returns.accepted_record import Record
    from xlreport.pipeline.intake.intake_file import Intake
    from xlreport.publish.published_target_frame import PlanWithTables

PathLike = str | Path
Inbox = PathLike | Sequence[PathLike]


def load_plan(path: PathLike) -> "PlanWithTables":
    """Read a plan file. Its `targets` are a tuple of indicators and milestones, and a data frame
    when called: `plan.targets()` is `xlreport.targets(plan)`.

    Raises:
        xlreport.CannotRun: what is wrong with it, by line and field.

    >>> plan = load_plan("schemas/tibet-2020.toml")
    >>> plan.code, len(plan.indicator), len(plan.milestone)
    ('TIBET-2020', 85, 179)
    >>> plan.targets().kind.value_counts()["milestone"].item()
    179
    """
    from xlreport.pipeline.plans import plan_files
    from xlreport.publish.published_target_frame import with_tables

    return with_tables(plan_files.load_plan(Path(path)))


def targets(plan: "Plan | PathLike") -> "pd.DataFrame":
    """Return a plan's indicators and milestones, a row each, in the plan's order.

    Columns: `code`, `kind`, `name`, `section`, `lead`, `reporter`, `unit`, `measure`, `direction`,
    `comparator`, `value`, `stretch`, `baseline`, `commitment`, `profile`, `due`. Numbers are
    floats; a milestone has none.

    >>> table = targets("schemas/tibet-2020.toml")
    >>> table.loc[table.kind == "indicator", ["code", "value", "unit"]].head(2).values.tolist()
    [['ZB001', 9.0, '%'], ['ZB002', 3.0, '%']]
    """
    from xlreport.publish.published_target_frame import target_frame

    return target_frame(load_plan(plan) if isinstance(plan, str | Path) else plan)


def generate(
    plan: "Plan | PathLike",
    period: str,
    out: PathLike,
    *,
    last: PathLike | None = None,
    templates: PathLike | None = None,
    note: str = "",
) -> list[Path]:
    """Write one workbook per department to fill in, and return where they are.

    Args:
        plan: a plan or its file.
        period: `2020-Q2`, `2020-06`, `2020-H1` or `2020`.
        out: the folder to write to; workbooks of the same name are written over.
        last: the `--data` file of the previous period, whose figures are shown beside.
        templates: a folder of restyled workbooks.
        note: a line for every page.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     made = generate("schemas/tibet-2020.toml", "2020-Q2", folder)
    >>> len(made)
    32
    """
    from xlreport.model.period import Period
    from xlreport.pipeline.forms import generating_forms as forms

    loaded = load_plan(plan) if isinstance(plan, str | Path) else plan
    made = forms.generate(
        loaded,
        Period.parse(period),
        Path(out),
        earlier=_last(last),
        templates=Path(templates) if templates else None,
        note=note,
    )
    return [one.path for one in made]


def validate(
    inbox: Inbox,
    out: PathLike | None = None,
    *,
    plan: PathLike | None = None,
    last: PathLike | None = None,
) -> "pd.DataFrame":
    """Check every file of an inbox; return a row each, with what became of it.

    Args:
        inbox: a folder of returned workbooks, or files.
        out: a folder for marked copies; without one none are written. It may not be the inbox.
        plan: a plan file or a folder of them; by default found by what the workbooks say.
        last: the `--data` file of the previous period.

    Returns:
        `file`, `department`, `period`, `verdict`, `errors`, `warnings`, `rows`, `copy` (where the
        marked copy is, empty where there is none).

    >>> validate("examples/inbox").verdict.value_counts()["accepted"].item()
    21
    """
    import pandas as pd

    from xlreport.messages import FIRST
    from xlreport.pipeline.files.writing_files import keep_out
    from xlreport.pipeline.intake.receiving_inbox import main_plan
    from xlreport.pipeline.intake.validating_returns import return_copies

    keep_out(_places(inbox), [Path(out) if out is not None else None])
    earlier = _last(last)
    files = _received(inbox, plan, earlier).files
    copies = {}
    if out is not None:
        known = main_plan(files)
        language = known.plan.language if known else FIRST
        copies = {
            one.file: str(one.path)
            for one in return_copies(files, Path(out), language, earlier=earlier)
        }
    columns = ["file", "department", "period", "verdict", "errors", "warnings", "rows", "copy"]
    return pd.DataFrame.from_records(
        [
            (
                one.file,
                one.department,
                one.period,
                one.verdict.value,
                sum(found.severity.value == "error" for found in one.findings),
                sum(found.severity.value == "warning" for found in one.findings),
                len(one.records),
                copies.get(one.file, ""),
            )
            for one in files
        ],
        columns=columns,
    )


def findings(
    inbox: Inbox,
    *,
    plan: PathLike | None = None,
    last: PathLike | None = None,
    language: str = "",
) -> "pd.DataFrame":
    """Check every file of an inbox; return a row for each finding.

    Args:
        inbox: a folder of returned workbooks, or files.
        plan: a plan file or a folder of them.
        last: the `--data` file of the previous period.
        language: of `message` and `remedy`; by default the plan's.

    Returns:
        `file`, `department`, `period`, `code`, `severity`, `sheet`, `cell`, `indicator`, `value`,
        `message`, `remedy`. Programs decide on `code`, never on the words.

    >>> table = findings("examples/inbox", language="en")
    >>> sorted(table.severity.unique())
    ['error', 'note', 'warning']
    """
    import pandas as pd

    from xlreport.messages import FIRST
    from xlreport.messages.finding_messages import FINDING_COLUMNS, finding_row
    from xlreport.pipeline.intake.receiving_inbox import main_plan

    intake = _received(inbox, plan, _last(last))
    known = main_plan(intake.files)
    tongue = language or (known.plan.language if known else FIRST)
    table = [finding_row(tongue, one) for one in intake.findings]
    return pd.DataFrame.from_records(table, columns=list(FINDING_COLUMNS))


def rows(
    inbox: Inbox,
    *,
    period: str | None = None,
    plan: PathLike | None = None,
    last: PathLike | None = None,
) -> "pd.DataFrame":
    """Judge every target by what an inbox holds; return a row each.

    Args:
        inbox: a folder of returned workbooks, or files.
        period: `2020-Q2` and the like; by default that of most workbooks.
        plan: a plan file or a folder of them; by default found by what the workbooks say.
        last: the `--data` file of the previous period.

    Returns:
        The columns of `--data` (docs/en/data.md): numbers as floats, dates as timestamps.

    Raises:
        xlreport.CannotRun: where no workbook belongs to a known plan.

    >>> table = rows("examples/inbox")
    >>> table[table.indicator == "ZB005"][["actual", "status"]].values.tolist()
    [[13.1, 'on_track']]
    """
    from xlreport.publish import published_files
    from xlreport.publish.published_rows import columns_in
    from xlreport.publish.published_rows import rows as summary_rows

    summary = _summary(inbox, period, plan, last)
    return published_files.frame(summary_rows(summary), columns_in(summary))


def long(
    inbox: Inbox,
    *,
    period: str | None = None,
    plan: PathLike | None = None,
    last: PathLike | None = None,
) -> "pd.DataFrame":
    """Judge every target in every period that is known of it; return a row for each target and
    period, with the columns of `--long`. Parameters and errors are those of `rows`.

    >>> table = long("examples/inbox")
    >>> table.groupby("period").size().gt(0).all().item()
    True
    """
    from xlreport.pipeline.summing.consolidating import periods
    from xlreport.publish import published_files
    from xlreport.publish.published_long_rows import LONG_COLUMNS, long_rows

    summary = _summary(inbox, period, plan, last)
    return published_files.frame(long_rows(periods(summary)), LONG_COLUMNS)


def consolidate(
    inbox: Inbox,
    out: PathLike | None = None,
    *,
    data: PathLike | None = None,
    html: PathLike | None = None,
    period: str | None = None,
    plan: PathLike | None = None,
    last: PathLike | None = None,
) -> "pd.DataFrame":
    """Judge every target, write the summary in the forms asked for, and return its rows.

    Args:
        inbox: a folder of returned workbooks, or files.
        out: the summary workbook (.xlsx). One that somebody changed is left, and the new one
            written beside it; a warning says where.
        data: the rows as .csv, .json or .parquet.
        html: the web page (.html).
        period: `2020-Q2` and the like; by default that of most workbooks.
        plan: a plan file or a folder of them.
        last: the `--data` file of the previous period.

    Returns:
        What `rows` returns; `.attrs["written"]` lists the files that were written, as text.

    >>> table = consolidate("examples/inbox")
    >>> len(table), table.attrs["written"]
    (264, [])
    """
    import warnings

    from xlreport.pipeline.files.writing_files import keep_out
    from xlreport.pipeline.summing import summing_outputs
    from xlreport.publish import published_files
    from xlreport.publish.published_rows import columns_in
    from xlreport.publish.published_rows import rows as summary_rows

    wanted = [Path(one) if one else None for one in (out, data, html)]
    keep_out(_places(inbox), wanted, [last])
    summing_outputs.prove_outputs(wanted[0], data=wanted[1], html=wanted[2])
    summary = _summary(inbox, period, plan, last)
    written = summing_outputs.write_all(summary, wanted[0], data=wanted[1], html=wanted[2])
    if wanted[0] is not None and written[0][0] != wanted[0]:
        told = f"{wanted[0]} was changed after it was written; this one is {written[0][0]}"
        warnings.warn(told, stacklevel=2)
    table = published_files.frame(summary_rows(summary), columns_in(summary))
    table.attrs["written"] = [str(path) for path, _ in written]
    return table


def draft(
    report: PathLike,
    out: PathLike | None = None,
    *,
    departments: PathLike | None = None,
    year: int | None = None,
) -> "pd.DataFrame":
    """Draft a plan from a report's text; return a row for each figure that may be a target.

    Args:
        report: the report's text, in UTF-8 or GB18030.
        out: where the draft is written; the suffix says the form (.xlsx, .toml, .tsv). A workbook
            that somebody changed is left, and the new one written beside it.
        departments: your own table of keywords and departments.
        year: the plan's year; by default found in the text.

    Returns:
        `ticked` (whether the rules take it), `name`, `printed`, `value`, `unit`, `commitment`,
        `section`, `line` (of the text, from 1); `.attrs["written"]` lists the file written.

    >>> draft("examples/report.txt").ticked.sum().item()
    16
    """
    import pandas as pd

    from xlreport.pipeline.plans.drafting_plans import draft_report, suffix_of, write_draft

    table = Path(departments) if departments else None
    drafted = draft_report(Path(report), table, year)
    written = []
    if out is not None:
        written.append(str(write_draft(drafted, Path(out), suffix_of(Path(out)), table)))
    columns = ["ticked", "name", "printed", "value", "unit", "commitment", "section", "line"]
    found = [
        (
            one.ticked,
            one.name,
            one.printed,
            None if one.value is None else float(one.value),
            one.unit,
            str(one.commitment),
            one.section,
            one.place.line,
        )
        for one in drafted.rows
    ]
    drafted_rows = pd.DataFrame.from_records(found, columns=columns)
    drafted_rows.attrs["written"] = written
    return drafted_rows


def _last(last: PathLike | None) -> "tuple[Record, ...]":
    if last is None:
        return ()
    from xlreport.pipeline.summing.summing_earlier_records import read_last

    return tuple(read_last(Path(last)))


def _received(inbox: Inbox, plan: PathLike | None, earlier: "Sequence[Record]") -> "Intake":
    from xlreport.pipeline.intake.receiving_inbox import receive
    from xlreport.pipeline.plans.plan_files import known_plans

    plans = known_plans(Path(plan) if plan else None, Path.cwd())
    return receive(_places(inbox), plans, earlier=earlier)


def _places(inbox: Inbox) -> list[Path]:
    if isinstance(inbox, str | Path):
        return [Path(inbox)]
    return [Path(one) for one in inbox]


def _summary(
    inbox: Inbox, period: str | None, plan: PathLike | None, last: PathLike | None
) -> "Summary":
    from xlreport.model.period import Period
    from xlreport.pipeline.summing import consolidating as summing

    earlier = _last(last)
    when = Period.parse(period) if period else None
    return summing.consolidate(_received(inbox, plan, earlier), period=when, earlier=earlier)
