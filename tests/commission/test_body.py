"""Seats, mandates and rules on their page; the pulse; a deferral with its day and owner."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commission.models import ItemState, Mandate, RulePack, Seat, Sitting
from commission.selectors.pulse import Rhythm, pulse, rhythm_of
from commission.services import seats, sittings, watch
from core.base import clock
from core.base.errors import InvalidInput
from core.notifications.models import Deadline, Message
from core.reference.selectors import department
from demo.cast import Cast
from tests import commission_builders
from tests.commission_builders import commission, convened, fresh, opened, placed, ready


def as_(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def mandate_of(cast: Cast, key: str) -> Mandate:
    return next(row for row in commission(cast) if row.person == getattr(cast, key))


def test_the_page_shows_seats_and_the_example_with_its_hash(
    cast: Cast, django_assert_max_num_queries
) -> None:
    commission(cast)
    client = as_(cast.reference_admin)
    with django_assert_max_num_queries(12):
        page = client.get("/commission/").content.decode()
    assert RulePack.objects.get().sha256[:4] in page
    assert "dz-notice--warn" in page
    assert "М-01/26" in page
    assert "/commission/rules/new/" in page
    assert "/commission/rules/new/" not in as_(cast.secretary).get("/commission/").content.decode()


def test_a_mandate_ends_at_once_and_another_begins(cast: Cast) -> None:
    old = mandate_of(cast, "member_fin")
    client = as_(cast.reference_admin)
    address = reverse("commission:appoint", args=[old.seat_id])
    form = {
        "person": cast.member_fin.pk,
        "role": "principal",
        "instrument_number": "М-99/26",
        "instrument_date": "20.11.2026",
        "valid_from": "26.11.2026",
        "valid_until": "",
    }
    assert client.post(address, form).status_code == 409
    revoke = reverse("commission:revoke", args=[old.pk])
    assert client.post(revoke, {"note": ""}).status_code == 422
    assert client.post(revoke, {"note": "Лист № 7"}).status_code == 302
    assert client.post(address, form | {"valid_until": "01.01.2026"}).status_code == 422
    assert client.post(address, form).status_code == 302
    assert mandate_of(cast, "member_fin").seat_id == old.seat_id
    assert "Лист № 7" in client.get("/commission/").content.decode()


def test_a_seat_is_given_once(cast: Cast) -> None:
    commission(cast)
    client = as_(cast.reference_admin)
    form = {"number": "40", "kind": "advisory", "valid_from": "26.11.2026"}
    free = {"department": department("customs").pk}
    assert client.post("/commission/seats/new/", form | free).status_code == 302
    assert Seat.objects.get(number=40).kind == "advisory"
    assert client.post("/commission/seats/new/", form | free).status_code == 409


def test_rules_are_adopted_whole_or_not_at_all(cast: Cast) -> None:
    commission(cast)
    client = as_(cast.reference_admin)
    pack = json.loads(seats.EXAMPLE_RULES.read_text(encoding="utf-8"))
    for broken in ("", "{", json.dumps(pack | {"majority": {"num": 0.5}})):
        assert client.post("/commission/rules/new/", {"text": broken}).status_code == 422
    assert client.post("/commission/rules/new/", {"text": json.dumps(pack)}).status_code == 409
    pack |= {"version": "2026.9", "valid_from": "2026-10-01", "example": False}
    assert client.post("/commission/rules/new/", {"text": json.dumps(pack)}).status_code == 302
    assert "2026.9" in client.get("/commission/").content.decode()


def test_the_pulse_counts_what_waits(cast: Cast) -> None:
    now = pulse()
    assert (now.days_since, now.next_at, now.waiting, now.is_late) == (None, None, 0, False)
    case = ready(cast)
    now = pulse()
    assert (now.waiting, now.first_due, now.is_late) == (1, case.due_on, True)
    assert sum(band.count for band in now.bands) == 1
    for case in (ready(cast), ready(cast)):
        assert pulse().first_due == min(now.first_due, case.due_on)
    now = pulse()
    assert (now.waiting, sum(band.count for band in now.bands)) == (3, 3)
    sitting = convened(cast)
    assert (pulse().next_at, pulse().is_late) == (sitting.held_at, False)


def test_the_rhythm_needs_two_gaps_and_names_the_usual_and_the_longest() -> None:
    days = [date(2026, 10, day) for day in (29, 15, 1)]
    assert rhythm_of([]) is rhythm_of(days[:1]) is rhythm_of(days[:2]) is None
    assert rhythm_of(days) == Rhythm(usual=14, longest=14)
    assert rhythm_of([*days, date(2026, 8, 6)]) == Rhythm(usual=14, longest=56)


def sit(cast: Cast) -> Sitting:
    """Hold a sitting that comes to nothing: its only case is put off."""
    item = opened(cast)
    until = clock.today() + timedelta(days=9)
    sittings.defer_item(
        actor=cast.secretary, item_id=item.pk, reason="Бракує.", until=until, owner=cast.officer
    )
    sittings.close_sitting(actor=cast.chair, sitting_id=item.sitting_id)
    return item.sitting


def test_the_pulse_tells_when_the_running_gap_is_unusual(cast: Cast) -> None:
    start = clock.now()
    for days in (0, 5, 10):
        with clock.at(start + timedelta(days=days)):
            last = sit(cast)
    with clock.at(start + timedelta(days=15)):
        now = pulse()
        assert now.last is not None
        assert (now.last.number, now.days_since, now.rhythm) == (last.number, 5, Rhythm(5, 5))
        assert not now.is_slow
    with clock.at(start + timedelta(days=16)):
        assert pulse().is_slow
        assert pulse().scale == 6
        assert "dz-pulse__days--slow" in as_(cast.officer).get("/cases/").content.decode()


def test_a_missing_sitting_is_told_once_a_day(cast: Cast) -> None:
    assert not watch.escalate_missing_sitting()
    ready(cast)
    assert watch.escalate_missing_sitting()
    assert watch.escalate_missing_sitting()
    told = Message.objects.filter(kind="sitting.missing")
    assert set(told.values_list("recipient_id", flat=True)) >= {cast.chair.pk, cast.head.pk}
    assert told.filter(recipient=cast.chair).count() == 1
    with clock.at(clock.now() + timedelta(days=1)):
        watch.escalate_missing_sitting()
    assert told.filter(recipient=cast.chair).count() == 2


def test_the_pulse_is_on_every_first_page(cast: Cast) -> None:
    commission(cast)
    ready(cast)
    for person, address in (
        (cast.officer, "/cases/"),
        (cast.head, "/cases/"),
        (cast.secretary, "/sittings/"),
        (cast.chair, "/sittings/"),
        (cast.member_fin, "/sittings/"),
    ):
        assert "dz-notice--bad" in as_(person).get(address).content.decode(), address


def test_a_deferral_has_a_day_and_an_owner_until_the_case_returns(cast: Cast) -> None:
    item = opened(cast)
    day = clock.today() + timedelta(days=9)
    call = {"actor": cast.secretary, "item_id": item.pk, "reason": "Бракує сертифіката."}
    with pytest.raises(InvalidInput):
        sittings.defer_item(**call, until=clock.today(), owner=cast.officer)
    sittings.defer_item(**call, until=day, owner=cast.officer)
    owed = Deadline.objects.get(kind="deferral")
    assert (owed.due_on, list(owed.recipients.all())) == (day, [cast.officer])
    sittings.close_sitting(actor=cast.chair, sitting_id=item.sitting_id)
    sittings.place_on_agenda(
        actor=cast.secretary, sitting_id=convened(cast).pk, application_id=item.application_id
    )
    owed.refresh_from_db()
    assert owed.met_at is not None
    assert fresh(item).state == ItemState.DEFERRED


def test_too_many_deferrals_are_told_to_head_and_chair(cast: Cast, client: Client) -> None:
    commission_builders.rules(cast, sittings={"notice_days": 3, "max_deferrals": 2})
    item = placed(cast)
    for round_ in (1, 2):
        sittings.defer_item(actor=cast.secretary, item_id=item.pk, reason="Немає сертифіката.")
        told = Message.objects.filter(kind="case.deferred_too_often", recipient=cast.head)
        assert told.count() == (round_ == 2)
        again = sittings.place_on_agenda(
            actor=cast.secretary, sitting_id=convened(cast).pk, application_id=item.application_id
        )
        item = again if round_ == 1 else item
    for person in (cast.chair, cast.head):
        notice = Message.objects.get(kind="case.deferred_too_often", recipient=person)
        client.force_login(person)
        page = client.get(notice.link)
        assert page.status_code == 200
        assert item.application.number in page.content.decode()
    client.force_login(cast.chair)
    now = client.get(reverse("sittings:item", args=[again.sitting.number, again.position]))
    assert len(now.context["page"].deferrals.rows) == 2
    assert now.context["page"].deferrals.is_enough
