"""The verbs for analysts: documented by examples that run, and the same as the command line."""

import doctest
import importlib
import inspect
import io
import json
import pkgutil
import shutil
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pandas as pd
import pytest

import xlreport
from xlreport import api
from xlreport.cli.exit_codes import run

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "examples/analysis.ipynb"


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_every_example_in_the_docstrings_is_true() -> None:
    """The doctests of the verbs run, and each verb has one."""
    failed, tried = doctest.testmod(api)
    assert failed == 0
    assert tried >= len(xlreport.__all__) - 1
    verbs = [getattr(xlreport, name) for name in xlreport.__all__ if name != "CannotRun"]
    for verb in verbs:
        assert ">>> " in (inspect.getdoc(verb) or ""), verb.__name__
        hints = set(inspect.signature(verb).parameters)
        assert hints <= set(verb.__annotations__)


def test_types_are_published() -> None:
    """Type checkers of others look at them."""
    assert (ROOT / "xlreport/py.typed").is_file()
    for name in xlreport.__all__:
        assert name == "CannotRun" or "return" in getattr(xlreport, name).__annotations__


def test_the_verbs_say_what_the_command_line_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows, findings and files are those of `consolidate --data` and `validate --format json`."""
    inbox = _some_returns(tmp_path / "inbox")
    data, again = tmp_path / "rows.csv", tmp_path / "again.csv"
    table = xlreport.consolidate(inbox, tmp_path / "s.xlsx", data=data)
    assert (tmp_path / "s.xlsx").is_file()
    words = ["consolidate", inbox, "-o", str(tmp_path / "t.xlsx")]
    assert run([*words, "--data", str(again)]) == 0
    assert data.read_bytes() == again.read_bytes()
    pd.testing.assert_frame_equal(table, xlreport.rows(inbox))
    capsys.readouterr()
    out = tmp_path / "back"
    run(["validate", inbox, "--format", "json", "-o", str(out)])
    told = json.loads(capsys.readouterr().out)
    found = xlreport.findings(inbox)
    assert found.to_dict("records") == told["findings"]
    files = xlreport.validate(inbox, tmp_path / "mine")
    assert list(files.verdict) == [one["verdict"] for one in told["files"]]
    assert sorted(Path(one).name for one in files["copy"] if one) == sorted(
        path.name for path in out.rglob("*.xlsx")
    )


def _some_returns(folder: Path) -> str:
    """Copy every fifth file of the example's inbox to a folder, and return it."""
    folder.mkdir()
    for file in sorted((ROOT / "examples/inbox").iterdir())[::5]:
        shutil.copy(file, folder)
    return str(folder)


def test_an_edited_summary_is_left_and_the_new_one_named(tmp_path: Path) -> None:
    """`attrs` lists what was written, and a warning says that it is not where it was asked for."""
    inbox, out = _some_returns(tmp_path / "inbox"), tmp_path / "s.xlsx"
    out.write_bytes(b"edited")
    with pytest.warns(UserWarning, match="s-2"):
        table = xlreport.consolidate(inbox, out)
    assert table.attrs["written"] == [str(tmp_path / "s-2.xlsx")]
    assert out.read_bytes() == b"edited"


def test_a_plan_gives_its_targets_as_a_table() -> None:
    """In a loop they are a plan's targets; called, what the verb returns."""
    plan = xlreport.load_plan("schemas/shannan-2020.toml")
    pd.testing.assert_frame_equal(plan.targets(), xlreport.targets(plan))
    assert [one.code for one in plan.targets] == list(plan.targets().code)


def test_an_error_says_its_code_and_fields(tmp_path: Path) -> None:
    """Whoever calls the verbs reads what is wrong in the error itself."""
    with pytest.raises(xlreport.CannotRun, match=r"file-unreadable.*none\.toml"):
        xlreport.load_plan(tmp_path / "none.toml")


def test_the_notebook_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its cells run one after another, from the folder it lies in, and print something."""
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    monkeypatch.chdir(ROOT / "examples")
    scope: dict[str, object] = {"__name__": "__notebook__", "OUT": str(tmp_path)}
    printed = io.StringIO()
    with redirect_stdout(printed):
        for cell in cells:
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), "analysis.ipynb", "exec"), scope)  # noqa: S102
    assert len(printed.getvalue().splitlines()) > 10
    assert all(not cell.get("outputs") for cell in cells), "outputs are not kept"


def test_the_verb_draft_stays_the_verb() -> None:
    """The room of the same name, and whatever is loaded from it later, does not take its place."""
    room = sys.modules["xlreport.draft"].__path__
    for module in pkgutil.walk_packages(room, "xlreport.draft."):
        importlib.import_module(module.name)
    assert callable(xlreport.draft)
    assert xlreport.draft is api.draft
