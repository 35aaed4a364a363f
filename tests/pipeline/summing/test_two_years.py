"""January: an inbox holds last year's fourth quarter and this year's first month, of two plans; each is told from the other."""

from pathlib import Path

import pytest

from xlreport.cli.exit_codes import run
from xlreport.model.model_errors import DONE, TO_MEND, USAGE
from xlreport.model.plans.plan import Plan
from xlreport.pipeline.plans.proposing_next_plan import next_plan
from xlreport.pipeline.plans.writing_plan_toml import plan_text


@pytest.fixture(scope="module")
def january(small_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with both plans and an inbox of three old and two new returns, hardly filled in."""
    folder = tmp_path_factory.mktemp("january")
    (folder / "schemas").mkdir()
    values = folder / "values.csv"
    values.write_text("code,filled_by\n,某人\n", encoding="utf-8")
    for plan, period in ((small_plan, "2020-Q4"), (next_plan(small_plan).plan, "2021-01")):
        file = folder / "schemas" / f"{plan.code}.toml"
        file.write_text(plan_text(plan), encoding="utf-8")
        forms = folder / period
        assert run(["generate", str(file), "-p", period, "-o", str(forms), "--ascii", "-q"]) == DONE
        for form in sorted(forms.iterdir())[: 3 if period == "2020-Q4" else 2]:
            out = folder / "inbox" / form.name
            assert run(["fill", str(form), str(values), "-o", str(out), "-q"]) == DONE
    return folder


def test_the_period_says_which_plan(
    january: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it the plan of most counts; with it that of its year, however few they are; the others are named as another plan's."""
    monkeypatch.chdir(january)
    words = ["consolidate", "inbox", "--plan", "schemas"]
    capsys.readouterr()
    assert run([*words, "-o", "most.xlsx"]) == DONE
    told = capsys.readouterr().out
    assert told.startswith("某市2020年政府工作报告目标任务　2020年四季度")
    assert told.count("属于另一份计划「某市2021年政府工作报告目标任务」") == 2
    assert run([*words, "-o", "new.xlsx", "-p", "2021-01"]) == DONE
    told = capsys.readouterr().out
    assert told.startswith("某市2021年政府工作报告目标任务　2021年1月")
    assert told.count("属于另一份计划「某市2020年政府工作报告目标任务」") == 3
    assert run([*words, "-o", "none.xlsx", "-p", "2019-Q4"]) == USAGE


def test_both_are_checked_by_their_own_plan(
    january: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every return is known, and none is taken for a return of the other year."""
    monkeypatch.chdir(january)
    capsys.readouterr()
    assert run(["validate", "inbox", "--plan", "schemas", "--out", "back"]) == TO_MEND
    assert "共 5 个文件：" in (told := capsys.readouterr().out)
    assert "不是本系统的报表" not in told
    assert len(list(Path("back").iterdir())) == 5
