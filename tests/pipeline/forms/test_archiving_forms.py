"""One archive for a portal: every form in it once, a text that names each, and names that no program spoils."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from xlreport.cli.exit_codes import run
from xlreport.model.model_errors import DONE, USAGE
from xlreport.model.plans.plan import Plan
from xlreport.pipeline.plans.writing_plan_toml import plan_text


@pytest.fixture
def plan_file(small_plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the small plan's file in a folder of its own, which is the working folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "small.toml"
    path.write_text(plan_text(small_plan), encoding="utf-8")
    return path


def test_one_archive_with_a_text_to_paste(
    plan_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The forms of the folder byte for byte, the text beside them and on the terminal; the same again is the same."""
    words = ["generate", str(plan_file), "-p", "2020-Q2", "-o", "forms", "--zip", "forms.zip"]
    assert run(words) == DONE
    told = capsys.readouterr().out
    first = Path("forms.zip").read_bytes()
    with ZipFile("forms.zip") as archive:
        names = archive.namelist()
        assert sorted(names[1:]) == sorted(one.name for one in Path("forms").iterdir())
        for name in names[1:]:
            assert archive.read(name) == (Path("forms") / name).read_bytes()
        text = archive.read(names[0]).decode("utf-8-sig")
    assert names[0] == "填报通知.txt"
    assert "2020年7月10日" in text
    assert "市政府督查室（示例）" in text
    for name in names[1:]:
        assert f"：{name}" in text
    assert text in told
    assert run(words) == DONE
    assert Path("forms.zip").read_bytes() == first


def test_ascii_names_on_request(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By number, code and period; what is filled in under such a name is not written over unasked."""
    words = ["generate", str(plan_file), "-p", "2020-Q2", "-o", "forms", "--ascii"]
    assert run([*words, "--zip", "a.zip"]) == DONE
    with ZipFile("a.zip") as archive:
        assert archive.namelist() == [
            "README.txt", "01_RST_2020-Q2.xlsx", "02_NYT_2020-Q2.xlsx", "03_TJJ_2020-Q2.xlsx",
        ]  # fmt: skip
    values = Path("values.csv")
    values.write_text("code,actual\nZB001,3\n", encoding="utf-8")
    form = "forms/01_RST_2020-Q2.xlsx"
    assert run(["fill", form, str(values), "-o", form]) == DONE
    capsys.readouterr()
    assert run(words) == USAGE
    assert "01_RST_2020-Q2.xlsx" in capsys.readouterr().err
    assert run([*words, "--zip", "a.rar"]) == USAGE
