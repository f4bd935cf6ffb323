"""Shipments by the services: what is drawn, what goes back, and what is refused."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import Http404

from core.audit.models import Event
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from licensing.models import LicenceState
from licensing.services import licences
from tests import builders
from tests.tracking import hands
from tracking.models import SerialRange, ShipmentState
from tracking.selectors.balance import balance
from tracking.services import shipments
from tracking.services.shipments import Wanted


def test_announced_then_confirmed_in_part(cast, licence):
    shipment = hands.announce(cast, licence, 10)
    assert shipment.number.startswith("DW-2026-")
    assert balance(licence)[0].announced.quantity == 10
    hands.confirm(cast, shipment, lines=[Wanted(1, Decimal(7))])
    line = balance(licence)[0]
    assert (line.announced.quantity, line.shipped.quantity, line.left) == (0, 7, 17)
    assert line.shipped.value == Decimal(2136000) * 7 / 24
    verbs = Event.objects.filter(subject=shipment.subject).order_by("id")
    assert [event.verb for event in verbs] == ["shipment.announced", "shipment.confirmed"]


def test_cancelled_goes_back_with_its_serials(cast, licence):
    shipment = hands.announce(cast, licence, 2, serials="S4-001...002")
    shipments.cancel(actor=cast.preparer, shipment_id=shipment.pk, reason="Замовник переніс")
    assert hands.drawn(licence) == (0, 0)
    again = hands.announce(cast, licence, 2, serials="S4-001...002")
    assert again.serials.count() == 1
    with pytest.raises(Conflict):
        hands.confirm(cast, shipment)


def test_correction_writes_new_entries_and_reopens_an_exhausted_licence(cast, licence):
    wanted = [Wanted(1, Decimal(24)), Wanted(2, Decimal(8))]
    shipment = shipments.announce(
        actor=cast.preparer, licence_id=licence.pk, lines=wanted, planned_on=clock.today()
    )
    hands.confirm(cast, shipment)
    licence.refresh_from_db()
    assert licence.state == LicenceState.EXHAUSTED
    assert hands.drawn(licence) == (24, 2136000)
    shipments.correct(
        actor=cast.customs,
        shipment_id=shipment.pk,
        lines=[Wanted(1, Decimal(20))],
        reason="Описка в декларації",
    )
    licence.refresh_from_db()
    assert licence.state == LicenceState.VALID
    assert hands.drawn(licence) == (20, 1780000)
    assert [act.act for act in licence.acts.all()] == ["issue", "exhaust", "replenish"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"quantity": Decimal(25)}, "above_balance"),
        ({"quantity": Decimal(1), "value": Decimal(2136001)}, "above_value"),
        ({"unit": "kg"}, "wrong_unit"),
        ({"position": 9}, "line_not_licensed"),
        ({"quantity": Decimal(-1)}, "amount_negative"),
        ({"quantity": Decimal(0)}, "nothing_shipped"),
        ({"quantity": Decimal(3), "serials": "S4-001...002"}, "serials_count"),
        ({"quantity": Decimal(1), "serials": "без номера"}, "serials_no_number"),
    ],
)
def test_bad_lines_are_refused(cast, licence, line, code):
    with pytest.raises(InvalidInput) as refused:
        hands.announce(cast, licence, **line)
    assert refused.value.code == code
    assert hands.drawn(licence) == (0, 0)


@pytest.mark.parametrize("days", [-1, 301])
def test_no_shipment_outside_the_term(cast, licence, days):
    with pytest.raises(InvalidInput) as refused:
        shipments.announce(
            actor=cast.preparer,
            licence_id=licence.pk,
            lines=[Wanted(1, Decimal(1))],
            planned_on=clock.today() + timedelta(days=days),
        )
    assert refused.value.code == "outside_term"


def test_nothing_moves_while_suspended(cast, licence):
    shipment = hands.announce(cast, licence)
    licences.suspend(actor=cast.head, licence_id=licence.pk, ground="EU-7", reason="Сигнал")
    with pytest.raises(Conflict):
        hands.confirm(cast, shipment)
    with pytest.raises(Conflict):
        hands.announce(cast, licence)
    licences.reinstate(actor=cast.head, licence_id=licence.pk, reason="Перевірено")
    assert hands.confirm(cast, shipment).state == ShipmentState.CONFIRMED


def test_one_serial_number_ships_once_even_with_look_alike_letters(cast, licence):
    hands.announce(cast, licence, 12, serials="C4-0225…0236")
    with pytest.raises(InvalidInput) as refused:
        hands.announce(cast, licence, 1, serials="С4-230")
    assert refused.value.code == "serials_taken"
    assert SerialRange.objects.count() == 1


def test_a_number_is_taken_under_every_permit_and_free_again_when_cancelled(cast, licence):
    second = builders.decided(cast).licence
    first = hands.announce(cast, licence, 12, serials="C4-0225…0236")
    with pytest.raises(InvalidInput) as refused:
        hands.announce(cast, second, 2, serials="C4-0236…0237")
    told = str(refused.value)
    assert all(word in told for word in ("C4-0225…0236", first.number, licence.number))
    shipments.cancel(actor=cast.preparer, shipment_id=first.pk, reason="Зміна планів")
    assert hands.announce(cast, second, 2, serials="C4-0236…0237").number != first.number


def test_a_lot_may_be_shared_out_over_permits(cast, licence):
    second = builders.decided(cast).licence
    for permit in (licence, second):
        hands.announce(cast, permit, 2, serials="партія 2026/11")
    assert SerialRange.objects.filter(is_lot=True, prefix="2026/11").count() == 2


def test_one_declaration_writes_off_once(cast, licence):
    first, second = hands.announce(cast, licence), hands.announce(cast, licence)
    hands.confirm(cast, first, declaration="UA1/2026/1")
    with pytest.raises(Conflict):
        hands.confirm(cast, second, declaration="UA1/2026/1")


def test_who_may_do_what(cast, licence):
    shipment = hands.announce(cast, licence)
    for stranger in (cast.foreign_signatory, cast.officer, cast.auditor, cast.head):
        with pytest.raises(NotAllowed):
            shipments.announce(
                actor=stranger,
                licence_id=licence.pk,
                lines=[Wanted(1, Decimal(1))],
                planned_on=clock.today(),
            )
    for person in (cast.preparer, cast.signatory, cast.head, cast.auditor):
        with pytest.raises(NotAllowed):
            hands.confirm(cast, shipment, actor=person)
    with pytest.raises(Http404):
        hands.confirm(cast, shipment, shipment_id=licence.pk)


def test_expiry_is_set_once_on_the_right_day(cast, licence):
    last = clock.now() + timedelta(days=300)
    with clock.at(last):
        assert licences.expire_due() == 0
    with clock.at(last + timedelta(days=1)):
        assert [licences.expire_due(), licences.expire_due()] == [1, 0]
    licence.refresh_from_db()
    assert licence.state == LicenceState.EXPIRED
    assert Event.objects.filter(subject=licence.subject, verb="licence.expired").count() == 1


@pytest.mark.parametrize(("quantity", "value"), [(5, None), (4, 900_000), (3, 900_000)])
def test_a_correction_upwards_needs_a_valid_licence(cast, licence, quantity, value):
    shipment = hands.confirm(cast, hands.announce(cast, licence, 4))
    licences.suspend(actor=cast.head, licence_id=licence.pk, ground="EU-7", reason="Сигнал")
    more = Wanted(1, Decimal(quantity), None if value is None else Decimal(value))
    before = hands.drawn(licence)
    with pytest.raises(Conflict):
        shipments.correct(
            actor=cast.customs, shipment_id=shipment.pk, lines=[more], reason="Уточнення"
        )
    assert hands.drawn(licence) == before


def test_only_the_holder_surrenders(cast, licence):
    with pytest.raises(NotAllowed):
        licences.surrender(actor=cast.head, licence_id=licence.pk, reason="Ні")
    licences.surrender(actor=cast.signatory, licence_id=licence.pk, reason="Контракт розірвано")
    licence.refresh_from_db()
    assert licence.state == LicenceState.SURRENDERED
    with pytest.raises(Conflict):
        hands.announce(cast, licence)
