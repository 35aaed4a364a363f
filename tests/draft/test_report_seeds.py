"""The drafts of the two real reports against the plans made from them by hand."""

from pathlib import Path

import pytest

from scripts.compare_draft import FIELDS, PAIRS, PRECISION, RECALL, SEEDS, compare, milestones_line


@pytest.mark.parametrize(("report", "plan"), PAIRS, ids=[plan.stem for _, plan in PAIRS])
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the reports are not beside the project")
def test_recall_and_precision(report: Path, plan: Path) -> None:
    """Found, name, value, unit, comparator and commitment: recall at least 0.97, precision at least 0.95 each."""
    found = compare(report, plan)
    low = {field: found.share(field) for field in FIELDS}
    low = {field: pair for field, pair in low.items() if pair[0] < RECALL or pair[1] < PRECISION}
    assert low == {}, "\n".join(found.lines())
    assert "milestones" in milestones_line(report, plan)
