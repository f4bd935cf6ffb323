"""Checks on site planned by risk, and the pages of them and of requests to pass goods on."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.notifications.models import Deadline
from tests.core.documents import corpus
from tests.tracking import hands
from tracking.selectors.risk import reasons_for, suggestions
from tracking.selectors.where import where
from tracking.services import oversight
from tracking.services.oversight import Protocol

TODAY = date(2026, 11, 24)


def crossed(cast, licence):
    return hands.confirm(cast, hands.announce(cast, licence, 4, serials="C4-1…4"))


def planned(cast, licence):
    return oversight.plan(
        actor=cast.officer,
        licence_id=licence.pk,
        planned_on=TODAY + timedelta(days=9),
        place="Aarhus",
        team="Посольство",
    )


def codes(licence):
    return {one.code for one in reasons_for([licence]).get(licence.pk, [])}


def test_reasons_of_risk_are_named_and_a_planned_check_ends_the_suggestion(cast, licence):
    assert not suggestions(), "nothing was shipped yet"
    crossed(cast, licence)
    assert "new_end_user" in codes(licence)
    assert "late_proof" not in codes(licence)
    with clock.at(clock.now() + timedelta(days=100)):
        assert "late_proof" in codes(licence)
    assert [one.licence for one in suggestions()] == [licence]
    check = planned(cast, licence)
    assert not suggestions()
    assert set(check.reasons) == codes(licence)
    row = Deadline.objects.get(kind="end_use_check")
    assert (row.due_on, row.number) == (check.planned_on, licence.number)


def test_a_protocol_keeps_sample_pictures_and_follow_up(cast, licence):
    crossed(cast, licence)
    check = planned(cast, licence)
    bad = (
        (Protocol(TODAY, "favourable", "x", missing="C4-2"), "not_favourable"),
        (Protocol(TODAY, "unclear", "x", found="C4-9"), "serials_elsewhere"),
        (Protocol(TODAY, "unclear", "x", follow_up="Запитати"), "follow_up_day"),
        (Protocol(TODAY + timedelta(days=1), "unclear", "x"), "day_in_future"),
        (Protocol(TODAY, "unclear", " "), "reason_missing"),
    )
    for protocol, code in bad:
        with pytest.raises(InvalidInput) as refused:
            oversight.write_protocol(actor=cast.officer, check_id=check.pk, data=protocol)
        assert refused.value.code == code
    photo = ContentFile(corpus.picture("JPEG"), name="склад.jpg")
    data = Protocol(
        TODAY, "unfavourable", "Одного немає.", found="C4-1", missing="С4-2",
        follow_up="Запитати про С4-2", follow_up_on=TODAY + timedelta(days=30),
    )  # fmt: skip
    done = oversight.write_protocol(
        actor=cast.officer, check_id=check.pk, data=data, photos=[photo]
    )
    assert {(one.typed, one.seen) for one in done.serials.all()} == {
        ("C4-1", "found"),
        ("С4-2", "missing"),
    }
    assert done.photos.count() == 1
    assert Deadline.objects.get(kind="end_use_check").met_at
    assert Deadline.objects.get(kind="follow_up").met_at is None
    chain = where(cast.officer, "C4-2").chains[0]
    assert chain.steps[-1].state == "bad"
    with pytest.raises(Conflict):
        oversight.write_protocol(actor=cast.officer, check_id=check.pk, data=data)
    oversight.follow_up(actor=cast.officer, check_id=check.pk, text="Знайшли в ремонті")
    assert Deadline.objects.get(kind="follow_up").met_at
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE tracking_endusecheck SET result = 'favourable'")


def test_only_officers_check(cast, licence):
    for person in (cast.signatory, cast.customs, cast.head, cast.auditor):
        with pytest.raises(NotAllowed):
            oversight.plan(
                actor=person, licence_id=licence.pk, planned_on=TODAY, place="A", team="B"
            )


def test_pages_of_oversight(cast, licence, django_assert_max_num_queries):
    crossed(cast, licence)
    officer, head, company = _browsers(cast.officer, cast.head, cast.signatory)
    url = reverse("licences:plan", args=[licence.number])
    sent = {"planned_on": "25.11.2026", "place": "Aarhus", "team": "Посольство"}
    assert officer.post(url, sent | {"planned_on": "1.1.2026"}).status_code == 422
    assert officer.post(url, sent).status_code == 302
    check = licence.end_use_checks.get()
    told = {"done_on": "24.11.2026", "result": "favourable", "text": "Усе на місці",
            "found": "C4-1…4"}  # fmt: skip
    assert officer.post(reverse("licences:protocol", args=[check.pk]), told).status_code == 302
    asked = {"letter_no": "R-1", "letter_on": "24.11.2026", "new_holder": "Rajavartiolaitos",
             "country": "FI", "position": "1", "quantity": "1", "reason": "Допомога"}  # fmt: skip
    assert (
        company.post(reverse("licences:ask_reexport", args=[licence.number]), asked).status_code
        == 302
    )
    one = licence.reexports.get()
    refuse = reverse("licences:refuse_reexport", args=[one.pk])
    assert head.get(refuse).status_code == 409, "its case decides"
    barred = asked | {"letter_no": "R-2", "country": "RU"}
    assert company.post(reverse("licences:ask_reexport", args=[licence.number]), barred)
    other = licence.reexports.get(case=None)
    refuse = reverse("licences:refuse_reexport", args=[other.pk])
    assert head.post(refuse, {"ground": "EU-7", "reason": ""}).status_code == 422
    assert head.post(refuse, {"ground": "EU-7", "reason": "Ембарго"}).status_code == 302
    for name, args in (
        ("checks", []), ("check", [check.pk]), ("reexports", []), ("reexport", [one.pk]),
        ("detail", [licence.number]),
    ):  # fmt: skip
        with django_assert_max_num_queries(27 if name == "detail" else 22):
            assert officer.get(reverse(f"licences:{name}", args=args)).status_code == 200, name
    assert company.get(reverse("licences:check", args=[check.pk])).status_code == 404
    assert company.get(reverse("licences:reexport", args=[one.pk])).status_code == 200


def _browsers(*people):
    found = []
    for person in people:
        client = Client()
        client.force_login(person)
        found.append(client)
    return found
