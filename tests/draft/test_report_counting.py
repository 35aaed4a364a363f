"""Every number of the plan part is a row's or is listed: counted by a second reader that knows nothing of the rules."""

import os
import re
import unicodedata
from pathlib import Path

import pytest

from tests.draft.conftest import _report
from tests.draft.test_report_layouts import LAYOUTS
from tests.draft.test_report_tables import PLAN, lines
from xlreport.draft.draft_report import draft_from
from xlreport.model.plans.plan_draft_types import Draft
from xlreport.pipeline.plans.reports.loading_report_files import read_report

HERE = Path(__file__).parent
BESIDE = HERE.parents[1] / "../shared/reports"
MADE_UP = sorted((HERE / "reports").glob("*.txt"))
PUBLIC = sorted([*BESIDE.glob("*.txt"), *(BESIDE / "gold").glob("*.txt")])
SOME = int(os.environ.get("XLREPORT_REPORTS", "8"))
"""Public reports that are counted, evenly chosen; `XLREPORT_REPORTS=99` counts all."""
DIGITS = re.compile(r"\d+(?:\s*[.．]\s*\d+)?")
WORDED = re.compile(
    "[二三四五六七八九十百千][一二三四五六七八九十百千万亿]*(?=[万亿]?[元亩户人家]|公里|百分|个(?!全面|方面))"
)


def plain(words: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", words))


def untold(raw: str, draft: Draft) -> list[str]:
    """Return the numbers of the plan part that stand in no row, milestone or number left out of their place."""
    told: list[tuple[int, int, str]] = []
    for row in draft.rows:
        baseline = row.baseline.quote if row.baseline else ""
        words = f"{row.number} {row.printed} {row.name} {row.stretch} {baseline} "
        told.append((row.place.start, row.place.end, plain(words)))
    told += [
        (one.place.start, one.place.end, one.name + str(one.due_month)) for one in draft.milestones
    ]
    told += [(one.place.start, one.place.end, plain(one.number)) for one in draft.rejected]
    lost = [
        match
        for match in DIGITS.finditer(raw, draft.begins_at)
        if not any(
            start <= match.start() and match.end() <= end and plain(match[0]) in words
            for start, end, words in told
        )
    ]
    lost += [
        match
        for match in WORDED.finditer(raw, draft.begins_at)
        if not any(start <= match.start() and match.end() <= end for start, end, _ in told)
    ]
    return [raw[max(0, match.start() - 12) : match.end() + 8] for match in lost]


def unix(raw: str) -> str:
    return raw.replace("\r\n", "\n").replace("\r", "\n")


CASES = {path.stem: read_report(path) for path in MADE_UP} | LAYOUTS
CASES["table"] = _report(PLAN.format(table=lines("\t")))


@pytest.mark.parametrize("case", CASES)
def test_made_up_reports(case: str) -> None:
    """No number of a made-up report vanishes."""
    raw = unix(CASES[case])
    assert untold(raw, draft_from(raw)) == []


@pytest.mark.skipif(not PUBLIC, reason="the reports are not beside the project")
@pytest.mark.parametrize(
    "path", PUBLIC[:: max(1, len(PUBLIC) // SOME)] or [HERE], ids=lambda path: path.stem
)
def test_public_reports(path: Path) -> None:
    """Nor does one of a public report."""
    raw = unix(read_report(path))
    draft = draft_from(raw)
    assert not draft.begins or untold(raw, draft) == []


def test_the_counter_notices() -> None:
    """A draft from which a row is taken has a number that is told nowhere."""
    raw = LAYOUTS["chinese"]
    whole = draft_from(raw)
    short = Draft(
        **{name: getattr(whole, name) for name in Draft.__dataclass_fields__}
        | {"rows": whole.rows[1:]}
    )
    assert len(untold(raw, short)) == 1
