"""A newcomer asks, an officer sees what to notice, and nobody learns who is registered."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.accounts.roles import ADMINISTER, SIGN
from core.accounts.selectors import by_email
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.notifications.models import Deadline, Message
from manufacturers import policies, selectors, services
from manufacturers.models import Enrolment
from tests.core.documents import corpus
from tests.manufacturers.companies import DATA, NEWCOMER, membership, verbs
from tests.manufacturers.test_pages import COMPANY, browser

pytestmark = pytest.mark.django_db

TYPED = COMPANY | {
    "email": NEWCOMER.email,
    "person_uk": NEWCOMER.person_uk,
    "person_en": NEWCOMER.person_en,
    "signs": "on",
}


def ask(**changes) -> Enrolment:
    return services.ask_to_enrol(company=replace(DATA, **changes), newcomer=NEWCOMER)


def test_an_accepted_newcomer_is_the_first_administrator(cast):
    enrolment = ask()
    assert selectors.warnings_about(enrolment).is_clear
    company = services.accept_enrolment(actor=cast.officer, enrolment_id=enrolment.pk)
    person = by_email(NEWCOMER.email)
    assert policies.holds(person, ADMINISTER, company)
    assert policies.holds(person, SIGN, company)
    assert company.verified_by == cast.officer
    assert verbs(company) == ["company.registered", "company.member_added", "company.verified"]
    assert Message.objects.get(recipient=person).kind == "company.registered"
    with pytest.raises(Conflict):
        services.decline_enrolment(actor=cast.officer, enrolment_id=enrolment.pk, reason="ні")


def test_the_officer_is_warned_of_duplicates_and_look_alikes(cast):
    enrolment = ask(edrpou="99000175", name_uk="ТОВ «Cиволіт-Аеро»", registration_no="РС-2025-0142")
    warnings = selectors.warnings_about(enrolment)
    assert warnings.blocks
    assert warnings.same_code == cast.company
    assert warnings.same_registration == cast.foreign_company
    assert warnings.mixed == ["Cиволіт"]
    with pytest.raises(InvalidInput):
        services.accept_enrolment(actor=cast.officer, enrolment_id=enrolment.pk)
    alike = ask(name_uk="ТОВ «СИВОЛІТ АЕРО»", name_en="Syvolit Aero LLC")
    assert selectors.warnings_about(alike).alike == [cast.company]
    other = services.ask_to_enrol(company=DATA, newcomer=replace(NEWCOMER, email="x@y.example"))
    assert selectors.warnings_about(other).also_waiting == [alike]


def test_the_same_request_twice_is_one():
    assert ask() == ask()
    assert Enrolment.objects.count() == 1


def test_only_an_officer_settles_and_says_why(cast):
    enrolment = ask()
    for person in (cast.head, cast.auditor, cast.signatory):
        with pytest.raises(NotAllowed):
            services.accept_enrolment(actor=person, enrolment_id=enrolment.pk)
    with pytest.raises(InvalidInput):
        services.decline_enrolment(actor=cast.officer, enrolment_id=enrolment.pk, reason="  ")
    services.decline_enrolment(actor=cast.officer, enrolment_id=enrolment.pk, reason="Не той код")
    page = Client().get(reverse("manufacturers:enrolment", args=[enrolment.pk]))
    assert "Не той код" in page.content.decode()


def test_the_stranger_learns_nothing_about_others(cast):
    cache.clear()
    for code in ("99000175", "99000620"):
        answer = Client().post("/join/", TYPED | {"edrpou": code})
        assert answer.status_code == 302
        page = Client().get(answer["Location"]).content.decode()
        assert "Сиволіт" not in page
    assert Client().post("/join/", TYPED | {"edrpou": "99000621"}).status_code == 422
    confirmed = TYPED | {"edrpou": "99000621", "code_confirmed": "on"}
    assert Client().post("/join/", confirmed).status_code == 302


def test_one_address_cannot_flood_the_officers(monkeypatch):
    cache.clear()
    monkeypatch.setattr("manufacturers.views.newcomer.MOST_AN_HOUR", 1)
    assert Client().post("/join/", TYPED).status_code == 302
    again = Client().post("/join/", TYPED | {"email": "b@c.example"})
    assert again.status_code == 422
    assert Enrolment.objects.count() == 1


def test_the_officer_works_through_the_requests_on_pages(cast):
    first, second = ask(), ask(edrpou="99000175")
    client = browser(cast.officer)
    assert "99000620" in client.get("/companies/requests/").content.decode()
    page = reverse("manufacturers:request", args=[second.pk])
    assert "Сиволіт" in client.get(page).content.decode()
    blocked = client.post(reverse("manufacturers:accept", args=[second.pk]))
    assert blocked["Location"] == page
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "Є вже"}).status_code == 302
    accepted = client.post(reverse("manufacturers:accept", args=[first.pk]))
    company = membership(by_email(NEWCOMER.email)).manufacturer
    assert accepted["Location"] == reverse("manufacturers:detail", args=[company.pk])
    file = corpus.plain_pdf()
    add = reverse("manufacturers:authority_add", args=[company.pk])
    sent = {
        "number": "П-838/0900",
        "issued_on": "01.03.2026",
        "valid_until": "01.03.2029",
        "upload": SimpleUploadedFile("повноваження.pdf", file),
    }
    assert client.post(add, sent | {"valid_until": "01.03.2020"}).status_code == 422
    sent["upload"] = SimpleUploadedFile("повноваження.pdf", file)
    assert client.post(add, sent).status_code == 302
    authority = company.authorities.get()
    stored = client.get(reverse("manufacturers:authority_file", args=[authority.pk]))
    assert stored.content == file
    assert selectors.standing_on(company).is_good


def test_the_administrators_are_reminded_of_the_last_authority(cast):
    owed = Deadline.objects.filter(kind="authority", recipients=cast.administrator)
    assert owed.get().due_on == date(2028, 11, 30)
    services.add_authority(
        actor=cast.officer,
        company_id=cast.company.pk,
        number="П-838/9001",
        issued_on=date(2026, 11, 1),
        valid_until=date(2031, 10, 31),
    )
    still = owed.filter(met_at__isnull=True)
    assert still.get().due_on == date(2031, 10, 31)
