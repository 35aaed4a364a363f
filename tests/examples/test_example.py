"""The example's findings, lights and verdicts are exactly those written by hand, cell by cell."""

import csv
import importlib
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from xlreport.model.judged.judged_summary import Summary
from xlreport.model.returns.finding import Verdict
from xlreport.model.returns.submission import Submission, Unreadable
from xlreport.pipeline.forms.exporting_form_templates import known_headings
from xlreport.pipeline.intake.receiving_inbox import receive
from xlreport.pipeline.plans.plan_files import known_plans
from xlreport.pipeline.summing.consolidating import consolidate
from xlreport.pipeline.summing.summing_earlier_records import read_last
from xlreport.workbook.reading.submission_reader import read

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
INBOX = EXAMPLES / "inbox"
NOBODY = "0891-0000000", "0893-0000000", ""
Rows = Counter[tuple[str, ...]]


@cache
def summary(last: str = "") -> Summary:
    """What comes out, with or without last quarter's data."""
    earlier = read_last(EXAMPLES / "last" / last) if last else ()
    intake = receive([INBOX], known_plans(None, ROOT), earlier=earlier)
    return consolidate(intake, earlier=earlier)


def by_hand(name: str, columns: int) -> Rows:
    """The first columns of a file in `expected/`."""
    with (EXAMPLES / "expected" / name).open(encoding="utf-8", newline="") as file:
        return Counter(tuple(row[:columns]) for row in list(csv.reader(file))[1:])


def differences(written: Rows, came: Rows) -> Sequence[str]:
    """What only one of the two says."""
    return [
        *(f"by hand only: {' | '.join(row)}" for row in sorted((written - came).elements())),
        *(f"program only: {' | '.join(row)}" for row in sorted((came - written).elements())),
    ]


def findings(of: Summary) -> Rows:
    return Counter(
        (f.file, f.sheet, f.cell, f.code, str(f.severity), f.indicator) for f in of.findings
    )


def lights(of: Summary) -> Rows:
    return Counter((row.target.code, str(row.assessment.status)) for row in of.rows)


def test_findings() -> None:
    """Every error, warning and note stands where it was expected, and no other does."""
    assert not differences(by_hand("findings.csv", 6), findings(summary()))


def test_lights() -> None:
    """Every target has the light that the rules give it."""
    assert not differences(by_hand("lights.csv", 2), lights(summary()))


def test_files() -> None:
    """Every file of the inbox is accounted for, with its verdict."""
    came: Rows = Counter((one.file, str(one.verdict)) for one in summary().files)
    assert not differences(by_hand("files.csv", 2), came)


def test_with_last_quarter() -> None:
    """Last quarter's data add what fell, leapt or went back, and last lights; this quarter's lights stay."""
    with_last = summary("2020-Q1.csv")
    assert not differences(
        by_hand("findings_with_last.csv", 6), findings(with_last) - findings(summary())
    )
    assert not findings(summary()) - findings(with_last)
    assert lights(with_last) == lights(summary())
    reported = {record.code for record in with_last.history}
    last: Rows = Counter(
        (r.target.code, str(r.last_status)) for r in with_last.rows if r.target.code in reported
    )
    assert not differences(by_hand("lights_q1.csv", 2), last)


def test_late_and_missing_departments() -> None:
    """The day that stands in the form says who was late, where none does the saving time; who sent
    nothing that counts has no file. 交通运输厅 saved late what it dated in time.
    """
    departments = summary().departments
    assert {one.code for one in departments if one.late} == {"YJT"}
    assert {one.code for one in departments if not one.file} == {"FPB", "GDJ", "TGJ"}
    assert summary().reported == len(departments) - 3


def test_explained_warnings() -> None:
    """A warning with a reason in its row's remark is explained; values with any other count as provisional."""
    doubted = {
        one.indicator
        for one in summary().findings
        if one.severity == "warning" and not one.explained
    }
    assert doubted == {"", "ZB050", "ZB063", "RW173"}
    sound = {one.file for one in summary().files if one.verdict is Verdict.ACCEPTED}
    used = [row.record for row in summary().rows if row.record and row.record.file in sound]
    assert not [record.code for record in used if record.provisional]


def test_every_light_has_its_arithmetic() -> None:
    """Whoever wrote a light by hand wrote why; each target has one."""
    rows = by_hand("lights.csv", 3)
    assert all(why.strip() for _, _, why in rows)
    assert {code for code, _, _ in rows} == {row.target.code for row in summary().rows}


def test_nobody_in_the_values_is_real() -> None:
    """Names say that they are examples, and nobody can be called."""
    for path in sorted(EXAMPLES.glob("values*/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert row["telephone"] in NOBODY, path.name
                for name in (row["filled_by"], row["checked_by"]):
                    assert not name or name.endswith("某（示例）"), path.name


def test_no_program_writes_what_is_expected() -> None:
    """No module or script of the project names the files that are written by hand."""
    names = {path.name for path in (EXAMPLES / "expected").iterdir()} - {"files.csv"}
    for folder in ("xlreport", "scripts", "examples", "workbook_templates"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            assert not [name for name in names if name in text], path


@pytest.mark.long
def test_inbox_is_what_the_recipe_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The inbox holds the files of the recipe, and those that are made again read the same."""
    monkeypatch.syspath_prepend(str(ROOT))
    importlib.import_module("examples.make_inbox").make(tmp_path, office=False)
    recipe = tomllib.loads((EXAMPLES / "recipe.toml").read_text(encoding="utf-8"))
    listed = {
        entry["file"]: entry.get("saved_by", "")
        for entry in (*recipe["workbook"], *recipe["other"])
    }
    assert {path.name for path in INBOX.iterdir()} == set(listed)
    assert (tmp_path / "last" / "2020-Q1.csv").read_bytes() == (
        EXAMPLES / "last" / "2020-Q1.csv"
    ).read_bytes()
    for name, program in listed.items():
        if program != "libreoffice":
            assert said(tmp_path / "inbox" / name) == said(INBOX / name), name


def said(path: Path) -> object:
    """What a file says, whatever bytes say it."""
    match read(path.read_bytes(), path.name, known_headings(None)):
        case Submission() as one:
            return one.saved_at, one.codes, one.entries, one.strangers, one.contacts, one.findings
        case Unreadable() as other:
            return other.verdict, other.finding
