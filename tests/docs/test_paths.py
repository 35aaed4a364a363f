"""A paper that names a module, a test or a script names one that is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAPERS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")])
# a path to a Python file between backticks, in whole or from any of its folders on
_NAMED = re.compile(r"`([\w/]+\.py)`")


def _files() -> set[str]:
    """Return every Python file of the project, as written from each of its folders on."""
    paths = [
        path.relative_to(ROOT).parts
        for room in ("xlreport", "tests", "scripts", "examples", "workbook_templates", "schemas")
        for path in (ROOT / room).rglob("*.py")
    ]
    return {"/".join(path[place:]) for path in paths for place in range(len(path))}


@pytest.mark.parametrize(
    "paper",
    [path for path in PAPERS if not path.name.startswith("CHANGELOG")],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_a_file_that_is_named_is_there(paper: Path) -> None:
    """Whoever follows a path finds a file at its end; the list of changes tells of former ones."""
    known = _files()
    named = set(_NAMED.findall(paper.read_text("utf-8")))
    assert {path for path in named if path not in known} == set()
