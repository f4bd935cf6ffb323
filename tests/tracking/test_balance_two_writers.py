"""The database alone keeps two writers apart: here no service takes the licence for them."""

import pytest
from django.db import DatabaseError, connection, transaction

from core.base import clock
from demo.cast import build_cast
from tests import builders
from tests.tracking import hands
from tests.tracking.test_balance import INSERT


@pytest.mark.slow
def test_a_second_writer_waits_for_the_first_and_then_sees_what_it_took(committed_db):
    """Of 24 pieces 4 are announced; 12 more fit once, and fit twice only for who does not wait."""
    cast = build_cast()
    with clock.at(builders.kyiv(2026, 11, 24)):
        licence = builders.decided(cast).licence
        row = _twelve_more(cast, hands.announce(cast, licence, 4))
    second = connection.copy()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(INSERT, row)
            assert "lock timeout" in _refusal(second, row)
        assert "below zero" in _refusal(second, row)
    finally:
        second.close()
    assert hands.drawn(licence)[0] == 16


def _refusal(writer, row):
    """Write without patience; return why the database refused."""
    with pytest.raises(DatabaseError) as refused, writer.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
        cursor.execute(INSERT, row)
    return str(refused.value)


def _twelve_more(cast, shipment):
    return {
        "shipment": shipment.pk,
        "position": 1,
        "kind": "correct",
        "quantity": 12,
        "unit": "pcs",
        "value": 1,
        "currency": "EUR",
        "on": clock.today(),
        "by": cast.customs.pk,
    }
