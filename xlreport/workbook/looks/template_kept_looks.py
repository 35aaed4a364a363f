"""Looks of the program's own templates, kept as they were read when it was made: opening a workbook
with openpyxl takes longer than reading and judging a city's returns.

`make gen` writes them; a template that was restyled has other bytes, and is read itself.
"""

from hashlib import sha256
from importlib.resources import files
from typing import TypeVar

from pydantic import TypeAdapter

_T = TypeVar("_T")
FOLDER = "kept"
_DIGITS = 16


def kept_looks(template: bytes, kind: type[_T]) -> _T | None:
    """Return the looks of a template; None where they are not kept for these very bytes."""
    path = files(__package__) / FOLDER / kept_name(template)
    if path.is_file():
        return TypeAdapter(kind).validate_json(path.read_bytes())
    return None


def kept_name(template: bytes) -> str:
    """Return the name of the file that keeps a template's looks: it changes with the template."""
    return f"{sha256(template).hexdigest()[:_DIGITS]}.json"


def kept_text(looks: object) -> str:
    """Return looks as they are kept."""
    return TypeAdapter(type(looks)).dump_json(looks).decode() + "\n"
