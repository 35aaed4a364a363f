"""`xlreport plan export | import | diff | check --parent` from the command line."""

import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from xlreport.cli.exit_codes import run
from xlreport.messages import languages
from xlreport.model.model_errors import CANNOT_RUN, DONE, TO_MEND, USAGE
from xlreport.model.plans.plan import Plan
from xlreport.pipeline.plans.plan_files import load_plan
from xlreport.pipeline.plans.writing_plan_toml import plan_text


@pytest.fixture
def plan_file(small_plan: Plan, tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(plan_text(small_plan), encoding="utf-8")
    return path


def change(path: Path, cell: str, value: str | int) -> None:
    book = openpyxl.load_workbook(path)
    book["指标"][cell] = value
    book.save(path)


def test_out_changed_and_back(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What changed is told, the plan is written whole, and what stood there is kept beside it."""
    book = plan_file.with_suffix(".xlsx")
    before = plan_file.read_bytes()
    assert run(["plan", "export", str(plan_file), str(book)]) == DONE
    assert run(["plan", "import", str(book), str(plan_file)]) == DONE
    assert plan_file.read_bytes() == before
    assert not plan_file.with_name("small.toml.old").exists()
    change(book, "F5", 6)
    assert run(["plan", "import", str(book), str(plan_file)]) == DONE
    told = capsys.readouterr().out
    assert "目标值提高，5万人 → 6万人" in told
    assert "版本仍是 1" in told
    assert load_plan(plan_file).indicator[0].value == Decimal(6)
    assert plan_file.with_name("small.toml.old").read_bytes() == before


def test_a_bad_workbook_comes_back_marked(
    plan_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1, nothing written, a marked copy beside the workbook; as JSON the findings with their cells."""
    book = plan_file.with_suffix(".xlsx")
    assert run(["plan", "export", str(plan_file), str(book)]) == DONE
    change(book, "V5", "差不多")
    new = plan_file.with_name("new.toml")
    assert run(["plan", "import", str(book), str(new)]) == TO_MEND
    assert not new.exists()
    assert plan_file.with_name("small_请改正.xlsx").exists()
    assert "small_请改正.xlsx" in capsys.readouterr().out
    assert run(["plan", "import", str(book), str(new), "--format", "json"]) == TO_MEND
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(one["code"], one["cell"]) for one in found if one["severity"] == "error"] == [
        ("plan-book-choice", "V5")
    ]


def test_another_plan_is_not_written_over(
    plan_file: Path, small_plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    """A plan file gives way only to the same plan, and never to a broken one."""
    book, other = plan_file.with_suffix(".xlsx"), plan_file.with_name("other.toml")
    assert run(["plan", "export", str(plan_file), str(book)]) == DONE
    head = small_plan.plan.model_copy(update={"code": "OTHER-2020"})
    other.write_text(plan_text(small_plan.model_copy(update={"plan": head})), encoding="utf-8")
    before = other.read_bytes()
    assert run(["plan", "import", str(book), str(other)]) == CANNOT_RUN
    assert other.read_bytes() == before
    assert "OTHER-2020" in capsys.readouterr().err


def test_a_new_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--blank writes a workbook with examples, in either language, that comes in as it is."""
    for language in languages():
        book, plan = tmp_path / f"{language}.xlsx", tmp_path / f"{language}.toml"
        assert (
            run(["plan", "export", "--blank", str(book), "--year", "2021", "--language", language])
            == DONE
        )
        assert run(["plan", "import", str(book), str(plan)]) == DONE
        assert run(["plan", "check", str(plan)]) == DONE
    assert run(["plan", "export", str(tmp_path / "zh.toml")]) == USAGE
    assert "--blank" in capsys.readouterr().err


def test_differences(plan_file: Path, small_plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    """In words, in another language, and as JSON with stable names."""
    new = plan_file.with_name("new.toml")
    first = small_plan.indicator[0].model_copy(update={"name": "新增就业"})
    renamed = small_plan.model_copy(update={"indicator": (first, *small_plan.indicator[1:])})
    new.write_text(plan_text(renamed), encoding="utf-8")
    assert run(["plan", "diff", str(plan_file), str(new)]) == DONE
    assert "ZB001 改名：「城镇新增就业人数」改为「新增就业」。" in capsys.readouterr().out
    assert run(["plan", "diff", str(plan_file), str(new), "--language", "en"]) == DONE
    assert "Differences: 1." in capsys.readouterr().out
    assert run(["plan", "diff", str(plan_file), str(new), "--format", "json"]) == DONE
    (told,) = json.loads(capsys.readouterr().out)["changes"]
    assert (told["kind"], told["code"], told["field"]) == ("renamed", "ZB001", "name")
    assert run(["plan", "diff", str(plan_file), str(plan_file)]) == DONE


def test_the_city_answers_the_region(capsys: pytest.CaptureFixture[str]) -> None:
    """Every higher target that the city's plan names is in the region's, in a unit that goes with it."""
    schemas = Path(__file__).parents[3] / "schemas"
    city, region = str(schemas / "shannan-2020.toml"), str(schemas / "tibet-2020.toml")
    assert run(["plan", "check", city, "--parent", region, "--format", "json"]) == DONE
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [one for one in found if one["code"].startswith("plan-parent-")] == []
