"""Shapes that every interface shares."""

from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field, PlainSerializer


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
    Decimal, PlainSerializer(lambda value: format(value, "f"), return_type=str), Field()
]
