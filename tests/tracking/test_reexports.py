"""Passing goods on is decided as an export is: examined, voted on, signed; or barred, refused."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from commission.services import sittings
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.reference.models import Destination
from demo.cast import build_cast
from licensing.models import Application, Licence
from licensing.services import case, deciding, drafting
from licensing.services.deciding import LineDecision
from tests import builders
from tests import commission_builders as commission
from tests.tracking import hands
from tracking.models import ReexportRequest, ReexportState
from tracking.selectors.checks import Question, objections
from tracking.selectors.destinations import destinations
from tracking.selectors.where import where
from tracking.services import reexports
from tracking.services.reexports import RequestData

TODAY = date(2026, 11, 24)
HOLDER = "Rajavartiolaitos"


def crossed(cast, licence):
    return hands.confirm(cast, hands.announce(cast, licence, 4, serials="C4-1…4"))


def asked(cast, licence, actor=None, **said):
    fields = {"letter_no": "R-1", "letter_on": TODAY, "new_holder": HOLDER, "country": "FI",
              "position": 1, "quantity": Decimal(2), "reason": "Допомога",
              "serials": "C4-1…2"}  # fmt: skip
    return reexports.ask(
        actor=actor or cast.signatory, licence_id=licence.pk, data=RequestData(**fields | said)
    )


def completed(cast, request):
    """Return the case of a request with the new end user's certificate."""
    drafting.save_certificate(
        actor=cast.preparer,
        application_id=request.case_id,
        version=builders.version(request.case_id),
        values=builders.CERTIFICATE | {"number": "EUC-FI-9", "issuer": HOLDER},
        file=builders.stored_file(cast.preparer, "certificate-fi.pdf"),
    )
    return builders.fresh(request.case)


def examined(cast, request):
    """Return the case of a request, accepted and with the officer's notes."""
    submitted = builders.submitted(cast, completed(cast, request))
    case.accept(actor=cast.officer, application_id=submitted.pk, version=submitted.version)
    return builders.noted(cast, submitted)


def voted(cast, request, choices="FFFFFFF"):
    """Return the case after the commission voted on it in a sitting."""
    one = examined(cast, request)
    commission.commission(cast)
    commission.supported(cast.adviser_mod, commission.asked(cast, one))
    commission.readiness.mark_ready(
        actor=cast.officer, application_id=one.pk, version=builders.version(one.pk)
    )
    sitting = commission.convened(cast)
    item = sittings.place_on_agenda(
        actor=cast.secretary, sitting_id=sitting.pk, application_id=one.pk
    )
    question = commission.frozen(cast, commission.opened(cast, item))
    commission.closed(cast, choices, commission.open_vote(cast, question))
    return builders.fresh(one)


def decided(cast, application, *lines, head=None):
    return deciding.decide(
        actor=head or cast.head,
        application_id=application.pk,
        version=builders.version(application.pk),
        lines=list(lines) or [LineDecision(position=1, outcome="approved")],
        valid_until=TODAY + timedelta(days=200),
    )


def standing(request):
    return ReexportRequest.objects.get(pk=request.pk).standing


def test_a_request_goes_the_whole_way_of_an_export(cast, licence, client):
    crossed(cast, licence)
    request = asked(cast, licence)
    one = request.case
    assert (one.act, one.under, one.destination) == ("reexport", licence, "FI")
    assert standing(request) == ReexportState.DRAFTED
    line = one.lines.get()
    assert (line.quantity, line.value, line.unit) == (2, Decimal(178000), "pcs")
    application = voted(cast, request)
    assert standing(request) == ReexportState.EXAMINED
    assert application.agenda_items.get().papers
    assert where(cast.officer, "C4-1").chains[0].steps[-1].title != "Consent to pass on"
    decision = decided(cast, application)
    assert standing(request) == ReexportState.CONSENTED
    consent = decision.licence
    assert consent.number.startswith("DG-")
    assert json.loads(consent.record_text)["under"] == licence.number
    assert any(HOLDER in str(step.text) for step in where(cast.officer, "C4-1").chains[0].steps)
    client.force_login(cast.signatory)
    page = client.get(reverse("licences:reexport", args=[request.pk])).content.decode()
    assert consent.number in page
    assert client.get(reverse("licences:detail", args=[consent.number])).status_code == 200


def test_nothing_leaves_the_country_under_a_consent(cast, licence):
    crossed(cast, licence)
    consent = decided(cast, voted(cast, asked(cast, licence))).licence
    with pytest.raises(NotAllowed):
        hands.announce(cast, consent, 1)
    codes = {one.code for one in objections(consent, Question(on=TODAY))}
    assert codes == {"no_permit"}
    assert {row.country for row in destinations()} == {"DK"}, "no export was permitted there"
    moved = licence.shipments.get()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE tracking_shipment DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE tracking_shipment SET licence_id = %s WHERE id = %s", [consent.pk, moved.pk]
        )
        cursor.execute(
            "INSERT INTO tracking_entry (shipment_id, position, kind, quantity, unit, value,"
            " currency, on_date, at, by_id, note) SELECT shipment_id, position, 'correct', 0, unit,"
            " 0, currency, on_date, at, by_id, note FROM tracking_entry LIMIT 1"
        )


def test_what_the_commission_refuses_is_refused_and_frees_the_goods(cast, licence):
    crossed(cast, licence)
    request = asked(cast, licence, quantity=Decimal(4), serials="")
    with pytest.raises(InvalidInput) as refused:
        asked(cast, licence, letter_no="R-2", quantity=Decimal(1), serials="")
    assert refused.value.code == "above_shipped", "all four are asked for already"
    decided(cast, voted(cast, request), builders.refuse(1))
    assert standing(request) == ReexportState.REFUSED
    assert not Licence.objects.filter(application=request.case).exists()
    assert asked(cast, licence, letter_no="R-2").case


def test_an_embargo_between_the_vote_and_the_decision_leaves_refusal_only(cast, licence):
    crossed(cast, licence)
    request = asked(cast, licence)
    application = voted(cast, request)
    embargo("FI")
    with pytest.raises(Conflict) as barred:
        decided(cast, application)
    assert barred.value.code == "absolute_bar"
    assert standing(request) == ReexportState.EXAMINED
    decided(cast, application, builders.refuse(1))
    assert standing(request) == ReexportState.REFUSED


def test_where_nothing_may_go_the_head_refuses_and_nobody_consents(cast, licence):
    crossed(cast, licence)
    barred = asked(cast, licence, country="RU", actor=cast.officer)
    assert barred.case is None
    refusal = {"request_id": barred.pk, "reason": "Ембарго", "ground": "EU-7"}
    for person in (cast.signatory, cast.officer, cast.customs, cast.auditor):
        with pytest.raises(NotAllowed):
            reexports.refuse(actor=person, **refusal)
    for bad in ({"reason": " "}, {"ground": "none"}):
        with pytest.raises(InvalidInput):
            reexports.refuse(actor=cast.head, **refusal | bad)
    assert reexports.refuse(actor=cast.head, **refusal).standing == ReexportState.REFUSED
    with pytest.raises(Conflict):
        reexports.refuse(actor=cast.head, **refusal)
    open_one = asked(cast, licence, letter_no="R-2")
    with pytest.raises(Conflict):
        reexports.refuse(actor=cast.head, **refusal | {"request_id": open_one.pk})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tracking_reexportrequest SET state = 'consented', decision = 'x',"
        " decided_by_id = {head}, decided_at = now() WHERE id = '{request}'",
        "UPDATE tracking_reexportrequest SET state = 'refused', ground = 'EU-7', decision = 'x',"
        " decided_by_id = {head}, decided_at = now() WHERE id = '{request}'",
        "UPDATE tracking_reexportrequest SET case_id = NULL WHERE id = '{request}'",
        "UPDATE licensing_application SET status = 'decided' WHERE id = '{case}'",
        "UPDATE licensing_application SET under_id = NULL, act = 'permit' WHERE id = '{case}'",
    ],
)
def test_the_database_lets_nobody_answer_without_a_vote(cast, licence, statement):
    crossed(cast, licence)
    request = asked(cast, licence)
    examined(cast, request)
    words = {"head": f"'{cast.head.pk}'", "request": request.pk, "case": request.case_id}
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(**words))
    assert standing(request) == ReexportState.EXAMINED


def test_goods_and_country_stay_as_the_letter_has_them(cast, licence):
    crossed(cast, licence)
    one = asked(cast, licence).case
    known = {"actor": cast.preparer, "application_id": one.pk, "version": one.version}
    line = one.lines.get()
    for attempt in (
        lambda: drafting.add_line(**known, values=builders.LINES[0]),
        lambda: drafting.change_line(**known, line_id=line.pk, values=builders.LINES[0]),
        lambda: drafting.remove_line(**known, line_id=line.pk),
        lambda: drafting.save_section(**known, section="kind", values={"destination": "RU"}),
        lambda: drafting.discard_draft(**known),
    ):
        with pytest.raises(Conflict):
            attempt()
    with pytest.raises(InvalidInput):
        builders.draft(cast, act="reexport")
    assert Application.objects.filter(act="reexport").count() == 1


def test_a_foreign_company_sees_and_asks_nothing(cast, licence, client):
    crossed(cast, licence)
    request = asked(cast, licence)
    with pytest.raises(NotAllowed):
        asked(cast, licence, actor=cast.foreign_signatory, letter_no="R-2")
    client.force_login(cast.foreign_signatory)
    for name, args in (
        ("licences:reexport", [request.pk]),
        ("licences:ask_reexport", [licence.number]),
        ("applications:tasks", [request.case_id]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 404, name
    page = client.get(reverse("licences:reexports")).content.decode()
    assert HOLDER not in page


@pytest.mark.slow
def test_two_heads_at_once_decide_once(committed_db):
    cast = build_cast()
    with clock.at(builders.kyiv(2026, 11, 24)):
        licence = builders.decided(cast).licence
        crossed(cast, licence)
        application = voted(cast, asked(cast, licence))

        def decide(_place):
            try:
                with clock.at(builders.kyiv(2026, 11, 24)):
                    decided(cast, application)
            except Conflict:
                return 0
            else:
                return 1
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            assert sum(pool.map(decide, range(2))) == 1
        assert application.decisions.count() == 1


def embargo(country):
    Destination.objects.filter(country=country).update(embargo=True, tier="closed")
