"""Whole public reports kept beside the project: where their parts begin, as somebody read it."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from xlreport.draft.draft_report import draft_from
from xlreport.draft.parts.part_headings import Part
from xlreport.draft.parts.report_parts import find_parts
from xlreport.draft.text.report_text import Text, flat_text
from xlreport.model.plans.plan_draft_types import DraftMilestone, DraftRow
from xlreport.pipeline.plans.reports.loading_report_files import read_report

BESIDE = Path(__file__).resolve().parents[2] / "../shared/reports"
with (Path(__file__).parent / "parts.tsv").open(encoding="utf-8", newline="") as _lines:
    READ = list(csv.DictReader(_lines, delimiter="\t"))
KINDS = {"five_years": Part.FIVE_YEARS, "plan": Part.PLAN}

pytestmark = pytest.mark.skipif(
    not BESIDE.is_dir(), reason="the reports are not beside the project"
)


def place(text: Text, position: int) -> str:
    """Return a line, of a text on one line an offset: what `parts.tsv` says."""
    offset = text.places[position]
    return str(text.line(position)) if len(text.lines) >= 5 else f"@{offset}"


@pytest.mark.parametrize("said", READ, ids=[one["file"] for one in READ])
def test_parts_begin_where_a_reader_says(said: dict[str, str]) -> None:
    """Five-year part, year's part and end of each, and the year; a report without a year's part has none."""
    text = flat_text(read_report(BESIDE / said["file"]))
    found = find_parts(text)
    told = {
        name: next((place(text, start) for start, _, one in found.spans if one is part), "")
        for name, part in KINDS.items()
    }
    told["end"] = place(text, found.end - 1)
    told["year"] = str(found.year) if told["plan"] else ""
    assert told == {name: said[name] for name in told}


@pytest.mark.long
def test_nothing_is_ticked_outside_the_year_s_part() -> None:
    """Not one row or milestone of a review or a five-year part is ticked, in any of them."""
    wrong: list[str] = []
    for said in READ:
        raw = read_report(BESIDE / said["file"])
        draft = draft_from(raw)
        text = flat_text(raw)
        first = int(said["plan"].lstrip("@") or len(raw) + len(text.lines))
        last = int(said["end"].lstrip("@"))
        drafted: list[DraftRow | DraftMilestone] = [*draft.rows, *draft.milestones]
        for one in drafted:
            where = one.place.start if said["end"].startswith("@") else one.place.line
            if one.ticked and not (first <= where <= last):
                wrong.append(f"{said['file']} {where} {one.quote}")
    assert wrong == []


@pytest.mark.long
def test_how_many_are_found_right() -> None:
    """The year's part begins where it should, or nothing is ticked, in at least 98 of 100."""
    right = 0
    for said in READ:
        text = flat_text(read_report(BESIDE / said["file"]))
        spans = find_parts(text).spans
        begins = next((place(text, start) for start, _, one in spans if one is Part.PLAN), "")
        right += begins in {said["plan"], ""}
    assert Decimal(right) / len(READ) >= Decimal("0.98")
