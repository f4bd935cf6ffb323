"""The pages of a company: the whole way from an empty draft to the answer and the decision."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.base import clock
from core.notifications import outbox
from licensing.models import Application, InformationRequest
from licensing.services import case as cases
from tests import builders
from tests.builders import fresh
from tests.core.documents import corpus

KIND = {
    "act": "permit",
    "subject_kind": "goods",
    "title": "24 апарати «Сиволіт С-4»",
    "destination": "DK",
    "kind": "one_time",
    "track": "military",
}
LINE = {
    "name_uk": "Розвідувальний БпЛА «Сиволіт С-4»",
    "name_en": "Reconnaissance UAV Sivolit S-4",
    "control_code": "ML10.c",
    "uktzed": "8806930000",
    "quantity": "24",
    "unit": "pcs",
    "value": "2 136 000,50",
    "currency": "eur",
}
PARTY = {
    "name_uk": "Агентство оборонного постачання",
    "name_en": "Defence Supply Agency",
    "country": "DK",
    "register_no": "DK-20114477",
    "address_uk": "Гавнегаде, 4, Вестергавн",
    "address_en": "Havnegade 4, Vesterhavn",
}
CERTIFICATE = {
    "number": "EUC-2026-0311",
    "issued_on": "20.10.2026",
    "valid_until": "30.06.2027",
    "issuer": "Defence Supply Agency",
    "signatory_name": "Freja Lindqvist",
    "signatory_position": "Head of procurement",
    "undertakes_no_reexport": "on",
    "allows_checks": "on",
    "authenticity_confirmed_on": "28.10.2026",
}


@pytest.fixture
def browse(client: Client):
    def as_person(user) -> Client:
        client.force_login(user)
        return client

    return as_person


def text(response) -> str:
    return response.content.decode()


def at(name: str, case: Application, *more: object) -> str:
    return reverse(f"applications:{name}", args=[case.ref, *more])


def pdf(name: str = "договір.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, corpus.plain_pdf(), content_type="application/pdf")


def send(client: Client, name: str, case: Application, answers: dict, *more: object):
    """Post a page of the draft as it would be sent if it were opened now."""
    return client.post(at(name, case, *more), {"version": fresh(case).version, **answers})


def cost(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len([q for q in queries if "SAVEPOINT" not in q["sql"]])


def test_from_an_empty_draft_to_the_number_in_the_browser(cast, browse):
    client = browse(cast.preparer)
    begun = client.post(reverse("applications:new"), KIND)
    case = Application.objects.get()
    assert begun["Location"] == at("tasks", case)
    steps = (
        ("contract", {"contract_no": "22/С", "contract_date": "12.10.2026", "incoterm": "FCA",
                      "contract_place": "Яворище", "file": pdf()}, "lines"),
        ("line_add", LINE, "lines"),
        ("end_use", {"end_use_uk": "Спостереження", "end_use_en": "Observation"}, "end_user"),
        ("end_user", PARTY, "parties"),
        ("party_add", {**PARTY, "role": "consignee"}, "parties"),
        ("certificate", {**CERTIFICATE, "file": pdf("сертифікат.pdf")}, "files"),
        ("files", {"uploads": pdf("згода.pdf")}, "files"),
    )  # fmt: skip
    for name, answers, leads_to in steps:
        response = send(client, name, case, answers)
        assert response.status_code == 302, (name, text(response))
        assert response["Location"] == at(leads_to, case)
    assert "2 136 000,50" in text(client.get(at("lines", case))).replace("\xa0", " ")
    assert client.get(at("check", case)).status_code == 200
    waiting = text(client.get(at("declare", case)))
    assert cast.signatory.name in waiting
    assert send(client, "declare", case, {"declared": "on"}).status_code == 403
    signed = send(browse(cast.signatory), "declare", case, {"declared": "on"})
    case = fresh(case)
    assert case.status == "submitted"
    assert case.declared.number == 1
    assert signed["Location"] == at("detail", case)
    assert case.number in text(client.get(signed["Location"]))


def test_save_and_leave_leads_to_the_task_list(cast, browse):
    case = builders.draft(cast)
    response = send(browse(cast.preparer), "kind", case, {**KIND, "then": "leave"})
    assert response["Location"] == at("tasks", case)


def test_the_task_list_says_what_would_be_returned(cast, browse):
    case = builders.draft(cast)
    page = text(browse(cast.preparer).get(at("tasks", case)))
    assert at("certificate", case) in page
    assert at("declare", case) not in page.split("<main")[1]
    whole = builders.filled(cast)
    page = text(browse(cast.preparer).get(at("tasks", whole)))
    assert "dz-bad" not in page
    assert at("declare", whole) in page


def test_a_company_without_authority_is_told_before_it_submits(cast, browse):
    case, client = builders.filled(cast), browse(cast.preparer)
    with clock.at(builders.kyiv(2028, 12, 4)):
        page = text(client.get(at("tasks", case)))
    of_company = page.split('<ul class="dz-tasks">')[1].split("</li>")[0]
    assert reverse("manufacturers:company") in of_company
    assert "dz-tag--bad" in of_company
    assert "dz-bad" not in text(client.get(at("tasks", case)))


def test_a_draft_without_lines_cannot_be_signed(cast, browse):
    case = builders.draft(cast)
    response = send(browse(cast.signatory), "declare", case, {"declared": "on"})
    assert response.status_code == 422
    assert fresh(case).status == "draft"


def test_a_declaration_must_be_confirmed(cast, browse):
    case = builders.filled(cast)
    assert send(browse(cast.signatory), "declare", case, {}).status_code == 422
    assert fresh(case).status == "draft"


def test_rows_can_be_changed_and_removed(cast, browse):
    case, client = builders.filled(cast), browse(cast.preparer)
    line = case.lines.get(position=1)
    assert send(client, "line", case, {**LINE, "quantity": "12"}, line.pk).status_code == 302
    assert case.lines.get(pk=line.pk).quantity == 12
    assert client.get(at("line", case, line.pk)).status_code == 200
    assert client.get(at("line_remove", case, line.pk)).status_code == 200
    assert send(client, "line_remove", case, {}, line.pk).status_code == 302
    assert [one.position for one in case.lines.all()] == [1]
    send(client, "party_add", case, {**PARTY, "role": "intermediary"})
    party = case.parties.get(role="intermediary")
    changed = {**PARTY, "role": "consignee", "name_en": "Port of Vesterhavn"}
    assert send(client, "party", case, changed, party.pk).status_code == 302
    assert "Port of Vesterhavn" in text(client.get(at("party", case, party.pk)))
    assert send(client, "party_remove", case, {}, party.pk).status_code == 302
    attachment = case.attachments.get()
    assert send(client, "file_remove", case, {}, attachment.pk).status_code == 302
    assert not case.attachments.exists()


def test_a_draft_is_deleted_only_before_it_was_submitted(cast, browse):
    case, client = builders.draft(cast), browse(cast.preparer)
    assert client.get(at("discard", case)).status_code == 200
    stale = client.post(at("discard", case), {"version": case.version - 1})
    assert stale.status_code == 409
    assert client.post(at("discard", case)).status_code == 409
    assert Application.objects.filter(pk=case.pk).exists()
    assert send(client, "discard", case, {}).status_code == 302
    assert not Application.objects.filter(pk=case.pk).exists()
    assert client.post(at("discard", builders.submitted(cast))).status_code == 409


def test_a_returned_application_shows_its_reasons_and_becomes_the_next_revision(cast, browse):
    case = builders.submitted(cast)
    cases.return_to_applicant(
        actor=cast.officer, application_id=case.pk, version=case.version, reasons="Немає згоди."
    )
    client = browse(cast.signatory)
    assert "Немає згоди." in text(client.get(at("detail", case)))
    assert case.number in text(client.get(reverse("applications:list")))
    assert send(client, "declare", case, {"declared": "on"}).status_code == 302
    again = fresh(case)
    assert (again.number, again.declared.number) == (case.number, 2)
    first = text(client.get(at("revision", case, 1)))
    assert again.revisions.get(number=1).sha256[:4] in first


def test_the_clock_and_its_pauses_are_shown_to_the_company(cast, browse):
    request = builders.questioned(cast)
    page = text(browse(cast.preparer).get(at("detail", request.application)))
    assert request.question in page
    assert "08.12.2026" in page
    assert "dz-ruler" in page
    assert cast.officer.name not in page
    assert 'href="/cases/' not in page


def test_an_answer_with_files_may_be_partial_and_then_complete(cast, browse):
    request = builders.questioned(cast)
    case, client = request.application, browse(cast.preparer)
    url = at("question", case, request.pk)
    assert client.get(url).status_code == 200
    assert client.post(url, {"text": "Ось перший.", "complete": "no"}).status_code == 302
    assert InformationRequest.objects.get(pk=request.pk).complete_at is None
    answer = {"text": "Ось решта.", "complete": "yes", "uploads": [pdf("a.pdf"), pdf("b.pdf")]}
    assert client.post(url, answer).status_code == 302
    assert InformationRequest.objects.get(pk=request.pk).complete_at is not None
    page = text(client.get(url))
    assert "a.pdf" in page
    assert "b.pdf" in page
    sent = re.search(rf'href="({at("detail", case)}files/[^"]+)"', page)
    assert sent
    assert client.get(sent.group(1)).status_code == 200
    assert client.post(url, {"text": "Ще.", "complete": "yes"}).status_code == 409


def test_an_answer_says_whether_it_is_complete_and_keeps_what_was_typed(cast, browse):
    request = builders.questioned(cast)
    url = at("question", request.application, request.pk)
    response = browse(cast.preparer).post(url, {"text": "Наша відповідь"})
    assert response.status_code == 422
    assert "Наша відповідь" in text(response)


def test_the_signatory_withdraws_after_one_question(cast, browse):
    case = builders.accepted(cast)
    assert browse(cast.preparer).get(at("withdraw", case)).status_code == 403
    client = browse(cast.signatory)
    assert client.get(at("withdraw", case)).status_code == 200
    stale = client.post(at("withdraw", case), {"version": 1, "reason": "Договір розірвано"})
    assert stale.status_code == 409
    assert "Договір розірвано" in text(stale)
    assert send(client, "withdraw", case, {"reason": "Договір розірвано"}).status_code == 302
    assert fresh(case).status == "withdrawn"
    assert client.get(at("detail", case)).status_code == 200


def test_an_amendment_is_declared_as_a_new_revision(cast, browse):
    case, client = builders.accepted(cast), browse(cast.signatory)
    assert client.post(at("amend", case), {"version": "x"}).status_code == 409
    assert send(client, "amend", case, {}).status_code == 302
    assert send(client, "kind", case, {**KIND, "title": "Двадцять"}).status_code == 302
    assert send(client, "declare", case, {"declared": "on"}).status_code == 302
    after = fresh(case)
    assert (after.status, after.declared.number) == ("in_review", 2)


def test_the_decision_and_its_documents_reach_the_company(cast, browse):
    decision = builders.decided(cast, [builders.cap(1, 12), builders.refuse(2)])
    case, client = decision.application, browse(cast.preparer)
    waiting = text(client.get(at("detail", case)))
    refusal, licence = decision.refusal, decision.licence
    assert refusal.number in waiting
    assert client.get(at("refusal", case, refusal.number)).status_code == 404
    outbox.drain()
    page = text(client.get(at("detail", case)))
    assert reverse("licences:download", args=[licence.number]) in page
    document = client.get(at("refusal", case, refusal.number))
    assert document.content.startswith(b"%PDF-")
    assert "Є ризик перенаправлення товару." in page


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_page_opens_in_both_languages_within_its_budget(cast, browse, language):
    cast.signatory.language = language
    cast.signatory.save(update_fields=["language"])
    client, draft = browse(cast.signatory), builders.filled(cast)
    names = ("tasks", "kind", "contract", "lines", "line_add", "end_use", "end_user", "parties",
             "party_add", "certificate", "files", "check", "declare", "discard")  # fmt: skip
    for name in names:
        # The task list runs every check, each of which reads what it looks at.
        assert cost(client, at(name, draft)) <= (22 if name == "tasks" else 20), name
        assert f'<html lang="{language}"' in text(client.get(at(name, draft)))
    request = builders.questioned(cast)
    case = request.application
    assert cost(client, at("detail", case)) <= 20
    assert cost(client, at("question", case, request.pk)) <= 20
    assert cost(client, at("revision", case, 1)) <= 20
    assert cost(client, at("withdraw", case)) <= 20
    assert cost(client, reverse("applications:new")) <= 20


def test_the_list_costs_the_same_with_more_cases(cast, browse):
    builders.questioned(cast)
    builders.draft(cast)
    client, url = browse(cast.preparer), reverse("applications:list")
    few = cost(client, url)
    for _ in range(3):
        builders.accepted(cast)
        builders.draft(cast)
    assert cost(client, url) == few
    assert few <= 12


def test_the_list_pages_by_key(cast, browse, monkeypatch):
    monkeypatch.setattr("licensing.selectors.applicant.cases.PAGE_SIZE", 2)
    numbers = {builders.submitted(cast).number for _ in range(5)}
    client, url, seen = browse(cast.preparer), reverse("applications:list"), set()
    while url:
        page = text(client.get(url))
        seen |= set(re.findall(r"DZ-2026-\d{5}(?=</span>)", page))
        older = re.search(r'rel="next" href="([^"]+)"', page)
        url = older and older.group(1)
    assert seen == numbers
    assert client.get(reverse("applications:list") + "?after=nonsense").status_code == 200
