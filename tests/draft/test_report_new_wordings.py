"""Sentences as reports of the coming years may word them, all made up: name, bound and number of each ticked row.

The rows beside a sentence were written down before the rules read it; a line without rows holds no target.
"""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from tests.draft.conftest import _report
from xlreport.draft.draft_report import draft_from

TABLE = Path(__file__).with_name("sentences.tsv")


def told() -> list[tuple[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return [(one[0], one[1]) for one in csv.reader(lines, delimiter="\t", quoting=3)]


@cache
def ticked() -> dict[str, list[str]]:
    """Draft all sentences as paragraphs of one report; return the rows of each."""
    report = _report("\n".join(sentence for sentence, _ in told()))
    lines, found = report.split("\n"), defaultdict(list)
    for row in draft_from(report).ticked:
        words = f"{row.name} {row.comparator} {row.number}".strip()
        found[lines[row.place.line - 1]].append(words)
    return found


@pytest.mark.parametrize(("sentence", "rows"), told())
def test_what_a_sentence_promises(sentence: str, rows: str) -> None:
    """All targets of a sentence and no others, each named as a person would."""
    assert "；".join(ticked().get(sentence, [])) == rows


def test_each_sentence_is_told_once() -> None:
    """A sentence that stands twice would be checked against itself."""
    sentences = [sentence for sentence, _ in told()]
    assert len(sentences) == len(set(sentences))


def test_a_target_explained_once_more_is_told_once() -> None:
    """A sentence that tells why a target was set has no row of its own; one that only repeats it has."""
    draft = draft_from(
        _report(
            "主要预期目标是：地区生产总值增长6%左右，城镇新增就业3万人。\n经济增长6%左右，综合考虑了需要和可能。\n"
            "城镇新增就业3万人，体现了就业优先。\n城镇新增就业3万人，其中高校毕业生8000人。"
        )
    )
    found = [(row.name, row.ticked) for row in draft.rows]
    assert found == [
        ("地区生产总值", True),
        ("城镇新增就业", True),
        ("经济增长", False),
        ("城镇新增就业", False),
        ("城镇新增就业", True),
        ("高校毕业生", True),
    ]
