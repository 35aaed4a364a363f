"""Every hostile file is read as what it is, or refused by its name; none stops the run."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.hostile.conftest import Maker
from tests.hostile.corpus import MAKERS
from tests.hostile.spoiling import Case
from xlreport.messages import catalogue, languages
from xlreport.model.returns.finding_codes import READING
from xlreport.model.returns.submission import Submission, Unreadable
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.submission_reader import read

Values = Mapping[tuple[str, str], object]


def values(submission: Submission) -> Values:
    """What stands in each field of each row."""
    return {
        (e.code, name): (c.kind, c.raw) for e in submission.entries for name, c in e.cells.items()
    }


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_every_case_gets_its_verdict(
    sound: bytes, cases_of: Callable[[Maker], tuple[Case, ...]], words: Headings, maker: Maker
) -> None:
    """A refusal has the code that the case expects; what is read has the sound workbook's values."""
    first = read(sound, "sound.xlsx", words)
    assert isinstance(first, Submission)
    assert len(first.entries) > 4
    wrong = []
    for case in cases_of(maker):
        outcome = read(case.content, f"{case.name}.xlsx", words)
        if not fits(outcome, case.expected, values(first)):
            wrong.append((case.name, case.expected, said(outcome)))
    assert not wrong, "\n".join(map(str, wrong))


def fits(outcome: Submission | Unreadable, expected: str, sound: Values) -> bool:
    if isinstance(outcome, Unreadable):
        return expected in {outcome.finding.code, "refused", "any"}
    if expected.startswith("note "):
        return expected.removeprefix("note ") in said(outcome)
    return expected == "read" or (expected in {"same", "any"} and values(outcome) == sound)


def said(outcome: Submission | Unreadable) -> tuple[str, ...]:
    if isinstance(outcome, Unreadable):
        return (outcome.finding.code, *outcome.finding.fields.values())
    return tuple(found.code for found in outcome.findings)


ELSEWHERE = {
    "is-folder": "local_folder", "is-link": "local_folder", "is-special": "local_folder", "is-lock-file": "local_folder", "is-system-file": "local_folder",
    "cannot-open": "local_folder", "still-changing": "local_folder", "worker-died": "worker_processes", "too-slow": "worker_processes",
    "needs-too-much": "worker_processes", "column-twice": "submission_reader", "copies-differ": "submission_reader", "is-slip": "supervising", "sheet-copied": "submission_reader",
}  # fmt: skip
"""Codes that no file alone can bring about, and the tests that do (`test_….py` of another room)."""


def test_every_code_has_a_file(cases: tuple[Case, ...]) -> None:
    """Each refusal and each note is brought about by a file of the corpus, or by a test of its own."""
    names = [case.name for case in cases]
    assert len(names) == len(set(names)) >= 100
    shown = {case.expected.removeprefix("note ") for case in cases}
    assert set(READING) - shown - ELSEWHERE.keys() == set()
    for code, module in ELSEWHERE.items():
        (test,) = Path(__file__).parents[1].rglob(f"test_{module}.py")
        assert f'"{code}"' in test.read_text(encoding="utf-8"), code


@pytest.mark.parametrize("language", languages())
def test_every_code_has_words(language: str) -> None:
    """Whatever the reading side says has a sentence and a remedy in both languages."""
    known = catalogue(language)
    assert [
        code for code in READING if not {f"finding.{code}", f"remedy.{code}"} <= known.keys()
    ] == []
