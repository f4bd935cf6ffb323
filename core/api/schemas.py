"""Shapes that every interface shares."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from annotated_types import GroupedMetadata
from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError


class Sent(Schema):
    """What a program sends: no field that is not described."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class FieldProblem(Schema):
    """What is wrong with one value."""

    code: str
    detail: str
    pointer: str | None = None
    parameter: str | None = None


class Problem(Schema):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    request_id: str
    errors: list[FieldProblem] | None = None


#: A number that keeps its digits: sent as a text, never as a binary fraction.
Exact = Annotated[
    Decimal,
    PlainSerializer(lambda value: format(value, "f"), return_type=str),
    WithJsonSchema(
        {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "examples": ["12.500"]},
        mode="serialization",
    ),
]


#: Under this key a described set of choices carries its own name until the description is put out.
NAME_OF_CHOICES = "x-choices"


def one_of(name: str, values: Iterable[str]) -> WithJsonSchema:
    """Return what marks an answered text as one of a closed list, beside `str` in `Annotated`.

    The list stands in the description under `name`; a generated client makes an enumeration of it.
    """
    listed = {"type": "string", "enum": [str(value) for value in values], NAME_OF_CHOICES: name}
    return WithJsonSchema(listed, mode="serialization")


@dataclass(frozen=True, slots=True)
class AsText(GroupedMetadata):
    """A number that a program sends as a text, as it reads them: `Annotated[Decimal, AsText(…)]`.

    What the pattern of the description lets through is a decimal; a JSON number is refused.
    """

    max_digits: int
    decimal_places: int

    @property
    def pattern(self) -> str:
        """Return what the text looks like: a point, no sign, no exponent."""
        whole = self.max_digits - self.decimal_places
        return rf"^[0-9]{{1,{whole}}}(\.[0-9]{{1,{self.decimal_places}}})?$"

    def __iter__(self) -> Iterator[object]:
        yield BeforeValidator(self._read)
        described = {"type": "string", "pattern": self.pattern, "examples": ["12.500"]}
        yield WithJsonSchema(described, mode="validation")

    def _read(self, value: object) -> object:
        if isinstance(value, str) and re.match(self.pattern, value.strip()):
            return value.strip()
        raise PydanticCustomError("decimal_parsing", "not a number as a text")
