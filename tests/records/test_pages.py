"""The register and a decision's page: what is shown, to whom, at what cost."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from core.audit import ledger
from core.audit.models import Event
from core.base import clock
from demo.cast import Cast
from licensing.models import Application, Decision
from licensing.services import case, deciding
from licensing.services.deciding import LineDecision
from tests import builders
from tests.records import journey

pytestmark = pytest.mark.django_db


def visit(person: object, address: str, **data: str):
    client = Client()
    client.force_login(person)
    return client.get(address, data)


def text(response) -> str:
    return response.content.decode()


def test_the_auditor_finds_a_decision_by_whatever_is_known_of_it(cast: Cast):
    decision = builders.decided(cast)
    ledger.sequence()
    known = [
        "",
        decision.number,
        decision.number.lower(),
        decision.application.number,
        decision.licence.number,
        f"{decision.licence.number}-11",
        cast.company.edrpou,
        cast.company.name_uk,
        cast.company.name_en[:6],
        "DK",
        "данія",
        "Denmark",
    ]
    missed = [
        q for q in known if decision.number not in text(visit(cast.auditor, "/records/", q=q))
    ]
    assert missed == []
    for unknown in ("DR-2019-00001", "Ніхто", "PL", cast.foreign_company.edrpou):
        assert decision.number not in text(visit(cast.auditor, "/records/", q=unknown))


def test_the_register_filters_by_outcome_and_year(cast: Cast):
    decision = builders.decided(cast)
    found = {"outcome": "issued", "year": "2026"}
    assert decision.number in text(visit(cast.auditor, "/records/", **found))
    assert decision.number not in text(visit(cast.auditor, "/records/", outcome="refused"))
    nonsense = {"outcome": "<b>", "year": "x", "before": "'"}
    assert visit(cast.auditor, "/records/", **nonsense).status_code == 200


def test_older_records_follow_page_by_page(cast: Cast, monkeypatch):
    monkeypatch.setattr("records.selectors.PAGE", 2)
    numbers = [builders.decided(cast).number for _ in range(5)]
    seen: list[str] = []
    before = ""
    for _ in range(3):
        page = visit(cast.auditor, "/records/", before=before).context["page"]
        seen += [row.decision.number for row in page.rows]
        before = page.older
    assert (sorted(seen), before) == (sorted(numbers), "")
    assert len(set(seen)) == 5


def test_the_register_costs_at_most_twelve_queries(cast: Cast, django_assert_max_num_queries):
    for _ in range(3):
        builders.decided(cast)
    ledger.sequence()
    client = Client()
    # An auditor's page costs three more: the event of the reading.
    client.force_login(cast.head)
    client.get("/records/")
    with django_assert_max_num_queries(12):
        assert client.get("/records/").status_code == 200


def test_a_decision_shows_its_whole_history_and_its_proof(
    cast: Cast, django_assert_max_num_queries
):
    decision = journey.decided(cast, refused=(2,))
    ledger.sequence()
    client = Client()
    client.force_login(cast.auditor)
    with django_assert_max_num_queries(25):
        response = client.get(f"/records/{decision.number}/")
    dossier = response.context["dossier"]
    assert dossier.place.is_proved
    verbs = [json.loads(event.body)["verb"] for event in dossier.history]
    for verb in (
        "case.submitted",
        "case.accepted",
        "opinion.given",
        "question.frozen",
        "conflict.declared",
        "ballot.cast",
        "round.closed",
        "case.outcome_recorded",
        "case.decided",
        "licence.issued",
        "refusal.issued",
    ):
        assert verb in verbs
    page = text(response)
    for shown in (
        decision.application.number,
        decision.licence.number,
        decision.refusal.number,
        cast.company.name_uk,
        cast.head.name_uk,
        cast.chair.name_uk,
        journey.AGAINST,
        "Родич у фірмі.",
        "Транзит через третю державу.",
        "Надати підтвердження доставки.",
        "contract.pdf",
    ):
        assert shown in page, shown
    assert [vote.choice for vote in dossier.ballots[0].votes].count("for") == 6


def test_every_reading_is_an_event(cast: Cast):
    decision = builders.decided(cast)
    before = Event.objects.filter(verb="records.read").count()
    visit(cast.auditor, f"/records/{decision.number}/")
    visit(cast.auditor, f"/records/{decision.number}/record.json")
    visit(cast.auditor, "/records/DR-2019-00001/")
    visit(cast.signatory, f"/records/{decision.number}/")
    readings = Event.objects.filter(verb="records.read")
    assert readings.count() == before + 2
    last = readings.last()
    assert (last.actor, last.number) == (cast.auditor, decision.number)
    assert last.subject == f"decision:{decision.pk}"


def test_the_exact_text_is_handed_out(cast: Cast):
    decision = builders.decided(cast)
    response = visit(cast.auditor, f"/records/{decision.number}/record.json")
    assert response.content == decision.text.encode()
    assert decision.number in response["Content-Disposition"]


def test_a_changed_record_is_shown_as_broken(cast: Cast, monkeypatch):
    decision = builders.decided(cast)
    ledger.sequence()
    Event.objects.filter(pk=-1)
    from licensing.models import Decision

    honest = Decision.from_db.__func__

    def changed(cls, db, names, values):
        row = honest(cls, db, names, values)
        row.text = row.text.replace("DK", "RU")
        return row

    monkeypatch.setattr(Decision, "from_db", classmethod(changed))
    page = text(visit(cast.auditor, "/records/"))
    assert "dz-state--bad" in page
    page = text(visit(cast.auditor, f"/records/{decision.number}/"))
    assert "dz-notice--bad" in page


def test_an_officer_does_not_see_a_restricted_case_of_another(cast: Cast):
    decision = builders.decided(cast)
    Application.objects.filter(pk=decision.application_id).update(restricted=True)
    address = f"/records/{decision.number}/"
    assert visit(cast.second_officer, address).status_code == 404
    assert decision.number not in text(visit(cast.second_officer, "/records/"))
    assert visit(cast.officer, address).status_code == 200
    assert visit(cast.auditor, address).status_code == 200


def test_people_of_companies_find_no_register(cast: Cast):
    decision = builders.decided(cast)
    for person in (cast.signatory, cast.preparer, cast.foreign_signatory):
        for address in ("/records/", f"/records/{decision.number}/", "/records/export?format=csv"):
            assert visit(person, address).status_code == 404
    for person in (cast.customs, cast.member_mfa, cast.system_admin):
        assert visit(person, "/records/").status_code == 403
    assert visit(cast.officer, "/records/export", format="csv").status_code == 403


def test_the_auditor_proves_the_ledger_from_the_page(cast: Cast):
    builders.decided(cast)
    journey.keep_bytes()
    ledger.sequence()
    client = Client()
    client.force_login(cast.auditor)
    assert client.get("/records/ledger/").context["proved"] is None
    assert client.post("/records/ledger/verify").status_code == 302
    page = client.get("/records/ledger/")
    assert page.context["proved"]["ok"] is True
    assert page.context["checkpoint"].note in page.content.decode().replace("&#x27;", "'")
    client.force_login(cast.officer)
    assert client.post("/records/ledger/verify").status_code == 403
    assert client.get("/records/ledger/").status_code == 200


def test_a_decision_on_appeal_names_the_one_it_replaces_and_leaves_it_alone(cast: Cast):
    first = builders.decided(cast, lines=[builders.refuse(1), builders.refuse(2)])
    application = builders.fresh(first.application)
    before = (first.text, first.sha256)
    application = case.appeal(
        actor=cast.signatory,
        application_id=application.pk,
        version=application.version,
        grounds="Помилка в підставі.",
    )
    second = heard_again(cast, application)
    first.refresh_from_db()
    assert (first.text, first.sha256) == before
    assert json.loads(first.text)["supersedes"] is None
    named = {"number": first.number, "sha256": first.sha256}
    assert json.loads(second.text)["supersedes"] == named
    old = text(visit(cast.auditor, f"/records/{first.number}/"))
    new = text(visit(cast.auditor, f"/records/{second.number}/"))
    assert f"/records/{second.number}/" in old
    assert f"/records/{first.number}/" in new


def heard_again(cast: Cast, application: Application) -> Decision:
    """Return the decision of the second round: everything is granted now."""
    pk = application.pk
    case.mark_ready(actor=cast.officer, application_id=pk, version=builders.version(pk))
    case.place_on_agenda(actor=cast.secretary, application_id=pk, sitting_ref="DS-2026-00002")
    case.record_outcome(
        actor=cast.chair,
        application_id=pk,
        outcome="recommend",
        deliberation={"conditions": [], "lines": []},
        protocol_ref="DJ-2026-00002",
    )
    return deciding.decide(
        actor=cast.head,
        application_id=pk,
        version=builders.version(pk),
        lines=[
            LineDecision(position=line.position, outcome="approved")
            for line in application.lines.all()
        ],
        valid_until=clock.today() + timedelta(days=200),
    )
