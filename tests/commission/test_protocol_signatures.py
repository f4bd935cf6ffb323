"""Qualified signatures on a signed protocol: of those who sat, judged by two officials."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commission.models import Protocol, Sitting
from commission.selectors.protocol_signatures import signatures_of
from commission.services import protocol_signatures, protocols, sittings
from core.audit.models import Event
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.documents.models import ReceivedSignature
from demo.cast import Cast
from tests.commission_builders import closed, signed_protocol
from tests.core.documents.signatures import signers

pytestmark = pytest.mark.django_db
BASIS = "Центральний засвідчувальний орган, протокол перевірки 18 від 28.11.2026"


@pytest.fixture
def protocol(cast: Cast) -> Protocol:
    sitting = drafted(cast)
    return signed_protocol(cast, sitting)


def drafted(cast: Cast) -> Sitting:
    sitting = closed(cast, "FFFFFFF").question.item.sitting
    sittings.close_sitting(actor=cast.chair, sitting_id=sitting.pk)
    return Sitting.objects.get(pk=sitting.pk)


def send(actor, protocol: Protocol, content: bytes = b"") -> ReceivedSignature:
    return protocol_signatures.send_signature(
        actor=actor,
        sitting_id=protocol.sitting_id,
        upload=ContentFile(content or signers.national(protocol.record_text), name="p.p7s"),
    )


def judge(actor, protocol: Protocol, kept: ReceivedSignature, *, accepted: bool = True):
    return protocol_signatures.judge_signature(
        actor=actor,
        sitting_id=protocol.sitting_id,
        signature_id=kept.pk,
        accepted=accepted,
        basis=BASIS,
    )


def browse(client, person):
    client.force_login(person)
    return client


def test_a_member_signs_the_downloaded_text_and_all_readers_see_it(
    cast: Cast, protocol: Protocol, client
):
    number = protocol.sitting.number
    mine = browse(client, cast.member_just)
    text = mine.get(reverse("sittings:protocol_text", args=[number])).content
    assert text.decode() == protocol.record_text
    signed = SimpleUploadedFile("протокол.asice", signers.asice(text.decode()))
    page = reverse("sittings:protocol_sign", args=[number])
    assert mine.post(page, {"signature": signed}).status_code == 302
    [kept] = signatures_of(protocol.sitting)
    assert kept.kept.text_sha256 == protocol.sha256
    event = Event.objects.get(verb="signature.received")
    assert (event.subject, event.number) == (f"sitting:{protocol.sitting_id}", protocol.number)
    read = browse(client, cast.auditor).get(reverse("sittings:minutes", args=[number]))
    assert cast.member_just.name in read.content.decode()


def test_only_those_who_sat_sign_and_only_the_signed_text(cast: Cast, protocol: Protocol):
    for person in (cast.officer, cast.head, cast.auditor):
        with pytest.raises(NotAllowed):
            send(person, protocol)
    with pytest.raises(InvalidInput):
        send(cast.chair, protocol, signers.p7s(protocol.record_text + " ", detached=False))
    send(cast.chair, protocol)
    assert ReceivedSignature.objects.count() == 1


def test_a_draft_is_not_signed(cast: Cast):
    sitting = drafted(cast)
    protocols.circulate(actor=cast.secretary, sitting_id=sitting.pk)
    with pytest.raises(Conflict):
        protocol_signatures.send_signature(
            actor=cast.chair, sitting_id=sitting.pk, upload=ContentFile(b"x", name="p.p7s")
        )


def test_two_officials_judge_what_no_verifier_knows(cast: Cast, protocol: Protocol, client):
    kept = send(cast.secretary, protocol)
    for person in (cast.secretary, cast.chair, cast.auditor):
        with pytest.raises(NotAllowed):
            judge(person, protocol, kept)
    address = reverse("sittings:protocol_signature", args=[protocol.sitting.number, kept.pk])
    officer = browse(client, cast.officer)
    assert officer.post(address, {"accepted": "yes"}).status_code == 422
    assert officer.post(address, {"accepted": "yes", "basis": BASIS}).status_code == 302
    [open_still] = signatures_of(protocol.sitting)
    assert open_still.standing.is_open
    judge(cast.head, protocol, kept)
    [stands] = signatures_of(protocol.sitting)
    assert stands.standing.state == "stands"
