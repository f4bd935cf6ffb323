"""Customs by program: questions, write-offs, and a client that retries, doubles and reorders."""

import json

import pytest

from core.base import clock
from demo.cast import build_cast
from tests import builders
from tests.api.program import program, told
from tests.tracking import hands
from tests.tracking.bad_line import BadLine
from tracking.models import Shipment

CALLS = 500


def body(licence, quantity="1", **more):
    line = {"position": 1, "quantity": quantity} | more
    today = clock.today().isoformat()
    return {"licence": licence.number, "planned_on": today, "lines": [line]}


def read(response):
    assert response.status_code in {200, 201}, response.content
    return json.loads(response.content)


def test_good_or_why_not(cast, licence):
    customs = program(cast.customs)
    address = f"/licences/{licence.number}"
    assert read(customs.get(f"{address}?position=1&quantity=24&unit=pcs"))["good"]
    asked = f"{address}?position=1&quantity=25&unit=kg&consignee=Nobody&on=2030-01-01"
    answer = read(customs.get(asked))
    assert not answer["good"]
    assert [one["code"] for one in answer["reasons"]] == [
        "outside_term",
        "other_consignee",
        "wrong_unit",
        "above_balance",
    ]


def test_company_programs_do_not_write_off(cast, licence):
    response = program(cast.signatory).send("POST", "/shipments", body(licence))
    assert response.status_code == 403


def test_above_the_balance_is_refused_without_effect(cast, licence):
    response = program(cast.customs).send("POST", "/shipments", body(licence, "25"))
    assert told(response)[0] == 422
    assert hands.drawn(licence)[0] == 0


@pytest.mark.parametrize(("before", "most"), [(0, 38), (3, 38)])
def test_a_write_off_asks_little_however_much_crossed_before(
    cast, licence, before, most, django_assert_max_num_queries
):
    customs = program(cast.customs)

    def cross(number):
        reserved = read(customs.send("POST", "/shipments", body(licence)))["number"]
        sent = {"crossed_on": clock.today().isoformat(), "declaration": f"UA1/2026/{number}"}
        return f"/shipments/{reserved}/confirm", sent

    for number in range(before):
        read(customs.send("POST", *cross(number)))
    call = cross(before)
    with django_assert_max_num_queries(most):
        crossed = read(customs.send("POST", *call))
    assert crossed["state"] == "confirmed"


@pytest.mark.slow
def test_posts_that_retry_double_and_reorder_end_with_the_right_balance(committed_db, settings):
    settings.API_CALLS_PER_MINUTE = CALLS
    cast = build_cast()
    with clock.at(builders.kyiv(2026, 11, 24)):
        licence = builders.decided(cast).licence
        books = BadLine(program(cast.customs).secret, licence, seed=7).run(CALLS, posts=4)
    assert books.replayed
    assert {201, 200, 409, 422} <= set(books.statuses), "each kind of answer was met"
    assert max(books.ended.values()) == 1, "a shipment ends once, whatever is asked twice"
    assert hands.drawn(licence)[0] == books.drawn <= 24
    for number, quantity in books.held.items():
        shipment = Shipment.objects.get(number=number)
        assert sum(entry.quantity for entry in shipment.entries.all()) == quantity
