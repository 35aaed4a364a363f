"""Private names of libraries are used knowingly: each is listed, there, and below a ceiling."""

import ast
import importlib
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
LISTED = {
    "_write_rows": ("xlsxwriter", "xlsxwriter.worksheet", "Worksheet"),
    "_prepare_formula": ("xlsxwriter", "xlsxwriter.worksheet", "Worksheet"),
    "_get_xf_index": ("xlsxwriter", "xlsxwriter.format", "Format"),
    "_xml_start_tag_unencoded": ("xlsxwriter", "xlsxwriter.worksheet", "Worksheet"),
    "_name": ("tnefparse", "tnefparse.tnef", "TNEFAttachment"),
}
"""Name → distribution, module and class that it belongs to."""
DOCUMENTED = {"_exit", "_fields_", "_replace"}
"""Names of the standard library that are public for all their underscore: of `os`, of ctypes'
structures, and of named tuples.
"""


def foreign(path: Path) -> set[str]:
    """Return the private names that a module asks other objects than its own for."""
    text = path.read_text(encoding="utf-8")
    if "._" not in text:
        return set()
    nodes = list(ast.walk(ast.parse(text)))
    attributes = [one for one in nodes if isinstance(one, ast.Attribute)]
    own = {one.attr for one in attributes if _is_self(one)}
    own |= {one.name for one in nodes if isinstance(one, ast.FunctionDef | ast.ClassDef)}
    annotated = [one.target for one in nodes if isinstance(one, ast.AnnAssign)]
    own |= {one.id for one in annotated if isinstance(one, ast.Name)}
    private = {one.attr for one in attributes if one.attr.startswith("_")}
    return {name for name in private - own if not name.startswith("__")}


def _is_self(one: ast.Attribute) -> bool:
    return isinstance(one.value, ast.Name) and one.value.id in {"self", "cls"}


def test_every_private_name_of_a_library_is_listed() -> None:
    used = {name for path in (ROOT / "xlreport").rglob("*.py") for name in foreign(path)}
    assert used - DOCUMENTED == set(LISTED)


@pytest.mark.parametrize("name", LISTED)
def test_a_private_name_is_there_and_its_library_has_a_ceiling(name: str) -> None:
    library, module, owner = LISTED[name]
    if name != "_name":  # that one is set when an attachment is made
        assert hasattr(getattr(importlib.import_module(module), owner), name)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    lines = [*project["dependencies"], *(line for extra in extras for line in extra)]
    asked = [one for one in map(Requirement, lines) if one.name == library]
    assert asked
    for one in asked:
        assert any(part.operator in {"<", "=="} for part in one.specifier), str(one)
