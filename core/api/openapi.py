"""The interface as one object, and its description with what every call may answer."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import override
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from core.api import problems
from core.api.idempotency import HEADER, REPLAYED
from core.api.schemas import NAME_OF_CHOICES, FieldProblem, Problem
from core.api.strict_json import StrictParser

_REFUSALS = {
    "400": "The call cannot be read",
    "401": "No token, or one that is not in force",
    "403": "The token lacks the scope, or the person the right",
    "404": "No such thing, or not yours",
    "405": "The address does not know the method",
    "409": "Out of order, or the same key is being answered",
    "412": "Somebody changed it: the version in If-Match is old",
    "413": "The content is too large",
    "415": "The content is not JSON",
    "422": "Some values cannot be accepted; `errors` says which and why",
    "428": "If-Match is missing",
    "429": "Too many calls; Retry-After says when to come back",
}
#: Names of choices that are sent, where the field is called too shortly to stand alone.
_CHOICES = {
    "act": "DocumentAct",
    "kind": "PermitKind",
    "role": "OtherPartyRole",
    "track": "ExaminationTrack",
}
_PARAMETERS: dict[str, dict[str, Any]] = {
    HEADER: {
        "description": "One key for one intended effect; the same key answers the same bytes.",
        "schema": {"type": "string", "pattern": "^[\\x21-\\x7e]{1,255}$"},
    },
    "If-Match": {
        "description": "The ETag you read.",
        "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
    },
}


class Api(NinjaAPI):
    """Strict JSON in, problem details out, and a description that says so."""

    def __init__(self, **options: Any) -> None:
        super().__init__(parser=StrictParser(), docs_url=None, **options)
        for kind, handler in problems.HANDLERS.items():
            self.add_exception_handler(kind, handler)

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the description in English, whoever asks, with refusals and headers added."""
        with override("en"):
            description = super().get_openapi_schema(**options)
            schemas = description["components"].setdefault("schemas", {})
            schemas["Problem"] = _plain(Problem.model_json_schema())
            schemas["FieldProblem"] = _plain(FieldProblem.model_json_schema())
            _name_choices(schemas)
            for path in description["paths"].values():
                for method, operation in path.items():
                    _complete(method, operation)
                    _name_upload(operation, schemas)
        return description

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of the function: generated clients read well."""
        return operation.view_func.__name__


def _complete(method: str, operation: dict[str, Any]) -> None:
    content = {problems.CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    answers = {str(status): answer for status, answer in operation["responses"].items()}
    refusals = {
        status: {"description": text, "content": content} for status, text in _REFUSALS.items()
    }
    operation["responses"] = refusals | answers
    if method == "get":
        return
    headers = {REPLAYED: {"schema": {"type": "string"}}, "ETag": {"schema": {"type": "string"}}}
    for status, answer in answers.items():
        if status.startswith("2"):
            answer["headers"] = headers
    named = [_header(HEADER, required=method == "post")]
    if operation.pop("x-versioned", False):
        named.append(_header("If-Match", required=True))
    operation["parameters"] = [*operation.get("parameters", []), *named]


def _name_choices(schemas: dict[str, Any]) -> None:
    """Put each set of choices among the components, under one name wherever it is sent.

    Generators of clients make an enumeration of it: `PermitKind.ONE_TIME`, not `LineInKindType0`.
    """
    for schema in list(schemas.values()):
        for key, field in schema.get("properties", {}).items():
            for place in _places(field):
                name = place.pop(NAME_OF_CHOICES, None)
                name = name or _CHOICES.get(key, key.title().replace("_", ""))
                kept = schemas.setdefault(name, _choices(name, place["enum"]))
                assert kept["enum"] == place["enum"], f"{name} names two lists of choices"
                _refer(place, name)


def _places(field: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield where choices stand in a field: itself, one of its kinds, or what it holds many of."""
    inside = [field.get(key) for key in ("items", "additionalProperties")]
    for place in (field, *field.get("anyOf", ()), *inside):
        if isinstance(place, dict) and "enum" in place:
            yield place


def _choices(name: str, values: list[str]) -> dict[str, Any]:
    return {"title": name, "type": "string", "enum": values}


def _refer(place: dict[str, Any], name: str) -> None:
    """Replace the choices by their name; beside a reference nothing else may stand."""
    for key in ("enum", "type", "title"):
        place.pop(key, None)
    reference = {"$ref": f"#/components/schemas/{name}"}
    place.update({"allOf": [reference]} if place else reference)


def _name_upload(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Put the shape of an upload among the components, named after its operation."""
    upload = operation.get("requestBody", {}).get("content", {}).get("multipart/form-data")
    if upload:
        name = operation["operationId"].title().replace("_", "") + "In"
        schemas[name] = {**upload["schema"], "title": name}
        upload["schema"] = {"$ref": f"#/components/schemas/{name}"}


def _header(name: str, *, required: bool) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": required, **_PARAMETERS[name]}


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema whose parts are found among the components."""
    schema.pop("$defs", None)
    if "errors" in schema.get("properties", {}):
        listed = {"type": "array", "items": {"$ref": "#/components/schemas/FieldProblem"}}
        schema["properties"]["errors"] = {"anyOf": [listed, {"type": "null"}]}
    return schema
