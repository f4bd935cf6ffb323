"""The balance never falls below zero: by raw SQL, by races, by random histories."""

from contextlib import suppress
from decimal import Decimal
from functools import partial
from random import Random

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.base import clock
from core.base.errors import DomainError
from demo.cast import build_cast
from licensing.models import Licence, LicenceState
from licensing.services import licences
from tests import builders
from tests.licensing.test_concurrency import at_once
from tests.tracking import hands
from tracking.models import Entry, Shipment
from tracking.services import shipments
from tracking.services.shipments import Wanted

INSERT = """
    INSERT INTO tracking_entry (shipment_id, position, kind, quantity, unit, value, currency,
        on_date, reason, by_id, at)
    VALUES (%(shipment)s, %(position)s, %(kind)s, %(quantity)s, %(unit)s, %(value)s, %(currency)s,
        %(on)s, 'сирий SQL', %(by)s, now())
"""


def raw(cast, shipment, **columns):
    """Write an entry past the services; return the refusal of the database."""
    row = {
        "shipment": shipment.pk,
        "position": 1,
        "kind": "correct",
        "quantity": 1,
        "unit": "pcs",
        "value": 1,
        "currency": "EUR",
        "on": clock.today(),
        "by": cast.customs.pk,
    }
    with (
        pytest.raises(DatabaseError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(INSERT, row | columns)
    return str(refused.value)


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"quantity": 21}, "below zero"),
        ({"value": 2136000}, "below zero"),
        ({"quantity": -5}, "less than nothing"),
        ({"unit": "kg"}, "licensed in"),
        ({"currency": "USD"}, "licensed in"),
        ({"position": 7}, "not licensed"),
        ({"on": "2026-11-23"}, "outside the term"),
        ({"on": "2029-01-01"}, "outside the term"),
    ],
)
def test_database_refuses_what_code_forgot(cast, licence, columns, why):
    assert why in raw(cast, hands.announce(cast, licence, 4), **columns)


def test_database_refuses_on_a_suspended_licence(cast, licence):
    shipment = hands.announce(cast, licence, 4)
    licences.suspend(actor=cast.head, licence_id=licence.pk, ground="EU-7", reason="Сигнал")
    assert "the licence is suspended" in raw(cast, shipment)
    assert "the licence is suspended" in raw(cast, shipment, kind="confirm", quantity=0, value=0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tracking_entry SET quantity = 0",
        "DELETE FROM tracking_entry",
        "UPDATE tracking_shipment SET state = 'cancelled'",
        "UPDATE tracking_shipment SET state = 'confirmed', declaration = 'X', crossed_on = now()",
        "DELETE FROM tracking_shipment",
        "UPDATE licensing_licence SET state = 'expired', number = 'DL-1'",
    ],
)
def test_history_stays(cast, licence, statement):
    hands.announce(cast, licence, 4)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert hands.drawn(licence)[0] == 4


@pytest.mark.slow
def test_border_posts_at_the_same_second(committed_db):
    cast = build_cast()
    with clock.at(builders.kyiv(2026, 11, 24)):
        licence = builders.decided(cast).licence
        ends = at_once(*(lambda: _try(cast, licence) for _ in range(8)))
    assert sum(isinstance(end, Shipment) for end in ends) == 4  # 24 pieces, 5 each
    assert hands.drawn(licence)[0] == 20


@pytest.mark.slow
def test_shipment_against_suspension(committed_db):
    cast = build_cast()
    with clock.at(builders.kyiv(2026, 11, 24)):
        licence = builders.decided(cast).licence
        shipment = hands.announce(cast, licence, 5)
        at_once(
            lambda: hands.confirm(cast, shipment),
            lambda: licences.suspend(
                actor=cast.head, licence_id=licence.pk, ground="EU-7", reason="Сигнал"
            ),
        )
    events = list(
        Entry.objects.filter(shipment=shipment).order_by("id").values_list("kind", flat=True)
    )
    assert Licence.objects.get(pk=licence.pk).state == LicenceState.SUSPENDED
    shipment.refresh_from_db()
    assert (shipment.state == "confirmed") == (events == ["announce", "confirm"])


def _try(cast, licence):
    try:
        return hands.announce(cast, licence, 5)
    except DomainError as refused:
        return refused


DEEDS = st.tuples(
    st.sampled_from(["announce", "confirm", "cancel", "correct", "suspend", "reinstate"]),
    st.integers(0, 3),
    st.integers(0, 30),
    st.integers(0, 3_000_000),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(DEEDS, max_size=12))
def test_random_histories_keep_the_balance(cast, licence, deeds):
    with transaction.atomic():
        made: list[Shipment] = []
        licence.refresh_from_db()
        for name, which, quantity, value in deeds:
            _deed(cast, licence, made, name, which, Decimal(quantity), Decimal(value))
            drawn, worth = hands.drawn(licence)
            assert 0 <= drawn <= 24
            assert 0 <= worth <= 2136000
            assert drawn == sum(_of(shipment) for shipment in made)
        transaction.set_rollback(True)


@pytest.mark.slow
def test_random_deeds_of_many_at_once_keep_the_balance(committed_db):
    cast = build_cast()
    with clock.at(builders.kyiv(2026, 11, 24)):
        for seed in range(3):
            licence = builders.decided(cast).licence
            made = [hands.announce(cast, licence, 1)]
            at_once(*(partial(_many, cast, licence, made, Random(10 * seed + n)) for n in range(5)))
            drawn, worth = hands.drawn(licence)
            assert Entry.objects.filter(shipment__licence=licence).count() > 1
            assert 0 <= drawn <= 24
            assert 0 <= worth <= 2136000
            assert drawn == sum(_of(shipment) for shipment in licence.shipments.all())
            assert all(_of(shipment) >= 0 for shipment in licence.shipments.all())


def _many(cast, licence, made, chance):
    """Do a dozen deeds; what another post did not commit yet is not there."""
    for _ in range(12):
        name = chance.choice(["announce", "announce", "confirm", "cancel", "correct", "suspend",
                              "reinstate", "reinstate"])  # fmt: skip
        amounts = Decimal(chance.randint(1, 9)), Decimal(chance.randint(0, 900_000))
        with suppress(Http404):
            _deed(cast, licence, made, name, chance.randint(0, 9), *amounts)


def _of(shipment):
    return sum(entry.quantity for entry in shipment.entries.all())


def _deed(cast, licence, made, name, which, quantity, value):
    """Do one deed; a refusal of the domain is a fine end of it."""
    try:
        with transaction.atomic():
            if name == "announce":
                made.append(hands.announce(cast, licence, quantity=quantity, value=value))
            elif name == "suspend":
                licences.suspend(
                    actor=cast.head, licence_id=licence.pk, ground="EU-7", reason="Сигнал"
                )
            elif name == "reinstate":
                licences.reinstate(actor=cast.head, licence_id=licence.pk, reason="Гаразд")
            elif made:
                _to_shipment(cast, made[which % len(made)], name, quantity, value)
    except DomainError:
        pass


def _to_shipment(cast, shipment, name, quantity, value):
    if name == "confirm":
        hands.confirm(cast, shipment, lines=[Wanted(1, quantity, value)] if value % 2 else None)
    elif name == "cancel":
        shipments.cancel(actor=cast.customs, shipment_id=shipment.pk, reason="Зміна планів")
    else:
        shipments.correct(
            actor=cast.customs,
            shipment_id=shipment.pk,
            lines=[Wanted(1, quantity, value)],
            reason="Уточнення",
        )
