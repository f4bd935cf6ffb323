"""The public check says whether a document is genuine and in force, and nothing else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.base import canonical, clock
from core.documents.models import IssuedDocument, Scan, StoredFile
from licensing.models import Licence, Refusal
from licensing.services import licences
from tests import builders

PDF = b"%PDF-1.7 sealed"


def issued(paper, kind: str) -> str:
    """Keep a sealed document of a record without printing it; return the record's digest."""
    file = StoredFile.objects.create(
        sha256=canonical.digest(PDF),
        size=len(PDF),
        content_type="application/pdf",
        name=f"{paper.number}.pdf",
        scan=Scan.CLEAN,
    )
    IssuedDocument.objects.create(
        kind=kind,
        number=paper.number,
        subject=paper.subject,
        record_sha256=paper.record_sha256,
        file=file,
        sealed_at=clock.now(),
        template_version="1",
    )
    return paper.record_sha256


@pytest.fixture
def licence(cast) -> Licence:
    builders.decided(cast)
    found = Licence.objects.get()
    issued(found, "licence")
    return found


def test_a_valid_licence_in_both_forms_of_the_address(client: Client, licence):
    for url in (f"/verify/{licence.record_sha256}", f"/V/{licence.record_sha256.upper()}"):
        response = client.get(url)
        assert response.status_code == 200
        assert "чинний" in response.content.decode() or "valid" in response.content.decode()
        assert response["Cache-Control"] == "no-store"


def test_the_page_gives_nothing_of_the_deal_away(client: Client, licence):
    page = client.get(f"/verify/{licence.record_sha256}").content.decode()
    for secret in ("Сиволіт", "Sivolit", "Данія", "Denmark", "24", "2136000", licence.number):
        assert secret not in page.split("<main")[1].split("<dl")[0]
    for secret in ("Сиволіт", "Sivolit", "Данія", "Denmark", licence.number, "ML10"):
        assert secret not in page


def test_the_states(client: Client, cast, licence):
    url = f"/verify/{licence.record_sha256}"
    common = {"actor": cast.head, "licence_id": licence.pk, "ground": "EU-7", "reason": "Так"}
    licences.suspend(**common)
    assert page_of(client, url).state == "suspended"
    licences.revoke(**common)
    assert page_of(client, url).state == "revoked"


def test_a_licence_past_its_last_day_is_expired(client: Client, licence):
    with clock.at(builders.kyiv(2028, 1, 1)):
        assert page_of(client, f"/verify/{licence.record_sha256}").state == "expired"


def test_a_refusal_is_genuine_and_permits_nothing(client: Client, cast):
    builders.decided(cast, lines=[builders.refuse(1), builders.refuse(2)])
    digest = issued(Refusal.objects.get(), "refusal")
    assert page_of(client, f"/verify/{digest}").state == "issued"


@pytest.mark.parametrize("digest", ["0" * 64, "f" * 64])
def test_an_unknown_digest_is_not_found(client: Client, db, digest):
    assert client.get(f"/verify/{digest}").status_code == 404
    assert client.get("/verify/DL-2026-00001").status_code == 404


def test_a_licence_not_yet_sealed_is_not_found(client: Client, cast):
    builders.decided(cast)
    assert client.get(f"/verify/{Licence.objects.get().record_sha256}").status_code == 404


def test_comparing_the_file(client: Client, licence):
    url = f"/verify/{licence.record_sha256}"
    same = client.post(url, {"file": SimpleUploadedFile("a.pdf", PDF)})
    assert same.context["same"] is True
    other = client.post(url, {"file": SimpleUploadedFile("a.pdf", PDF + b" ")})
    assert other.context["same"] is False


def test_a_digest_typed_by_hand(client: Client, licence):
    url = reverse("verify:index")
    assert client.get(url).status_code == 200
    assert client.post(url, {"digest": "abc"}).status_code == 422
    digest = licence.record_sha256
    typed = " ".join(digest[start : start + 8] for start in range(0, 64, 8)).upper()
    response = client.post(url, {"digest": typed})
    assert response["Location"].endswith(digest)


def page_of(client: Client, url: str):
    response = client.get(url)
    assert response.status_code == 200
    return response.context["status"]
