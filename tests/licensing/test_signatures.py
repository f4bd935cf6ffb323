"""Qualified signatures on a declared text: by its signatory, under the eyes of two officers."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse

from core.audit.models import Event
from core.base.errors import InvalidInput, NotAllowed
from core.documents.models import ReceivedSignature
from licensing.selectors.case.signatures import signatures_of
from licensing.services.signatures import judge_signature, send_signature
from tests import builders
from tests.core.documents import corpus
from tests.core.documents.signatures import signers

pytestmark = pytest.mark.django_db
BASIS = "Центральний засвідчувальний орган, протокол перевірки 17 від 20.11.2026"


@pytest.fixture
def browse(client):
    def as_person(user):
        client.force_login(user)
        return client

    return as_person


@pytest.fixture
def case(cast):
    return builders.accepted(cast)


def send(cast, case, content=None, actor=None, revision=1):
    content = content or signers.national(case.declared.text)
    return send_signature(
        actor=actor or cast.signatory,
        application_id=case.pk,
        revision=revision,
        upload=ContentFile(content, name="text.p7s"),
    )


def judge(actor, case, kept, *, accepted=True):
    return judge_signature(
        actor=actor, application_id=case.pk, signature_id=kept.pk, accepted=accepted, basis=BASIS
    )


def test_the_downloaded_text_is_what_the_signature_is_held_against(cast, case, browse):
    client = browse(cast.signatory)
    text = client.get(reverse("applications:revision_text", args=[case.ref, 1])).content
    assert text.decode() == case.declared.text
    page = reverse("applications:revision", args=[case.ref, 1])
    signed = SimpleUploadedFile("заява.asice", signers.asice(text.decode()))
    answer = client.post(page, {"signature": signed}, follow=True)
    assert answer.redirect_chain
    assert [one.revision for one in signatures_of(case)] == [1]
    assert "заява.asice" in answer.content.decode()
    assert Event.objects.get(verb="signature.received").subject == case.subject


def test_a_signature_of_another_text_is_refused_at_its_field_and_nothing_is_kept(
    cast, case, browse
):
    client = browse(cast.signatory)
    wrong = SimpleUploadedFile("x.p7s", signers.p7s(case.declared.text + " ", detached=False))
    answer = client.post(reverse("applications:revision", args=[case.ref, 1]), {"signature": wrong})
    assert answer.status_code == 422
    assert 'href="#id_signature"' in answer.content.decode()
    assert not ReceivedSignature.objects.exists()


def test_only_a_signatory_sends_and_only_for_her_own_company(cast, case, browse):
    with pytest.raises(NotAllowed):
        send(cast, case, actor=cast.preparer)
    with pytest.raises(NotAllowed):
        send(cast, case, actor=cast.officer)
    with pytest.raises(Http404):
        send(cast, case, revision=7)
    with pytest.raises(InvalidInput):
        send(cast, case, content=corpus.plain_pdf())


def test_two_officers_make_it_stand_and_the_page_says_so(cast, case, browse):
    kept = send(cast, case)
    page = reverse("cases:signature", args=[case.ref, kept.pk])
    client = browse(cast.officer)
    assert client.post(page, {"accepted": "yes"}).status_code == 422
    client.post(page, {"accepted": "yes", "basis": BASIS})
    assert signatures_of(case)[0].standing.is_open
    assert 'name="basis"' not in client.get(page).content.decode()
    judge(cast.second_officer, case, kept)
    assert signatures_of(case)[0].standing.state == "stands"
    assert BASIS in client.get(page).content.decode()
    assert Event.objects.filter(verb="signature.reviewed", subject=case.subject).count() == 2


def test_one_objection_rejects(cast, case):
    kept = send(cast, case)
    judge(cast.second_officer, case, kept, accepted=False)
    assert signatures_of(case)[0].standing.state == "rejected"


def test_a_signature_is_judged_on_its_own_case_only(cast, case):
    kept = send(cast, case)
    other = builders.accepted(cast)
    with pytest.raises(Http404):
        judge(cast.officer, other, kept)
