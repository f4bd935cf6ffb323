"""Schemathesis plays a program that reads only the description, against a real draft.

The seed is fixed and the examples are few: this belongs to every run of the tests.
"""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.wsgi import application
from core.base import clock
from demo.cast import Cast
from licensing.models import Application
from manufacturers.models import Product
from tests import builders
from tests.api.program import program
from tests.api.test_drafts import PRODUCT, Draft

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)


@pytest.fixture
def known(cast: Cast, settings) -> dict[str, str]:
    """Return a token and the names of things that exist, so that calls reach the services."""
    settings.API_CALLS_PER_MINUTE = 1_000_000
    with clock.at(builders.kyiv(2026, 11, 24)):
        calls = program(cast.preparer, days=300)
        draft = Draft(calls)
        draft.fill()
        calls.send("POST", "/products", PRODUCT)
        number = builders.submitted(cast).number
    return {
        "secret": calls.secret,
        "draft_id": draft.content["id"],
        "line_id": draft.content["lines"][0]["id"],
        "party_id": draft.content["parties"][0]["id"],
        "attachment_id": draft.content["files"][0]["id"],
        "product_id": str(Product.objects.get().pk),
        "number": number,
    }


@schema.parametrize()
@settings(
    max_examples=4,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_what_is_described_is_what_happens(case, known: dict[str, str]):
    for name in (case.path_parameters or {}).keys() & known.keys():
        case.path_parameters[name] = known[name]
    headers = {"Authorization": f"Bearer {known['secret']}"}
    if "If-Match" in (case.headers or {}):
        rows = Product if "product_id" in case.path_parameters else Application
        found = rows.objects.filter(
            pk=case.path_parameters.get("product_id") or case.path_parameters["draft_id"]
        ).values_list("version", flat=True)
        headers["If-Match"] = f'"{found[0] if found else 1}"'
    with clock.at(builders.kyiv(2026, 11, 25)):
        case.call_and_validate(headers=headers, checks=CHECKS)
