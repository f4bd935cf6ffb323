"""One key sent by many at once, over real connections: one effect, whoever wins."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

import config.celery  # noqa: F401  (what is committed here nudges the broker of the tests)
from core.api.models import KeptAnswer
from core.base import clock
from demo.cast import build_cast
from manufacturers.models import Product
from tests.api.program import Program, program
from tests.api.test_drafts import PRODUCT

CALLERS = 6
ROUNDS = 5


def test_many_callers_with_one_key_have_one_effect(committed_db):
    cast = build_cast()
    secret = program(cast.preparer).secret
    for turn in range(ROUNDS):
        sent = PRODUCT | {"name_uk": f"Виріб {turn}", "name_en": f"Item {turn}"}
        answers = together(secret, sent, key=f"race-{turn}")
        made = [answer for answer in answers if answer.status_code == 201]
        assert {answer.status_code for answer in answers} <= {201, 409}
        assert len({answer.content for answer in made}) == 1
        assert sum("Idempotency-Replayed" not in answer for answer in made) == 1
        late = Program(secret).send("POST", "/products", sent, key=f"race-{turn}")
        assert late.content == made[0].content
    assert Product.objects.filter(name_uk__startswith="Виріб").count() == ROUNDS
    assert KeptAnswer.objects.count() == ROUNDS


def together(secret: str, sent: dict, key: str) -> list:
    start = Barrier(CALLERS)

    def call(_number: int):
        try:
            with clock.at(clock.now()):
                start.wait()
                return Program(secret).send("POST", "/products", sent, key=key)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CALLERS) as callers:
        return list(callers.map(call, range(CALLERS)))
