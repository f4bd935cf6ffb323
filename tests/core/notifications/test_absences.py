"""Being away: who may say it, who stands in, and that notices and duties reach the deputy."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.http import Http404

from core.accounts.models import Absence
from core.accounts.selectors import stand_ins, stands_in_for
from core.audit.models import Event
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.notifications import deadlines, outbox, selectors
from core.notifications.absences import end_absence, set_absence
from core.notifications.messages import notify
from core.notifications.models import Message
from core.notifications.texts import Kind
from demo.cast import Cast, build_cast
from tests.builders import kyiv

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def today():
    with clock.at(kyiv(2026, 11, 24)):
        yield


@pytest.fixture
def cast(db) -> Cast:
    return build_cast()


def away(person, deputy, first=0, last=5, actor=None) -> Absence:
    return set_absence(
        actor=actor or person,
        person=person,
        deputy=deputy,
        starts_on=DAY + timedelta(days=first),
        ends_on=DAY + timedelta(days=last),
    )


def tell(*people, key="arrived:1"):
    notify(
        recipients=people,
        kind=Kind.CASE_ARRIVED,
        params={"number": "DZ-2026-00001"},
        link="/cases/DZ-2026-00001/",
        key=key,
    )


def told(kind=Kind.CASE_ARRIVED):
    return set(Message.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_notices_reach_the_deputy_while_the_person_is_away(cast, mailoutbox):
    away(cast.officer, cast.second_officer)
    assert told(Kind.DEPUTY_NAMED) == {cast.second_officer.pk}
    tell(cast.officer)
    assert told() == {cast.officer.pk, cast.second_officer.pk}
    outbox.drain()
    assert cast.second_officer.email in {mail.to[0] for mail in mailoutbox}
    with clock.at(kyiv(2026, 12, 1)):
        tell(cast.officer, key="arrived:2")
    assert Message.objects.filter(dedupe_key__startswith="arrived:2").count() == 1


def test_duties_of_the_absent_are_on_the_deputy_s_list(cast):
    deadlines.open_deadline(
        kind="decision_term",
        subject="case:1",
        number="DZ-2026-00001",
        link="/cases/DZ-2026-00001/",
        due_on=DAY,
        recipients=[cast.officer, cast.head],
    )
    assert not selectors.open_deadlines(cast.second_officer)
    absence = away(cast.officer, cast.second_officer)
    assert [one.number for one in selectors.open_deadlines(cast.second_officer)] == [
        "DZ-2026-00001"
    ]
    end_absence(actor=cast.officer, absence_id=absence.pk)
    assert not selectors.open_deadlines(cast.second_officer)


def test_a_chain_of_deputies_ends_with_who_is_there_and_a_circle_with_nobody(cast):
    away(cast.adviser_mod, cast.adviser_mfa, 0, 1)
    # The deputy falls ill later: her own deputy takes both desks.
    away(cast.adviser_mfa, cast.adviser_sbu, 0, 3, actor=cast.system_admin)
    assert stand_ins([cast.adviser_mod]) == {cast.adviser_mod.pk: cast.adviser_sbu}
    assert set(stands_in_for(cast.adviser_sbu)) == {cast.adviser_mod.pk, cast.adviser_mfa.pk}
    # The last one names the first, who is back on other days: today the circle is closed.
    Absence.objects.create(
        person=cast.adviser_sbu,
        deputy=cast.adviser_mod,
        starts_on=DAY,
        ends_on=DAY,
        set_by=cast.adviser_sbu,
    )
    assert stand_ins([cast.adviser_mod]) == {}
    assert stands_in_for(cast.adviser_mod) == []


@pytest.mark.parametrize(
    ("deputy", "first", "last", "field"),
    [
        ("officer", 0, 1, "deputy"),
        ("customs", 0, 1, "deputy"),
        ("signatory", 0, 1, "deputy"),
        ("second_officer", 3, 2, "ends_on"),
        ("second_officer", -9, -2, "ends_on"),
        ("second_officer", 0, 500, "ends_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast, deputy, first, last, field):
    with pytest.raises(InvalidInput) as refusal:
        away(cast.officer, getattr(cast, deputy), first, last)
    assert refusal.value.field == field
    assert not Absence.objects.exists()


def test_nobody_is_away_twice_or_deputised_by_somebody_away(cast):
    away(cast.officer, cast.second_officer, 0, 3)
    with pytest.raises(InvalidInput, match=r"already|уже"):
        away(cast.officer, cast.second_officer, 3, 6)
    with pytest.raises(InvalidInput) as refusal:
        away(cast.second_officer, cast.officer, 2, 8)
    assert refusal.value.field == "deputy"
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(
            person=cast.officer,
            deputy=cast.second_officer,
            starts_on=DAY,
            ends_on=DAY,
            set_by=cast.officer,
        )


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        ("officer", True),
        ("head", True),
        ("system_admin", True),
        ("second_officer", False),
        ("secretary", False),
        ("auditor", False),
        ("signatory", False),
    ],
)
def test_who_may_say_that_an_officer_is_away(cast, actor, allowed):
    if allowed:
        absence = away(cast.officer, cast.second_officer, actor=getattr(cast, actor))
        event = Event.objects.get(verb="absence.set")
        assert (event.actor, event.subject) == (getattr(cast, actor), f"user:{cast.officer.pk}")
        end_absence(actor=getattr(cast, actor), absence_id=absence.pk)
        with pytest.raises(Conflict):
            end_absence(actor=getattr(cast, actor), absence_id=absence.pk)
        return
    with pytest.raises(NotAllowed):
        away(cast.officer, cast.second_officer, actor=getattr(cast, actor))
    absence = away(cast.officer, cast.second_officer)
    with pytest.raises(Http404):
        end_absence(actor=getattr(cast, actor), absence_id=absence.pk)


def test_the_days_of_an_absence_cannot_be_rewritten(cast):
    absence = away(cast.officer, cast.second_officer)
    for act in (
        lambda: Absence.objects.filter(pk=absence.pk).update(deputy=cast.head),
        lambda: Absence.objects.filter(pk=absence.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_the_page_enters_and_ends_an_absence(cast, client):
    client.force_login(cast.officer)
    typed = {"person": cast.officer.pk, "starts_on": "24.11.2026", "ends_on": "20.11.2026"}
    answer = client.post("/absence/", typed | {"deputy": cast.second_officer.pk})
    assert answer.status_code == 422
    assert "20.11.2026" in answer.content.decode()
    typed |= {"ends_on": "30.11.2026", "deputy": cast.second_officer.pk}
    assert client.post("/absence/", typed).status_code == 302
    page = client.get("/absence/").content.decode()
    assert cast.second_officer.full_name in page
    # Another officer cannot be entered by her, even when the form is forged.
    forged = typed | {"person": cast.second_officer.pk, "deputy": cast.officer.pk}
    assert client.post("/absence/", forged).status_code == 422
