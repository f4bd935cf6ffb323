"""A program of a company: catalogue, draft, check, and the hand-over to who signs."""

import base64
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.api.models import KeptAnswer
from core.api.scopes import Scope
from core.base import clock
from core.notifications.models import Message
from demo.cast import Cast
from licensing.models import Application
from manufacturers.models import Membership, Product
from manufacturers.services import Rights, change_member
from tests import builders
from tests.api.program import Program, program, told

#: The smallest picture: one grey point.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)
KIND = {
    "title": "24 апарати «Сиволіт С-4»",
    "destination": "DK",
    "kind": "one_time",
    "track": "military",
}
LINE = {
    "name_uk": "Розвідувальний БпЛА «Сиволіт С-4»",
    "name_en": "Reconnaissance UAV “Sivolit S-4”",
    "control_code": "ML10.c",
    "uktzed": "8806930000",
    "quantity": "24",
    "unit": "pcs",
    "value": "2136000.00",
    "currency": "EUR",
}
PARTY = {
    "name_uk": "Агентство оборонного постачання",
    "name_en": "Defence Supply Agency",
    "country": "DK",
    "address_uk": "Гавнегаде, 4",
    "address_en": "Havnegade 4",
}
CERTIFICATE = {
    "number": "EUC-2026-0311",
    "issued_on": "2026-10-20",
    "valid_until": "2027-06-30",
    "issuer": "Defence Supply Agency",
    "signatory_name": "Freja Lindqvist",
    "signatory_position": "Head of procurement",
    "undertakes_no_reexport": True,
    "allows_checks": True,
    "authenticity_confirmed_on": "2026-10-28",
}
PRODUCT = {
    "name_uk": "Сиволіт С-9",
    "name_en": "Sivolit S-9",
    "control_code": "ML10.c",
    "uktzed": "8806930000",
    "unit": "pcs",
}


def read(answer) -> dict[str, Any]:
    assert 200 <= answer.status_code < 300, answer.content.decode()
    return json.loads(answer.content)


class Draft:
    """A draft as a careful program keeps it: every change starts from the last answer's ETag."""

    def __init__(self, calls: Program, kind: dict[str, Any] = KIND) -> None:
        self.calls = calls
        answer = calls.send("POST", "/drafts", kind)
        self.content, self.tag = read(answer), answer["ETag"]
        self.path = f"/drafts/{self.content['id']}"

    def change(self, method: str, place: str, sent: Any) -> dict[str, Any]:
        answer = self.calls.send(method, f"{self.path}{place}", sent, **{"If-Match": self.tag})
        self.content = read(answer)
        self.tag = answer.headers.get("ETag", self.tag)
        return self.content

    def attach(self, place: str, **fields: Any):
        """Send a file as multipart."""
        upload = SimpleUploadedFile("договір.png", PICTURE, "image/png")
        answer = self.calls.client.post(
            f"/api/v1{self.path}{place}",
            {"file": upload, **fields},
            headers={
                "Authorization": f"Bearer {self.calls.secret}",
                "Idempotency-Key": f"{place}-{self.tag}".replace('"', ""),
                "If-Match": self.tag,
            },
        )
        self.content, self.tag = read(answer), answer["ETag"]
        return self.content

    def fill(self) -> None:
        self.change("PUT", "/contract", {"contract_no": "22/С", "contract_date": "2026-10-12"})
        self.change("PUT", "/end-use", {"end_use_uk": "Море", "end_use_en": "The coast"})
        self.change("POST", "/lines", LINE)
        self.change("PUT", "/end-user", PARTY)
        self.change("PUT", "/certificate", CERTIFICATE)
        self.attach("/certificate/file")
        self.attach("/files", kind="contract")


def test_a_program_fills_a_draft_and_hands_it_over(cast: Cast, calls: Program):
    draft = Draft(calls)
    refused = calls.send("POST", f"{draft.path}/ready", None, **{"If-Match": draft.tag})
    assert told(refused) == (409, "would_be_returned")
    draft.fill()
    check = read(calls.get(f"{draft.path}/check"))
    assert check["verdict"] != "would_be_returned", check["findings"]
    handed = draft.change("POST", "/ready", None)
    assert handed["sign_at"].endswith(f"/applications/{draft.path.split('/')[-1]}/declare/")
    assert cast.signatory.name_en in handed["signatories"]
    message = Message.objects.get(recipient=cast.signatory, kind="draft.waits_for_signature")
    assert message.link == f"/applications/{draft.path.split('/')[-1]}/declare/"
    # Nothing was submitted: that is a person's act.
    assert Application.objects.get().status == "draft"


def test_a_draft_reads_as_it_was_written(calls: Program):
    draft = Draft(calls)
    draft.fill()
    again = read(calls.get(draft.path))
    assert again == draft.content
    line = again["lines"][0]
    assert (line["quantity"], line["value"]) == ("24.000", "2136000.00")
    assert again["certificate"]["file_sha256"]
    assert [file["kind"] for file in again["files"]] == ["contract"]
    assert [row["id"] for row in read(calls.get("/drafts"))["items"]] == [again["id"]]


def test_rows_are_changed_and_removed(calls: Program):
    draft = Draft(calls)
    first = draft.change("POST", "/lines", LINE)["lines"][0]
    draft.change("POST", "/lines", LINE | {"name_en": "Second"})
    draft.change("PUT", f"/lines/{first['id']}", LINE | {"quantity": "7"})
    assert draft.content["lines"][0]["quantity"] == "7.000"
    place = f"{draft.path}/lines/{first['id']}"
    assert told(calls.send("DELETE", place, None)) == (428, "version_missing")
    assert told(calls.send("DELETE", place, None, **{"If-Match": '"1"'}))[0] == 412
    draft.change("DELETE", f"/lines/{first['id']}", None)
    assert [line["name_en"] for line in draft.content["lines"]] == ["Second"]
    party = draft.change("POST", "/parties", PARTY | {"role": "consignee"})["parties"][0]
    draft.change("PUT", f"/parties/{party['id']}", PARTY | {"role": "intermediary"})
    assert draft.content["parties"][0]["role"] == "intermediary"
    assert draft.change("DELETE", f"/parties/{party['id']}", None)["parties"] == []
    file = draft.attach("/files", kind="other")["files"][0]
    assert draft.change("DELETE", f"/files/{file['id']}", None)["files"] == []
    assert told(calls.send("DELETE", draft.path, None)) == (428, "version_missing")
    stale = calls.send("DELETE", draft.path, None, **{"If-Match": '"1"'})
    assert told(stale)[0] == 412
    gone = calls.send("DELETE", draft.path, None, **{"If-Match": draft.tag})
    assert gone.status_code == 204
    assert told(calls.get(draft.path)) == (404, "not_found")


def test_nothing_is_overwritten_unseen(calls: Program):
    draft = Draft(calls)
    seen = draft.tag
    draft.change("PUT", "/end-use", {"end_use_uk": "Море", "end_use_en": "The coast"})
    sent = {"end_use_uk": "Суша", "end_use_en": "The land"}
    place = f"{draft.path}/end-use"
    assert told(calls.send("PUT", place, sent)) == (428, "version_missing")
    assert told(calls.send("PUT", place, sent, **{"If-Match": seen}))[0] == 412
    assert told(calls.send("PUT", place, sent, **{"If-Match": "*"})) == (400, "if_match")
    assert read(calls.get(draft.path))["end_use_en"] == "The coast"


@pytest.mark.parametrize(
    ("place", "sent", "pointer", "words"),
    [
        ("/lines", LINE | {"control_code": "ZZ99"}, "#/control_code", ""),
        ("/lines", LINE | {"quantity": "1.5"}, "#/quantity", "whole"),
        ("/lines", LINE | {"quantity": "-1"}, "#/quantity", "number"),
        ("/lines", LINE | {"quantity": 7}, "#/quantity", "number"),
        ("/lines", LINE | {"quantity": "0"}, "#/quantity", ""),
        ("/lines", LINE | {"quantity": True}, "#/quantity", "number"),
        ("/lines", LINE | {"quantity": "NaN"}, "#/quantity", "number"),
        ("/lines", LINE | {"quantity": "1e400"}, "#/quantity", ""),
        ("/lines", LINE | {"currency": "XXZ"}, "#/currency", ""),
        ("/lines", LINE | {"unit": "furlong"}, "#/unit", ""),
        ("/lines", LINE | {"uktzed": "12"}, "#/uktzed", "10 digits"),
        ("/lines", LINE | {"name_uk": "x" * 201}, "#/name_uk", "200"),
        ("/lines", LINE | {"name_uk": "а\u202eб"}, "#/name_uk", "hidden"),
        ("/lines", LINE | {"name_uk": "а\u0000б"}, "#/name_uk", "hidden"),
        ("/lines", LINE | {"position": 1}, "#/position", "no such field"),
        ("/lines", {}, "#/quantity", "missing"),
        ("/lines", {k: v for k, v in LINE.items() if k != "name_uk"}, "#/name_uk", "Ukrainian"),
        ("/lines", LINE | {"product": "x"}, "#/product", "identifier"),
        ("/lines", LINE | {"product": str(UUID(int=1))}, "#/product", "catalogue"),
        ("/parties", PARTY | {"role": "end_user"}, "#/role", "description"),
        ("/parties", PARTY | {"role": "consignee", "country": "ZZ"}, "#/country", ""),
    ],
)
def test_bad_values_are_named_by_their_place(calls: Program, place, sent, pointer, words):
    draft = Draft(calls)
    answer = calls.send("POST", f"{draft.path}{place}", sent, **{"If-Match": draft.tag})
    assert told(answer)[0] == 422
    errors = {error["pointer"]: error["detail"] for error in json.loads(answer.content)["errors"]}
    assert pointer in errors
    assert words in errors[pointer]
    assert read(calls.get(draft.path))["lines"] == []


def test_refusals_speak_the_callers_language(cast: Cast, calls: Program):
    english = json.loads(calls.send("POST", "/drafts", {}).content)
    calls.language = "uk-UA,en;q=0.5"
    ukrainian = json.loads(calls.send("POST", "/drafts", {}).content)
    assert english["errors"][0]["detail"] == "This value is missing."
    assert ukrainian["errors"][0]["detail"] == "Цього значення бракує."


def test_a_foreign_company_does_not_exist(cast: Cast, calls: Program):
    draft = Draft(calls)
    line = draft.change("POST", "/lines", LINE)["lines"][0]["id"]
    foreign = program(cast.foreign_preparer)
    change = {"If-Match": draft.tag}
    answers = [
        foreign.get(draft.path),
        foreign.get(f"{draft.path}/check"),
        foreign.send("PUT", f"{draft.path}/lines/{line}", LINE, **change),
        foreign.send("POST", f"{draft.path}/lines", LINE, **change),
        foreign.send("POST", f"{draft.path}/ready", None, **change),
        foreign.send("DELETE", draft.path, None, **change),
    ]
    assert [told(answer) for answer in answers] == [(404, "not_found")] * len(answers)
    assert read(foreign.get("/drafts")) == {"items": [], "next": None}


def test_a_right_taken_binds_the_program_at_once(cast: Cast, calls: Program):
    draft = Draft(calls)
    change_member(
        actor=cast.administrator,
        membership_id=Membership.objects.get(user=cast.preparer).pk,
        rights=Rights(prepares=False, signs=False, administers=True),
        valid_until=None,
    )
    assert read(calls.get(draft.path))["id"] == draft.content["id"]
    refused = calls.send("POST", f"{draft.path}/lines", LINE, **{"If-Match": draft.tag})
    assert told(refused) == (403, "not_allowed")
    assert told(calls.send("POST", "/drafts", KIND)) == (403, "not_allowed")


def test_a_submitted_application_is_a_case_and_no_draft(cast: Cast, today):
    case = builders.questioned(cast).application
    calls = program(cast.preparer)
    assert told(calls.get(f"/drafts/{case.pk}")) == (404, "not_found")
    refused = calls.send("POST", f"/drafts/{case.pk}/lines", LINE, **{"If-Match": '"1"'})
    assert told(refused)[0] == 409
    seen = read(calls.get(f"/cases/{case.number}"))
    assert (seen["status"], seen["clock"]["is_paused"]) == ("in_review", True)
    assert seen["questions"][0]["question"] == "Надайте оригінали гарантій."
    assert [row["number"] for row in read(calls.get("/cases"))["items"]] == [case.number]
    assert told(program(cast.foreign_preparer).get(f"/cases/{case.number}"))[0] == 404


def test_lists_are_paged(cast: Cast, calls: Program, monkeypatch):
    monkeypatch.setattr("licensing.selectors.applicant.programs.PAGE_SIZE", 2)
    made = [Draft(calls).content["id"] for _ in range(5)]
    seen: list[str] = []
    after = ""
    for _ in range(3):
        page = read(calls.get(f"/drafts?after={after}"))
        seen += [row["id"] for row in page["items"]]
        after = page["next"]
    assert after is None
    assert sorted(seen) == sorted(made)
    for broken in ("x", "%F0%9F", "AA==", "bm90aGluZw=="):
        assert calls.get(f"/drafts?after={broken}").status_code in {200, 422}


# The catalogue


def test_the_catalogue(cast: Cast, calls: Program):
    answer = calls.send("POST", "/products", PRODUCT)
    product, seen = read(answer), answer["ETag"]
    assert read(calls.get(f"/products/{product['id']}")) == product
    assert product["list_edition"]
    place = f"/products/{product['id']}"
    changed = calls.send("PUT", place, PRODUCT | {"name_en": "S-9M"}, **{"If-Match": seen})
    assert read(changed)["name_en"] == "S-9M"
    late = calls.send("PUT", place, PRODUCT, **{"If-Match": seen})
    assert told(late)[0] == 412
    archived = calls.send("POST", f"{place}/archive", None, **{"If-Match": changed["ETag"]})
    assert read(archived)["archived"]
    found = read(calls.get("/products?q=S-9M"))["items"]
    assert found == []
    assert len(read(calls.get("/products?archived=true"))["items"]) == 1
    restored = calls.send("POST", f"{place}/restore", None, **{"If-Match": archived["ETag"]})
    assert not read(restored)["archived"]
    foreign = program(cast.foreign_preparer)
    assert told(foreign.get(place)) == (404, "not_found")
    refused = foreign.send("PUT", place, PRODUCT, **{"If-Match": '"1"'})
    assert told(refused) == (404, "not_found")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"control_code": "ML99"}, "#/control_code"),
        ({"uktzed": "88069300001"}, "#/uktzed"),
        ({"uktzed": "٨٨٠٦٩٣٠٠٠٠"}, "#/uktzed"),
        ({"unit": "furlong"}, "#/unit"),
        ({"serial_rule": "some"}, "#/serial_rule"),
        ({"production_line": "0b0e5c1e-0000-4000-8000-000000000000"}, "#/production_line"),
        ({"name_uk": "   "}, "#/name_uk"),
    ],
)
def test_what_no_product_may_be(calls: Program, change, pointer):
    answer = calls.send("POST", "/products", PRODUCT | change)
    assert told(answer)[0] == 422
    assert json.loads(answer.content)["errors"][0]["pointer"] == pointer
    assert not Product.objects.filter(name_uk__contains="Сиволіт С-9").exists()


# One key, one effect


def test_the_same_call_again_answers_the_same_bytes(calls: Program):
    first = calls.send("POST", "/products", PRODUCT, key="k1")
    again = calls.send("POST", "/products", PRODUCT, key="k1")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert (again["ETag"], again["Idempotency-Replayed"]) == (first["ETag"], "true")
    assert "Idempotency-Replayed" not in first
    assert Product.objects.filter(name_uk="Сиволіт С-9").count() == 1


def test_a_key_belongs_to_one_call_and_one_token(cast: Cast, calls: Program):
    read(calls.send("POST", "/products", PRODUCT, key="k1"))
    other = calls.send("POST", "/products", PRODUCT | {"name_en": "x"}, key="k1")
    assert told(other) == (422, "idempotency_key_reused")
    elsewhere = calls.send("POST", "/drafts", KIND, key="k1")
    assert told(elsewhere) == (422, "idempotency_key_reused")
    foreign = program(cast.foreign_preparer)
    assert foreign.send("POST", "/products", PRODUCT, key="k1").status_code == 201


def test_a_refusal_is_not_kept(calls: Program):
    refused = calls.send("POST", "/products", PRODUCT | {"control_code": "ML99"}, key="k1")
    assert told(refused)[0] == 422
    assert not KeptAnswer.objects.exists()
    assert calls.send("POST", "/products", PRODUCT, key="k1").status_code == 201


@pytest.mark.parametrize("key", ["", "two words", "ключ", "x" * 256])
def test_a_creation_needs_a_key(calls: Program, key):
    answer = calls.send("POST", "/products", PRODUCT, key=key.encode().decode("latin-1"))
    assert told(answer) == (400, "idempotency_key")


def test_a_kept_answer_needs_the_scope_of_its_call(cast: Cast, calls: Program):
    reader = program(cast.preparer, scopes=[Scope.PRODUCTS_READ])
    assert told(reader.send("POST", "/products", PRODUCT)) == (403, "scope_missing")


def test_kept_answers_are_forgotten(calls: Program):
    from core.api.services import ANSWERS_KEPT
    from core.api.tasks import forget_answers

    read(calls.send("POST", "/products", PRODUCT, key="k1"))
    forget_answers()
    assert KeptAnswer.objects.count() == 1
    with clock.at(clock.now() + ANSWERS_KEPT + timedelta(seconds=1)):
        forget_answers()
    assert not KeptAnswer.objects.exists()
