"""How the program starts and stops: light, with the right exit code, never with a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from xlreport.cli.exit_codes import run

ROOT = Path(__file__).parents[2]

HEAVY = (
    "pandas",
    "openpyxl",
    "xlsxwriter",
    "numpy",
    "python_calamine",
    "pyarrow",
    "rich",
    "docx",
    "jinja2",
    "lxml",
)


def test_help_imports_no_heavy_library() -> None:
    """`xlreport --help` loads none of the libraries that read or write workbooks or tables."""
    script = (
        "import sys; from xlreport.cli.exit_codes import run; code = run(['--help']);"
        f"print(*sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stderr.strip() == ""
    assert "consolidate" in done.stdout


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["plan", "check"], ["generate", "x.toml", "--nonsense"]]
)
def test_wrong_words_are_a_usage_error(arguments: list[str]) -> None:
    """A command line that cannot be understood exits with 2."""
    assert run(arguments) == 2


def test_missing_plan_is_one_line_and_its_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is not there is named in one line, with what to do, and the exit code is 3."""
    assert run(["plan", "check", "no-such-plan.toml"]) == 3
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert "no-such-plan.toml" in lines[0]


def test_the_reason_is_told_in_the_readers_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What the system says of a file is said in the reader's language, not in the system's."""
    monkeypatch.setenv("XLREPORT_LANG", "zh")
    assert run(["plan", "check", str(tmp_path / "none.toml")]) == 3
    assert "没有这个文件" in capsys.readouterr().err


def test_an_empty_folder_is_called_empty(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A folder without files has nothing to mend, and is said to be empty."""
    monkeypatch.setenv("XLREPORT_LANG", "en")
    assert run(["validate", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "There are no files in it.\n"


def test_a_fault_inside_leaves_a_report_and_no_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An internal error exits with 3, never 1, and puts the traceback into a file that it names."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr("xlreport.pipeline.plans.plan_files.prove", lambda *_: 1 / 0)
    assert run(["plan", "check", "x.toml"]) == 3
    told = capsys.readouterr().err
    assert "Traceback" not in told
    (report,) = tmp_path.glob("xlreport-*.txt")
    assert str(report) in told
    assert "ZeroDivisionError" in report.read_text("utf-8")


def test_a_stopped_run_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends with 130."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("xlreport.pipeline.plans.plan_files.prove", stop)
    assert run(["plan", "check", "x.toml"]) == 130
    assert capsys.readouterr().err


def test_words_follow_the_readers_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Errors are in Chinese unless the system, or XLREPORT_LANG, says English."""
    monkeypatch.setenv("XLREPORT_LANG", "en")
    run(["plan", "check", "none.toml"])
    assert "Cannot open" in capsys.readouterr().err
    monkeypatch.setenv("XLREPORT_LANG", "zh")
    run(["plan", "check", "none.toml"])
    assert "打不开" in capsys.readouterr().err


def test_a_suffix_that_is_not_known_is_said_before_anything_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """`--data` with another suffix is a usage error, and costs no summary."""
    summary = tmp_path / "summary.xlsx"
    wrong = ["--out", str(summary), "--data", str(tmp_path / "rows.txt")]
    assert run(["consolidate", str(Path(__file__).parents[2] / "examples/inbox"), *wrong]) == 2
    assert ".txt" in capsys.readouterr().err
    assert not summary.exists()


def test_a_files_name_cannot_steer_the_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Line breaks, escapes and marks of direction in a file's name are shown as escapes, one line a file."""
    (tmp_path / "a\nb\x1b[31m\u202e.pdf").write_bytes(b"%PDF-1.4")
    assert run(["validate", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "a\\nb\\x1b[31m\\u202e.pdf" in printed
    assert not {"\x1b", "\u202e"} & set(printed)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    "command",
    [
        ["--help"],
        ["--version"],
        ["plan", "check", "schemas/tibet-2020.toml"],
        ["draft", "tests/draft/reports/city-2003.txt", "-f", "tsv"],
    ],
    ids=" ".join,
)
def test_a_full_disk_under_what_is_printed_is_named(command: list[str]) -> None:
    """`xlreport … > report.txt` on a full disk: two lines that say so, and no report for us."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "xlreport", *command],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False, text=True,
        )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (3, 2)
    assert "磁盘已满" in done.stderr
