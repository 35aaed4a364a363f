"""The common base of all plan types: frozen, and strict about unknown fields."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError


def unfit(kind: str, words: str) -> PydanticCustomError:
    """Return the error for values that do not go together.

    Args:
        kind: its own words for people stand in messages, under `plan_fault`.
        words: for whoever reads the code.
    """
    return PydanticCustomError(kind, words)


class Value(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def model_post_init(self, context: object, /) -> None:  # noqa: ARG002 - pydantic's signature
        """Share the set that tells which fields were given: of ten thousand targets it would take
        half the room.
        """
        given = self.__pydantic_fields_set__
        object.__setattr__(
            self, "__pydantic_fields_set__", _GIVEN.setdefault(frozenset(given), given)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> JsonSchemaValue:
        """Tell what fields mean by the docstrings under them, which are looked up only where a
        schema is asked for.
        """
        told = handler(schema)
        properties = handler.resolve_ref_schema(told)["properties"]
        for name, words in described(cls):
            field = cls.model_fields[name]
            field.description = properties[field.alias or name]["description"] = words
        return told


_GIVEN: dict[frozenset[str], set[str]] = {}


def described(kind: type[Value]) -> Iterator[tuple[str, str]]:
    """Yield the fields of a kind of values that have a docstring under them, its own or the one
    that it inherits.
    """
    words: dict[str, str] = {}
    for one in reversed([above for above in kind.__mro__ if issubclass(above, Value)]):
        (definition,) = ast.parse(textwrap.dedent(inspect.getsource(one))).body
        lines = definition.body if isinstance(definition, ast.ClassDef) else []
        for field, below in pairwise(lines):
            match field, below:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(
                    value=ast.Constant(value=str(text))
                ):
                    words[name] = " ".join(inspect.cleandoc(text).split())
                case ast.AnnAssign(target=ast.Name(id=name)), _:
                    words.pop(name, None)
    yield from words.items()
