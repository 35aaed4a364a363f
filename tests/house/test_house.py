"""What keeps the house readable: one word for one thing, rooms that one can look over, short
functions.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeGuard

import pytest

from scripts.draw_wings import CircleError, arrows, floors, folders, tree_of

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "xlreport"
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_ROOMS = 15
"""In one folder, modules and wings together: so many can be looked over."""
SEVERAL_HOMES = {
    "consolidate": "the library's verb is the pipeline's, with data frames",
    "generate": "the library's verb is the pipeline's, with paths as texts",
    "load_plan": "the library's verb is the pipeline's, with paths as texts",
    "rows": "the library's verb is `publish`'s, as a data frame",
}
"""Public names that more than one module defines, each with its reason."""


def _is_bound(part: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)


def _defined(body: Sequence[ast.stmt]) -> Iterator[str]:
    """What a module defines: functions, classes and constants, also several at once and those that
    hang on a condition.
    """
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                parts = (part for target in targets for part in ast.walk(target))
                yield from (one.id for one in parts if _is_bound(one))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.If() | ast.Try():
                yield from _defined([*node.body, *node.orelse])
                handlers = node.handlers if isinstance(node, ast.Try) else []
                yield from _defined([line for one in handlers for line in one.body])


def _public(tree: ast.Module) -> set[str]:
    return {name for name in _defined(tree.body) if not name.startswith("_")}


def test_what_a_module_defines_is_seen() -> None:
    """Functions, classes and constants count, private names and imports do not."""
    written = """
import one
from two import three
A, (B, C) = 1, (2, 3)
D: int = 4
_E = 5
try:
    F = 6
except ValueError:
    G = H = 7
if A:
    def i(): J = 8
else:
    class K: L = 9
M.n = 10
"""
    assert _public(ast.parse(written)) == {*"ABCDFGHiK"}


def test_a_public_name_has_one_home() -> None:
    """A name means one thing: it is defined in one module, but for those that say why."""
    homes: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for name in _public(tree_of(path)):
            homes[name].append(path.relative_to(PACKAGE).as_posix())
    several = {name: places for name, places in homes.items() if len(set(places)) > 1}
    assert {name: several[name] for name in several.keys() - SEVERAL_HOMES.keys()} == {}
    assert SEVERAL_HOMES.keys() <= several.keys(), "an exception that is none any more"
    assert len(SEVERAL_HOMES) <= 10


@pytest.mark.parametrize("folder", folders())
def test_a_wing_can_be_looked_over(folder: str) -> None:
    """A folder holds no more rooms than one takes in at a glance, and they stand in floors: no
    arrow goes up, none in a circle.
    """
    rooms = arrows(folder)
    assert len(rooms) <= MOST_ROOMS, sorted(rooms)
    above = {room: number for number, floor in enumerate(floors(rooms)) for room in floor}
    assert [
        (room, other)
        for room, others in rooms.items()
        for other in others
        if above[other] <= above[room]
    ] == []


def test_rooms_that_import_one_another_are_no_floors() -> None:
    """A circle through a third room is found, whatever stands above and below it."""
    rooms = {
        "top": frozenset({"left"}),
        "left": frozenset({"middle"}),
        "middle": frozenset({"right", "ground"}),
        "right": frozenset({"left"}),
        "ground": frozenset[str](),
    }
    with pytest.raises(CircleError, match="left, middle, right, top"):
        floors(rooms)
    assert floors(rooms | {"right": frozenset({"ground"})}) == [
        ["top"], ["left"], ["middle"], ["right"], ["ground"],
    ]  # fmt: skip


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_is_short_and_says_what_lives_in_it(path: Path) -> None:
    """400 lines and 60 a function at the most; the first sentence says what lives here."""
    tree = tree_of(path)
    assert ast.get_docstring(tree)
    assert path.read_text(encoding="utf-8").count("\n") <= 400
    long = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > 60
    ]
    assert long == []
