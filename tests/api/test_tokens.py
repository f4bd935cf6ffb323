"""Tokens: shown once, stored hashed, never stronger than their person, over at once."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404
from django.test import Client

from core.accounts.roles import Role
from core.accounts.services import deactivate_user, revoke_role
from core.api.models import ApiToken
from core.api.scopes import Scope
from core.api.services import LONGEST_DAYS, MOST_TOKENS, end_token, issue_token
from core.audit.models import Event
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from demo.cast import Cast
from manufacturers.models import Membership
from manufacturers.services import remove_member
from tests.api.program import Program, program, told


def issue(person, **given):
    values = {
        "name": "Облік",
        "scopes": [Scope.DRAFTS_READ],
        "last_day": clock.today() + timedelta(days=30),
    }
    return issue_token(actor=person, **(values | given))


def test_a_token_says_whose_it_is(cast: Cast):
    answer = program(cast.preparer).get("/token")
    content = json.loads(answer.content)
    assert answer.status_code == 200
    assert content["person"] == cast.preparer.name_en
    assert content["owner"] == cast.company.name_en
    assert content["scopes"][0] == "products:read"


def test_the_secret_is_nowhere_in_the_database(cast: Cast):
    token, secret = issue(cast.preparer)
    row = ApiToken.objects.filter(pk=token.pk).values().get()
    assert secret not in str(row)
    assert secret[8:] not in str(row)
    assert secret not in str(list(Event.objects.values_list("body", flat=True)))


def test_making_and_ending_leave_events(cast: Cast):
    token, _secret = issue(cast.preparer)
    end_token(actor=cast.preparer, token_id=token.pk)
    end_token(actor=cast.preparer, token_id=token.pk)
    verbs = Event.objects.filter(subject=f"token:{token.pk}").values_list("verb", flat=True)
    assert list(verbs) == ["token.issued", "token.ended"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": " "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["shipments:write"]}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"last_day": clock.today() - timedelta(days=1)}, "last_day"),
        ({"last_day": clock.today() + timedelta(days=LONGEST_DAYS + 1)}, "last_day"),
    ],
)
def test_what_no_token_may_be(cast: Cast, given, code):
    with pytest.raises(InvalidInput) as refused:
        issue(cast.preparer, **given)
    assert refused.value.code == code


def test_one_name_once_and_not_too_many(cast: Cast):
    for number in range(MOST_TOKENS):
        issue(cast.preparer, name=str(number))
    with pytest.raises(InvalidInput):
        issue(cast.preparer, name="0")
    with pytest.raises(Conflict):
        issue(cast.preparer, name="one more")


@pytest.mark.parametrize("person", ["officer", "auditor", "system_admin", "head"])
def test_roles_without_programs_make_no_token(cast: Cast, person):
    with pytest.raises(NotAllowed):
        issue(getattr(cast, person))


def test_who_may_end_a_token(cast: Cast):
    token, _secret = issue(cast.preparer)
    for stranger in (cast.signatory, cast.foreign_signatory, cast.system_admin, cast.officer):
        with pytest.raises(Http404):
            end_token(actor=stranger, token_id=token.pk)
    end_token(actor=cast.administrator, token_id=token.pk)
    office, _secret = issue(cast.customs, scopes=[Scope.LICENCES_READ])
    end_token(actor=cast.system_admin, token_id=office.pk)


@pytest.mark.parametrize(
    "change", [{"scopes": ["drafts:write"]}, {"digest": "0" * 64}, {"office": "customs"}]
)
def test_the_database_keeps_the_consent(cast: Cast, change):
    token, _secret = issue(cast.preparer)
    with pytest.raises(DatabaseError), transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(**change)


def test_the_database_keeps_an_end(cast: Cast):
    token, _secret = issue(cast.preparer)
    end_token(actor=cast.preparer, token_id=token.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(ended_at=None, ended_by=None)


def leave(cast: Cast) -> None:
    member = Membership.objects.get(user=cast.preparer)
    remove_member(actor=cast.administrator, membership_id=member.pk)


ENDINGS = {
    "ended": lambda cast, calls: end_token(actor=cast.preparer, token_id=calls.token.pk),
    "removed from the company": lambda cast, calls: leave(cast),
    "account closed": lambda cast, calls: deactivate_user(
        actor=cast.system_admin, user=cast.preparer
    ),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_very_next_call_is_refused(cast: Cast, ending):
    calls = program(cast.preparer)
    assert calls.get("/token").status_code == 200
    ENDINGS[ending](cast, calls)
    assert told(calls.get("/token"))[0] == 401


def test_a_role_taken_ends_the_programs_of_an_office(cast: Cast):
    calls = program(cast.customs)
    assert calls.get("/token").status_code == 200
    revoke_role(actor=cast.system_admin, user=cast.customs, role=Role.CUSTOMS)
    assert told(calls.get("/token")) == (401, "token_without_person")


def test_a_token_works_through_its_last_day(cast: Cast):
    calls = program(cast.preparer, days=1)
    end = calls.token.expires_at
    with clock.at(end - timedelta(seconds=1)):
        assert calls.get("/token").status_code == 200
    with clock.at(end):
        assert told(calls.get("/token")) == (401, "unauthenticated")


@pytest.mark.parametrize("secret", ["", "dz_", "nonsense", "dz_" + "a" * 43, "ї", "a" * 5000])
def test_what_is_no_secret(cast: Cast, secret):
    answer = Program().client.get(
        "/api/v1/token", headers={"Authorization": f"Bearer {secret}".encode().decode("latin-1")}
    )
    assert told(answer) == (401, "unauthenticated")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_session_of_a_browser_opens_nothing(cast: Cast):
    client = Client()
    client.force_login(cast.preparer)
    assert told(client.get("/api/v1/token")) == (401, "unauthenticated")


def test_calls_are_limited(cast: Cast, settings):
    settings.API_CALLS_PER_MINUTE = 2
    calls = program(cast.preparer)
    with clock.at(clock.now()):
        answers = [calls.get("/token") for _ in range(3)]
        other = program(cast.signatory).get("/token")
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert other.status_code == 200


def page(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_page_shows_the_secret_once(cast: Cast):
    form = {
        "name": "Облік",
        "scopes": ["drafts:read"],
        "last_day": (clock.today() + timedelta(days=3)).isoformat(),
        "consent": "on",
    }
    browser = page(cast.preparer)
    answer = browser.post("/tokens/new/", form)
    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert Program(secret=secret).get("/token").status_code == 200
    assert secret not in browser.get("/tokens/").content.decode()
    again = browser.post("/tokens/new/", form)
    assert again.status_code == 422
    assert browser.post("/tokens/new/", form | {"name": "x", "consent": ""}).status_code == 422


def test_the_administrator_sees_the_tokens_of_the_company_only(cast: Cast):
    issue(cast.preparer, name="Наша програма")
    issue(cast.foreign_preparer, name="Чужа програма")
    shown = page(cast.administrator).get("/tokens/").content.decode()
    assert "Наша програма" in shown
    assert "Чужа програма" not in shown
    assert "Наша програма" not in page(cast.signatory).get("/tokens/").content.decode()


def test_the_list_does_not_ask_more_for_more_tokens(cast: Cast, django_assert_max_num_queries):
    for number in range(8):
        issue(cast.preparer, name=str(number))
    browser = page(cast.administrator)
    with django_assert_max_num_queries(12):
        browser.get("/tokens/")
