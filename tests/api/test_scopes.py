"""Every address asks for exactly the scope that its description names."""

import json
from functools import cache
from typing import get_args

import pytest
from openapi_spec_validator import validate
from pydantic import BaseModel

from config.api import api
from core.api.schemas import NAME_OF_CHOICES
from core.api.scopes import Scope
from core.base import clock
from demo.cast import Cast
from tests.api.program import Program, program, told

NOWHERE = "0b0e5c1e-0000-4000-8000-000000000000"


@cache
def description() -> dict:
    return json.loads(json.dumps(api.get_openapi_schema(), default=str))


def operations() -> list[tuple[str, str, str | None]]:
    """Return method, address and scope of every operation; None where any token will do."""
    found = []
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            place = path.removeprefix("/api/v1")
            found.append((method.upper(), place, operation.get("x-scope")))
    return found


def filled(place: str) -> str:
    for name in ("product_id", "draft_id", "line_id", "party_id", "attachment_id"):
        place = place.replace(f"{{{name}}}", NOWHERE)
    return place.replace("{", "").replace("}", "")


def test_the_description_is_valid_and_each_operation_has_a_name():
    validate(description())
    names = [
        operation["operationId"]
        for methods in description()["paths"].values()
        for operation in methods.values()
    ]
    assert len(names) == len(set(names))


def test_no_two_shapes_share_a_name():
    """Two shapes of one name are one in the description, and one of them is then a lie."""
    shapes: dict[str, set[type]] = {}
    for _prefix, router in api._routers:
        for path in router.path_operations.values():
            for operation in path.operations:
                for model in [*operation.models, *filter(None, operation.response_models.values())]:
                    for shape in shapes_in(model):
                        shapes.setdefault(shape.__name__, set()).add(shape)
    shared = {name for name, found in shapes.items() if len(found) > 1}
    assert shared <= {"NinjaResponseSchema", *WRAPPERS}
    assert "LineIn" in shapes


#: What Ninja wraps the parameters of one place in; they are not named in the description.
WRAPPERS = {"PathParams", "QueryParams", "BodyParams", "FormParams", "FileParams"}


def shapes_in(model: type[BaseModel]) -> set[type[BaseModel]]:
    """Return the model and every model in its fields."""
    found: set[type[BaseModel]] = set()
    waiting: list[object] = [model]
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in found:
            found.add(kind)
            waiting += [field.annotation for field in kind.model_fields.values()]
        waiting += get_args(kind)
    return found


def test_every_operation_names_its_scope():
    open_to_all = {place for _method, place, scope in operations() if scope is None}
    assert open_to_all == {"/token", "/verify/{digest}"}
    assert {scope for *_rest, scope in operations() if scope} <= set(Scope.values)


@pytest.fixture
def company_tokens(cast: Cast) -> dict[str, Program]:
    """One program for each scope a company's person can give, with that scope alone."""
    scopes = sorted({scope for *_rest, scope in operations() if scope})
    owned = [scope for scope in scopes if not scope.startswith(("licences:", "shipments:"))]
    return {scope: program(cast.preparer, scopes=[scope]) for scope in owned}


def test_every_scope_opens_its_addresses_and_no_other(company_tokens: dict[str, Program]):
    wrong = []
    for method, place, needed in operations():
        if needed is None:
            continue
        for held, calls in company_tokens.items():
            answer = calls.send(method, filled(place), {}, **{"If-Match": '"1"'})
            lacks = answer.status_code == 403 and told(answer)[1] == "scope_missing"
            if lacks != (held != needed):
                wrong.append((method, place, held, answer.status_code))
    assert wrong == []


def test_nobody_comes_in_without_a_token(cast: Cast):
    for method, place, scope in operations():
        if place.startswith("/verify/"):
            continue
        answer = Program().send(method, filled(place), {})
        assert told(answer) == (401, "unauthenticated"), (method, place, scope)


def test_an_office_has_no_catalogue_and_no_drafts(cast: Cast):
    calls = program(cast.customs)
    assert told(calls.get("/products")) == (403, "scope_missing")
    assert told(calls.get("/drafts")) == (403, "scope_missing")


@pytest.mark.parametrize(
    ("content", "kind", "refusal"),
    [
        (b"{", "application/json", (400, "not_json")),
        (b"[1, 2]", "application/json", (422, "invalid_fields")),
        (b"null", "application/json", (422, "invalid_fields")),
        (b"{}", "text/plain", (415, "wrong_media_type")),
        (b"a=1", "application/x-www-form-urlencoded", (415, "wrong_media_type")),
        (b"{" * 5000, "application/json", (400, "not_json")),
        (b'"' + b"x" * (1024 * 1024) + b'"', "application/json", (413, "too_large")),
        (b'"' + b"x" * (6 * 1024 * 1024) + b'"', "application/json", (413, "too_large")),
    ],
    ids=str,
)
def test_hostile_contents(cast: Cast, content, kind, refusal):
    calls = program(cast.preparer)
    answer = calls.client.generic(
        "POST",
        "/api/v1/products",
        content,
        kind,
        headers={
            "Authorization": f"Bearer {calls.secret}",
            "Idempotency-Key": "k",
            "Accept-Language": "en",
        },
    )
    assert told(answer) == refusal


@pytest.mark.parametrize(
    ("method", "place", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/drafts/not-an-id", 404),
        ("GET", "/drafts/%00", 400),
        ("GET", "/products?q=%00", 400),
        ("PATCH", "/products", 405),
        ("OPTIONS", "/products", 405),
        ("GET", f"/products/{NOWHERE}", 404),
        ("GET", "/cases/%F0%9F%9B%A9", 404),
        ("GET", "/products?archived=perhaps", 422),
        ("GET", "/verify/" + "0" * 64, 404),
    ],
)
def test_every_refusal_is_a_problem(cast: Cast, method, place, status):
    answer = program(cast.preparer).send(method, place, None)
    assert told(answer)[0] == status


@pytest.mark.parametrize(
    ("method", "place", "parameters"),
    [
        ("GET", "/products?archive=true", {"archive": "unknown_parameter"}),
        (
            "GET",
            "/products?q=a&Q=b&q=c",
            {"Q": "unknown_parameter", "q": "repeated_parameter"},
        ),
        ("GET", "/token?x", {"x": "unknown_parameter"}),
        ("POST", "/products?dry_run=1", {"dry_run": "unknown_parameter"}),
        ("GET", "/verify/" + "0" * 64 + "?lang=uk", {"lang": "unknown_parameter"}),
    ],
)
def test_a_parameter_is_known_or_refused(cast: Cast, method, place, parameters):
    from manufacturers.models import Product
    from tests.api.test_drafts import PRODUCT

    answer = program(cast.preparer).send(method, place, PRODUCT if method == "POST" else None)
    assert told(answer) == (422, "invalid_fields")
    errors = json.loads(answer.content)["errors"]
    assert {error["parameter"]: error["code"] for error in errors} == parameters
    assert not Product.objects.exists()


def test_a_crash_is_a_problem_too_and_keeps_nothing(cast: Cast, monkeypatch):
    from core.api.models import KeptAnswer
    from manufacturers import services
    from tests.api.test_drafts import PRODUCT

    def crash(**_given):
        raise ZeroDivisionError("secret: 42")

    monkeypatch.setattr(services, "add_product", crash)
    answer = program(cast.preparer).send("POST", "/products", PRODUCT)
    assert told(answer) == (500, "internal")
    assert b"secret" not in answer.content
    assert not KeptAnswer.objects.exists()


def test_strangers_are_counted(cast: Cast, settings):
    settings.API_STRANGERS_PER_MINUTE = 3
    with clock.at(clock.now()):
        statuses = [Program(secret=f"dz_{n}").get("/token").status_code for n in range(5)]
        checks = Program().get("/verify/" + "0" * 64).status_code
    assert statuses == [401, 401, 401, 429, 429]
    assert checks == 429


def test_the_public_check_says_the_state_and_nothing_of_the_deal(cast: Cast):
    from core.documents.models import DocumentKind, IssuedDocument
    from tests import builders

    with clock.at(builders.kyiv(2026, 11, 24)):
        licence = builders.decided(cast).licence
        IssuedDocument.objects.create(
            kind=DocumentKind.LICENCE,
            number=licence.number,
            subject=licence.subject,
            record_sha256=licence.record_sha256,
            file=builders.stored_file(cast.head, "licence.pdf"),
            sealed_at=clock.now(),
            template_version="1",
        )
        answer = Program().get(f"/verify/{licence.record_sha256.upper()}")
    content = json.loads(answer.content)
    assert (content["state"], answer["Cache-Control"]) == ("valid", "no-store")
    told_words = json.dumps(content, ensure_ascii=False)
    assert licence.number not in told_words
    assert cast.company.edrpou not in told_words


def test_a_company_downloads_its_own_documents(cast: Cast):
    from core.documents import storage
    from core.documents.models import DocumentKind, IssuedDocument
    from tests import builders

    with clock.at(builders.kyiv(2026, 11, 24)):
        decision = builders.decided(cast)
        file = builders.stored_file(cast.head, "licence.pdf", content="sealed")
        storage.store(b"sealed")
        IssuedDocument.objects.create(
            kind=DocumentKind.LICENCE,
            number=decision.licence.number,
            subject=decision.licence.subject,
            record_sha256=decision.licence.record_sha256,
            file=file,
            sealed_at=clock.now(),
            template_version="1",
        )
        place = f"/cases/{decision.application.number}/documents"
        calls = program(cast.preparer)
        listed = json.loads(calls.get(place).content)
        document = calls.get(f"{place}/{decision.licence.number}")
        foreign = program(cast.foreign_preparer).get(f"{place}/{decision.licence.number}")
        case = json.loads(calls.get(f"/cases/{decision.application.number}").content)
    assert [one["number"] for one in listed] == [decision.licence.number]
    assert document.content == b"sealed"
    assert document["Content-Type"] == "application/pdf"
    assert told(foreign) == (404, "not_found")
    assert (case["licence"], case["licence_state"]) == (decision.licence.number, "valid")


def test_numbers_are_texts_and_choices_have_names():
    schemas = description()["components"]["schemas"]
    for name, field in [
        ("LineIn", "quantity"), ("LineIn", "value"), ("ShipmentLineIn", "quantity"),
        ("LineOut", "quantity"), ("AmountOut", "quantity"),
    ]:  # fmt: skip
        shape = schemas[name]["properties"][field]
        assert (shape["type"], shape["pattern"][0]) == ("string", "^"), (name, field)
    for name in ("DocumentAct", "PermitKind", "SubjectKind", "ExaminationTrack", "Incoterm"):
        assert schemas[name]["enum"], name
    for name, field, choices in [
        ("DraftOut", "kind", "PermitKind"), ("PartyOut", "role", "PartyRole"),
        ("CaseOut", "status", "CaseStatus"), ("CheckOut", "verdict", "PreVerdict"),
        ("StatusOut", "state", "PublicState"), ("ShipmentOut", "state", "ShipmentState"),
    ]:  # fmt: skip
        shape = schemas[name]["properties"][field]
        assert shape == {"$ref": f"#/components/schemas/{choices}"}, (name, field)
    told = json.dumps(list(schemas.values()))
    assert NAME_OF_CHOICES not in told
    assert '"type": "number"' not in told
    assert told.count('"enum"') == len([one for one in schemas.values() if "enum" in one])
