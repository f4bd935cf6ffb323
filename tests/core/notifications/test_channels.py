"""Digest, calendar and refused addresses: told once, and nothing that a stranger should read."""

import re
from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPRecipientsRefused

import icalendar
import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.test import Client

from core.accounts.models import User
from core.base import clock
from core.notifications import calendar, deadlines, mailing, messages, outbox
from core.notifications.models import MailChoice, Message, Outbox, Pace
from core.notifications.texts import Kind
from tests.core.notifications.people import official

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)  # nine in Kyiv


@pytest.fixture
def person() -> User:
    return official()


def page(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def tell(person: User, number: str, at: datetime) -> None:
    with clock.at(at), transaction.atomic():
        messages.notify(
            recipients=[person],
            kind=Kind.CASE_READY,
            params={"number": number},
            link="/inbox/",
            key=f"told:{number}",
        )


def morning_of(day: datetime) -> None:
    with clock.at(day):
        mailing.promise_digests()
        mailing.promise_digests()
        outbox.drain()


def test_who_wants_a_digest_gets_one_mail_a_day(person: User, mailoutbox):
    mailing.choose_pace(actor=person, pace=Pace.DAILY)
    for number in ("DZ-2026-00001", "DZ-2026-00002"):
        tell(person, number, MORNING - timedelta(hours=5))
    with clock.at(MORNING - timedelta(hours=4)):
        outbox.drain()
        assert mailing.promise_digests() == 0, "it is not eight yet"
    assert mailoutbox == []
    morning_of(MORNING)
    morning_of(MORNING + timedelta(hours=3))
    assert [mail.subject for mail in mailoutbox] == ["2 notices from Dozvil"]
    assert all(number in mailoutbox[0].body for number in ("DZ-2026-00001", "DZ-2026-00002"))
    morning_of(MORNING + timedelta(days=1))
    assert len(mailoutbox) == 1, "a morning without news has no mail"


def test_what_was_read_in_the_inbox_is_not_in_the_digest(person: User, mailoutbox):
    mailing.choose_pace(actor=person, pace=Pace.DAILY)
    tell(person, "DZ-2026-00001", MORNING - timedelta(hours=5))
    messages.mark_all_read(actor=person)
    morning_of(MORNING)
    assert mailoutbox == []


@pytest.mark.parametrize("night", [date(2027, 3, 28), date(2027, 10, 31)])
def test_the_digest_comes_once_on_the_days_of_the_clock_change(person: User, night, mailoutbox):
    mailing.choose_pace(actor=person, pace=Pace.DAILY)
    begin = datetime.combine(night - timedelta(days=1), datetime.min.time(), UTC)
    for minutes in range(0, 48 * 60, 30):
        if minutes in (4 * 60, 26 * 60):
            tell(person, f"DZ-2027-{minutes:05}", begin + timedelta(minutes=minutes))
        with clock.at(begin + timedelta(minutes=minutes)):
            mailing.promise_digests()
            outbox.drain()
    assert [mail.subject for mail in mailoutbox] == ["1 notice from Dozvil"] * 2


def refuse_with(monkeypatch, code: int) -> list[int]:
    tries = []

    def refuse(self: EmailMultiAlternatives, **_: object) -> int:
        tries.append(code)
        raise SMTPRecipientsRefused({self.to[0]: (code, b"no such user")})

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)
    return tries


def test_an_address_that_bounces_is_not_tried_again_and_its_person_sees_it(
    person: User, monkeypatch
):
    tries = refuse_with(monkeypatch, 550)
    for number in ("DZ-2026-00001", "DZ-2026-00002"):
        tell(person, number, MORNING)
        with clock.at(MORNING):
            outbox.drain()
    assert tries == [550]
    assert Message.objects.filter(recipient=person).count() == 2, "the inbox has everything"
    assert not Outbox.objects.filter(done_at=None).exists()
    shown = page(person).get("/inbox/settings/").content.decode()
    assert "refused our mail" in shown or "відхилила" in shown
    page(person).post("/inbox/settings/", {"pace": "at_once"})
    assert MailChoice.objects.get(person=person).refused_address == ""


def test_a_new_address_is_tried(person: User, monkeypatch):
    tries = refuse_with(monkeypatch, 550)
    tell(person, "DZ-2026-00001", MORNING)
    with clock.at(MORNING):
        outbox.drain()
    person.email = "olena.new@dozvil.example"
    person.save()
    tell(person, "DZ-2026-00002", MORNING)
    with clock.at(MORNING):
        outbox.drain()
    assert tries == [550, 550]


def test_a_server_that_is_busy_is_asked_again(person: User, monkeypatch):
    refuse_with(monkeypatch, 450)
    tell(person, "DZ-2026-00001", MORNING)
    with clock.at(MORNING), pytest.raises(SMTPRecipientsRefused):
        outbox.drain()
    assert not MailChoice.objects.exists()


def test_who_has_no_address_is_told_in_the_inbox(person: User, mailoutbox):
    person.email = ""
    person.save()
    tell(person, "DZ-2026-00001", MORNING)
    with clock.at(MORNING):
        outbox.drain()
    assert mailoutbox == []
    assert Message.objects.filter(recipient=person).count() == 1


# -- the calendar


def owe(person: User, number: str = "DZ-2026-00417", due_on: date = date(2026, 12, 10)) -> None:
    with clock.at(MORNING):
        deadlines.open_deadline(
            kind="question",
            subject=f"question:{number}",
            number=number,
            link=f"/cases/{number}/",
            due_on=due_on,
            recipients=[person],
            reason="Секретний зміст запиту",
        )


def test_the_feed_is_a_calendar_of_the_persons_deadlines_without_content(person: User):
    owe(person)
    owe(person, "DZ-2027-00001", date(2027, 3, 28))
    owe(official("Iryna Other"), "DZ-2026-00999")
    answer = Client().get(f"/calendar/{calendar.open_feed(actor=person)}.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    read = icalendar.Calendar.from_ical(answer.content)
    events = list(read.walk("VEVENT"))
    assert [event.decoded("DTSTART") for event in events] == [
        date(2026, 12, 10),
        date(2027, 3, 28),
    ]
    assert all(
        event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(1) for event in events
    )
    assert len({event["UID"] for event in events}) == 2
    assert "DZ-2026-00417" in events[0]["SUMMARY"]
    text = answer.content.decode()
    assert "Секретний" not in text
    assert "00999" not in text
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75
    assert not [error for event in events for error in event.errors]


def test_a_hostile_number_stays_text(person: User):
    owe(person, "X\nEND:VEVENT,;\\", date(2026, 12, 1))
    token = calendar.open_feed(actor=person)
    events = icalendar.Calendar.from_ical(Client().get(f"/calendar/{token}.ics").content)
    (event,) = events.walk("VEVENT")
    assert event["SUMMARY"].endswith("X\nEND:VEVENT,;\\")


def test_an_address_is_secret_and_can_be_closed(person: User):
    first = calendar.open_feed(actor=person)
    second = calendar.open_feed(actor=person)
    assert Client().get(f"/calendar/{first}.ics").status_code == 404
    assert Client().get(f"/calendar/{second}.ics").status_code == 200
    assert Client().get("/calendar/guess.ics").status_code == 404
    page(person).post("/inbox/settings/calendar/revoke/")
    assert Client().get(f"/calendar/{second}.ics").status_code == 404


def test_who_has_left_has_no_feed(person: User):
    token = calendar.open_feed(actor=person)
    person.is_active = False
    person.save()
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_the_address_is_shown_once_and_kept_nowhere(person: User):
    client = page(person)
    shown = client.post("/inbox/settings/calendar/").content.decode()
    (token,) = re.findall(r"/calendar/([\w-]{43})\.ics", shown)
    assert Client().get(f"/calendar/{token}.ics").status_code == 200
    assert token not in client.get("/inbox/settings/").content.decode()


def test_a_wrong_choice_is_refused(person: User):
    assert page(person).post("/inbox/settings/", {"pace": "never"}).status_code == 422
