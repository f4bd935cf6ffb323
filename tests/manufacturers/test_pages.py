"""The company's own page and the register: who gets which answer, and what a form gives back."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from core.accounts.models import User
from core.accounts.roles import ADMINISTER, SIGN
from manufacturers import policies, selectors
from manufacturers.models import Manufacturer, Membership

pytestmark = pytest.mark.django_db

SHEET = {
    "name_uk": "ТОВ «Сиволіт Аеро»",
    "name_en": "Sivolit Aero LLC",
    "address_uk": "вул. Вітряна, 8",
    "address_en": "8 Vitriana St",
    "phone": "",
}


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def member(user: User) -> Membership:
    found = selectors.membership_of(user)
    assert found
    return found


@pytest.mark.parametrize("language", ["uk", "en"])
def test_everybody_of_the_company_reads_its_page(cast, language):
    for person in (cast.preparer, cast.signatory, cast.administrator):
        person.language = language
        person.save()
        page = browser(person).get("/company/")
        assert page.status_code == 200
        assert "99000175" in page.content.decode()


def test_the_page_stays_within_its_query_budget(cast, django_assert_max_num_queries):
    client = browser(cast.administrator)
    client.get("/company/")
    with django_assert_max_num_queries(12):
        client.get("/company/")


def test_officials_have_no_company_page(cast):
    for person in (cast.officer, cast.head, cast.auditor, cast.customs):
        assert browser(person).get("/company/").status_code == 404


def test_only_the_administrator_changes_data_and_people(cast):
    paths = [
        reverse("manufacturers:edit"),
        reverse("manufacturers:invite"),
        reverse("manufacturers:member", args=[member(cast.signatory).pk]),
        reverse("manufacturers:remove", args=[member(cast.signatory).pk]),
    ]
    for path in paths:
        assert browser(cast.preparer).get(path).status_code == 403
        assert browser(cast.signatory).post(path, {}).status_code == 403
        assert browser(cast.administrator).get(path).status_code == 200
        assert browser(cast.officer).get(path).status_code == 404


def test_a_foreign_member_is_not_found(cast):
    foreign = member(cast.foreign_preparer).pk
    for name in ("member", "remove"):
        path = reverse(f"manufacturers:{name}", args=[foreign])
        assert browser(cast.administrator).get(path).status_code == 404
        assert browser(cast.administrator).post(path).status_code == 404
    assert member(cast.foreign_preparer)


def test_the_data_sheet_is_saved(cast):
    client = browser(cast.administrator)
    answer = client.post("/company/edit/", SHEET | {"version": cast.company.version})
    assert (answer.status_code, answer["Location"]) == (302, "/company/")
    cast.company.refresh_from_db()
    assert cast.company.address_en == "8 Vitriana St"
    assert not cast.company.is_verified


def test_a_bad_sheet_keeps_what_was_typed(cast):
    client = browser(cast.administrator)
    answer = client.post("/company/edit/", SHEET | {"name_uk": "", "version": cast.company.version})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "8 Vitriana St" in page
    assert 'href="#id_name_uk"' in page


def test_a_stale_sheet_is_a_conflict(cast):
    answer = browser(cast.administrator).post("/company/edit/", SHEET | {"version": 1})
    assert answer.status_code == 409
    cast.company.refresh_from_db()
    assert cast.company.address_en != "8 Vitriana St"


def test_a_colleague_is_invited(cast):
    person = {
        "email": "new@sivolit.example",
        "name_uk": "Новий Колега",
        "name_en": "Novyi Koleha",
        "title_uk": "",
        "title_en": "",
        "rights": ["signs"],
        "valid_until": "31.12.2027",
    }
    client = browser(cast.administrator)
    assert client.post("/company/people/invite/", person).status_code == 302
    user = User.objects.get(email="new@sivolit.example")
    assert policies.holds(user, SIGN, cast.company)
    assert member(user).valid_until == date(2027, 12, 31)
    again = client.post("/company/people/invite/", person)
    assert again.status_code == 422
    assert 'href="#id_email"' in again.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"rights": []},
        {"rights": ["rules"]},
        {"valid_until": "31.02.2027"},
        {"email": "nobody"},
        {"name_uk": "Ім\u202eя"},
    ],
)
def test_a_bad_invitation_makes_nobody(cast, wrong):
    person = {
        "email": "new@sivolit.example",
        "name_uk": "Новий Колега",
        "name_en": "Novyi Koleha",
        "rights": ["signs"],
        "valid_until": "",
    }
    answer = browser(cast.administrator).post("/company/people/invite/", person | wrong)
    assert answer.status_code == 422
    assert not User.objects.filter(name_en="Novyi Koleha").exists()


def test_rights_are_changed_and_taken(cast):
    client = browser(cast.administrator)
    path = reverse("manufacturers:member", args=[member(cast.preparer).pk])
    assert client.post(path, {"rights": ["prepares", "administers"]}).status_code == 302
    assert policies.holds(cast.preparer, ADMINISTER, cast.company)
    path = reverse("manufacturers:remove", args=[member(cast.preparer).pk])
    assert client.post(path).status_code == 302
    assert selectors.membership_of(cast.preparer) is None
    assert browser(cast.preparer).get("/company/").status_code == 404


def test_removing_the_last_administrator_is_a_conflict_page(cast):
    path = reverse("manufacturers:remove", args=[member(cast.administrator).pk])
    assert browser(cast.administrator).post(path).status_code == 409


# The register


def test_the_register_is_read_by_those_who_need_it(cast):
    detail = reverse("manufacturers:detail", args=[cast.company.pk])
    for person in (cast.officer, cast.head, cast.secretary, cast.auditor):
        assert browser(person).get("/companies/").status_code == 200
        assert browser(person).get(detail).status_code == 200
    for person in (cast.signatory, cast.adviser_mod, cast.chair, cast.customs, cast.system_admin):
        assert browser(person).get("/companies/").status_code == 404
        assert browser(person).get(detail).status_code == 404


def test_strangers_are_sent_to_sign_in(cast):
    for path in ("/company/", "/companies/", "/companies/new/"):
        answer = Client().get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


def test_the_register_stays_within_its_query_budget(cast, django_assert_max_num_queries):
    client = browser(cast.officer)
    client.get("/companies/")
    with django_assert_max_num_queries(12):
        client.get("/companies/")
    with django_assert_max_num_queries(12):
        client.get("/companies/", {"q": "Радіо"})
    with django_assert_max_num_queries(15):
        client.get(reverse("manufacturers:detail", args=[cast.company.pk]))


def test_the_register_is_searched_and_paged(cast, monkeypatch):
    monkeypatch.setattr(selectors.companies, "PAGE_SIZE", 1)
    client = browser(cast.officer)
    first = client.get("/companies/").content.decode()
    assert "99000175" in first
    assert "99000235" not in first
    after = selectors.register_page(cast.officer).next_after
    assert "99000235" in client.get("/companies/", {"after": after}).content.decode()
    assert "99000235" in client.get("/companies/", {"q": "Радіо"}).content.decode()
    assert "99000175" not in client.get("/companies/", {"q": "нема такої"}).content.decode()


COMPANY = {
    "edrpou": "99000620",
    "name_uk": "ТОВ «Нова Хвиля»",
    "name_en": "Nova Khvylia LLC",
    "address_uk": "вул. Нова, 1",
    "address_en": "1 Nova St",
    "registration_no": "РС-2026-0901",
    "registered_on": "02.02.2026",
}


def test_an_officer_registers_and_verifies_a_company(cast):
    client = browser(cast.officer)
    assert client.get("/companies/new/").status_code == 200
    answer = client.post("/companies/new/", COMPANY)
    company = Manufacturer.objects.get(edrpou="99000620")
    path = reverse("manufacturers:detail", args=[company.pk])
    assert answer["Location"] == path
    verify = reverse("manufacturers:verify", args=[company.pk])
    assert browser(cast.head).post(verify, {"version": 1}).status_code == 403
    assert browser(cast.signatory).post(verify, {"version": 1}).status_code == 404
    assert client.post(verify, {"version": 99}).status_code == 409
    assert client.post(verify, {"version": 1}).status_code == 302
    company.refresh_from_db()
    assert company.verified_by == cast.officer


def test_a_wrong_check_digit_is_a_warning_that_can_be_confirmed(cast):
    client = browser(cast.officer)
    doubtful = COMPANY | {"edrpou": "99000621"}
    answer = client.post("/companies/new/", doubtful)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'type="checkbox" name="code_confirmed"' in page
    assert "Нова Хвиля" in page
    assert client.post("/companies/new/", doubtful | {"code_confirmed": "on"}).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"edrpou": "1234"},
        {"edrpou": "99000175"},
        {"registered_on": "зараз"},
        {"registration_valid_until": "01.01.2020"},
        {"registration_no": "РС-2025-0117"},
    ],
)
def test_a_bad_registration_is_refused_at_its_field(cast, wrong):
    answer = browser(cast.officer).post("/companies/new/", COMPANY | wrong)
    assert answer.status_code == 422
    assert f'href="#id_{next(iter(wrong))}"' in answer.content.decode()
    assert not Manufacturer.objects.filter(name_en="Nova Khvylia LLC").exists()


def test_only_officers_register(cast):
    assert browser(cast.head).get("/companies/new/").status_code == 403
    assert browser(cast.signatory).get("/companies/new/").status_code in {403, 404}
