"""A whole folder of hostile files in one run: each is listed once, by name, with its verdict and a stable code."""

import json
import time
from pathlib import Path

import pytest

from tests.hostile.spoiling import Case
from xlreport.cli.exit_codes import run
from xlreport.model.returns.finding import Verdict
from xlreport.model.returns.finding_codes import READING

SUFFIXES = ("xlsx", "xls", "pdf", "ods", "et", "txt", "XLSX", "xlsb")
SECONDS = 240
RUNNING = ("worker-died", "too-slow", "needs-too-much")


@pytest.mark.long
def test_every_file_is_listed_once(
    cases: tuple[Case, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing crashes or hangs, whatever the files are called; who is refused is refused by a code of the list."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    expected = {}
    for number, case in enumerate(cases):
        name = f"{case.name}.{SUFFIXES[number % len(SUFFIXES)]}"
        (inbox / name).write_bytes(case.content)
        expected[name] = case.expected
    begun = time.monotonic()
    code = run(["validate", str(inbox), "--format", "json", "--out", str(tmp_path / "out")])
    printed = capsys.readouterr()
    assert code == 1, printed.err[-2000:]
    assert time.monotonic() - begun < SECONDS
    told = json.loads(printed.out)
    assert sorted(one["file"] for one in told["files"]) == sorted(expected)
    assert {one["verdict"] for one in told["files"]} <= {verdict.value for verdict in Verdict}
    for one in told["files"]:
        codes = [found["code"] for found in told["findings"] if found["file"] == one["file"]]
        if one["verdict"] in {"unreadable", "not_a_submission"}:
            assert codes[0] in READING
            assert codes[0] not in RUNNING, one["file"]
            assert expected[one["file"]] in {codes[0], "refused", "any"}, one["file"]
        else:
            assert expected[one["file"]] in {"same", "any", "read"} or expected[
                one["file"]
            ].startswith("note "), one
