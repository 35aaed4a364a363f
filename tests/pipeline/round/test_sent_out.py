"""What goes out: the form agrees with what it is judged by, and a wrong `--last` is said."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from xlreport.assess.judgement_schedule import step_due
from xlreport.cli.exit_codes import run
from xlreport.messages import languages, say
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan
from xlreport.model.plans.plan_form_types import Form
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.submission import Submission
from xlreport.pipeline.files.file_places import schemas_folder
from xlreport.pipeline.forms.exporting_form_templates import known_headings
from xlreport.pipeline.forms.filling_forms import fill
from xlreport.pipeline.forms.generating_forms import department_looks
from xlreport.pipeline.forms.making_forms import form_for, tells
from xlreport.workbook.department.department_template import department_workbook
from xlreport.workbook.reading.submission_reader import read


@pytest.mark.parametrize(
    "text", ["2020-01", "2020-02", "2020-06", "2020-08", "2020-Q1", "2020-Q3", "2020-H1", "2020"]
)
def test_the_step_shown_is_the_step_judged(text: str, small_plan: Plan) -> None:
    """A form shows the step that the period's light asks for: in August that of the second quarter."""
    period = Period.parse(text)
    for department in small_plan.reporters():
        for row in form_for(small_plan, department, period).milestones:
            assert row.step == step_due(row.milestone, small_plan, period)


def test_what_tells_a_form_something(small_plan: Plan) -> None:
    """Only records of the plan from before the period do, and last year's figures whenever they were told."""
    record = Record(
        plan=small_plan.code,
        period=Period.parse("2020-Q1"),
        department="RST",
        kind="indicator",
        code="ZB001",
        value=Decimal(1),
    )
    assert tells(small_plan, Period.parse("2020-Q2"), (record,))
    assert not tells(small_plan, Period.parse("2020-Q1"), (record,))
    assert not tells(small_plan, Period.parse("2020-Q2"), (replace(record, plan="OTHER"),))


def test_a_last_file_of_another_plan_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    """Nothing is sent out with dashes where last values were meant to stand."""
    last = request.config.rootpath / "examples/last/2020-Q1.csv"
    plan = schemas_folder() / "shannan-2020.toml"
    out = tmp_path / "out"
    assert (
        run(["generate", str(plan), "--period", "2020-Q2", "--out", str(out), "--last", str(last)])
        == 2
    )
    assert "SHANNAN-2020" in capsys.readouterr().err
    assert not out.exists()


def test_a_state_is_written_in_the_workbooks_own_language(
    small_forms: dict[str, Form], tmp_path: Path
) -> None:
    """`fill` puts the word of the workbook's list into the cell, whatever the program's language is."""
    (tmp_path / "values.csv").write_text(
        "code,state,source\nRW001,under_way,\nZB001,,survey\n", "utf-8"
    )
    for language in languages():
        looks = department_looks(language, None)
        form = replace(small_forms["RST"], language=language)
        (tmp_path / "sent.xlsx").write_bytes(department_workbook(form, looks))
        fill(tmp_path / "sent.xlsx", tmp_path / "values.csv", tmp_path / "back.xlsx")
        back = read((tmp_path / "back.xlsx").read_bytes(), "back.xlsx", known_headings(None))
        assert isinstance(back, Submission)
        cells = {entry.code: entry.cells for entry in back.entries}
        assert cells["RW001"]["state"].raw == say(language, "state.under_way")
        assert cells["ZB001"]["source"].raw == say(language, "source.survey")
