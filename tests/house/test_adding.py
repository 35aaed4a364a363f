"""`docs/adding.md` tried: each row is begun in a copy of the project and left there; the tests of that
room, and only they, say what is still to be written.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("xlreport", "tests", "scripts", "docs", "schemas", "workbook_templates", "examples")
FILES = ("pyproject.toml", "README.md", "Makefile", "CHANGELOG.md")
Change = Callable[[Path], None]


def edit(file: str, old: str, new: str) -> Change:
    """Return what replaces the one place where a text stands in a file."""

    def change(work: Path) -> None:
        path = work / file
        text = path.read_text(encoding="utf-8")
        assert old in text, (file, old)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def behind(file: str, text: str) -> Change:
    """Return what writes a text behind a file's end, or into a new one."""

    def change(work: Path) -> None:
        path = work / file
        path.parent.mkdir(parents=True, exist_ok=True)
        known = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(known + text, encoding="utf-8")

    return change


class Trial(NamedTuple):
    """What somebody begins, the tests that then fail, and a word of what they say."""

    row: str
    changes: tuple[Change, ...]
    tests: tuple[str, ...]
    said: str


TRIALS = (
    Trial(
        "a check of returns",
        (
            edit(
                "xlreport/model/returns/finding_codes.py",
                "RETURN_CODES: dict[str, Severity] = {\n",
                'RETURN_CODES: dict[str, Severity] = {\n    "brand-new": WARNING,\n',
            ),
        ),
        ("tests/checks/test_cases.py::test_every_fault_has_a_case_and_no_case_is_left_over",),
        "brand-new",
    ),
    Trial(
        "a check of plans",
        (
            edit(
                "xlreport/model/returns/finding_codes.py",
                "PLANS: dict[str, Severity] = {\n",
                'PLANS: dict[str, Severity] = {\n    "brand-new": WARNING,\n',
            ),
        ),
        ("tests/checks/test_plan_check.py::test_every_code_has_its_plan",),
        "brand-new",
    ),
    Trial(
        "a status rule",
        (
            behind(
                "xlreport/assess/judgement_rules.py",
                "\nRULES = (*RULES, RULES[-1])\n",
            ),
        ),
        ("tests/assess/test_truth.py::test_the_page_shows_every_rule_with_its_source",),
        "shown == coded",
    ),
    Trial(
        "a policy",
        (
            edit(
                "xlreport/assess/judgement_policies.py",
                '        Policy(name="default"),\n',
                '        Policy(name="default"),\n        Policy(name="brand-new"),\n',
            ),
        ),
        ("tests/assess/test_judgement_policies.py",),
        "brand-new",
    ),
    Trial(
        "a threshold",
        (
            edit(
                "xlreport/model/plans/plan_threshold_types.py",
                "    hard_share: Decimal | None = None\n",
                "    brand_new: Decimal | None = None\n    hard_share: Decimal | None = None\n",
            ),
        ),
        (
            "tests/assess/test_judgement_policies.py::test_every_threshold_is_asked_by_a_rule_and_can_be_set",
        ),
        "no rule asks brand_new",
    ),
    Trial(
        "a sheet of the summary",
        (
            edit(
                "xlreport/workbook/summary_book/summary_book_sheets.py",
                "SHEET_KINDS = (\n",
                'SHEET_KINDS = (\n    "brand-new",\n',
            ),
        ),
        ("tests/workbook/summary_book/test_summary_sheets.py::test_names_are_those_of_the_tabs",),
        "brand-new",
    ),
    Trial(
        "a letter by mail",
        (
            edit(
                "xlreport/model/round/round_ledger_types.py",
                '    SEND = "send"\n',
                '    SEND = "send"\n    BRAND_NEW = "brand_new"\n',
            ),
        ),
        ("tests/mail/test_words_of_letters.py::test_every_letter_has_its_words_in_every_language",),
        "brand_new.txt",
    ),
    Trial(
        "a setting of the workspace",
        (
            edit(
                "xlreport/model/round/round_settings_types.py",
                "    smtp: Smtp | None = None\n",
                '    brand_new: str = ""\n    smtp: Smtp | None = None\n',
            ),
        ),
        ("tests/docs/test_settings_explained.py",),
        "brand_new",
    ),
    Trial(
        "a paper",
        (
            edit(
                "workbook_templates/make_papers.py",
                'PAPERS = ("bulletin",',
                'PAPERS = ("brand-new", "bulletin",',
            ),
        ),
        ("tests/papers/test_papers.py::test_templates_are_what_their_script_makes",),
        "brand-new",
    ),
    Trial(
        "a plan field",
        (
            edit(
                "xlreport/model/plans/plan_target_types.py",
                "class Indicator(Target):\n",
                "class Indicator(Target):\n    brand_new: int = 0\n",
            ),
        ),
        (
            "tests/workbook/plan_book/test_plan_book_law.py::test_every_field_of_the_plan_has_its_column",
        ),
        "brand_new",
    ),
    Trial(
        "an output of rows",
        (
            behind(
                "xlreport/publish/published_files.py", '\nWRITERS[".brandnew"] = WRITERS[".csv"]\n'
            ),
        ),
        ("tests/publish/test_published_file_reader.py::test_records_come_back",),
        "brandnew",
    ),
    Trial(
        "a command",
        (
            behind(
                "xlreport/cli/brand_new.py",
                '"""Brand new."""\n\n\ndef brand_new_command() -> None:\n    """Nothing yet."""\n',
            ),
        ),
        ("tests/cli/test_command_table.py::test_every_command_function_is_in_the_table",),
        "brand_new",
    ),
    Trial(
        "a language",
        (behind("xlreport/messages/xx/words.toml", '[status]\non_track = "xx"\n'),),
        ("tests/cli/test_command_table.py::test_every_command_and_option_has_words",),
        "xx",
    ),
)
HELD_ELSEWHERE = {
    "a look": "the round trip of every template, restyled too",
    "a file format to read": "its files in the hostile corpus",
}
"""Rows of the page that cannot be begun by an edit, and what holds them."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project that a trial may change and puts back."""
    work = tmp_path_factory.mktemp("adding") / "work"
    ignored = shutil.ignore_patterns("__pycache__", "node_modules", "*.png")
    for part in PARTS:
        shutil.copytree(ROOT / part, work / part, ignore=ignored)
    for file in FILES:
        shutil.copy(ROOT / file, work / file)
    return work


@pytest.mark.long
@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.row)
def test_what_is_begun_is_missed_until_it_is_done(trial: Trial, copy: Path, tmp_path: Path) -> None:
    """The room's own tests fail, and name what is missing."""
    work = tmp_path / "work"
    shutil.copytree(copy, work)
    for change in trial.changes:
        change(work)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *trial.tests],
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(work)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert trial.said in done.stdout


def test_every_row_of_the_page_is_tried() -> None:
    """The page promises nothing that is not held."""
    page = (ROOT / "docs" / "adding.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (an? [^|]+?) \|", page, re.MULTILINE)
    assert sorted(rows) == sorted([*(one.row for one in TRIALS), *HELD_ELSEWHERE])
