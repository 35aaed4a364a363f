"""Formulas of .xls and .xlsb workbooks, which are stored as tokens: as text, for whoever asks where
a figure comes from.

The tokens are those of [MS-XLS] 2.5.198 and [MS-XLSB] 2.5.97; the text is near enough to Excel's
own to be recognised, and exact in what leads out of the workbook.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass

from xlreport.workbook.reading.formats.format_cells import address

UNKNOWN = "…"
"""Stands for a formula, or a part of one, that cannot be told."""
_OPERATORS = {
    0x03: "+", 0x04: "-", 0x05: "*", 0x06: "/", 0x07: "^", 0x08: "&", 0x09: "<", 0x0A: "<=", 0x0B: "=", 0x0C: ">=",
    0x0D: ">", 0x0E: "<>", 0x0F: " ", 0x10: ",", 0x11: ":",
}  # fmt: skip
_AROUND = {0x12: ("+", ""), 0x13: ("-", ""), 0x14: ("", "%"), 0x15: ("(", ")")}
"""What stands before and behind the one value of an operator."""
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
           0x24: "#NUM!", 0x2A: "#N/A"}  # fmt: skip
_NAMES = {
    0: "COUNT", 1: "IF", 2: "ISNA", 3: "ISERROR", 4: "SUM", 5: "AVERAGE", 6: "MIN", 7: "MAX", 8: "ROW", 9: "COLUMN",
    10: "NA", 12: "STDEV", 13: "DOLLAR", 14: "FIXED", 19: "PI", 20: "SQRT", 24: "ABS", 25: "INT", 27: "ROUND",
    28: "LOOKUP", 29: "INDEX", 30: "REPT", 31: "MID", 32: "LEN", 33: "VALUE", 34: "TRUE", 35: "FALSE", 36: "AND",
    37: "OR", 38: "NOT", 39: "MOD", 48: "TEXT", 64: "MATCH", 65: "DATE", 66: "TIME", 67: "DAY", 68: "MONTH", 69: "YEAR",
    74: "NOW", 78: "OFFSET", 100: "CHOOSE", 101: "HLOOKUP", 102: "VLOOKUP", 112: "LOWER", 113: "UPPER", 115: "LEFT",
    116: "RIGHT", 117: "EXACT", 118: "TRIM", 119: "REPLACE", 120: "SUBSTITUTE", 124: "FIND", 128: "ISNUMBER",
    129: "ISBLANK", 148: "INDIRECT", 150: "CALL", 169: "COUNTA", 183: "PRODUCT", 197: "TRUNC", 212: "ROUNDUP",
    213: "ROUNDDOWN", 219: "ADDRESS", 221: "TODAY", 228: "SUMPRODUCT", 267: "REGISTER.ID", 336: "CONCATENATE",
    344: "SUBTOTAL", 345: "SUMIF", 346: "COUNTIF", 347: "COUNTBLANK", 359: "HYPERLINK", 379: "RTD", 480: "IFERROR",
    481: "COUNTIFS", 482: "SUMIFS", 483: "AVERAGEIF", 484: "AVERAGEIFS",
}  # fmt: skip
"""The functions that reports are made of, by their number (Ftab)."""
_COUNTS = {
    2: 1, 3: 1, 10: 0, 19: 0, 20: 1, 24: 1, 25: 1, 27: 2, 30: 2, 31: 3, 32: 1, 33: 1, 34: 0, 35: 0, 38: 1, 39: 2,
    48: 2, 65: 3, 66: 3, 67: 1, 68: 1, 69: 1, 74: 0, 112: 1, 113: 1, 117: 2, 118: 1, 119: 4, 128: 1, 129: 1, 212: 2,
    213: 2, 221: 0, 346: 2, 347: 1, 480: 2,
}  # fmt: skip
"""How many arguments those take that always take the same number."""
_USER_FUNCTION = 255
_MOST_TOKENS = 4_000
_CHOOSE = 0x04
Told = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class TokenKind:
    """How wide the tokens of a format are."""

    wide: bool
    """Whether rows take four bytes (.xlsb) instead of two (.xls)."""
    sheet: Told
    """What stands before a reference with this number of a sheet: `[1]Sheet!`."""
    name: Callable[[int, int], str]
    """A name by its number of a sheet and its own."""


class _Walk:
    """What is known while the tokens of one formula are walked through."""

    def __init__(self, tokens: bytes, kind: TokenKind) -> None:
        self.tokens, self.kind = tokens, kind
        self.position = 0
        self.stack: list[str] = []

    def take(self, form: str) -> tuple[int, ...]:
        """Read numbers; raises struct.error at the end."""
        found = struct.unpack_from("<" + form, self.tokens, self.position)
        self.position += struct.calcsize("<" + form)
        return found

    def pop(self, count: int) -> list[str]:
        """Return the last values, oldest first; raises IndexError where there are fewer."""
        if count > len(self.stack):
            raise IndexError
        values = self.stack[len(self.stack) - count :]
        del self.stack[len(self.stack) - count :]
        return values

    def reference(self) -> str:
        """Read the place of one cell."""
        row, column = self.take("LH" if self.kind.wide else "HH")
        return address(row + 1, (column & (0x3FFF if self.kind.wide else 0xFF)) + 1)

    def area(self) -> str:
        """Read the place of a range."""
        first, last, left, right = self.take("LLHH" if self.kind.wide else "HHHH")
        mask = 0x3FFF if self.kind.wide else 0xFF
        corners = ((first, left), (last, right))
        return ":".join(address(row + 1, (column & mask) + 1) for row, column in corners)


def formula_of_tokens(tokens: bytes, kind: TokenKind) -> str:
    """Return a formula as text; as much of it as can be told."""
    walk = _Walk(tokens, kind)
    try:
        for _ in range(_MOST_TOKENS):
            if walk.position >= len(tokens):
                break
            (token,) = walk.take("B")
            _step(walk, token)
    except (struct.error, IndexError, KeyError):
        walk.stack.append(UNKNOWN)
    return ",".join(walk.stack)[:8_000] or UNKNOWN


def _step(walk: _Walk, token: int) -> None:
    """Take one token; raises KeyError for one that is not known."""
    if token < 0x20:
        _basic(walk, token)
        return
    base = (token & 0x1F) | 0x20
    if base in {0x21, 0x22}:
        _function(walk, variable=base == 0x22)
    elif base in {0x24, 0x2C}:
        walk.stack.append(walk.reference())
    elif base in {0x25, 0x2D}:
        walk.stack.append(walk.area())
    elif base == 0x23:
        walk.stack.append(walk.kind.name(-1, walk.take("L")[0]))
    elif base == 0x39:
        sheet, number = walk.take("HL")
        walk.stack.append(walk.kind.name(sheet, number))
    elif base in {0x3A, 0x3B}:
        before = walk.kind.sheet(walk.take("H")[0])
        walk.stack.append(before + (walk.reference() if base == 0x3A else walk.area()))
    else:
        _without_place(walk, base)


def _without_place(walk: _Walk, base: int) -> None:
    """Step over what tells no place: lists, references that are gone, hints for reckoning."""
    wide = walk.kind.wide
    sizes = {
        0x20: 14 if wide else 7, 0x26: 6, 0x27: 6, 0x28: 6, 0x29: 2, 0x2A: 6 if wide else 4,
        0x2B: 12 if wide else 8, 0x3C: 8 if wide else 6, 0x3D: 14 if wide else 10,
    }  # fmt: skip
    walk.position += sizes[base]
    if base not in {0x26, 0x27, 0x28, 0x29}:
        walk.stack.append(UNKNOWN if base == 0x20 else "#REF!")


def _basic(walk: _Walk, token: int) -> None:
    stack = walk.stack
    if token in _OPERATORS:
        left, right = walk.pop(2)
        stack.append(f"{left}{_OPERATORS[token]}{right}")
    elif token in _AROUND:
        before, behind = _AROUND[token]
        stack.append(f"{before}{walk.pop(1)[0]}{behind}")
    elif token == 0x16:
        stack.append("")
    elif token == 0x17:
        stack.append(_text(walk))
    elif token == 0x19:
        _attribute(walk)
    elif token in {0x1C, 0x1D}:
        (value,) = walk.take("B")
        stack.append(_ERRORS.get(value, "#VALUE!") if token == 0x1C else str(bool(value)).upper())
    elif token == 0x1E:
        stack.append(str(walk.take("H")[0]))
    elif token == 0x1F:
        stack.append(repr(walk.take("d")[0]).removesuffix(".0"))
    else:
        raise KeyError(token)


def _text(walk: _Walk) -> str:
    if walk.kind.wide:
        length, wide = walk.take("H")[0], 1
    else:
        length, wide = walk.take("BB")
    size = length * (2 if wide else 1)
    raw = walk.tokens[walk.position : walk.position + size]
    walk.position += size
    return f'"{raw.decode("utf-16-le" if wide else "latin-1", "replace")}"'


def _attribute(walk: _Walk) -> None:
    sort, count = walk.take("BH")
    if sort & _CHOOSE:
        walk.position += 2 * (count + 1)
    elif sort & 0x10:
        walk.stack.append(f"SUM({walk.pop(1)[0]})")


def _function(walk: _Walk, *, variable: bool) -> None:
    if variable:
        count, number = walk.take("BH")
        count, number = count & 0x7F, number & 0x7FFF
    else:
        (number,) = walk.take("H")
        count = _COUNTS.get(number, len(walk.stack))
    arguments = walk.pop(count)
    name = _NAMES.get(number, f"FUNCTION{number}")
    if number == _USER_FUNCTION and arguments:
        name, *arguments = arguments
    walk.stack.append(f"{name}({','.join(arguments)})")
