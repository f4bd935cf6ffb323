"""The pages of officials: what they show, what the buttons do, what they cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.base import clock
from licensing.models import Application, Decision, Licence
from licensing.services import requests
from tests import builders
from tests.builders import fresh

TABS = ("detail", "lines", "parties", "documents", "checks", "requests", "journal")


@pytest.fixture
def browse(client: Client):
    def as_person(user) -> Client:
        client.force_login(user)
        return client

    return as_person


def text(response) -> str:
    return response.content.decode()


def cost(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len([q for q in queries if "SAVEPOINT" not in q["sql"]])


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_of_the_case_opens_within_its_budget(cast, browse, tab):
    request = builders.questioned(cast)
    requests.answer(
        actor=cast.preparer,
        request_id=request.pk,
        text="Надіслано.",
        files=[builders.stored_file(cast.preparer, "guarantee.pdf")],
    )
    client = browse(cast.officer)
    url = reverse(f"cases:{tab}", args=[request.application.number])
    page = text(client.get(url))
    assert request.application.number in page
    assert "dz-ruler__cell--today" in page or "dz-ruler__cell--left" in page
    assert cost(client, url) <= 20


def test_the_worklist_costs_the_same_with_more_cases(cast, browse):
    builders.accepted(cast)
    client = browse(cast.officer)
    url = reverse("cases:worklist") + "?show=all"
    few = cost(client, url)
    for _ in range(4):
        builders.accepted(cast)
    builders.questioned(cast)
    builders.ready(cast)
    assert cost(client, url) == few
    # Nine of the list, four of the frame, two of the commission's pulse beside it.
    assert few <= 15
    assert cost(client, reverse("cases:worklist")) <= 15, "with the paused cases beside the own"


def test_the_worklist_shows_what_waits_for_whom(cast, browse):
    new = builders.submitted(cast)
    considered = builders.considered(cast)
    officer_sees = text(browse(cast.officer).get(reverse("cases:worklist")))
    assert new.number in officer_sees
    head_sees = text(browse(cast.head).get(reverse("cases:worklist")))
    assert considered.number in head_sees
    assert new.number not in head_sees.split("<aside")[0].split("<table")[1]


def test_the_worklist_pages_by_key(cast, browse, monkeypatch):
    monkeypatch.setattr("licensing.selectors.worklist.page.PAGE_SIZE", 2)
    numbers = {builders.submitted(cast).number for _ in range(5)}
    client, url, seen = browse(cast.officer), reverse("cases:worklist") + "?show=all", []
    while url:
        page = text(client.get(url))
        queue = page.split("<table")[1].split("</table")[0]
        seen += re.findall(r"DZ-2026-\d{5}(?=</span>)", queue)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        url = older and older.group(1).replace("&amp;", "&")
    assert sorted(seen) == sorted(numbers)


@pytest.mark.parametrize("after", ["nonsense", "2026-01-01,nonsense", "x,y,z"])
def test_a_broken_page_key_shows_the_first_page(cast, browse, after):
    builders.submitted(cast)
    response = browse(cast.officer).get(reverse("cases:worklist"), {"after": after})
    assert response.status_code == 200


def test_accepting_twice_is_answered_with_a_conflict(cast, browse):
    case = builders.submitted(cast)
    client, url = browse(cast.officer), reverse("cases:accept", args=[case.number])
    assert client.post(url, {"version": case.version}).status_code == 302
    assert client.post(url, {"version": case.version}).status_code == 409
    assert fresh(case).status == "in_review"


def test_a_stale_button_is_a_conflict(cast, browse):
    case = builders.submitted(cast)
    url = reverse("cases:accept", args=[case.number])
    for version in (case.version - 1, "", "много"):
        assert browse(cast.officer).post(url, {"version": version}).status_code == 409
    assert fresh(case).status == "submitted"


def test_programs_get_problem_details(cast, browse):
    case = builders.submitted(cast)
    response = browse(cast.officer).post(
        reverse("cases:accept", args=[case.number]),
        {"version": 0},
        headers={"accept": "application/json"},
    )
    assert response.status_code == 409
    assert response.json()["type"] == "urn:dozvil:problem:stale_form"


def test_returning_needs_reasons_and_keeps_what_was_typed(cast, browse):
    case = builders.submitted(cast)
    client, url = browse(cast.officer), reverse("cases:return", args=[case.number])
    assert client.get(url).status_code == 200
    assert client.post(url, {"version": case.version, "reasons": ""}).status_code == 422
    assert (
        client.post(url, {"version": case.version, "reasons": "Немає додатка"}).status_code == 302
    )
    assert fresh(case).status == "draft"
    page = text(client.get(reverse("cases:detail", args=[case.number])))
    assert "Немає додатка" in page


def test_asking_pauses_and_shows_the_pause(cast, browse):
    case = builders.accepted(cast)
    client, url = browse(cast.officer), reverse("cases:ask", args=[case.number])
    typed = {"version": case.version, "question": "Де оригінали?", "due_on": "24.11.2026"}
    refused = client.post(url, typed)
    assert refused.status_code == 422
    assert "Де оригінали?" in text(refused)
    assert client.post(url, typed | {"due_on": "08.12.2026"}).status_code == 302
    assert fresh(case).paused_since is not None
    request = case.requests.get()
    url = reverse("cases:comment", args=[case.number, request.pk])
    assert client.post(url, {"text": "Нагадуємо"}).status_code == 302
    assert "Нагадуємо" in text(client.get(reverse("cases:requests", args=[case.number])))


def test_the_checks_run_again_when_a_rule_changed(cast, browse):
    from core.reference.models import Destination

    case = builders.accepted(cast)
    Destination.objects.filter(country="DK").update(embargo=True, tier="closed")
    client, url = browse(cast.officer), reverse("cases:recheck", args=[case.number])
    assert client.post(url).status_code == 302
    assert fresh(case).latest_checks.blocks == 1
    Destination.objects.filter(country="DK").update(embargo=False, tier="partner")
    client.post(url)
    assert fresh(case).latest_checks.blocks == 0
    assert case.check_runs.count() == 4


def test_another_officer_takes_the_case_over(cast, browse):
    case = builders.accepted(cast)
    client = browse(cast.second_officer)
    assert client.get(reverse("cases:ask", args=[case.number])).status_code == 403
    url = reverse("cases:take", args=[case.number])
    assert client.post(url, {"version": case.version}).status_code == 302
    assert client.get(reverse("cases:ask", args=[case.number])).status_code == 200


def test_an_overdue_question_lets_the_officer_close_the_case(cast, browse):
    request = builders.questioned(cast)
    case = fresh(request.application)
    client, url = browse(cast.officer), reverse("cases:lapse", args=[case.number])
    assert client.post(url, {"version": case.version}).status_code == 409
    with clock.at(builders.kyiv(2026, 12, 30)):
        assert client.post(url, {"version": case.version}).status_code == 302
    assert fresh(case).status == "lapsed"


def test_the_revision_difference_names_the_changed_field(cast, browse):
    from licensing.services import case as cases
    from licensing.services import drafting

    case = builders.submitted(cast)
    client, url = browse(cast.officer), reverse("cases:compare", args=[case.number])
    assert client.get(url).status_code == 404
    cases.return_to_applicant(
        actor=cast.officer, application_id=case.pk, version=case.version, reasons="Виправте"
    )
    drafting.save_section(
        actor=cast.preparer,
        application_id=case.pk,
        version=builders.version(case.pk),
        section="contract",
        values={"contract_no": "23/С"},
    )
    builders.submitted(cast, fresh(case))
    page = text(client.get(url))
    assert "23/С" in page
    assert "22/С" in page


def test_officers_read_the_declared_text_while_the_company_amends(cast, browse):
    from licensing.services import drafting

    case = builders.accepted(cast)
    drafting.open_amendment(actor=cast.preparer, application_id=case.pk, version=case.version)
    drafting.save_section(
        actor=cast.preparer,
        application_id=case.pk,
        version=builders.version(case.pk),
        section="end_use",
        values={"end_use_uk": "ЩОСЬ ІНШЕ"},
    )
    page = text(browse(cast.officer).get(reverse("cases:lines", args=[case.number])))
    assert "ЩОСЬ ІНШЕ" not in page
    assert "узбережжям" in page


ALL_PAGES = [f"cases:{name}" for name in (*TABS, "compare", "return", "ask", "decide")]


@pytest.mark.parametrize("name", ALL_PAGES)
@pytest.mark.parametrize("person", ["signatory", "foreign_signatory", "customs", "member_mfa"])
def test_pages_of_officials_do_not_exist_for_others(cast, browse, name, person):
    case = builders.accepted(cast)
    url = reverse(name, args=[case.number])
    assert browse(getattr(cast, person)).get(url).status_code == 404


def test_a_restricted_case_exists_for_its_officer_and_the_head_only(cast, browse):
    case = builders.accepted(cast)
    Application.objects.filter(pk=case.pk).update(restricted=True)
    url = reverse("cases:detail", args=[case.number])
    assert browse(cast.second_officer).get(url).status_code == 404
    assert browse(cast.officer).get(url).status_code == 200
    assert browse(cast.head).get(url).status_code == 200


def test_a_draft_that_was_never_submitted_does_not_exist_for_officials(cast, browse):
    draft = builders.filled(cast)
    assert browse(cast.officer).get(reverse("cases:detail", args=[draft.pk])).status_code == 404


def test_the_head_decides_on_the_page(cast, browse):
    case = builders.considered(cast)
    client, url = browse(cast.head), reverse("cases:decide", args=[case.number])
    assert client.get(url).status_code == 200
    typed = {
        "version": case.version,
        "valid_until": f"{clock.today() + timedelta(days=200):%d.%m.%Y}",
        "line-1-outcome": "capped",
        "line-1-quantity": "16",
        "line-1-grounds": ["EU-7"],
        "line-1-reason_uk": "Забагато",
        "line-1-reason_en": "Too many",
        "line-2-outcome": "approved",
    }
    assert client.post(url, typed).status_code == 422
    assert client.post(url, typed | {"confirmed": "on", "line-1-quantity": "24"}).status_code == 422
    assert client.post(url, typed | {"confirmed": "on"}).status_code == 302
    assert Decision.objects.get().outcome == "partly"
    assert client.post(url, typed | {"confirmed": "on"}).status_code == 409


def test_nobody_but_the_head_opens_the_decision(cast, browse):
    case = builders.considered(cast)
    url = reverse("cases:decide", args=[case.number])
    assert browse(cast.officer).get(url).status_code == 403
    assert browse(cast.secretary).get(url).status_code == 403


def test_the_pages_of_a_licence(cast, browse):
    builders.decided(cast)
    licence = Licence.objects.get()
    url = reverse("licences:detail", args=[licence.number])
    for person in (cast.head, cast.officer, cast.customs, cast.signatory, cast.auditor):
        client = browse(person)
        assert licence.number in text(client.get(reverse("licences:list")))
        assert client.get(url).status_code == 200
    for person in (cast.foreign_signatory, cast.member_mfa, cast.adviser_mod):
        client = browse(person)
        assert licence.number not in text(client.get(reverse("licences:list")))
        assert client.get(url).status_code == 404


def test_the_head_suspends_and_reinstates_on_the_page(cast, browse):
    builders.decided(cast)
    licence = Licence.objects.get()
    client = browse(cast.head)
    suspend = reverse("licences:act", args=[licence.number, "suspend"])
    assert client.get(suspend).status_code == 200
    assert client.post(suspend, {"ground": "", "reason": ""}).status_code == 422
    given = {"ground": "EU-7", "reason": "Перевірка", "review_on": "01.11.2026"}
    assert client.post(suspend, given).status_code == 422
    assert client.post(suspend, given | {"review_on": ""}).status_code == 302
    assert client.post(suspend, given | {"review_on": ""}).status_code == 409
    again = reverse("licences:act", args=[licence.number, "reinstate"])
    assert client.post(again, {"reason": "Усе гаразд"}).status_code == 302
    officer = browse(cast.officer)
    assert officer.get(suspend).status_code == 403


def test_the_register_of_licences_costs_the_same_with_more(cast, browse):
    builders.decided(cast)
    client, url = browse(cast.head), reverse("licences:list")
    few = cost(client, url)
    builders.decided(cast)
    builders.decided(cast)
    assert cost(client, url) == few <= 12


def test_files_of_a_case_are_handed_out_to_its_readers_only(cast, browse, settings, tmp_path):
    from core.documents import storage
    from core.documents.models import StoredFile

    case = builders.accepted(cast)
    sha = storage.store(b"%PDF-1.7 contract")
    StoredFile.objects.filter(name="contract.pdf").update(sha256=sha)
    file = case.attachments.get().file
    url = reverse("cases:file", args=[case.number, file.pk])
    assert browse(cast.officer).get(url).content == b"%PDF-1.7 contract"
    assert browse(cast.signatory).get(url).status_code == 404
    foreign = builders.stored_file(cast.foreign_signatory, "secret.pdf")
    other = reverse("cases:file", args=[case.number, foreign.pk])
    assert browse(cast.officer).get(other).status_code == 404
