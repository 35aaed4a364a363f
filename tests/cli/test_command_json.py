"""What commands print as JSON is what their schemas say, field by field."""

import json
import re
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from xlreport.cli.command_json import DOCUMENTS
from xlreport.cli.exit_codes import run

ROOT = Path(__file__).resolve().parents[2]
INBOX, PLAN = str(ROOT / "examples/inbox"), str(ROOT / "schemas/tibet-2020.toml")


def printed(name: str, capsys: pytest.CaptureFixture[str], *words: str) -> object:
    """Run a command with --format json and return what it printed, proved by its type."""
    capsys.readouterr()
    assert run([*words, "-f", "json"]) in {0, 1}
    document = json.loads(capsys.readouterr().out)
    TypeAdapter(DOCUMENTS[name]).validate_python(document, strict=True)
    return document


def test_documents_are_as_their_schemas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each command's document has the fields of its schema, and no other."""
    monkeypatch.chdir(tmp_path)
    told = printed("consolidate", capsys, "consolidate", INBOX, "-o", "s.xlsx", "--data", "r.csv")
    assert isinstance(told, dict)
    assert sum(told["lights"].values()) == told["targets"]
    assert told["written"] == ["s.xlsx", "r.csv"]
    printed("validate", capsys, "validate", INBOX, "-o", "back")
    printed("plan-check", capsys, "plan", "check", PLAN)
    assert run(["plan", "export", PLAN, "p.xlsx"]) == 0
    printed("plan-import", capsys, "plan", "import", "p.xlsx", "p.toml")
    other = tmp_path / "other.toml"
    other.write_text(Path(PLAN).read_text("utf-8").replace("value = 9", "value = 8", 1), "utf-8")
    told = printed("plan-diff", capsys, "plan", "diff", PLAN, str(other))
    assert isinstance(told, dict)
    assert told["changes"]
    printed("plan-next", capsys, "plan", "next", PLAN)
    assert run(["init", PLAN, "work"]) == 0
    monkeypatch.chdir(tmp_path / "work")
    status = printed("status", capsys, "status", "-p", "2020-Q2")
    assert isinstance(status, dict)
    assert run(["send", "-p", "2020-Q2", "--department", "FGW"]) in {0, 2}
    printed("history", capsys, "history", status["departments"][0]["department"])


def test_every_json_output_has_a_schema() -> None:
    """A command that prints JSON has its document in the table, and its schema beside."""
    files = {path.name for path in (ROOT / "schemas/json").glob("*.schema.json")}
    assert files == {f"{name}.schema.json" for name in DOCUMENTS}
    printing = [
        path.stem
        for path in (ROOT / "xlreport/cli").rglob("*.py")
        if re.search(r"\bshow_json\(", path.read_text("utf-8")) and path.stem != "terminal"
    ]
    assert sorted(printing) == [
        "ledger_history_command", "plan_book_command", "plan_command", "plan_next_command",
        "round_status_command", "workbook_consolidate_command", "workbook_validate_command",
    ]  # fmt: skip
