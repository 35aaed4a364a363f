"""Plan files: read, refused in words, found among the known ones."""

from pathlib import Path

import pytest

from xlreport.checks.plans.plan_soundness import check_plan
from xlreport.cli.exit_codes import run
from xlreport.model.model_errors import CannotRun
from xlreport.model.plans.plan import Plan
from xlreport.model.returns.finding_codes import Severity
from xlreport.pipeline.files.file_places import schemas_folder
from xlreport.pipeline.plans.plan_files import known_plans, load_plan, prove, read_plan

SHARED = Path(__file__).resolve().parents[3] / "../shared/seeds"
PLANS = {
    "tibet-2020": ("000_297504576dd14194.txt", 30),
    "shannan-2020": ("002_ca8cbf2c6e0a4dec.txt", 30),
}


@pytest.mark.parametrize("name", PLANS)
def test_a_real_plan_is_sound(name: str) -> None:
    """The plans that come with the program have no error and no warning, and enough firm milestones."""
    plan = load_plan(schemas_folder() / f"{name}.toml")
    assert [one for one in check_plan(plan) if one.severity is not Severity.NOTE] == []
    firm = [one for one in plan.milestone if one.action != "advance"]
    assert len(firm) >= PLANS[name][1]


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.skipif(not SHARED.is_dir(), reason="the reports are not beside the project")
def test_a_real_plan_covers_its_report(name: str) -> None:
    """Every number and every promising verb of the plan part is covered, or left out with a reason."""
    _, found = prove(schemas_folder() / f"{name}.toml", SHARED / PLANS[name][0])
    assert [one for one in found if one.severity is not Severity.NOTE] == []


def test_the_small_plan_is_sound(small_plan: Plan) -> None:
    """What the tests use is itself sound."""
    assert [one for one in check_plan(small_plan) if one.severity is Severity.ERROR] == []


def test_a_fault_in_a_field_is_named_by_its_code(tmp_path: Path) -> None:
    """A wrong field is a finding that names the row by its code."""
    path = tmp_path / "plan.toml"
    text = (schemas_folder() / "tibet-2020.toml").read_text("utf-8")
    path.write_text(text.replace('comparator = "approx"', 'comparator = "about"', 1), "utf-8")
    found = read_plan(path)
    assert not isinstance(found, Plan)
    assert [one.code for one in found] == ["plan-field"]
    assert found[0].fields["where"] == "indicator ZB001 comparator"
    with pytest.raises(CannotRun):
        load_plan(path)
    assert run(["plan", "check", str(path)]) == 1


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("plan.toml", b"\xff\xfe\x00", "plan-not-utf8"),
        ("plan.toml", b"[plan", "plan-not-toml"),
        ("plan.xlsx", b"PK\x03\x04\xff", "plan-is-workbook"),
    ],
)
def test_what_is_no_plan_file(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    """A file that is not TOML in UTF-8 stops the run in words; of a workbook these say how it is read back."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CannotRun) as stopped:
        read_plan(path)
    assert stopped.value.code == code


def test_own_plans_come_before_the_programs(tmp_path: Path) -> None:
    """A plan in the working folder's `schemas/` replaces the program's of the same code."""
    text = (schemas_folder() / "tibet-2020.toml").read_text("utf-8")
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas/mine.toml").write_text(
        text.replace("version = 1", "version = 7", 1), "utf-8"
    )
    versions = {plan.code: plan.version for plan in known_plans(None, tmp_path)}
    assert versions == {"TIBET-2020": 7, "SHANNAN-2020": 1}
    assert [plan.code for plan in known_plans(tmp_path / "schemas/mine.toml", tmp_path)] == [
        "TIBET-2020"
    ]


def test_a_half_done_plan_stops_no_run_beside_it(tmp_path: Path) -> None:
    """In a folder of plans one with errors is there for its own workbooks; the others are used as ever."""
    text = (schemas_folder() / "tibet-2020.toml").read_text("utf-8")
    (tmp_path / "draft.toml").write_text(
        text.replace('lead = "RST"', 'lead = "NOBODY"', 1), "utf-8"
    )
    assert [plan.code for plan in known_plans(tmp_path, tmp_path)] == ["TIBET-2020"]
    with pytest.raises(CannotRun) as stopped:
        known_plans(tmp_path / "draft.toml", tmp_path)
    assert stopped.value.code == "plan-unsound"


def test_a_folder_without_plans_is_named(tmp_path: Path) -> None:
    """`--plan` with a folder that has none stops the run."""
    with pytest.raises(CannotRun) as stopped:
        known_plans(tmp_path, tmp_path)
    assert stopped.value.code == "no-plans"


@pytest.mark.parametrize(
    ("sound", "faulty"),
    [('profile = "hold"', 'profile = "nowhere"'), ('lead = "RST"', 'lead = "NOBODY"')],
)
def test_nothing_goes_out_of_an_unsound_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], sound: str, faulty: str
) -> None:
    """A plan with errors makes no workbooks and judges none: rows of an unknown department would reach nobody."""
    path = tmp_path / "plan.toml"
    text = (schemas_folder() / "tibet-2020.toml").read_text("utf-8")
    path.write_text(text.replace(sound, faulty, 1), "utf-8")
    assert run(["generate", str(path), "--period", "2020-Q2", "--out", str(tmp_path / "out")]) == 3
    (tmp_path / "inbox").mkdir()
    assert (
        run(
            [
                "consolidate",
                str(tmp_path / "inbox"),
                "--plan",
                str(path),
                "--out",
                str(tmp_path / "s.xlsx"),
            ]
        )
        == 3
    )
    told = capsys.readouterr().err
    assert faulty.split('"')[1] in told
    assert "。。" not in told
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "s.xlsx").exists()


def test_show_prints_every_target(capsys: pytest.CaptureFixture[str]) -> None:
    """`plan show` lists each indicator and milestone under who reports it."""
    path = schemas_folder() / "shannan-2020.toml"
    assert run(["plan", "show", str(path)]) == 0
    printed = capsys.readouterr().out
    assert all(target.code in printed for target in load_plan(path).targets)
    assert run(["plan", "show", str(path), "--format", "json"]) == 0
    assert '"SHANNAN-2020"' in capsys.readouterr().out
