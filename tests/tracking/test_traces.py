"""After the border: proof of delivery, incidents, goods used up, and the chain of one number."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from licensing.selectors.upward import incidents_of
from licensing.services import access
from tests import builders
from tests.core.documents import corpus
from tests.tracking import hands
from tracking.selectors.destinations import destinations
from tracking.selectors.incidents import get_incident, incidents_of_end_user
from tracking.selectors.where import where
from tracking.services import deliveries, shipments, traces
from tracking.services.deliveries import CertificateData
from tracking.services.shipments import Wanted
from tracking.services.traces import IncidentData, UsedUpData

TODAY = date(2026, 11, 24)
PAPER = CertificateData("DVC-1", TODAY, "Toldstyrelsen", TODAY, "Aarhus")


def crossed(cast, licence, quantity=4, **line):
    return hands.confirm(cast, hands.announce(cast, licence, quantity, **line))


def prove(cast, shipment, quantity=4, data=PAPER, **more):
    return deliveries.enter(
        **{
            "actor": cast.signatory,
            "shipment_id": shipment.pk,
            "data": data,
            "lines": {1: Decimal(quantity)},
        }
        | more
    )


def judge(cast, certificate, *, genuine=True, actor=None):
    return deliveries.judge(
        actor=actor or cast.officer,
        certificate_id=certificate.pk,
        genuine=genuine,
        channel="embassy",
        note="Нота посольства",
    )


def incident(cast, **said):
    fields = {
        "kind": "battlefield_find",
        "happened_on": TODAY,
        "country": "DK",
        "source": "forces",
        "reliability": "B",
        "credibility": "2",
        "text": "Знайдено корпус.",
    }
    return traces.report(actor=cast.officer, data=IncidentData(**fields | said))


def proof_owed(licence):
    return licence.owed_proofs.get()


def test_a_crossing_owes_a_proof_that_certificates_meet_in_parts(cast, licence):
    shipment = crossed(cast, licence)
    assert proof_owed(licence).due_on == date(2027, 2, 24)
    prove(cast, shipment, 3)
    assert proof_owed(licence).met_at is None, "one piece is still missing"
    rest = CertificateData("DVC-2", TODAY, "Toldstyrelsen", TODAY, "Aarhus")
    second = prove(cast, shipment, 1, rest)
    assert proof_owed(licence).met_at
    judge(cast, second, genuine=False)
    assert proof_owed(licence).met_at is None, "a doubtful paper proves nothing"
    with pytest.raises(Conflict):
        judge(cast, second)


@pytest.mark.parametrize(
    ("data", "quantity", "code"),
    [
        (PAPER, 5, "above_shipped"),
        (PAPER, 0, "nothing_delivered"),
        (CertificateData("1", TODAY, "T", TODAY - timedelta(days=1), "A"), 1, "arrived_before"),
        (CertificateData("1", TODAY, "T", TODAY + timedelta(days=1), "A"), 1, "day_in_future"),
    ],
)
def test_a_certificate_that_makes_no_sense_is_refused(cast, licence, data, quantity, code):
    shipment = crossed(cast, licence)
    with pytest.raises(InvalidInput) as refused:
        prove(cast, shipment, quantity, data)
    assert refused.value.code == code


def test_one_certificate_proves_one_delivery(cast, licence):
    first, second = crossed(cast, licence), crossed(cast, licence)
    prove(cast, first)
    with pytest.raises(InvalidInput) as refused:
        prove(cast, second)
    assert refused.value.code == "certificate_used"


def test_who_entered_a_certificate_does_not_confirm_it(cast, licence):
    certificate = prove(cast, crossed(cast, licence), actor=cast.officer)
    for person in (cast.officer, cast.signatory, cast.customs, cast.head):
        with pytest.raises(NotAllowed):
            judge(cast, certificate, actor=person)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tracking_deliverycertificate SET state = 'genuine', judged_by_id ="
            " entered_by_id, judged_at = now() WHERE id = %s",
            [certificate.pk],
        )
    assert judge(cast, certificate, actor=cast.second_officer).state == "genuine"


def test_an_incident_finds_its_permit_by_a_number_in_cyrillic_letters(cast, licence):
    crossed(cast, licence, 2, serials="C4-0007…0008")
    found = incident(cast, serials="С4-0008")
    assert found.licence == licence
    assert incident(cast, serials="C4-9999").licence is None
    with pytest.raises(InvalidInput) as refused:
        incident(cast, serials="C4-9999", licence_no=licence.number)
    assert refused.value.code == "serials_elsewhere"
    party = _end_user(licence)
    assert list(incidents_of_end_user(party)) == [found]
    with pytest.raises(Http404):
        get_incident(cast.signatory, found.pk)


def test_the_history_of_an_end_user_tells_incidents_to_those_who_may_open_the_permit(cast, licence):
    crossed(cast, licence, 2, serials="C4-0007…0008")
    first = incident(cast, serials="C4-0008")
    traces.conclude(actor=cast.officer, incident_id=first.pk, conclusion="Загублено в порту.")
    incident(cast, serials="C4-0007", kind="theft")
    told = incidents_of(cast.officer, _end_user(licence))
    assert (told.count, told.open) == (2, 1)
    assert [one.is_open for one in told.shown] == [True, False], "open ones come first"
    assert {one.licence for one in told.shown} == {licence.number}
    case = licence.application
    access.restrict(
        actor=cast.head, application_id=case.pk, version=case.version, ground="Наказ № 12"
    )
    assert incidents_of(cast.second_officer, _end_user(licence)).count == 0
    assert incidents_of(cast.signatory, _end_user(licence)).count == 0


def test_the_parties_tab_of_another_case_shows_the_incident(cast, licence, client: Client):
    crossed(cast, licence, 2, serials="C4-0007…0008")
    found = incident(cast, serials="C4-0008")
    now = builders.accepted(cast)
    client.force_login(cast.officer)
    page = client.get(reverse("cases:parties", args=[now.number])).content.decode()
    assert reverse("licences:incident", args=[found.pk]) in page


def test_an_incident_is_concluded_once_and_stays_as_reported(cast, licence):
    one = incident(cast)
    with pytest.raises(NotAllowed):
        traces.conclude(actor=cast.auditor, incident_id=one.pk, conclusion="Ні")
    traces.conclude(actor=cast.officer, incident_id=one.pk, conclusion="Серійного номера немає")
    with pytest.raises(Conflict):
        traces.conclude(actor=cast.officer, incident_id=one.pk, conclusion="Ще раз")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE tracking_incident SET reliability = 'F' WHERE id = %s", [one.pk])


def used(quantity, **said):
    fields = {"position": 1, "quantity": Decimal(quantity), "end": "used", "until": TODAY,
              "letter_no": "77", "letter_on": TODAY}  # fmt: skip
    return UsedUpData(**fields | said)


def test_no_more_is_used_up_than_was_shipped(cast, licence):
    crossed(cast, licence, 4, serials="C4-1…4")
    declare = {"actor": cast.signatory, "licence_id": licence.pk}
    for data, code in (
        (used(5), "above_shipped"),
        (used(2, serials="C4-1"), "serials_count"),
        (used(1, serials="C4-9"), "serials_elsewhere"),
    ):
        with pytest.raises(InvalidInput) as refused:
            traces.declare_used_up(**declare, data=data)
        assert refused.value.code == code
    traces.declare_used_up(**declare, data=used(3, serials="C4-1…3"))
    with pytest.raises(InvalidInput):
        traces.declare_used_up(**declare, data=used(2, letter_no="78"))


def test_the_chain_shows_each_link_and_each_gap(cast, licence):
    shipment = crossed(cast, licence, 2, serials="C4-0007…0008")
    chain = where(cast.officer, "С4-7").chains[0]
    assert [step.state for step in chain.steps[1:]] == ["done", "done", "gap"]
    assert chain.gaps == 2, "no production line is named, and no proof of delivery"
    judge(cast, prove(cast, shipment, 2))
    incident(cast, serials="C4-0008")
    chain = where(cast.officer, "C4-0008").chains[0]
    assert [step.state for step in chain.steps[-2:]] == ["done", "bad"]
    assert where(cast.officer, licence.number).chains[0].title == chain.title
    assert where(cast.officer, shipment.number).chains
    assert [step.state for step in where(cast.signatory, "C4-8").chains[0].steps[-1:]] == ["done"]
    assert not where(cast.foreign_signatory, "C4-8").chains
    assert not where(cast.officer, "без номера").chains


def test_a_lot_and_a_changed_letter_are_told(cast, licence):
    wanted = [Wanted(2, Decimal(2), serials="партія 2026/11")]
    shipments.announce(
        actor=cast.preparer, licence_id=licence.pk, lines=wanted, planned_on=clock.today()
    )
    found = where(cast.officer, "лот 2026/11")
    assert found.chains[0].steps[-1].state == "gap"
    assert where(cast.officer, "С4-7").changed_to == "C4-7"


def test_destinations_add_up_by_unit(cast, licence):
    shipment = crossed(cast, licence, 4, serials="C4-1…4")
    judge(cast, prove(cast, shipment, 3))
    incident(cast, serials="C4-1")
    (row,) = [one for one in destinations() if one.country == "DK" and one.shipped]
    assert (row.licensed, row.shipped, row.verified, row.incidents) == (32, 4, 3, 1)


def test_pages_after_the_border(cast, licence, django_assert_max_num_queries):
    shipment = crossed(cast, licence, 4, serials="C4-1…4")
    company, officer, second = _browsers(cast.signatory, cast.officer, cast.second_officer)
    url = reverse("licences:prove", args=[shipment.number])
    sent = {"number": "DVC-9", "issued_on": "24.11.2026", "issuer": "Toldstyrelsen",
            "arrived_on": "23.11.2026", "arrived_at": "Aarhus", "quantity_1": "4"}  # fmt: skip
    bad = company.post(url, sent)
    assert bad.status_code == 422
    assert "Toldstyrelsen" in bad.content.decode()
    assert company.post(url, sent | {"arrived_on": "24.11.2026"}).status_code == 302
    certificate = shipment.deliveries.get()
    judged = {"genuine": "yes", "channel": "register", "note": ""}
    assert second.post(reverse("licences:judge", args=[certificate.pk]), judged).status_code == 302
    told = {
        "kind": "loss",
        "happened_on": "24.11.2026",
        "country": "DK",
        "source": "end_user",
        "reliability": "A",
        "credibility": "1",
        "serials": "C4-2",
        "text": "<b>x</b>",
    }
    assert officer.post(reverse("licences:report_incident"), told).status_code == 302
    spent = {"position": "1", "quantity": "1", "end": "used", "until": "24.11.2026",
             "letter_no": "5", "letter_on": "24.11.2026", "serials": "C4-1"}  # fmt: skip
    assert (
        company.post(reverse("licences:used_up", args=[licence.number]), spent).status_code == 302
    )
    for name, args in (
        ("detail", [licence.number]), ("delivery", [certificate.pk]), ("incidents", []),
        ("destinations", []), ("destination", ["DK"]), ("duties", []),
    ):  # fmt: skip
        with django_assert_max_num_queries(27 if name == "detail" else 20):
            page = officer.get(reverse(f"licences:{name}", args=args))
        assert page.status_code == 200, name
    page = officer.get(reverse("licences:where"), {"q": "C4-2"}).content.decode()
    assert "&lt;b&gt;" not in page
    assert "<b>x</b>" not in page
    assert "DVC-9" in page
    assert corpus.plain_pdf()[:4] == b"%PDF"


def _browsers(*people):
    found = []
    for person in people:
        client = Client()
        client.force_login(person)
        found.append(client)
    return found


def _end_user(licence):
    from licensing import snapshot

    return snapshot.read(licence.decision.revision.text).end_user
