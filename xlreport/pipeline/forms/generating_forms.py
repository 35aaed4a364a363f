"""Plan + period → one workbook per department."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan
from xlreport.model.plans.plan_form_types import OPEN_FIELDS, Form
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.submission import Unreadable
from xlreport.pipeline.files.template_files import template_bytes
from xlreport.pipeline.files.writing_files import write_whole
from xlreport.pipeline.forms.exporting_form_templates import known_headings
from xlreport.pipeline.forms.making_forms import form_for, tells
from xlreport.workbook.department.department_template import department_workbook, workbook_name
from xlreport.workbook.looks.loading_template_looks import load_looks
from xlreport.workbook.looks.template_looks import Looks
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.submission_reader import read


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """One workbook that is ready to be sent."""

    department: str
    path: Path
    indicators: int
    milestones: int
    changed: bool


def generate(
    plan: Plan,
    period: Period,
    out: Path,
    *,
    earlier: Sequence[Record] = (),
    templates: Path | None = None,
    note: str = "",
    ascii_names: bool = False,
) -> Iterator[Generated]:
    """Write the workbooks of every department that has something to report, one after another;
    with ASCII names for portals and programs that spoil others.

    Args:
        plan: what is asked.
        period: for when.
        out: the folder to write to.
        earlier: records of earlier periods, which are shown beside.
        templates: a folder of restyled workbooks.
        note: a line for every page.
        ascii_names: name the files in ASCII.

    Raises:
        CannotRun: the period is of another year, the template cannot be read, a file is open
        elsewhere.
    """
    if period.year != plan.year:
        raise CannotRun("period-other-year", USAGE, period=str(period), year=plan.year)
    looks = department_looks(plan.language, templates)
    in_force = plan.at(period)
    for department in in_force.reporters():
        form = replace(form_for(in_force, department, period, earlier), note=note)
        path = out / form_name(form, ascii_names=ascii_names)
        changed = write_whole(path, department_workbook(form, looks))
        yield Generated(
            department=department.name,
            path=path,
            indicators=len(form.indicators),
            milestones=len(form.milestones),
            changed=changed,
        )


def form_name(form: Form, *, ascii_names: bool) -> str:
    """Return the file name of a form: by name, or `03_FGW_2020-Q2.xlsx` in ASCII."""
    if not ascii_names:
        return workbook_name(form)
    return f"{form.number:02}_{form.department.code}_{form.period}.xlsx"


def filled_already(
    plan: Plan,
    period: Period,
    out: Path,
    *,
    templates: Path | None = None,
    ascii_names: bool = False,
) -> tuple[str, ...]:
    """Return the names of the workbooks in a folder that `generate` would write over and in which
    somebody has typed; what cannot be read is taken for such.

    Args:
        plan: what is asked.
        period: for when.
        out: the folder.
        templates: a folder of restyled workbooks, whose headings are known too.
        ascii_names: whether the files are named in ASCII.
    """
    there: list[tuple[str, Path]] = []
    in_force = plan.at(period)
    for department in in_force.reporters():
        name = form_name(form_for(in_force, department, period, ()), ascii_names=ascii_names)
        if (out / name).is_file():
            there.append((name, out / name))
    if not there:
        return ()
    words = known_headings(templates)
    return tuple(name for name, path in there if _is_filled(path, words))


def _is_filled(path: Path, words: Headings) -> bool:
    try:
        found = read(path.read_bytes(), path.name, words)
    except OSError:
        return False  # the writing itself will say why it cannot be written
    if isinstance(found, Unreadable):
        return True
    return any(
        not cell.blank
        for entry in found.entries
        for field in set(OPEN_FIELDS) - {"baseline"}
        if (cell := entry.cells.get(field)) is not None
    )


def prove_last(plan: Plan, period: Period, earlier: Sequence[Record]) -> None:
    """Raise CannotRun where the file of `--last` tells these workbooks nothing: it is another
    plan's, or no earlier.
    """
    if not tells(plan, period, earlier):
        raise CannotRun("last-of-other", USAGE, plan=plan.code, period=str(period))


def department_looks(language: str, templates: Path | None) -> Looks:
    """Load the template workbook of a language from the given folder, else from the program's
    own.
    """
    return load_looks(template_bytes("department.xlsx", language, templates))
