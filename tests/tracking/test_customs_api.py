"""Customs by program: questions, write-offs, and a client that retries, doubles and reorders."""

import json
import random
from uuid import uuid4

from core.base import clock
from tests.api.program import program, told
from tests.tracking import hands


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


def test_a_client_that_retries_doubles_and_reorders(cast, licence):
    customs, chance = program(cast.customs), random.Random(7)
    calls = [("/shipments", body(licence), uuid4().hex) for _ in range(12)]
    numbers = _send_wildly(customs, calls, chance)
    confirm = {"crossed_on": clock.today().isoformat()}
    half = numbers[:6]
    calls = [
        (f"/shipments/{one}/confirm", confirm | {"declaration": f"UA/{one}"}, uuid4().hex)
        for one in half
    ]
    calls += [
        (f"/shipments/{one}/cancel", {"reason": "Повернуто"}, uuid4().hex) for one in numbers[6:9]
    ]
    _send_wildly(customs, calls, chance)
    assert hands.drawn(licence)[0] == 9
    states = [read(customs.get(f"/shipments/{one}"))["state"] for one in numbers]
    assert states == ["confirmed"] * 6 + ["cancelled"] * 3 + ["announced"] * 3


def _send_wildly(customs, calls, chance):
    """Send each call one to five times in any order; each key answers one number."""
    sent = [call for call in calls for _ in range(chance.randint(1, 5))]
    chance.shuffle(sent)
    answers = {}
    for path, content, key in sent:
        number = read(customs.send("POST", path, content, key=key))["number"]
        assert answers.setdefault(key, number) == number
    return [answers[key] for _path, _content, key in calls]
