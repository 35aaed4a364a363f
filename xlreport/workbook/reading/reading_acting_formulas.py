"""Formulas that reach out of their workbook by themselves: they are named, and never written by
us.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from xlreport.model.texts.short_text_cache import KnownTexts, cached
from xlreport.processes.worker_file_limits import MIB
from xlreport.workbook.reading.container.container_active_content import ACTIVE
from xlreport.workbook.reading.container.container_xml import scan
from xlreport.workbook.reading.container.container_zip_archive import Package
from xlreport.workbook.reading.formats.format_book import Table

_REACHING = (
    ("DDE", ("|", "DDE"), re.compile(r"\bDDE\s*\(|\w\s*\|\s*(?:'[^'\n]*'|[^'\"\n|!]{0,80})!")),
    ("external links", ("FILE:", "HTTP", "'\\\\", "["), re.compile(
        r"\bFILE:/|'\\\\|\bHTTPS?:[^\n]*\]|\[[^\]\n]+\.(?:XL\w+|ET|ODS|CSV)\]"
    )),
    ("connections", ("WEBSERVICE", "IMAGE", "RTD", "STOCKHISTORY", "CUBE", "SQL"), re.compile(
        r"\b(?:WEBSERVICE|IMAGE|RTD|STOCKHISTORY|CUBE[A-Z]+|SQL\.REQUEST)\s*\("
    )),
    ("macros", ("CALL", "EXEC", "REGISTER", "EVALUATE"), re.compile(
        r"\b(?:CALL|EXEC|REGISTER(?:\.ID)?|EVALUATE)\s*\("
    )),
)  # fmt: skip
"""What a formula in capitals is, by words of which it holds at least one, and by its pattern."""
_WORDS = tuple(dict.fromkeys(word.encode() for _, words, _ in _REACHING for word in words))
_DIGITS = b"0123456789"
_ALIKE = 1 << 16
"""Bytes of a part up to which its formulas are remembered."""
_MUTE = KnownTexts(1000, MIB)
"""Formulas without any word that matters: most of them stand in every workbook of a template."""
_ELEMENTS = ("f", "formula", "formula1", "formula2", "definedName")
# 1 markup that is no element; or an element with a formula, under any prefix: 2 one that has no
# markup inside, 3 what is to be read with care (nothing but space follows one that is closed)
_FORMULA = re.compile(
    rf"<(?:([!?])|(?:\w++:)?+(?:{'|'.join(_ELEMENTS)})\b[^<>]*+>"
    r"(?:([^<]++)(?=</)|(?:(?<!/>)(?!</)|(?<=/>)\s*+(?=[^<\s]))([\s\S])))".encode()
)
_NAMED = ((b"&apos;", b"'"), (b"&quot;", b'"'), (b"&lt;", b"<"), (b"&gt;", b">"), (b"&amp;", b"&"))
# a text inside a formula, in which nothing acts
_ELSEWHERE = re.compile(
    r"""
    \[\d+\][^\[\]]*!                           # [1]一月!B2
    | \[[^\]]+\.(?:xl\w+|et|ods|csv)\]          # [台账.xlsx]一月!B2
    | file:// | '\w{2,}:[^']*'\#                # 'https://x.example/a.ods'#$一月.B2
    | \b\w+\|'?[^'"]*'?!                        # excel|'a.xls'!B2
    | \b(?:DDE|RTD|WEBSERVICE|STOCKHISTORY|CUBE[A-Z]+|SQL\.REQUEST)\s*\(
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A reference to another workbook, or what asks another program, a web page or a data base."""
# a text in a formula, which calls nothing: `"=SUM(A1)"`
_TEXT = re.compile(r'"[^"]*"')


def points_elsewhere(formula: str) -> bool:
    """Say whether a figure comes from outside its workbook, by its formula."""
    return _ELSEWHERE.search(formula) is not None


def acting_formulas(tables: Iterable[Table]) -> tuple[str, ...]:
    """Return which of `ACTIVE` the formulas in cells are."""
    return _kinds(chain.from_iterable(table.formulas() for table in tables))


def acting_parts(package: Package) -> tuple[str, ...]:
    """Return the same for all formulas of a package, those of names, rules and validations too;
    raises Refused.
    """
    return _kinds(
        formula
        for name, content in package.parts.items()
        if b"<" in content[:64]
        for formula in (_known if len(content) <= _ALIKE else _written)(name, content)
    )


def _written(name: str, content: bytes) -> Iterator[str]:
    """Yield the formulas of a part."""
    found = _FORMULA.findall(content, 1)
    if b"\x00" not in content and not any(odd or mixed for odd, _, mixed in found):
        written = [formula for _, formula, _ in found]
        # rows differ in their digits alone
        lines = set(b"\n".join(written).translate(None, _DIGITS).split(b"\n"))
        if not _may_act(b"\n".join(sorted(lines))):
            return
        if not any(b"&#" in formula for formula in written):
            yield from map(_plain, written)
            return
    pieces: list[str] = []
    names: list[str] = []

    def end(_name: str) -> None:
        if names.pop() in _ELEMENTS:
            pieces.append("\n")

    def text(piece: str) -> None:
        if names and names[-1] in _ELEMENTS:
            pieces.append(piece)

    scan(content, name, lambda element, _: names.append(element.rpartition("}")[2]), end, text)
    yield from "".join(pieces).splitlines()


@lru_cache(maxsize=32)
def _known(name: str, content: bytes) -> tuple[str, ...]:
    """Return the formulas of a part; most parts of a template's workbooks are the same bytes."""
    return tuple(_written(name, content))


def _plain(formula: bytes) -> str:
    for written, meant in _NAMED:
        formula = formula.replace(written, meant)
    return formula.decode("utf-8", "replace")


@cached(5000, 64)
def _may_act(written: bytes) -> bool:
    """Say whether formulas as a part writes them hold any word that matters: characters that are
    written as references may be any.
    """
    if b"&#" in written:
        return True
    capitals = _plain(written).upper().encode()
    return any(word in capitals for word in _WORDS)


def _kinds(formulas: Iterable[str]) -> tuple[str, ...]:
    written = tuple(formulas)
    fresh = _MUTE.unknown(written)
    # Rows differ in their digits alone, and no word that matters runs over lines.
    bare = "\n".join(fresh).encode("utf-8", "replace").translate(None, _DIGITS)
    if not any(map(_may_reach, set(bare.split(b"\n")))):
        _MUTE.keep(fresh)
        return ()
    whole = "\n".join(_without_texts(written)).upper()
    found = {
        kind
        for kind, words, pattern in _REACHING
        if any(word in whole for word in words) and pattern.search(whole)
    }
    return tuple(kind for kind in ACTIVE if kind in found)


@cached(1000)
def _may_reach(formula: bytes) -> bool:
    """Say whether a formula, without its digits, holds any word that matters: row by row most say
    the same.
    """
    capitals = formula.upper()
    return any(word in capitals for word in _WORDS)


def _without_texts(formulas: Iterable[str]) -> Iterator[str]:
    """Yield formulas without the texts in them, which reach nowhere whatever they say."""
    return (_TEXT.sub('""', formula) if '"' in formula else formula for formula in formulas)
