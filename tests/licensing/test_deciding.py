"""The legal act: by line, by another person, with everything that led to it in the record."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from core.audit.models import Event
from core.base import canonical, clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.notifications.models import Deadline, Outbox
from core.reference.models import Destination
from licensing.models import Decision, DecisionLine, Licence, LicenceState, Refusal
from licensing.services import deciding, licences
from licensing.services.deciding import LineDecision
from tests import builders
from tests.builders import cap, refuse


def test_a_full_approval_issues_a_licence_and_no_refusal(cast):
    decision = builders.decided(cast)
    licence = Licence.objects.get(decision=decision)
    assert (decision.number, licence.number) == ("DR-2026-00001", "DL-2026-00001")
    assert not Refusal.objects.exists()
    record = json.loads(licence.record_text)
    assert [line["quantity"] for line in record["goods"]] == ["24", "8"]
    assert canonical.digest(licence.record_text) == licence.record_sha256


def test_a_full_refusal_issues_a_notice_and_no_licence(cast):
    decision = builders.decided(cast, lines=[refuse(1), refuse(2, "EU-2")])
    assert decision.outcome == "refused"
    assert not Licence.objects.exists()
    record = json.loads(Refusal.objects.get().record_text)
    assert record["extent"] == "full"
    assert [block["code"] for block in record["grounds"]] == ["EU-7", "EU-2"]


def test_a_partial_approval_issues_both_and_the_licence_says_nothing_of_the_rest(cast):
    decision = builders.decided(cast, lines=[cap(1, 16), refuse(2)])
    licence, refusal = Licence.objects.get(), Refusal.objects.get()
    goods = json.loads(licence.record_text)["goods"]
    assert [(line["line"], line["quantity"], line["value"]) for line in goods] == [
        (1, "16", "1424000.00")
    ]
    assert refusal.number not in licence.record_text
    assert "EU-7" not in licence.record_text
    refused = json.loads(refusal.record_text)
    assert [(line["line"], line["quantity"]) for line in refused["lines"]] == [(1, "8"), (2, "8")]
    assert refused["related"]["number"] == licence.number
    assert decision.outcome == "partly"


def test_the_decision_record_holds_everything_that_led_to_it(cast):
    request = builders.questioned(cast)
    from licensing.services import case, requests

    requests.answer(actor=cast.preparer, request_id=request.pk, text="Ось оригінали.")
    application = builders.fresh(request.application)
    case.mark_ready(actor=cast.officer, application_id=application.pk, version=application.version)
    case.place_on_agenda(
        actor=cast.secretary, application_id=application.pk, sitting_ref="DS-2026-00001"
    )
    case.record_outcome(
        actor=cast.chair,
        application_id=application.pk,
        outcome="recommend_partly",
        deliberation={
            "conditions": [
                {
                    "number": 1,
                    "text": {"uk": "Звіт щокварталу", "en": "Report every quarter"},
                    "owner": {"uk": "МО", "en": "MoD"},
                    "term": {"uk": "12 місяців", "en": "12 months"},
                }
            ],
            "votes": {"for": 5, "against": 1},
        },
        protocol_ref="DJ-2026-00001",
    )
    application = builders.fresh(application)
    decision = deciding.decide(
        actor=cast.head,
        application_id=application.pk,
        version=application.version,
        lines=[LineDecision(1, "approved"), LineDecision(2, "approved")],
        valid_until=clock.today() + timedelta(days=200),
    )
    record = json.loads(decision.text)
    assert record["revision"]["sha256"] == application.current_revision.sha256
    assert record["requests"][0]["messages"][0]["text"] == "Ось оригінали."
    assert record["pauses"][0]["from"] == "2026-11-24"
    assert record["commission"]["deliberation"]["votes"]["for"] == 5
    assert [run["run"]["gate"] for run in record["checks"]] == [
        "submit", "accept", "ready", "agenda", "decide",
    ]  # fmt: skip
    assert record["term"]["days"] == 45
    licence = json.loads(Licence.objects.get().record_text)
    assert licence["conditions"][0]["text"]["en"] == "Report every quarter"
    assert licence["decision"] == {
        "protocol_number": "DJ-2026-00001", "item": 1, "date": "2026-11-24",
    }  # fmt: skip


def test_the_act_has_its_events_deadlines_and_promises(cast):
    decision = builders.decided(cast, lines=[cap(1, 16), refuse(2)])
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"case.decided", "licence.issued", "refusal.issued"} <= verbs
    keys = Outbox.objects.filter(task=deciding.ISSUE_DOCUMENT).values_list("dedupe_key", flat=True)
    assert set(keys) == {"document:DL-2026-00001", "document:DN-2026-00001"}
    term = Deadline.objects.get(kind="decision_term", subject=decision.application.subject)
    assert term.met_at is not None


@pytest.mark.parametrize("person", ["officer", "secretary", "chair", "signatory", "auditor"])
def test_only_the_head_decides(cast, person):
    application = builders.considered(cast)
    with pytest.raises(NotAllowed):
        _decide(cast, application, actor=getattr(cast, person))


def test_a_head_who_prepared_the_case_cannot_decide_it(cast):
    from licensing.models import Preparer

    application = builders.considered(cast)
    Preparer.objects.create(application=application, user=cast.head, since=clock.now())
    with pytest.raises(NotAllowed):
        _decide(cast, application)


def test_the_database_refuses_a_decision_by_its_preparer(cast):
    application = builders.considered(cast)
    with pytest.raises(DatabaseError, match="does not decide"), transaction.atomic():
        Decision.objects.create(
            application=application,
            revision=application.current_revision,
            commission_outcome=application.outcomes.get(),
            number="DR-2026-99999",
            outcome="refused",
            decided_by=cast.officer,
            decided_at=clock.now(),
            text="{}",
            sha256="0" * 64,
        )


def test_an_embargo_set_after_the_vote_allows_refusal_only(cast):
    application = builders.considered(cast)
    Destination.objects.filter(country="DK").update(embargo=True, tier="closed")
    with pytest.raises(Conflict):
        _decide(cast, application)
    assert not Licence.objects.exists()
    decision = _decide(cast, application, lines=[refuse(1), refuse(2)])
    assert decision.outcome == "refused"


@pytest.mark.parametrize(
    "lines",
    [
        [LineDecision(1, "approved")],
        [LineDecision(1, "approved"), LineDecision(1, "approved")],
        [LineDecision(1, "approved"), LineDecision(2, "refused")],
        [LineDecision(1, "approved"), cap(2, 8)],
        [LineDecision(1, "approved"), cap(2, 0)],
        [LineDecision(1, "approved"), refuse(2, "NO-SUCH")],
    ],
    ids=["missing", "twice", "no grounds", "cap not below", "cap zero", "unknown ground"],
)
def test_bad_line_decisions_are_refused_and_nothing_is_written(cast, lines):
    application = builders.considered(cast)
    with pytest.raises(InvalidInput):
        _decide(cast, application, lines=lines)
    assert not Decision.objects.exists()
    assert builders.fresh(application).status == "considered"


@pytest.mark.parametrize("days", [None, -1, 800])
def test_a_licence_has_a_lawful_last_day(cast, days):
    application = builders.considered(cast)
    valid_until = None if days is None else clock.today() + timedelta(days=days)
    with pytest.raises(InvalidInput):
        deciding.decide(
            actor=cast.head,
            application_id=application.pk,
            version=application.version,
            lines=[LineDecision(1, "approved"), LineDecision(2, "approved")],
            valid_until=valid_until,
        )


def test_decisions_cannot_be_edited_even_by_sql(cast):
    decision = builders.decided(cast)
    for statement in (
        "UPDATE licensing_decision SET outcome = 'refused' WHERE id = %s",
        "DELETE FROM licensing_decision WHERE id = %s",
        "UPDATE licensing_decisionline SET quantity = 1000 WHERE decision_id = %s",
        "UPDATE licensing_licence SET valid_until = '2036-01-01' WHERE decision_id = %s",
        "DELETE FROM licensing_licence WHERE decision_id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [decision.pk])


def test_amounts_of_a_line_must_fit_its_outcome(cast):
    decision = builders.decided(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        DecisionLine.objects.create(
            decision=decision,
            position=9,
            outcome="refused",
            quantity=Decimal(1),
            unit="pcs",
            value=Decimal(0),
            currency="EUR",
            control_code="ML10.c",
            grounds=["EU-1"],
        )


def test_a_licence_is_suspended_reinstated_and_revoked_by_the_head(cast):
    builders.decided(cast)
    licence = Licence.objects.get()
    common = {"actor": cast.head, "licence_id": licence.pk, "reason": "Перевірка повідомлення."}
    licences.suspend(ground="EU-7", review_on=clock.today() + timedelta(days=30), **common)
    with pytest.raises(Conflict):
        licences.suspend(ground="EU-7", **common)
    licences.reinstate(**common)
    licences.revoke(ground="EU-7", **common)
    licence.refresh_from_db()
    assert licence.state == LicenceState.REVOKED
    assert [act.act for act in licence.acts.all()] == ["issue", "suspend", "reinstate", "revoke"]
    with pytest.raises(Conflict):
        licences.reinstate(**common)
    with pytest.raises(DatabaseError), transaction.atomic():
        Licence.objects.update(state="valid")


@pytest.mark.parametrize("person", ["officer", "customs", "signatory"])
def test_nobody_else_acts_on_a_licence(cast, person):
    builders.decided(cast)
    with pytest.raises(NotAllowed):
        licences.revoke(
            actor=getattr(cast, person),
            licence_id=Licence.objects.get().pk,
            ground="EU-7",
            reason="ні",
        )


def _decide(cast, application, *, actor=None, lines=None):
    return deciding.decide(
        actor=actor or cast.head,
        application_id=application.pk,
        version=builders.version(application.pk),
        lines=lines or [LineDecision(1, "approved"), LineDecision(2, "approved")],
        valid_until=clock.today() + timedelta(days=300),
    )
