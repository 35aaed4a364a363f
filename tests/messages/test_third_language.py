"""A language is one folder: a third one of a few words is added to a copy, and nothing else is touched."""

import os
import re
import shutil
import subprocess
import sys
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
WORDS = """[language]
windows = "Esperanto"
html = "eo"

[help.label]
usage = "Uzo:"

[status]
on_track = "bone"

[screen]
comma = " kaj "
made-all = "Faritaj: {count}, {period}, {folder}"
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with one folder more."""
    folder = tmp_path_factory.mktemp("third")
    shutil.copytree(
        ROOT / "xlreport", folder / "xlreport", ignore=shutil.ignore_patterns("__pycache__")
    )
    (folder / "xlreport/messages/eo").mkdir()
    (folder / "xlreport/messages/eo/words.toml").write_text(WORDS, "utf-8")
    for name in ("workbook_templates", "schemas"):
        shutil.copytree(ROOT / name, folder / name)
    text = (ROOT / "schemas/shannan-2020.toml").read_text("utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("language = ")]
    plan = "\n".join(kept).replace("[plan]", '[plan]\nlanguage = "eo"', 1)
    (folder / "plan.toml").write_text(plan + "\n", "utf-8")
    return folder


def ran(copy: Path, *words: str, cwd: Path | None = None) -> str:
    """Run the copy's command line in the third language and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "xlreport", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd or copy,
        check=False,
        env={**os.environ, "PYTHONPATH": str(copy), "XLREPORT_LANG": "eo"},
    )
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout + done.stderr


@pytest.mark.long
def test_a_third_language_goes_all_the_way(copy: Path, tmp_path: Path) -> None:
    """Help, plan, forms, plan's workbook, letters, summary and page are in it; words it lacks are English."""
    told = ran(copy, "-h")
    assert told.startswith("Uzo:")
    assert "Write one workbook per department" in told
    assert "needs" not in ran(copy, "plan", "check", "plan.toml")
    assert "Faritaj:" in ran(copy, "generate", "plan.toml", "-p", "2020-Q2", "-o", "inbox")
    ran(copy, "plan", "export", "plan.toml", str(tmp_path / "plan.xlsx"))
    ran(copy, "plan", "import", str(tmp_path / "plan.xlsx"), str(tmp_path / "again.toml"))
    assert 'language = "eo"' in (tmp_path / "again.toml").read_text("utf-8")
    page = copy / "page.html"
    words = ["consolidate", "inbox", "--plan", "plan.toml", "-o", "s.xlsx", "--html", str(page)]
    ran(copy, *words)
    assert '<html lang="eo"' in page.read_text("utf-8")
    ran(copy, "validate", "inbox", "--plan", "plan.toml", "-o", "back")
    place = tmp_path / "work"
    ran(copy, "init", "plan.toml", str(place))
    ran(copy, "send", "-p", "2020-Q2", cwd=place)
    letters = sorted(place.rglob("*.eml"))
    forms = sorted((copy / "inbox").glob("*.xlsx"))
    assert letters
    assert forms
    # the letters lack words of their own: English ones stand in
    assert all(re.search("[A-Za-z]{4}", _body(one)) for one in letters)
    assert "Reported" in _words_of(forms[0]) or "Indicator" in _words_of(forms[0])
    assert "bone" in _words_of(copy / "s.xlsx")
    ran(copy, "status", "-p", "2020-Q2", cwd=place)
    ran(copy, "remind", "-p", "2020-Q2", cwd=place)


def _body(letter: Path) -> str:
    message = message_from_bytes(letter.read_bytes(), policy=default)
    body = message.get_body(("plain",))
    return body.get_content() if body else ""


def _words_of(workbook: Path) -> str:
    with ZipFile(workbook) as archive:
        return archive.read("xl/sharedStrings.xml").decode()
