"""An inbox of hostile files beside good ones gives, cell for cell, the summary of the good ones alone."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import chain
from pathlib import Path

from tests.hostile.conftest import filled
from tests.hostile.containers import entries
from tests.hostile.corpus import corpus
from tests.hostile.good import good_files
from tests.hostile.spoiling import Case
from xlreport.model.period import Period
from xlreport.pipeline.forms.making_forms import form_for
from xlreport.pipeline.intake.receiving_inbox import receive
from xlreport.pipeline.plans.plan_files import load_plan
from xlreport.pipeline.summing.consolidating import consolidate
from xlreport.workbook.reading.reading_known_headings import Headings

ROOT = Path(__file__).parents[2]
EVERY = 1 if int(os.environ.get("XLREPORT_FUZZ", "0")) > 1500 else 12
"""Of the hostile files every so many-th is put in; all of them where thousands are fuzzed."""
LARGEST = 1_000_000
"""Bytes; where only some files are put in, what is larger is left out."""
CLAIMED = "JYT"
"""The department that files of the second half claim to come from."""
GOOD = 8
"""Good files where only some are put in."""
OF_FILES = frozenset({"files", "findings", "file", "sha256", "number"})
"""What a summary tells of each file that lay there, and from which of several that say the same it
took a figure.
"""


def told(value: object) -> object:
    """Return all that a summary says, but for the files that it was read from."""
    if isinstance(value, tuple):
        return [told(one) for one in value]
    if not is_dataclass(value):
        return value
    names = (one.name for one in fields(value) if one.name not in OF_FILES)
    return {name: told(getattr(value, name)) for name in names}


def claiming(own: bytes) -> Iterator[Case]:
    """Yield what is made from a good file: refused, or read with its values."""
    cases = corpus(own) if EVERY == 1 else chain(entries(own), good_files(own))
    for case in cases:
        if case.expected != "read" and not case.expected.startswith("note"):
            yield case


def put(cases: Iterator[Case], every: int) -> Iterator[Case]:
    """Yield the cases that are put into the inbox."""
    for number, case in enumerate(cases):
        if number % every == 0 and (EVERY == 1 or len(case.content) <= LARGEST):
            yield case


def test_hostile_files_change_no_cell(
    cases: tuple[Case, ...], words: Headings, tmp_path: Path
) -> None:
    """Each is refused, belongs to another plan, or says what a good one of the same department
    says: every figure, light and count stays as it was.
    """
    plan = load_plan(ROOT / "schemas" / "tibet-2020.toml")
    good, mixed = tmp_path / "good", tmp_path / "mixed"
    good.mkdir()
    returns = sorted((ROOT / "examples" / "inbox").iterdir())
    for one in returns if EVERY == 1 else returns[:GOOD]:
        shutil.copy(one, good)
    unit = next(one for one in plan.department if one.code == CLAIMED)
    own = filled(form_for(plan, unit, Period.parse("2020-Q2"), ()), words)
    (good / "own.xlsx").write_bytes(own)
    shutil.copytree(good, mixed)
    for case in put(iter(cases), EVERY):
        (mixed / f"坏_{case.name}.xlsx").write_bytes(case.content)
    claims = list(put(claiming(own), min(EVERY, 3)))
    for case in claims:
        (mixed / f"own_{case.name}.xlsx").write_bytes(case.content)
    assert len(claims) >= 10
    alone, beside = (consolidate(receive([place], [plan], jobs=2)) for place in (good, mixed))
    first, second = told(alone), told(beside)
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert len(beside.files) > len(alone.files)
    different = [name for name in first if first[name] != second[name]]
    assert different == []
