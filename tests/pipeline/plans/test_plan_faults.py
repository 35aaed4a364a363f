"""Wrong plan files: named by file, line and field, in the plan's language, without pydantic's words."""

import random
import re
import shutil
from pathlib import Path
from typing import get_args

import pytest
from pydantic_core import core_schema

from xlreport.cli.exit_codes import run
from xlreport.messages import catalogue, languages
from xlreport.model.model_errors import CannotRun
from xlreport.model.plans.plan import Plan
from xlreport.pipeline.files.file_places import schemas_folder
from xlreport.pipeline.plans.plan_files import BrokenPlan, known_plans, load_plan, read_plan

TEXT = (schemas_folder() / "tibet-2020.toml").read_text("utf-8")
LINES = TEXT.splitlines()


def broken(at: int, line: str) -> str:
    """Return the plan with one line put in place of another, counted from 0."""
    return "\n".join([*LINES[:at], line, *LINES[at + 1 :]]) + "\n"


def line_of(beginning: str) -> int:
    """Return the first line that begins so, counted from 0."""
    return next(at for at, line in enumerate(LINES) if line.startswith(beginning))


@pytest.mark.parametrize(
    ("beginning", "wrong", "words"),
    [
        ("year =", "year = 1900", "不能小于 1949"),
        ("comparator =", 'comparator = "about"', "只能是"),
        ("printed =", "printd = 'x'", "是不是 printed"),
        ("unit =", "unit = 3", "要写成文字"),
        ("value =", 'value = "many"', "要写成数"),
        ("measure =", 'measure = "speed"', "只能是"),
    ],
)
def test_the_line_and_the_field_are_named(
    tmp_path: Path, beginning: str, wrong: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault names the line that it stands in, and says in the plan's language what is wrong."""
    at = line_of(beginning)
    path = tmp_path / "plan.toml"
    path.write_text(broken(at, wrong), "utf-8")
    found = read_plan(path)
    assert not isinstance(found, Plan)
    assert str(at + 1) in {one.fields["line"] for one in found}
    assert any(words in one.fields["words"] for one in found)
    assert run(["plan", "check", str(path)]) == 1
    assert f"第 {at + 1} 行" in capsys.readouterr().out
    with pytest.raises(CannotRun) as stopped:
        load_plan(path)
    assert stopped.value.fields["language"] == "zh"


def test_a_plan_speaks_its_own_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Faults of an English plan are in English, whoever reads."""
    monkeypatch.setenv("XLREPORT_LANG", "zh")
    path = tmp_path / "plan.toml"
    text = TEXT.replace("[plan]", '[plan]\nlanguage = "en"', 1)
    text = re.sub(r'^language = "zh"\n', "", text, flags=re.MULTILINE)
    path.write_text(text.replace("year = 2020", "year = 1900", 1), "utf-8")
    assert run(["plan", "check", str(path)]) == 1
    assert "must not be less than 1949" in capsys.readouterr().out
    assert run(["generate", str(path), "-p", "2020-Q2", "-o", str(tmp_path / "x")]) == 3
    assert "must not be less than 1949" in capsys.readouterr().err


def test_broken_toml_names_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing quote is shown with the line that it is missing in."""
    at = line_of("title =")
    path = tmp_path / "plan.toml"
    path.write_text(broken(at, 'title = "unfinished'), "utf-8")
    assert run(["plan", "check", str(path)]) == 3
    told = capsys.readouterr().err
    assert str(at + 1) in told
    assert "unfinished" in told
    assert "Expected" not in told
    assert "Illegal" not in told


@pytest.mark.long
def test_no_english_of_pydantic_in_a_thousand_damaged_plans(tmp_path: Path) -> None:
    """Whatever is damaged, the words are ours: Chinese, with a line inside the file."""
    chance = random.Random(7)  # noqa: S311 - damage, not secrets
    path = tmp_path / "plan.toml"
    values = ['"x"', "-1", "3.5", "true", "[]", "2020-01-01", "{}", '""', '"' + "长" * 1100 + '"']
    fields = [at for at, line in enumerate(LINES) if " = " in line]
    seen = 0
    for _ in range(300):
        at = chance.choice(fields)
        name = LINES[at].split(" = ")[0]
        path.write_text(broken(at, f"{name} = {chance.choice(values)}"), "utf-8")
        try:
            found = read_plan(path)
        except CannotRun:
            continue
        for one in () if isinstance(found, Plan) else found:
            seen += 1
            assert 1 <= int(one.fields["line"]) <= len(LINES) + 1
            words = one.fields["words"]
            assert re.search(r"[\u4e00-\u9fff]", words), words
            assert "should" not in words
            assert "Input" not in words
    assert seen > 50


@pytest.mark.parametrize("language", languages())
def test_faults_of_pydantic_have_words(language: str) -> None:
    """Our words name faults that pydantic knows, or that a type of ours raises; none is misspelt."""
    known = set(get_args(core_schema.ErrorType)) | {"other", "extra_near"}
    source = "".join(
        path.read_text("utf-8")
        for path in (Path(__file__).resolve().parents[3] / "xlreport/model").rglob("*.py")
    )
    ours = set(re.findall(r'unfit\(\s*"(\w+)"', source))
    words = {key.split(".")[1] for key in catalogue(language) if key.startswith("plan_fault.")}
    assert words - known == ours
    assert ours


def test_a_broken_file_stops_only_what_needs_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run in a folder whose `schemas/` has a half-saved file goes on with the other plans, and names it."""
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas/broken.toml").write_text('[plan]\ntitle = "half', "utf-8")
    told: list[object] = []
    plans = known_plans(None, tmp_path, told.append)
    assert {one.plan.code for one in plans} == {"TIBET-2020", "SHANNAN-2020"}
    (aside,) = told
    assert isinstance(aside, BrokenPlan)
    assert aside.file == "broken.toml"
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inbox").mkdir()
    came = schemas_folder().parent / "examples/inbox/01_发展改革委_2020年二季度.xlsx"
    shutil.copy(came, tmp_path / "inbox")
    assert run(["consolidate", "inbox", "--out", "s.xlsx"]) == 0
    assert "broken.toml" in capsys.readouterr().err
    with pytest.raises(CannotRun):
        known_plans(tmp_path / "schemas/broken.toml", tmp_path)
    with pytest.raises(CannotRun):
        known_plans(tmp_path / "schemas", tmp_path)
