"""A report's file → a draft's file, and the command around it."""

import tomllib
from pathlib import Path

import pytest

from xlreport.cli.exit_codes import run
from xlreport.model.model_errors import CannotRun
from xlreport.model.plans.plan import plan_from
from xlreport.model.returns.finding_codes import Severity
from xlreport.pipeline.plans.drafting_plans import draft_report, suffix_of, write_draft
from xlreport.pipeline.plans.plan_files import prove

EXAMPLE = Path(__file__).resolve().parents[2] / "examples/report.txt"


@pytest.mark.parametrize("leading", [True, False])
def test_a_draft_passes_plan_check(tmp_path: Path, *, leading: bool) -> None:
    """The drafted TOML is proved against its report without an error: every figure is found."""
    out = tmp_path / "plan.toml"
    write_draft(draft_report(EXAMPLE), out, suffix_of(out), with_departments=leading)
    plan, found = prove(out, EXAMPLE)
    assert plan is not None
    assert len(plan.indicator) == 16
    assert not [one for one in found if one.severity is Severity.ERROR]


def test_own_departments(tmp_path: Path) -> None:
    """A user's own table of keywords and departments is used instead."""
    table = tmp_path / "departments.toml"
    table.write_text(
        '[[department]]\ncode = "WL"\nname = "文旅局"\nwords = ["旅游"]\n', encoding="utf-8"
    )
    out = tmp_path / "plan.toml"
    write_draft(draft_report(EXAMPLE, table), out, ".toml", table, with_departments=True)
    plan = plan_from(tomllib.loads(out.read_text("utf-8")))
    assert {one.lead for one in plan.indicator} == {"WL", "DAIDING"}


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A missing report, a table that is none, and an unknown suffix stop the run with their code."""
    with pytest.raises(CannotRun) as missing:
        draft_report(tmp_path / "none.txt")
    bad = tmp_path / "bad.toml"
    bad.write_text("department = 3", encoding="utf-8")
    with pytest.raises(CannotRun) as table:
        draft_report(EXAMPLE, bad)
    with pytest.raises(CannotRun) as suffix:
        suffix_of(Path("plan.docx"))
    assert [one.value.code for one in (missing, table, suffix)] == [
        "file-unreadable",
        "departments-unreadable",
        "draft-suffix",
    ]


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command prints rows, or the form asked for, or writes a file and says so."""
    monkeypatch.setenv("XLREPORT_LANG", "zh")
    assert run(["draft", str(EXAMPLE)]) == 0
    assert "城镇新增就业" in capsys.readouterr().out
    assert run(["draft", str(EXAMPLE), "--format", "tsv"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[0].split("\t")[0] == "name"
    assert len(rows) == 16
    out = tmp_path / "plan.toml"
    assert run(["draft", str(EXAMPLE), "--out", str(out)]) == 0
    assert out.is_file()
