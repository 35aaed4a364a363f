"""The small faults that `mutants.py` puts into a module: which there are, and the module with one of them."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A change of one place in a module: its number in a walk, and the lines of its statement."""

    path: Path
    place: int
    lines: range
    inside: bool
    changed: str


def faults(path: Path, source: str) -> Iterator[Fault]:
    """Yield every change of a module that this script can make."""
    tree = ast.parse(source)
    around = _statements(tree)
    for place, node in enumerate(ast.walk(tree)):
        changed = _changed(copy.copy(node))
        if changed:
            lines, inside = around[id(node)]
            yield Fault(path=path, place=place, lines=lines, inside=inside, changed=changed)


def mutant(source: str, place: int) -> ast.Module:
    """Return a module with one fault, its lines where they were."""
    tree = ast.parse(source)
    _changed(list(ast.walk(tree))[place])
    return ast.fix_missing_locations(tree)


def _statements(tree: ast.AST) -> dict[int, tuple[range, bool]]:
    """Return by node the lines of the innermost statement, and whether it is in a function."""
    around: dict[int, tuple[range, bool]] = {}

    def walk(node: ast.AST, lines: range, *, inside: bool, within: bool) -> None:
        if isinstance(node, ast.stmt):
            last = getattr(node, "body", None) or [node]
            end = last[0].lineno if last != [node] else (node.end_lineno or node.lineno) + 1
            lines, inside = range(node.lineno, max(end, node.lineno + 1)), within
            within = within or isinstance(node, ast.FunctionDef)
        around[id(node)] = lines, inside
        for child in ast.iter_child_nodes(node):
            walk(child, lines, inside=inside, within=within)

    walk(tree, range(1), inside=False, within=False)
    return around


def _changed(node: ast.AST) -> str:
    """Put a fault into a node, in place; say which, or nothing where it has no place for one."""
    match node:
        case ast.Compare(ops=[op, *rest]) if type(op) in _COMPARED:
            node.ops = [_COMPARED[type(op)](), *rest]
            return f"{type(op).__name__} is {type(node.ops[0]).__name__}"
        case ast.BinOp(op=op) if type(op) in _RECKONED:
            node.op = _RECKONED[type(op)]()
            return f"{type(op).__name__} is {type(node.op).__name__}"
        case ast.BoolOp(op=op):
            node.op = ast.Or() if isinstance(op, ast.And) else ast.And()
            return f"{type(op).__name__} is {type(node.op).__name__}"
        case ast.UnaryOp(op=ast.Not()):
            node.op = ast.UAdd()
            node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])
            return "not is dropped"
        case ast.Constant(value=bool(value)):
            node.value = not value
            return f"{value} is {not value}"
        case ast.Constant(value=int(value)):
            node.value = value + 1
            return f"{value} is {value + 1}"
        case _:
            return _changed_statement(node)


def _changed_statement(node: ast.AST) -> str:
    match node:
        case ast.If(test=test):
            node.test = ast.BoolOp(ast.And(), [ast.Constant(value=False), test])
            return "the condition never holds"
        case ast.Expr(value=ast.Call()):
            node.value = ast.Constant(value=None)
            return "the call is dropped"
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) != "None":
            node.value = ast.Constant(value=None)
            return "result is None"
    return ""
