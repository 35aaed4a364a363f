"""An inbox of hostile files beside good ones gives, cell for cell, the summary of the good ones alone."""

import os
import shutil
from dataclasses import fields
from pathlib import Path

from tests.hostile.corpus import corpus
from xlreport.model.judged.summary_types import Summary
from xlreport.pipeline.intake.receiving_inbox import receive
from xlreport.pipeline.plans.plan_files import load_plan
from xlreport.pipeline.summing.consolidating import consolidate

ROOT = Path(__file__).parents[2]
EVERY = 1 if int(os.environ.get("XLREPORT_FUZZ", "0")) > 1500 else 12
"""Of the hostile files every so many-th is put in; all of them where thousands are fuzzed."""
LARGEST = 1_000_000
"""Bytes; where only some files are put in, what is larger is left out."""
GOOD = 8
"""Good files where only some are put in."""
OF_FILES = frozenset({"files", "findings"})
"""What a summary tells of each file that lay there."""


def told(summary: Summary) -> dict[str, object]:
    """Return all that a summary says of targets and departments."""
    return {
        one.name: getattr(summary, one.name) for one in fields(summary) if one.name not in OF_FILES
    }


def test_hostile_files_change_no_cell(sound: bytes, tmp_path: Path) -> None:
    """Each is refused or belongs to another plan; every figure, light and count stays as it was."""
    plan = load_plan(ROOT / "schemas" / "tibet-2020.toml")
    good = tmp_path / "good"
    good.mkdir()
    returns = sorted((ROOT / "examples" / "inbox").iterdir())
    for one in returns if EVERY == 1 else returns[:GOOD]:
        shutil.copy(one, good)
    mixed = tmp_path / "mixed"
    shutil.copytree(good, mixed)
    put = 0
    for number, case in enumerate(corpus(sound)):
        if number % EVERY or (EVERY > 1 and len(case.content) > LARGEST):
            continue
        (mixed / f"坏_{case.name}.xlsx").write_bytes(case.content)
        put += 1
    alone, beside = (consolidate(receive([place], [plan], jobs=2)) for place in (good, mixed))
    first, second = told(alone), told(beside)
    assert put >= 10
    assert len(beside.files) > len(alone.files)
    different = [name for name in first if first[name] != second[name]]
    assert different == []
