"""Notices: one fact, each person once, in words of the reader."""

from io import StringIO

import pytest
from django.core.mail import send_mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import translation

from core.notifications import claims, outbox, selectors, wording
from core.notifications.messages import mark_all_read, mark_read, notify
from core.notifications.models import Message, SentMail
from core.notifications.texts import Kind
from tests.core.notifications.people import official

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_english")]


@pytest.fixture
def _in_english():
    with translation.override("en"):
        yield


def tell(*people, key: str = "issued:1", link: str = "/applications/1/") -> None:
    notify(
        recipients=people,
        kind=Kind.LICENCE_ISSUED,
        params={"number": "DL-2026-00417"},
        link=link,
        key=key,
    )


def test_a_fact_reaches_each_person_once_in_inbox_and_mail(mailoutbox):
    olena, taras = official(), official("Taras Rudokip")
    tell(olena, taras, olena)
    tell(olena, taras)
    outbox.drain()
    assert [entry.words.subject for entry in selectors.inbox(olena).entries] == [
        "Licence DL-2026-00417 issued"
    ]
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([olena.email, taras.email])
    assert not Message.objects.filter(mailed_at=None).exists()


@pytest.fixture
def _demo_mail(settings):
    settings.EMAIL_BACKEND = "core.notifications.mail.StoredBackend"


@pytest.mark.usefixtures("_demo_mail")
def test_the_demo_keeps_mail_where_a_page_shows_it():
    tell(official())
    outbox.drain()
    mail = SentMail.objects.get()
    assert mail.recipients == "olena.marchenko@dozvil.example"
    assert "http" in mail.text
    assert mail.text.count("/applications/1/") == 1


@pytest.mark.usefixtures("_demo_mail")
def test_a_mail_repeated_after_a_crash_is_one_mail():
    """Same Message-ID: the catcher keeps one, real mailoutboxes fold them."""
    tell(official())
    outbox.drain()
    Message.objects.update(mailed_at=None)
    from core.notifications.tasks import send_mail as task

    task(key=Message.objects.get().dedupe_key)
    assert SentMail.objects.count() == 1


@pytest.mark.usefixtures("_demo_mail")
def test_other_mail_of_the_site_is_caught_too():
    send_mail("Reset", "text", None, ["a@dozvil.example"])
    assert selectors.caught_mail()[0].subject == "Reset"


def test_a_mail_server_that_is_away_is_tried_again(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    tell(official())
    key = f"mail:{Message.objects.get().dedupe_key}"
    assert not claims.run(key)
    assert Message.objects.get().mailed_at is None
    assert selectors.outbox_age() >= 0


def test_mail_is_written_in_the_language_of_the_recipient(mailoutbox):
    seen = []
    original = wording.render

    def spy(kind, params):
        seen.append(translation.get_language())
        return original(kind, params)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wording, "render", spy)
        tell(official(language="uk"), official("Taras Rudokip", language="en"))
        with translation.override("de"):
            outbox.drain()
    assert sorted(seen) == ["en", "uk"]
    assert len(mailoutbox[0].alternatives) == 1
    html = mailoutbox[0].alternatives[0][0]
    assert "<html lang=" in html


def test_markup_in_a_name_stays_text(mailoutbox):
    olena = official()
    olena.name_uk = olena.name_en = "<script>O</script> {{ x }}"
    olena.save()
    tell(olena)
    outbox.drain()
    html = mailoutbox[0].alternatives[0][0]
    assert "<script>" not in html
    assert "{{ x }}" in html


def test_who_left_gets_nothing(mailoutbox):
    olena = official()
    tell(olena)
    olena.is_active = False
    olena.save()
    outbox.drain()
    tell(olena, key="issued:2")
    assert mailoutbox == []
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "link", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_a_link_leads_nowhere_else(link):
    with pytest.raises(ValueError, match="path of this site"):
        tell(official(), link=link)
    olena = official("Ira Bilyk")
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(recipient=olena, kind="x", link=link, dedupe_key="x")


def test_unknown_kinds_and_missing_words_are_refused_at_once():
    with pytest.raises(ValueError, match="no text"):
        notify(recipients=[], kind="nonsense", params={}, link="/", key="k")
    with pytest.raises(ValueError, match=r"lacks \['due_on'\]"):
        notify(recipients=[], kind=Kind.QUESTION_ASKED, params={"number": "1"}, link="/", key="k")


#: Notices about a thing that has no number.
NUMBERLESS = {
    Kind.SITTING_MISSING,
    Kind.WEBHOOK_OFF,
    Kind.DRAFT_WAITS_FOR_SIGNATURE,
    Kind.REFERENCE_PROPOSED,
    Kind.REFERENCE_ANSWERED,
    Kind.DEPUTY_NAMED,
    Kind.INCIDENT_REPORTED,
    Kind.WORK_DONE,
    Kind.WORK_FAILED,
    Kind.REMIND_TIME_STAMP,
}


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_kind_has_words_in_both_languages(kind, language):
    params = {
        "number": "DZ-2026-00417",
        "due_on": "2026-12-01",
        "held_at": "2026-12-01T08:00:00Z",
        "days": 3,
        "planned_on": "2026-12-02",
        "starts_on": "2026-12-03",
        "until_on": "2026-12-04",
        "started_at": "2026-12-01T08:00:00Z",
    }
    wording.require(kind, params)
    with translation.override(language):
        words = wording.render(kind, params)
    assert ("DZ-2026-00417" in words.subject) != (kind in NUMBERLESS)
    assert "%" not in words.subject + words.body


def test_dates_and_times_read_like_the_language():
    params = {"number": "DS-2026-00003", "held_at": "2026-12-01T08:00:00Z"}
    with translation.override("en"):
        assert "1 December 2026, 10:00" in wording.render(Kind.SITTING_CONVENED, params).subject
    with translation.override("uk"):
        assert "1 грудня 2026, 10:00" in wording.render(Kind.SITTING_CONVENED, params).subject


def test_reading_marks_only_ones_own():
    olena, taras = official(), official("Taras Rudokip")
    tell(olena, taras)
    tell(olena, key="issued:2")
    foreign = Message.objects.get(recipient=taras)
    mark_read(actor=olena, message_id=foreign.pk)
    assert selectors.unread_count(taras) == 1
    mark_read(actor=olena, message_id=Message.objects.filter(recipient=olena).first().pk)
    assert selectors.unread_count(olena) == 1
    mark_all_read(actor=olena)
    assert (selectors.unread_count(olena), selectors.unread_count(taras)) == (0, 1)


def test_the_beat_leaves_a_sign_of_life():
    from core.notifications.tasks import remind, sweep

    assert selectors.last_beat() is None
    sweep()
    remind()
    assert 0 <= selectors.last_beat() < 60


def test_no_migration_is_missing():
    call_command("makemigrations", "audit", "notifications", check=True, stdout=StringIO())
