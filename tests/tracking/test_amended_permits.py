"""A permit is amended by a new decision: the old one gives way, and nothing is counted twice."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.audit.models import Event
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.notifications.models import Message
from core.notifications.outbox import drain
from demo.cast import Cast, build_cast
from licensing.models import Application, ClaimState, Licence, SurplusClaim
from licensing.services import case as cases
from licensing.services import deciding, drafting, licences, need, replacing
from licensing.services.deciding import LineDecision
from records import verify
from records.dossier import compile_dossier
from tests import builders
from tests.licensing import surplus
from tests.licensing import test_screening_lists as lists
from tests.licensing.test_concurrency import at_once
from tests.tracking import hands
from tests.tracking.test_balance import raw
from tracking.selectors.balance import balance
from tracking.selectors.checks import Question, objections

Amount = Decimal


def asked(cast: Cast, licence: Licence) -> Application:
    """Return the draft of a change, with the papers that are of one deal."""
    draft, left_out = replacing.ask(actor=cast.preparer, licence_id=licence.pk)
    assert left_out == []
    pk, actor = draft.pk, cast.preparer
    drafting.save_certificate(
        actor=actor,
        application_id=pk,
        version=builders.version(pk),
        values=builders.CERTIFICATE | {"number": "EUC-2026-0400"},
        file=builders.stored_file(actor, "certificate-2.pdf"),
    )
    drafting.attach_file(
        actor=actor,
        application_id=pk,
        version=builders.version(pk),
        kind="contract",
        file=builders.stored_file(actor, "contract-2.pdf"),
    )
    return builders.fresh(draft)


def amended(cast: Cast, licence: Licence) -> Licence:
    """Return the permit that takes the place of another."""
    return builders.decided(cast, application=asked(cast, licence)).licence


def state(licence: Licence) -> str:
    return Licence.objects.values_list("state", flat=True).get(pk=licence.pk)


def test_the_draft_asks_for_what_is_left(cast: Cast, licence: Licence) -> None:
    hands.confirm(cast, hands.announce(cast, licence, 4))
    hands.announce(cast, licence, 3)
    draft = asked(cast, licence)
    assert draft.amends == licence
    assert [line.quantity for line in draft.lines.order_by("position")] == [17, 8]
    assert [line.value for line in draft.lines.order_by("position")] == [
        line.left_value for line in balance(licence)
    ]
    assert draft.contract_no == licence.application.contract_no
    assert state(licence) == "valid"


def test_nothing_that_is_used_up_is_asked_for(cast: Cast, licence: Licence) -> None:
    hands.confirm(cast, hands.announce(cast, licence, 24))
    draft = asked(cast, licence)
    assert [line.quantity for line in draft.lines.all()] == [8]


def test_the_new_permit_takes_the_place_of_the_old_one(cast: Cast, licence: Licence) -> None:
    announced = hands.announce(cast, licence, 3)
    new = amended(cast, licence)
    assert new.amends == licence
    assert (state(licence), new.state) == ("amended", "valid")
    act = licence.acts.get(act="amend")
    assert (act.by, act.document_ref) == (None, new.number)
    assert new.decision.text.count(licence.decision.sha256) == 1
    assert f'"number":"{licence.number}"' in new.record_text
    assert compile_dossier(new.decision).earlier == [licence.decision]
    assert compile_dossier(licence.decision).later == [new.decision]
    told = Message.objects.filter(kind="licence.amended")
    assert {cast.signatory.pk, cast.customs.pk} <= set(told.values_list("recipient", flat=True))
    assert Event.objects.filter(subject=licence.subject, verb="licence.amended").count() == 1
    # What was announced before may still cross; nothing new is announced, nothing is added.
    hands.confirm(cast, announced)
    assert hands.drawn(licence)[0] == 3
    with pytest.raises(Conflict):
        hands.announce(cast, licence, 1)
    hands.confirm(cast, hands.announce(cast, new, 21))
    assert list(verify._check_states()) == []


def test_what_stops_the_new_permit_stops_what_was_announced_under_the_old(
    cast: Cast, licence: Licence
) -> None:
    announced = hands.announce(cast, licence, 3)
    # The chain may be longer: each permit in turn gives way to the next.
    hands.announce(cast, middle := amended(cast, licence), 1)
    heir = amended(cast, middle)
    licences.suspend(actor=cast.head, licence_id=heir.pk, ground="EU-7", reason="Чутки.")
    with pytest.raises(Conflict, match=heir.number):
        hands.confirm(cast, announced)
    assert "in its place is suspended" in raw(cast, announced, kind="confirm", quantity=0, value=0)
    licences.reinstate(actor=cast.head, licence_id=heir.pk, reason="Чутки не підтвердилися.")
    hands.confirm(cast, announced)


def test_a_stop_order_reaches_what_only_the_old_permit_holds(cast: Cast) -> None:
    line = surplus.a_counted_line(cast)
    surplus.stated(cast, line)
    goods = (*surplus.goods_of(line, 24), builders.LINES[1])
    old = builders.decided(cast, application=builders.filled(cast, lines=goods)).licence
    announced = hands.announce(cast, old, 24)
    new = amended(cast, old)
    later = clock.today() + timedelta(days=30)
    order = need.stop(
        actor=cast.head, line_id=line.pk, ground="EU-7", reason="Потреба фронту.", review_on=later
    )
    assert state(new) == "valid"
    with pytest.raises(Conflict):
        hands.confirm(cast, announced)
    assert "line is stopped" in raw(cast, announced, kind="confirm", quantity=0, value=0)
    need.lift(actor=cast.head, order_id=order.pk)
    hands.confirm(cast, announced)


def test_the_page_of_a_replaced_permit_asks_once_what_holds_it(
    cast: Cast, licence: Licence
) -> None:
    for _ in range(5):
        hands.announce(cast, licence, 1)
    amended(cast, licence)
    client = Client()
    client.force_login(cast.customs)
    address = reverse("licences:shipments", args=[licence.number])
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert sum("licensing_stoporder" in one["sql"] for one in queries) == 1


@pytest.mark.parametrize("under_way", [True, False])
def test_a_changed_list_reaches_what_may_still_cross(cast: Cast, under_way: bool) -> None:
    old = builders.decided(cast, party=lists.LATER_LISTED).licence
    if under_way:
        hands.announce(cast, old, 3)
    new = amended(cast, old)
    drain()
    lists.with_entry()
    drain()
    found = {old, new} if under_way else {new}
    assert lists.hit_cases() == {one.application.number for one in found}


def test_what_was_announced_may_be_taken_back_too(cast: Cast, licence: Licence) -> None:
    announced = hands.announce(cast, licence, 3)
    amended(cast, licence)
    from tracking.services import shipments

    shipments.cancel(actor=cast.preparer, shipment_id=announced.pk, reason="Інша дата.")
    assert hands.drawn(licence) == (0, 0)


def test_a_refusal_leaves_the_old_permit_in_use(cast: Cast, licence: Licence) -> None:
    decision = builders.decided(
        cast,
        lines=[builders.refuse(1), builders.refuse(2)],
        application=asked(cast, licence),
    )
    assert not Licence.objects.filter(decision=decision).exists()
    assert state(licence) == "valid"
    assert '"supersedes":null' in decision.text
    hands.announce(cast, licence, 1)
    assert asked(cast, licence).amends == licence


def test_one_change_at_a_time(cast: Cast, licence: Licence) -> None:
    draft = asked(cast, licence)
    with pytest.raises(Conflict) as refused:
        replacing.ask(actor=cast.signatory, licence_id=licence.pk)
    assert refused.value.code == "amendment_open"
    drafting.discard_draft(actor=cast.preparer, application_id=draft.pk, version=draft.version)
    replacing.ask(actor=cast.signatory, licence_id=licence.pk)


def test_a_permit_is_amended_by_a_permit_only(cast: Cast, licence: Licence) -> None:
    draft = asked(cast, licence)
    with pytest.raises(InvalidInput) as refused:
        drafting.save_section(
            actor=cast.preparer,
            application_id=draft.pk,
            version=draft.version,
            section="kind",
            values={"act": "conclusion"},
        )
    assert refused.value.field == "act"
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=draft.pk).update(act="conclusion")


def test_only_the_holder_asks(cast: Cast, licence: Licence) -> None:
    for person in (cast.foreign_preparer, cast.officer, cast.head, cast.customs, cast.auditor):
        with pytest.raises(NotAllowed):
            replacing.ask(actor=person, licence_id=licence.pk)
    with pytest.raises(Http404):
        replacing.ask(actor=cast.preparer, licence_id=licence.application_id)


@pytest.mark.parametrize("deed", ["suspend", "revoke"])
def test_a_permit_that_is_not_valid_is_not_amended(cast: Cast, licence: Licence, deed: str) -> None:
    considered = builders.considered(cast, application=asked(cast, licence))
    getattr(licences, deed)(
        actor=cast.head, licence_id=licence.pk, ground="EU-7", reason="Сумнів щодо одержувача."
    )
    with pytest.raises(Conflict) as refused:
        decide(cast, considered)
    assert refused.value.code == "nothing_to_amend"
    assert not Licence.objects.filter(application=considered).exists()


def decide(cast: Cast, case: Application) -> Any:
    return deciding.decide(
        actor=cast.head,
        application_id=case.pk,
        version=builders.version(case.pk),
        lines=[
            LineDecision(position, "approved")
            for position in case.lines.order_by("position").values_list("position", flat=True)
        ],
        valid_until=clock.today() + timedelta(days=200),
    )


def test_what_was_not_drawn_goes_back_to_the_production_line(cast: Cast) -> None:
    line = surplus.a_counted_line(cast)
    surplus.stated(cast, line)
    goods = surplus.goods_of(line, 24)
    old = builders.decided(cast, lines=None, application=builders.filled(cast, lines=goods)).licence
    hands.announce(cast, old, 10)
    new = amended(cast, old)
    claims = SurplusClaim.objects.filter(line=line).order_by("created_at")
    assert [(one.state, one.quantity, one.licence) for one in claims] == [
        (ClaimState.LICENSED, 10, old),
        (ClaimState.LICENSED, 14, new),
    ]
    later = amended(cast, new)
    first, second, third = SurplusClaim.objects.filter(line=line).order_by("created_at")
    assert (first.quantity, third.quantity, third.licence) == (10, 14, later)
    assert (second.state, second.licence) == (ClaimState.RELEASED, None)


ATTACKS = {
    "an old permit ends without a successor": (
        "UPDATE licensing_licence SET state = 'amended' WHERE id = %(licence)s"
    ),
    "a draft turns to another permit": (
        "UPDATE licensing_application SET amends_id = NULL WHERE amends_id = %(licence)s"
    ),
    "a permit turns to another predecessor": (
        "UPDATE licensing_licence SET amends_id = id WHERE id = %(licence)s"
    ),
    "a claim of a valid permit is given back": (
        "UPDATE licensing_surplusclaim SET state = 'released', licence_id = NULL"
        " WHERE licence_id = %(licence)s"
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses_by_itself(cast: Cast, attack: str) -> None:
    line = surplus.a_counted_line(cast)
    surplus.stated(cast, line)
    goods = surplus.goods_of(line, 24)
    licence = builders.decided(cast, application=builders.filled(cast, lines=goods)).licence
    asked(cast, licence)
    with (
        pytest.raises((DatabaseError, IntegrityError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(ATTACKS[attack], {"licence": licence.pk})


def test_another_company_cannot_amend_it(cast: Cast, licence: Licence) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        drafting.create_draft(
            actor=cast.foreign_preparer, manufacturer=cast.foreign_company, amends=licence
        )


def test_the_pages_tell_it(cast: Cast, licence: Licence) -> None:
    client = Client()
    client.force_login(cast.signatory)
    page = reverse("licences:detail", args=[licence.number])
    begin = reverse("licences:amend", args=[licence.number])
    assert begin in client.get(page).content.decode()
    leads_to = client.post(begin)["Location"]
    assert licence.number in client.get(leads_to).content.decode()
    shown = client.get(page).content.decode()
    assert begin not in shown
    assert leads_to in shown
    assert client.post(begin).status_code == 409
    Application.objects.get(amends=licence)


def test_officials_see_what_is_left_and_what_came_of_it(cast: Cast, licence: Licence) -> None:
    case = builders.accepted(cast, application=asked(cast, licence))
    client = Client()
    client.force_login(cast.officer)
    shown = client.get(reverse("cases:detail", args=[case.number])).content.decode()
    assert reverse("licences:detail", args=[licence.number]) in shown
    ready = cases.mark_ready(actor=cast.officer, application_id=case.pk, version=case.version)
    decision = decide(cast, surplus.heard(cast, ready))
    old = client.get(reverse("licences:detail", args=[licence.number])).content.decode()
    new = client.get(reverse("licences:detail", args=[decision.licence.number])).content.decode()
    assert decision.licence.number in old
    assert licence.number in new
    licence.refresh_from_db()
    told = objections(licence, Question(on=clock.today()))
    assert [one.code for one in told] == ["licence_amended"]
    assert decision.licence.number in str(told[0].text)


@pytest.mark.slow
def test_a_shipment_announced_at_the_same_moment_is_counted_once(committed_db: None) -> None:
    cast = build_cast()
    line = surplus.a_counted_line(cast)
    surplus.stated(cast, line)
    goods = surplus.goods_of(line, 24)
    old = builders.decided(cast, application=builders.filled(cast, lines=goods)).licence
    case = builders.considered(cast, application=asked(cast, old))
    ends = at_once(lambda: decide(cast, case), lambda: hands.announce(cast, old, 5))
    announced = 0 if any(isinstance(end, Conflict) for end in ends) else 5
    assert not isinstance(ends[0], Conflict)
    assert state(old) == "amended"
    assert hands.drawn(old)[0] == announced
    held = SurplusClaim.objects.filter(line=line, licence=old)
    assert sum(claim.quantity for claim in held) == announced
