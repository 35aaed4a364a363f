"""A spreadsheet's formulas computed from what their language says, beside the programs that do.

Enough of the language for live judgements: numbers, texts, `{"a","b"}`, the names of cells between
⟦ and ⟧, the operators of ECMA-376 (18.17.2) and the functions that the formulas may use. What comes
out is a Decimal, a text or a truth; an error of the sheet is `SheetError`.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

Cells = Callable[[str], Any]
"""What the cell of a name holds."""
Code = Callable[[Cells], Any]

# a text, a number, the name of a cell, a word, a comparison of two signs, any other sign
_TOKEN = re.compile(r'"(?:[^"]|"")*"|\d+(?:\.\d+)?|⟦[^⟧]*⟧|[A-Z]+|<=|>=|<>|.', re.DOTALL)
_LOOSEST_FIRST = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"))
_EPOCH = date(1899, 12, 30)


class SheetError(Exception):
    """What a sheet shows as #N/A or #VALUE!."""


def computed(formula: str, cells: Cells) -> Any:
    """Return what a formula gives, with what the cells hold that it names."""
    return _parsed(formula)(cells)


@cache
def _parsed(formula: str) -> Code:
    tokens = _Tokens(_TOKEN.findall(formula))
    code = _operation(tokens, 0)
    assert tokens.now == "", (formula, tokens.now)
    return code


class _Tokens:
    """The words of a formula, one after another; `now` is the one that is looked at."""

    def __init__(self, words: list[str]) -> None:
        self._rest: Iterator[str] = iter([*words, ""])
        self.now = next(self._rest)

    def take(self, expected: str = "") -> str:
        """Go on to the next one, and return what was there."""
        taken = self.now
        assert expected in ("", taken), (expected, taken)
        self.now = next(self._rest, "")
        return taken


def _operation(tokens: _Tokens, level: int) -> Code:
    if level == len(_LOOSEST_FIRST):
        return _operand(tokens)
    code = _operation(tokens, level + 1)
    while tokens.now in _LOOSEST_FIRST[level]:
        code = _applied(tokens.take(), code, _operation(tokens, level + 1))
    return code


def _applied(sign: str, left: Code, right: Code) -> Code:
    compute = _OPERATORS[sign]
    return lambda cells: compute(left(cells), right(cells))


def _operand(tokens: _Tokens) -> Code:
    word = tokens.take()
    if word in ("-", "+"):
        inner = _operand(tokens)
        return (lambda cells: -_number(inner(cells))) if word == "-" else inner
    if word == "(":
        inside = _operation(tokens, 0)
        tokens.take(")")
        return inside
    if word == "{":
        listed = _listed(tokens, "}")
        return lambda cells: [one(cells) for one in listed]
    if word[0] == "⟦":
        return lambda cells: cells(word[1:-1])
    if word[0] == '"':
        text = word[1:-1].replace('""', '"')
        return lambda _cells: text
    if word in ("TRUE", "FALSE"):
        return lambda _cells: word == "TRUE"
    if word[0].isdigit():
        number = Decimal(word)
        return lambda _cells: number
    tokens.take("(")
    return _call(word, _listed(tokens, ")"))


def _listed(tokens: _Tokens, end: str) -> list[Code]:
    found = [_operation(tokens, 0)]
    while tokens.now == ",":
        tokens.take()
        found.append(_operation(tokens, 0))
    tokens.take(end)
    return found


def _call(name: str, given: list[Code]) -> Code:
    if name == "IF":  # only the side that holds is computed
        condition, then, otherwise = given
        return lambda cells: then(cells) if condition(cells) else otherwise(cells)
    if name == "ISNUMBER":
        return lambda cells: _is_number(given[0], cells)
    compute = _FUNCTIONS[name]
    return lambda cells: compute(*[one(cells) for one in given])


def _is_number(code: Code, cells: Cells) -> bool:
    try:
        return isinstance(code(cells), Decimal)
    except SheetError:
        return False


def _number(value: Any) -> Decimal:
    if not isinstance(value, Decimal):
        raise SheetError(value)
    return value


def _text(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _order(value: Any) -> tuple[int, Any]:
    """Numbers come before texts, texts before truths."""
    return (isinstance(value, str) + 2 * isinstance(value, bool), value)


def _round(value: Any, places: Decimal) -> Decimal:
    return _number(value).quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)


def _match(wanted: Any, listed: list[Any], _exactly: Decimal) -> Decimal:
    if wanted not in listed:
        raise SheetError(wanted)
    return Decimal(listed.index(wanted) + 1)


def _index(listed: list[Any], _row: Decimal, column: Any) -> Any:
    place = int(_number(column))
    if not 0 < place <= len(listed):
        raise SheetError(place)
    return listed[place - 1]


def _day(serial: Any) -> date:
    return _EPOCH + timedelta(days=int(_number(serial)))


def _date(year: Decimal, month: Decimal, day: Decimal) -> Decimal:
    years, months = divmod(int(month) - 1, 12)
    first = date(int(year) + years, months + 1, 1)
    return Decimal((first - _EPOCH).days + int(day) - 1)


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: _number(a) + _number(b),
    "-": lambda a, b: _number(a) - _number(b),
    "*": lambda a, b: _number(a) * _number(b),
    "/": lambda a, b: _number(a) / _number(b),
    "&": lambda a, b: _text(a) + _text(b),
    "=": lambda a, b: _order(a) == _order(b),
    "<>": lambda a, b: _order(a) != _order(b),
    "<": lambda a, b: _order(a) < _order(b),
    ">": lambda a, b: _order(a) > _order(b),
    "<=": lambda a, b: _order(a) <= _order(b),
    ">=": lambda a, b: _order(a) >= _order(b),
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ABS": lambda value: abs(_number(value)),
    "AND": lambda *given: all(given),
    "DATE": _date,
    "DAY": lambda serial: Decimal(_day(serial).day),
    "INDEX": _index,
    "INT": lambda value: _number(value).to_integral_value(ROUND_FLOOR),
    "MATCH": _match,
    "MAX": lambda *given: max(map(_number, given)),
    "MIN": lambda *given: min(map(_number, given)),
    "MONTH": lambda serial: Decimal(_day(serial).month),
    "N": lambda value: value if isinstance(value, Decimal) else Decimal(0),
    "NOT": lambda value: not value,
    "OR": lambda *given: any(given),
    "ROUND": _round,
    "SUBSTITUTE": lambda text, old, new: _text(text).replace(old, new),
    "TRIM": lambda text: " ".join(_text(text).split()),
    "YEAR": lambda serial: Decimal(_day(serial).year),
}
