"""A newcomer sets a password through the mailed link and signs in with it."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from manufacturers import services
from tests.manufacturers.companies import DATA, NEWCOMER

pytestmark = pytest.mark.django_db

PASSWORD = "hvylia-na-svitanku-2026"


def test_a_newcomer_sets_a_password_and_signs_in(cast):
    enrolment = services.ask_to_enrol(company=DATA, newcomer=NEWCOMER)
    services.accept_enrolment(actor=cast.officer, enrolment_id=enrolment.pk)
    client = Client()
    asked = client.post(reverse("account_reset_password"), {"email": NEWCOMER.email})
    assert asked.status_code == 302
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)
    assert link
    form = client.get(link.group(1), follow=True)
    chosen = {"password1": PASSWORD, "password2": PASSWORD}
    done = client.post(form.redirect_chain[-1][0], chosen)
    assert done.status_code == 302, done.content.decode()
    signed_in = Client().post("/accounts/login/", {"login": NEWCOMER.email, "password": PASSWORD})
    assert signed_in.status_code == 302, signed_in.content.decode()
