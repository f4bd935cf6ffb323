"""The inbox, the deadlines and the demo's mail in the browser."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.base import clock
from core.notifications import deadlines, outbox
from core.notifications.messages import notify
from core.notifications.models import Message, SentMail
from core.notifications.selectors import PAGE
from core.notifications.texts import Kind
from tests.core.notifications.people import official

pytestmark = pytest.mark.django_db


@pytest.fixture
def olena(client):
    person = official()
    client.force_login(person)
    return person


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["django_language"] = "en"


def tell(person, count: int = 1) -> None:
    for number in range(count):
        notify(
            recipients=[person],
            kind=Kind.CASE_READY,
            params={"number": f"DZ-2026-{number:05}"},
            link=f"/cases/DZ-2026-{number:05}/",
            key=f"ready:{number}",
        )


def owe(person, days: int, kind: str = "opinion") -> None:
    deadlines.open_deadline(
        kind=kind,
        subject=f"{kind}:{days}",
        number=f"DZ-2026-1{days + 50:04}",
        link="/opinions/",
        due_on=clock.today() + timedelta(days=days),
        recipients=[person],
        reason="Asked by the officer",
    )


@pytest.mark.parametrize("name", ["inbox:list", "deadlines:list"])
def test_nobody_reads_without_signing_in(client, name):
    assert client.get(reverse(name)).status_code == 302


def test_an_empty_inbox_and_an_empty_list_say_so(client, olena):
    assert b"No messages yet" in client.get(reverse("inbox:list")).content
    assert b"You owe nothing" in client.get(reverse("deadlines:list")).content


def test_the_inbox_shows_ones_own_messages_newest_first(client, olena):
    tell(olena, 2)
    tell(official("Taras Rudokip"), 1)
    page = client.get(reverse("inbox:list")).content.decode()
    assert page.index("DZ-2026-00001") < page.index("DZ-2026-00000")
    assert page.count("Case DZ-") >= 2


def test_the_number_of_unread_messages_is_on_every_page(client, olena):
    tell(olena, 3)
    response = client.get(reverse("deadlines:list"))
    assert response.context["inbox_unread"] == 3


def test_opening_a_message_marks_it_and_leads_to_its_page(client, olena):
    tell(olena)
    message = Message.objects.get()
    assert client.get(reverse("inbox:open", args=[message.pk])).status_code == 405
    response = client.post(reverse("inbox:open", args=[message.pk]))
    assert (response.status_code, response.url) == (302, "/cases/DZ-2026-00000/")
    message.refresh_from_db()
    assert message.read_at is not None


def test_a_foreign_message_does_not_exist(client, olena):
    tell(official("Taras Rudokip"))
    message = Message.objects.get()
    assert client.post(reverse("inbox:open", args=[message.pk])).status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_everything_can_be_marked_at_once(client, olena):
    tell(olena, 2)
    assert client.post(reverse("inbox:read_all")).url == reverse("inbox:list")
    assert not Message.objects.filter(read_at=None).exists()


def test_a_long_inbox_pages_by_key_with_a_steady_number_of_queries(
    client, olena, django_assert_max_num_queries
):
    tell(olena, PAGE + 5)
    with django_assert_max_num_queries(6):
        first = client.get(reverse("inbox:list"))
    older = first.context["older"]
    second = client.get(reverse("inbox:list") + older)
    assert len(second.context["page"].entries) == 5
    assert second.context["older"] == ""
    assert client.get(reverse("inbox:list") + "?before=nonsense").status_code == 200


def test_deadlines_are_listed_by_urgency_with_the_week_ahead(
    client, olena, django_assert_max_num_queries
):
    for days in (-2, 0, 2, 5, 30):
        owe(olena, days)
    owe(olena, 4, kind="sitting")
    owe(official("Taras Rudokip"), 1)
    with django_assert_max_num_queries(6):
        response = client.get(reverse("deadlines:list"))
    assert [duty.days for duty in response.context["duties"]] == [-2, 0, 2, 4, 5, 30]
    cells = response.context["days"]
    tones = [entry.tone for cell in cells for entry in cell.entries]
    assert tones == ["bad", "warn", "warn", "sitting", "accent"]
    assert cells[0].overdue
    assert cells[1].today
    assert b"2 days overdue" in response.content


def test_a_deadline_that_was_met_leaves_the_list(client, olena):
    owe(olena, 2)
    deadlines.meet(kind="opinion", subject="opinion:2")
    assert client.get(reverse("deadlines:list")).context["duties"] == []


def test_the_demo_shows_caught_mail_to_anybody(client, settings):
    settings.EMAIL_BACKEND = "core.notifications.mail.StoredBackend"
    assert b"No mail yet" in client.get("/mail/").content
    tell(official())
    outbox.drain()
    mail = SentMail.objects.get()
    assert mail.subject in client.get("/mail/").content.decode()
    page = client.get(f"/mail/{mail.pk}/").content.decode()
    assert "/cases/DZ-2026-00000/" in page


def test_production_has_no_mail_page(client, settings):
    settings.DEMO = False
    assert client.get("/mail/").status_code == 404
