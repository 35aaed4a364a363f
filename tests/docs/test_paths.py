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


def test_a_function_that_is_named_stands_in_its_module() -> None:
    """What goes from room to room is told as `module.function(…)`, from any folder on."""
    told = re.findall(r"`([a-z_/]+)\.(\w+)\(", (ROOT / "docs/architecture.md").read_text("utf-8"))
    package = sorted((ROOT / "xlreport").rglob("*.py"))
    missing = [
        f"{module}.{name}"
        for module, name in told
        if not any(
            path.with_suffix("").as_posix().endswith(f"/{module}")
            and re.search(rf"^def {name}\(", path.read_text("utf-8"), re.MULTILINE)
            for path in package
        )
    ]
    assert told
    assert missing == []
