"""The proof holds the state of each permit against its acts, and no lawful life is a finding."""

from datetime import timedelta
from decimal import Decimal

from core.base import clock
from demo.cast import Cast
from licensing.licence_life import STEPS, Act
from licensing.models import Licence
from licensing.services import licences
from records import verify
from tests import builders
from tests.tracking import hands
from tracking.services import shipments
from tracking.services.shipments import Wanted

WORDS = {"reason": "Так вирішено."}
GROUNDED = WORDS | {"ground": "EU-7"}


def test_no_lawful_life_is_a_finding(cast: Cast) -> None:
    used, given_back, revoked, expired = (builders.decided(cast).licence for _ in range(4))
    use_up_and_correct(cast, used)
    licences.surrender(actor=cast.signatory, licence_id=given_back.pk, **WORDS)
    licences.suspend(actor=cast.head, licence_id=revoked.pk, **GROUNDED)
    holds()
    licences.reinstate(actor=cast.head, licence_id=revoked.pk, **WORDS)
    holds()
    licences.revoke(actor=cast.head, licence_id=revoked.pk, **GROUNDED)
    with clock.at(clock.now() + timedelta(days=400)):
        licences.expire_due()
    expired.refresh_from_db()
    assert expired.state == "expired"
    holds()


def use_up_and_correct(cast: Cast, licence: Licence) -> None:
    lines = [Wanted(position=1, quantity=Decimal(24)), Wanted(position=2, quantity=Decimal(8))]
    made = shipments.announce(
        actor=cast.preparer, licence_id=licence.pk, lines=lines, planned_on=clock.today()
    )
    hands.confirm(cast, made)
    licence.refresh_from_db()
    assert licence.state == "exhausted"
    holds()
    less = [Wanted(position=1, quantity=Decimal(20))]
    shipments.correct(actor=cast.customs, shipment_id=made.pk, lines=less, reason="Перелічено.")
    licence.refresh_from_db()
    assert licence.state == "valid"
    holds()


def holds() -> None:
    assert list(verify._check_states()) == []


def test_every_act_leads_to_one_state() -> None:
    for act in Act:
        assert len({one.target for one in STEPS if one.act == act}) <= 1, act
