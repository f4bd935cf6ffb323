"""Signing in, where it leads, preferences, and the second factor outside the demo."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from core.accounts.models import User
from demo.cast import Cast, build_cast
from demo.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db) -> Cast:
    return build_cast()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_people_sign_in_with_email_and_password(cast):
    client = Client()
    assert client.get("/accounts/login/").status_code == 200
    answer = client.post(
        "/accounts/login/", {"login": cast.preparer.email.upper(), "password": PASSWORD}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/")["Location"] == reverse("applications:home")


def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(cast):
    pages = [
        Client().post("/accounts/login/", {"login": login, "password": "wrong"})
        for login in (cast.preparer.email, "nobody@dozvil.example")
    ]
    assert {page.status_code for page in pages} == {200}
    assert {str(page.context["form"].errors) for page in pages} == {
        str(pages[0].context["form"].errors)
    }


def test_a_closed_account_cannot_sign_in(cast):
    cast.officer.is_active = False
    cast.officer.save()
    client = Client()
    client.post("/accounts/login/", {"login": cast.officer.email, "password": PASSWORD})
    assert client.get("/")["Location"] == reverse("account_login")


def test_nobody_signs_up(cast):
    before = User.objects.count()
    client = Client()
    client.get("/accounts/signup/")
    client.post(
        "/accounts/signup/",
        {"email": "me@me.example", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert User.objects.count() == before


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("preparer", "applications:home"),
        ("signatory", "applications:home"),
        ("officer", "cases:worklist"),
        ("head", "cases:worklist"),
        ("adviser_mod", "opinions:list"),
        ("secretary", "sittings:list"),
        ("chair", "sittings:list"),
        ("alternate", "sittings:list"),
        ("auditor", "records:list"),
        ("customs", "licences:list"),
        ("reference_admin", "commission:body"),
        ("system_admin", "operations:index"),
    ],
)
def test_everybody_lands_where_the_own_work_waits(cast, who, name):
    assert browser(getattr(cast, who)).get("/")["Location"] == reverse(name)


def test_strangers_land_at_the_door(db):
    assert Client().get("/")["Location"] == reverse("account_login")


def test_language_and_colours_are_kept_in_the_account(cast):
    client = browser(cast.officer)
    assert client.get("/preferences/").status_code == 200
    answer = client.post("/preferences/", {"language": "en", "next": "/companies/"})
    assert answer["Location"] == "/companies/"
    client.post("/preferences/", {"theme": "dark"})
    cast.officer.refresh_from_db()
    assert (cast.officer.language, cast.officer.theme) == ("en", "dark")
    assert client.get("/preferences/")["Content-Language"] == "en"


def test_a_visitor_keeps_them_in_cookies(db):
    client = Client()
    answer = client.post("/preferences/", {"language": "en", "theme": "dark"})
    assert answer.cookies["theme"].value == "dark"
    assert answer.cookies["theme"]["httponly"]
    assert client.get("/accounts/login/")["Content-Language"] == "en"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_preferences_never_lead_to_another_site(db, target):
    answer = Client().post("/preferences/", {"language": "uk", "next": target})
    assert answer["Location"] == "/preferences/"


@pytest.mark.parametrize("wrong", [{"language": "xx"}, {"theme": "pink"}])
def test_unknown_preferences_are_refused(cast, wrong):
    assert browser(cast.officer).post("/preferences/", wrong).status_code == 422
    cast.officer.refresh_from_db()
    assert (cast.officer.language, cast.officer.theme) == ("uk", "system")


# The second factor


def test_outside_the_demo_nobody_works_without_a_second_factor(cast, settings):
    settings.DEMO = False
    client = browser(cast.officer)
    answer = client.get("/companies/")
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_index"))
    assert client.post("/preferences/", {"theme": "dark"})["Location"] == reverse("mfa_index")


def test_the_way_out_and_the_way_to_set_it_up_stay_open(cast, settings):
    settings.DEMO = False
    client = browser(cast.officer)
    assert client.get("/livez").status_code == 200
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get(reverse("mfa_index")).status_code == 200


def test_with_a_second_factor_work_goes_on(cast, settings):
    settings.DEMO = False
    TOTP.activate(cast.officer, generate_totp_secret())
    assert browser(cast.officer).get("/companies/").status_code == 200


def test_the_password_alone_does_not_open_a_protected_account(cast, settings):
    TOTP.activate(cast.officer, generate_totp_secret())
    client = Client()
    client.post("/accounts/login/", {"login": cast.officer.email, "password": PASSWORD})
    assert client.get("/")["Location"] == reverse("account_login")
