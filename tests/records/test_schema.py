"""A decision record is what `docs/schemas/decision-record.schema.json` promises to auditors."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.base import canonical
from demo.cast import Cast
from tests.records import journey

SCHEMA = json.loads(
    (Path(__file__).parent.parent.parent / "docs/schemas/decision-record.schema.json").read_text()
)
TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


@pytest.mark.django_db
def test_a_real_record_fits_the_schema(cast: Cast):
    decision = journey.decided(cast, refused=(2,))
    assert json.loads(decision.text)["criteria"]
    assert list(misfits(json.loads(decision.text), SCHEMA)) == []


@pytest.mark.django_db
def test_the_kept_text_is_canonical_and_its_quotes_have_their_digests(cast: Cast):
    decision = journey.decided(cast)
    record = json.loads(decision.text)
    assert canonical.dumps(record) == decision.text
    revision, act = record["revision"], record["commission"]
    assert canonical.digest(canonical.dumps(revision["content"])) == revision["sha256"]
    assert canonical.digest(canonical.dumps(act["deliberation"])) == act["sha256"]


def test_the_schema_refuses_what_is_not_a_record():
    assert list(misfits({"number": "DR-1"}, SCHEMA))
    assert list(misfits([], SCHEMA))


def misfits(value: Any, schema: dict[str, Any], place: str = "record") -> Iterator[str]:
    """Check the part of JSON Schema that the file uses; anything else in it is an error."""
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    known = {"$schema", "$defs", "title", "description", "type", "properties", "required",
             "additionalProperties", "items", "anyOf", "const", "enum", "pattern"}  # fmt: skip
    assert set(schema) <= known, set(schema) - known
    if "anyOf" in schema:
        tries = [list(misfits(value, one, place)) for one in schema["anyOf"]]
        yield from [] if not all(tries) else min(tries, key=len)
        return
    yield from _plain(value, schema, place)
    if isinstance(value, dict):
        yield from _members(value, schema, place)
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from misfits(item, schema.get("items", {}), f"{place}[{number}]")


def _plain(value: Any, schema: dict[str, Any], place: str) -> Iterator[str]:
    names = schema.get("type", list(TYPES))
    allowed = tuple(TYPES[name] for name in ([names] if isinstance(names, str) else names))
    if not isinstance(value, allowed) or (names == "integer" and isinstance(value, bool)):
        yield f"{place} is not {names}"
    if "const" in schema and value != schema["const"]:
        yield f"{place} is not {schema['const']}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place} is none of {schema['enum']}"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{place} does not match {schema['pattern']}"


def _members(value: dict[str, Any], schema: dict[str, Any], place: str) -> Iterator[str]:
    wanted = schema.get("properties", {})
    for name in schema.get("required", []):
        if name not in value:
            yield f"{place}.{name} is missing"
    for name, item in value.items():
        if name in wanted:
            yield from misfits(item, wanted[name], f"{place}.{name}")
        elif schema.get("additionalProperties") is False:
            yield f"{place}.{name} is unknown"
