"""What the pages of a company refuse, and that nothing typed is lost when they do."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from django.utils import translation

from licensing.models import Application
from licensing.services import drafting
from manufacturers.selectors import membership_of
from manufacturers.services import Rights, change_member
from tests import builders
from tests.builders import fresh
from tests.core.documents import corpus
from tests.licensing.test_applicant_pages import (
    CERTIFICATE,
    KIND,
    LINE,
    PARTY,
    at,
    browse,
    pdf,
    send,
    text,
)

__all__ = ["browse"]

DRAFT_PAGES = ("tasks", "kind", "contract", "lines", "line_add", "end_use", "end_user", "parties",
               "party_add", "certificate", "files", "check", "declare", "discard")  # fmt: skip

BAD = (
    ("line_add", LINE, {"quantity": "-5"}, "Enter a number greater than zero."),
    ("line_add", LINE, {"quantity": "0"}, "Enter a number greater than zero."),
    ("line_add", LINE, {"quantity": "9" * 13}, "This is more than can be; check the number."),
    ("line_add", LINE, {"quantity": "9" * 40}, "This is more than can be; check the number."),
    ("line_add", LINE, {"quantity": "NaN"}, "Enter a number, for example 1250,50."),
    ("line_add", LINE, {"quantity": "багато"}, "Enter a number, for example 1250,50."),
    ("line_add", LINE, {"quantity": "1,5"}, "This unit is counted in whole numbers"),
    ("line_add", LINE, {"quantity": ""}, "Give the quantity."),
    ("line_add", LINE, {"value": "-1"}, "Enter a number greater than zero."),
    ("line_add", LINE, {"value": "9" * 14}, "This is more than can be; check the number."),
    ("line_add", LINE, {"currency": "XYZ"}, "Unknown currency."),
    ("line_add", LINE, {"currency": ""}, "Give the currency."),
    ("line_add", LINE, {"control_code": ""}, "Give the control list code."),
    ("line_add", LINE, {"control_code": "ML99"}, "The control list has no such code."),
    ("line_add", LINE, {"uktzed": "88069"}, "A UKTZED code has exactly 10 digits"),
    ("line_add", LINE, {"uktzed": "88069300AB"}, "A UKTZED code has exactly 10 digits"),
    ("line_add", LINE, {"unit": ""}, "Choose the unit of the quantity."),
    ("line_add", LINE, {"name_en": "x\u202ey"}, "Remove the hidden control character"),
    ("certificate", CERTIFICATE, {"valid_until": "01.10.2026"}, "It ends before it was issued."),
    ("certificate", CERTIFICATE, {"valid_until": "01.11.2026"}, "The certificate expired on"),
    ("certificate", CERTIFICATE, {"issued_on": "14.12.2026"}, "must not be later than today"),
    ("certificate", CERTIFICATE, {"issued_on": "31.02.2026"}, "Enter a real date"),
    ("certificate", CERTIFICATE, {"signatory_position": ""}, "Give the position of the signatory."),
    ("certificate", CERTIFICATE, {"quantity_stated": "10 шт"}, "Enter a number, for example 12."),
    ("contract", {"contract_no": "22/С", "contract_date": "12.10.2026"},
     {"contract_date": "12.10.2027"}, "must not be later than today"),
    ("contract", {"contract_no": "22/С", "contract_date": "12.10.2026"},
     {"contract_no": ""}, "Give the number of the contract."),
    ("end_user", PARTY, {"name_en": ""}, "Give the name in Latin letters."),
    ("end_user", PARTY, {"country": "ZZ"}, "ZZ"),
    ("kind", KIND, {"destination": ""}, "Choose the country of destination."),
    ("kind", KIND, {"destination": "UA"}, "UA"),
    ("end_use", {"end_use_uk": "Для берега", "end_use_en": "Coast"}, {"end_use_en": ""},
     "in English"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def in_english(cast) -> None:
    """The refusals are compared in the language of the sources."""
    for user in (cast.preparer, cast.signatory, cast.administrator, cast.foreign_preparer):
        user.language = "en"
        user.save(update_fields=["language"])


@pytest.mark.parametrize(("page", "good", "bad", "message"), BAD)
def test_bad_input_is_refused_in_plain_words_and_kept(cast, browse, page, good, bad, message):
    case = builders.draft(cast)
    before = fresh(case).version
    response = send(browse(cast.preparer), page, case, {**good, **bad})
    shown = text(response)
    assert response.status_code == 422
    assert message in shown
    assert "govuk-error-summary" in shown
    typed = [value for name, value in good.items() if name not in bad and len(value) > 4]
    for value in typed:
        assert value in shown.replace("&#x27;", "'")
    assert fresh(case).version == before
    assert not case.lines.exists()


HOSTILE = (
    ("page.html", b"<html><script>alert(1)</script></html>", "This kind of file is not accepted"),
    ("program.pdf", b"MZ\x90\x00" + b"\0" * 200, "This kind of file is not accepted"),
    ("empty.pdf", b" ", "This kind of file is not accepted"),
    ("broken.pdf", b"%PDF-1.7\n" + b"junk" * 40, "The file is damaged"),
    ("script.pdf", None, "The file contains scripts"),
    ("bomb.docx", None, "unreasonable size"),
)


@pytest.mark.parametrize(("name", "content", "reason"), HOSTILE)
def test_a_hostile_file_is_refused_by_reason_and_the_form_is_kept(
    cast, browse, name, content, reason
):
    content = content or {
        "script.pdf": corpus.pdf_with_hidden_script, "bomb.docx": corpus.docx_bomb
    }[name]()  # fmt: skip
    case, client = builders.draft(cast), browse(cast.preparer)
    answers = {
        "contract_no": "22/С-особливий",
        "contract_date": "12.10.2026",
        "file": SimpleUploadedFile(name, content),
    }
    response = send(client, "contract", case, answers)
    assert response.status_code == 422
    assert reason in text(response)
    assert "22/С-особливий" in text(response)
    assert not case.attachments.exists()
    assert fresh(case).contract_no == ""
    certificate = {**CERTIFICATE, "file": SimpleUploadedFile(name, content)}
    response = send(client, "certificate", case, certificate)
    assert response.status_code == 422
    assert "Freja Lindqvist" in text(response)


def test_a_refused_file_of_an_answer_keeps_the_answer(cast, browse):
    request = builders.questioned(cast)
    url = at("question", request.application, request.pk)
    files = [pdf("good.pdf"), SimpleUploadedFile("bad.exe", b"MZ\x90\x00")]
    answer = {"text": "Довга відповідь", "complete": "yes", "uploads": files}
    response = browse(cast.preparer).post(url, answer)
    assert response.status_code == 422
    assert "Довга відповідь" in text(response)
    assert "This kind of file is not accepted" in text(response)
    assert not request.messages.exists()


def test_an_empty_file_says_so(cast, browse):
    case = builders.draft(cast)
    response = send(
        browse(cast.preparer), "files", case, {"uploads": SimpleUploadedFile("a.pdf", b"")}
    )
    assert response.status_code == 422
    assert "empty" in text(response)


class CutOff(BytesIO):
    """The body of a request whose sender is gone after the bytes given here."""

    def read(self, *size):
        return super().read(*size) or self._gone()

    def _gone(self):
        raise ConnectionResetError


def test_a_connection_lost_in_mid_upload_loses_nothing_else(cast, browse):
    case, client = builders.draft(cast), browse(cast.preparer)
    first = {"contract_no": "22/С", "contract_date": "12.10.2026", "file": pdf("first.pdf")}
    assert send(client, "contract", case, first).status_code == 302
    kept = fresh(case)
    again = {**first, "contract_no": "23/С", "version": kept.version, "file": pdf("second.pdf")}
    body = encode_multipart(BOUNDARY, again)
    client.raise_request_exception = False
    client.generic(
        "POST", at("contract", case), body, MULTIPART_CONTENT,
        **{"wsgi.input": CutOff(body[: len(body) // 2])},
    )  # fmt: skip
    assert (fresh(case).contract_no, fresh(case).version) == ("22/С", kept.version)
    assert [one.file.name for one in case.attachments.all()] == ["first.pdf"]
    assert client.post(at("contract", case), {**again, "file": pdf()}).status_code == 302
    assert fresh(case).contract_no == "23/С"


def test_a_stale_save_shows_both_versions_and_can_be_repeated(cast, browse):
    case, client = builders.filled(cast), browse(cast.preparer)
    seen = case.version
    drafting.save_section(
        actor=cast.signatory,
        application_id=case.pk,
        version=seen,
        section="contract",
        values={"contract_no": "33/Х"},
    )
    mine = {"version": seen, "contract_no": "44/М", "contract_date": "12.10.2026",
            "contract_place": "Яворище"}  # fmt: skip
    response = client.post(at("contract", case), mine)
    page = text(response)
    assert response.status_code == 409
    assert "44/М" in page
    assert "33/Х" in page
    assert fresh(case).contract_no == "33/Х"
    assert f'name="version" value="{fresh(case).version}"' in page
    assert client.post(at("contract", case), {**mine, "version": fresh(case).version}).status_code
    assert fresh(case).contract_no == "44/М"


@pytest.mark.parametrize("version", ["", "сім", "-4", "999", "99999999999999999999"])
def test_a_save_without_a_true_version_overwrites_nothing(cast, browse, version):
    case = builders.filled(cast)
    response = browse(cast.preparer).post(
        at("kind", case), {**KIND, "title": "Інше", "version": version}
    )
    assert response.status_code in {409, 422}
    assert fresh(case).title != "Інше"


def test_every_page_with_rows_is_stale_proof(cast, browse):
    case, client = builders.filled(cast), browse(cast.preparer)
    line, attachment = case.lines.first(), case.attachments.get()
    old = {"version": 1}
    for response in (
        client.post(at("line_add", case), {**LINE, **old}),
        client.post(at("line", case, line.pk), {**LINE, **old}),
        client.post(at("line_remove", case, line.pk), old),
        client.post(at("party_add", case), {**PARTY, "role": "consignee", **old}),
        client.post(at("end_user", case), {**PARTY, **old}),
        client.post(at("certificate", case), {**CERTIFICATE, **old}),
        client.post(at("file_remove", case, attachment.pk), old),
        client.post(at("files", case), {"uploads": pdf(), **old}),
    ):
        assert response.status_code == 409
    assert fresh(case).version == case.version


def test_a_stale_signature_signs_nothing(cast, browse):
    case, client = builders.filled(cast), browse(cast.signatory)
    response = client.post(at("declare", case), {"declared": "on", "version": 1})
    assert response.status_code == 409
    assert fresh(case).status == "draft"


def test_a_foreign_company_does_not_see_that_the_case_exists(cast, browse):
    draft, case = builders.filled(cast), builders.questioned(cast).application
    stranger = browse(cast.foreign_preparer)
    for name in DRAFT_PAGES:
        assert stranger.get(at(name, draft)).status_code == 404
    for name in ("kind", "line_add", "declare", "discard", "certificate"):
        assert send(stranger, name, draft, KIND).status_code == 404
    line, attachment = draft.lines.first(), draft.attachments.get()
    question = case.requests.get()
    for url in (
        at("line", draft, line.pk),
        at("line_remove", draft, line.pk),
        at("file_remove", draft, attachment.pk),
        at("file", draft, attachment.file_id),
        at("detail", case),
        at("withdraw", case),
        at("revision", case, 1),
        at("question", case, question.pk),
        at("file", case, case.attachments.get().file_id),
    ):
        assert stranger.get(url).status_code == 404, url
    assert stranger.post(at("amend", case), {"version": case.version}).status_code == 404
    assert case.number not in text(stranger.get(reverse("applications:list")))


def test_rows_of_another_application_are_not_reached_through_an_own_one(cast, browse):
    mine, other = builders.filled(cast), builders.filled(cast)
    client, line = browse(cast.preparer), other.lines.first()
    assert client.get(at("line", mine, line.pk)).status_code == 404
    assert send(client, "line_remove", mine, {}, line.pk).status_code == 404
    certificate_file = other.certificate.file_id
    assert client.get(at("file", mine, certificate_file)).status_code == 404
    assert client.get(at("detail", mine).replace(str(mine.pk), str(uuid4()))).status_code == 404


@pytest.mark.parametrize("who", ["officer", "head", "auditor", "member_mod", "customs"])
def test_officials_have_no_company_pages(cast, browse, who):
    case = builders.submitted(cast)
    client = browse(getattr(cast, who))
    for url in (reverse("applications:list"), reverse("applications:new"), at("detail", case)):
        assert client.get(url).status_code == 404


def test_who_only_administers_may_look_but_not_write(cast, browse):
    case, client = builders.filled(cast), browse(cast.administrator)
    change_member(
        actor=cast.administrator,
        membership_id=membership_of(cast.administrator).pk,
        rights=Rights(administers=True),
        valid_until=None,
    )
    assert client.get(at("tasks", case)).status_code == 200
    assert client.get(reverse("applications:list")).status_code == 200
    assert client.get(reverse("applications:new")).status_code == 403
    assert client.get(at("kind", case)).status_code == 403
    assert send(client, "kind", case, KIND).status_code == 403
    assert fresh(case).version == case.version


def test_what_is_submitted_is_not_edited(cast, browse):
    case, client = builders.submitted(cast), browse(cast.preparer)
    for name in ("kind", "lines", "line_add", "certificate", "files", "check", "declare"):
        assert client.get(at(name, case)).status_code == 409
    assert client.get(at("tasks", case))["Location"] == at("detail", case)
    assert send(client, "kind", case, KIND).status_code == 409


def test_writes_go_by_post_only(cast, browse):
    case, client = builders.accepted(cast), browse(cast.signatory)
    assert client.get(at("amend", case)).status_code == 405
    assert fresh(case).version == case.version


def test_nobody_enters_without_signing_in(cast, client):
    case = builders.filled(cast)
    for url in (reverse("applications:list"), at("tasks", case), at("kind", case)):
        assert client.get(url).status_code == 302
    assert client.post(at("kind", case), KIND).status_code == 302
    assert Application.objects.get(pk=case.pk).version == case.version


def test_countries_stand_in_the_order_of_the_alphabet():
    from licensing.forms.applicant_base import country_choices

    with translation.override("uk"):
        names = [name for _code, name in country_choices(foreign=True)][1:]
    assert names.index("Ємен") < names.index("Замбія") < names.index("Індія")
    assert "Україна" not in names
