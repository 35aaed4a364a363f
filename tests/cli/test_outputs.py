"""What a command may write over, and what stops it before anything is written."""

import shutil
import stat
from pathlib import Path

import pytest

from xlreport.cli.exit_codes import run

ROOT = Path(__file__).resolve().parents[2]
INBOX = ROOT / "examples/inbox"
PLAN = ROOT / "schemas/tibet-2020.toml"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XLREPORT_LANG", "en")


def test_dev_null_is_not_destroyed(capsys: pytest.CaptureFixture[str]) -> None:
    """`--out /dev/null` is refused, by whoever may replace it too."""
    assert run(["consolidate", str(INBOX), "--out", "/dev/null"]) == 2
    assert run(["plan", "export", str(PLAN), "/dev/null"]) == 2
    assert run(["generate", str(PLAN), "-p", "2020-Q2", "-o", "/dev/null"]) != 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    assert "/dev/null" in capsys.readouterr().err


def test_a_wrong_policy_stops_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that nobody knows costs nothing; so does a wrong --beside file."""
    assert run(["consolidate", str(INBOX), "--policy", "strikt"]) == 2
    assert "strikt" in capsys.readouterr().err
    assert run(["consolidate", str(INBOX), "--beside", "none.csv"]) != 0
    assert list(tmp_path.iterdir()) == []


def test_validate_writes_beside_the_file_and_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The copies of a named file lie in a folder beside it; the file is untouched."""
    (tmp_path / "deep").mkdir()
    sources = [*sorted(INBOX.glob("*.xlsx"))[:2], *sorted(INBOX.glob("09_*.xlsx"))]
    marked = []
    for source in sources:
        file = tmp_path / "deep" / source.name
        shutil.copy(source, file)
        before = file.read_bytes()
        code = run(["validate", str(file)])
        printed = capsys.readouterr().out
        assert file.read_bytes() == before
        folder = file.with_name(f"{file.stem}_returned")
        if code == 1 and folder.is_dir():
            marked.append(folder)
            assert str(folder) in printed
    assert marked
    assert {one.name for one in tmp_path.iterdir()} == {"deep"}


@pytest.mark.long
def test_filled_workbooks_are_not_generated_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Empty ones are; a filled one stops the run where nobody can answer, until --overwrite."""
    words = ["generate", str(PLAN), "-p", "2020-Q2", "-o", str(tmp_path / "out")]
    assert run(words) == 0
    assert run([*words, "--note", "again"]) == 0
    workbook = min((tmp_path / "out").glob("*.xlsx"))
    codes = tmp_path / "values.csv"
    capsys.readouterr()
    code = _first_code(workbook)
    codes.write_text(f"code,remark\n{code},typed by hand\n", "utf-8")
    assert run(["fill", str(workbook), str(codes), "-o", str(workbook)]) == 0
    filled = workbook.read_bytes()
    assert run(words) == 2
    assert workbook.name in capsys.readouterr().err
    assert workbook.read_bytes() == filled
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.confirm", lambda _: True)
    assert run(words) == 0
    assert workbook.read_bytes() != filled
    workbook.write_bytes(filled)
    monkeypatch.setattr("typer.confirm", lambda _: False)
    assert run(words) == 2
    assert workbook.read_bytes() == filled
    assert run([*words, "--overwrite"]) == 0
    assert workbook.read_bytes() != filled


def _first_code(workbook: Path) -> str:
    from xlreport.model.returns.submission import Submission
    from xlreport.pipeline.forms.exporting_form_templates import known_headings
    from xlreport.workbook.reading.submission_reader import read

    found = read(workbook.read_bytes(), workbook.name, known_headings(None))
    assert isinstance(found, Submission)
    return found.entries[0].code
