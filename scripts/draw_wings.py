"""Draw a folder of the package as floors: its modules and wings as rooms, each above all that it imports.

`python scripts/draw_wings.py` draws every folder, `python scripts/draw_wings.py pipeline/round` that one.
"""

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "xlreport"
Arrows = Mapping[str, frozenset[str]]
"""Each room of a folder, with the rooms beside it that it imports."""


class CircleError(Exception):
    """Rooms that import one another in a circle, so that none stands above the other."""


@cache
def modules() -> dict[str, Path]:
    """Every module of the package by its full name; a folder's own is named like the folder."""
    found = {}
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def folders() -> list[str]:
    """The full names of the folders that hold modules."""
    return [name for name, path in modules().items() if path.name == "__init__.py"]


@cache
def tree_of(path: Path) -> ast.Module:
    """A module's syntax tree, parsed once."""
    return ast.parse(path.read_text(encoding="utf-8"))


def _imported(path: Path) -> Iterator[str]:
    """Every module of the package that a file imports, wherever in it the import stands."""
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.Import(names=names):
                yield from (one.name for one in names if one.name in modules())
            case ast.ImportFrom(module=str(module), names=names) if module in modules():
                for one in names:
                    inside = f"{module}.{one.name}"
                    yield inside if inside in modules() else module


@cache
def _imports() -> tuple[tuple[str, str], ...]:
    return tuple((name, other) for name, path in modules().items() for other in _imported(path))


def arrows(folder: str) -> Arrows:
    """The rooms of a folder and which of one another they import."""
    inside = f"{folder}."

    def room(module: str) -> str:
        return module.removeprefix(inside).partition(".")[0]

    found: dict[str, set[str]] = {room(one): set() for one in modules() if one.startswith(inside)}
    for module, other in _imports():
        if module.startswith(inside) and other.startswith(inside) and room(module) != room(other):
            found[room(module)].add(room(other))
    return {name: frozenset(others) for name, others in found.items()}


def floors(rooms: Arrows) -> list[list[str]]:
    """The rooms in floors, highest first: each stands above all that it imports.

    Raises:
        CircleError: there is no such order.
    """
    built: list[list[str]] = []
    left = dict(rooms)
    while left:
        next_floor = sorted(room for room, others in left.items() if not others & left.keys())
        if not next_floor:
            raise CircleError(", ".join(sorted(left)))
        built.append(next_floor)
        left = {room: others for room, others in left.items() if room not in next_floor}
    return built[::-1]


def drawing(folder: str) -> str:
    """A folder as text: a floor a paragraph, a room a line with the rooms that it imports."""
    rooms = arrows(folder)
    drawn = [
        "\n".join(f"  {room} → {', '.join(sorted(rooms[room])) or '·'}" for room in floor)
        for floor in floors(rooms)
    ]
    return f"{folder}: {len(rooms)} rooms\n" + "\n\n".join(drawn) + "\n"


if __name__ == "__main__":
    asked = [f"{PACKAGE}.{one.strip('/').replace('/', '.')}" for one in sys.argv[1:]]
    for name in asked or folders():
        print(drawing(name))
