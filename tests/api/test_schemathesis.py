"""Schemathesis plays a program that reads only the description, against the served site.

The seed is fixed and the examples are few: this belongs to every run of the tests. Calls go over
a socket, because in-process calls would close the connection of the test.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

import config.celery  # noqa: F401  (what is committed here nudges the broker of the tests)
from core.base import clock
from demo.cast import build_cast
from licensing.models import Application
from manufacturers.models import Product
from tests import builders
from tests.api.program import program
from tests.api.served import served
from tests.api.test_drafts import PARTY, PRODUCT, Draft
from tests.tracking import hands

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
FEW = examples(
    max_examples=5,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Site:
    """The address of the site, the two secrets, and the names of things that exist."""

    address: str
    company: str
    customs: str
    #: By room of the interface: what the parameters of its addresses are called.
    names: dict[str, dict[str, str]]
    #: The operations that a call got through to.
    reached: set[str] = field(default_factory=set)

    def aim(self, case: Any) -> None:
        """Let a call meet what exists, so that it reaches the services."""
        room = case.path.removeprefix("/api/v1").split("/")[1]
        names = self.names.get(room, {})
        for name in (case.path_parameters or {}).keys() & names.keys():
            case.path_parameters[name] = names[name]
        if room == "shipments" and isinstance(case.body, dict) and "licence" in case.body:
            case.body["licence"] = self.names["licences"]["number"]

    def headers(self, case: Any) -> dict[str, str]:
        """Return whose call it is, and the version as it is now."""
        is_customs = re.match(r"/api/v1/(licence|shipments)", case.path)
        secret = self.customs if is_customs else self.company
        found = {"Authorization": f"Bearer {secret}", "Accept-Language": "en"}
        if "If-Match" in (case.headers or {}):
            found["If-Match"] = f'"{_version(case.path_parameters)}"'
        return found


def _version(names: dict[str, str]) -> int:
    rows: Any = Product if "product_id" in names else Application
    key = names.get("product_id") or names["draft_id"]
    return rows.objects.filter(pk=key).values_list("version", flat=True).first() or 1


@pytest.fixture
def site(committed_db, settings) -> Iterator[Site]:
    settings.API_CALLS_PER_MINUTE = settings.API_STRANGERS_PER_MINUTE = 1_000_000
    cast = build_cast()
    company, customs = program(cast.preparer), program(cast.customs)
    draft = Draft(company)
    draft.fill()
    draft.change("POST", "/parties", PARTY | {"role": "consignee"})
    company.send("POST", "/products", PRODUCT)
    with clock.at(builders.kyiv(2026, 11, 24)):
        decision = builders.decided(cast)
        shipment = hands.announce(cast, decision.licence)
    licence, case = decision.licence, decision.application
    names = {
        "products": {"product_id": str(Product.objects.get().pk)},
        "drafts": {
            "draft_id": draft.content["id"],
            "line_id": draft.content["lines"][0]["id"],
            "party_id": draft.content["parties"][-1]["id"],
            "attachment_id": draft.content["files"][0]["id"],
        },
        "cases": {"number": str(case.number), "document": licence.number},
        "licences": {"number": licence.number},
        "shipments": {"number": shipment.number},
        "verify": {"digest": licence.record_sha256},
    }
    with served() as address:
        yield Site(address, company.secret, customs.secret, names)


def test_what_is_described_is_what_happens(site: Site, subtests):
    schema = schemathesis.openapi.from_url(f"{site.address}/api/v1/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 40
    # What deletes comes last: nothing answers well for what is gone.
    operations.sort(key=lambda operation: operation.method == "delete")
    with requests.Session() as session:
        for operation in operations:
            with subtests.test(operation.label):
                _play(operation, site, session)
    reads = {operation.label for operation in operations if operation.method == "get"}
    # No document is sealed here: these two answer 404 as they should.
    unsealed = {"/cases/{number}/documents/{document}", "/verify/{digest}"}
    assert reads - site.reached == {f"GET /api/v1{place}" for place in unsealed}


def _play(operation: Any, site: Site, session: requests.Session) -> None:
    @FEW
    @given(case=operation.as_strategy())
    def play(case: Any) -> None:
        site.aim(case)
        answer = case.call_and_validate(headers=site.headers(case), session=session, checks=CHECKS)
        if answer.status_code < 300:
            site.reached.add(case.operation.label)

    play()
