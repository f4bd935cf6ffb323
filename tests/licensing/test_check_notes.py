"""Attention needs an officer's note: bound to the finding, kept for good, read by members."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from core.audit.models import Event
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed, StaleForm
from licensing.checks.run import findings, unnoted
from licensing.models import CheckNote, Preparer
from licensing.services import case as cases
from licensing.services import checking
from licensing.services import deciding as acts
from licensing.services.deciding import LineDecision
from tests import builders, commission_builders

pytestmark = pytest.mark.django_db
WORDS = {"reason": "not_concerned", "text": "Станція не виробляється на облікованій лінії."}


@pytest.fixture
def browse(client):
    """Sign a person in."""

    def as_person(user):
        client.force_login(user)
        return client

    return as_person


def raw(cast, **fields):
    """Return a case in review on whose checks nobody wrote a note."""
    case = builders.submitted(cast, **fields)
    cases.accept(actor=cast.officer, application_id=case.pk, version=case.version)
    return builders.fresh(case)


def note(actor, case, code="national_need", **changes):
    found = findings(builders.fresh(case).latest_checks)
    fields = {"code": code, "digest": found.get(code, ""), **WORDS, **changes}
    return checking.note(actor=actor, application_id=case.pk, **fields)


def ready(cast, case):
    version = builders.version(case.pk)
    return cases.mark_ready(actor=cast.officer, application_id=case.pk, version=version)


def place(cast, case):
    return cases.place_on_agenda(
        actor=cast.secretary, application_id=case.pk, sitting_ref="DS-2026-00001"
    )


def make_sensitive(country="DK"):
    """Change the policy on a country, so that a check asks for attention it did not ask before."""
    from core.reference.models import Destination

    assert Destination.objects.filter(country=country).update(tier="sensitive")


def test_attention_without_a_note_stops_at_readiness(cast):
    case = raw(cast)
    assert [one.code for one in unnoted(case.latest_checks)] == ["national_need"]
    with pytest.raises(Conflict, match=r"note|примітк"):
        ready(cast, case)
    note(cast.officer, case)
    assert ready(cast, case).status == "ready"


def test_each_gate_stops_at_a_finding_that_is_new(cast):
    case = builders.ready(cast)
    make_sensitive()
    with pytest.raises(Conflict, match=r"Policy on the country|Політика щодо країни"):
        place(cast, case)
    checking.run_again(actor=cast.officer, application_id=case.pk)
    note(cast.officer, case, "destination")
    assert place(cast, case).status == "on_agenda"


def test_the_vote_opens_on_noted_checks_only(cast):
    from commission.services import questions, rounds
    from commission.services.questions import Advice, LineProposal

    commission_builders.commission(cast)
    item = commission_builders.opened(cast)
    question = questions.freeze_question(
        actor=cast.secretary,
        item_id=item.pk,
        lines=[LineProposal(n, Advice.APPROVE) for n in (1, 2)],
    )
    make_sensitive()
    with pytest.raises(Conflict) as refused:
        rounds.open_round(actor=cast.chair, question_id=question.pk)
    assert refused.value.code == "note_missing"
    checking.run_again(actor=cast.officer, application_id=item.application_id)
    note(cast.officer, item.application, "destination")
    assert rounds.open_round(actor=cast.chair, question_id=question.pk).state == "open"
    assert builders.fresh(item.application).latest_checks.gate == "vote"


def test_nothing_is_issued_on_a_finding_without_a_note_but_a_refusal_is(cast):
    case = builders.considered(cast)
    make_sensitive()
    deed = {"actor": cast.head, "application_id": case.pk, "version": case.version}
    with pytest.raises(Conflict) as refused:
        acts.decide(
            **deed,
            lines=[LineDecision(position=n, outcome="approved") for n in (1, 2)],
            valid_until=clock.today(),
        )
    assert refused.value.code == "note_missing"
    assert acts.decide(**deed, lines=[builders.refuse(1), builders.refuse(2)]).pk


def test_a_changed_finding_needs_a_new_note(cast):
    case = raw(cast)
    old = findings(case.latest_checks)["national_need"]
    note(cast.officer, case)
    make_sensitive()
    checking.run_again(actor=cast.officer, application_id=case.pk)
    assert [one.code for one in unnoted(builders.fresh(case).latest_checks)] == ["destination"]
    with pytest.raises(StaleForm):
        note(cast.officer, case, "destination", digest=old)


def test_another_text_of_the_application_needs_a_new_note(cast):
    case = builders.accepted(cast)
    before = findings(case.latest_checks)["national_need"]
    from licensing.services import drafting

    drafting.open_amendment(actor=cast.preparer, application_id=case.pk, version=case.version)
    # Another value of the same goods: the check finds the same, but on lines that changed.
    drafting.change_line(
        actor=cast.preparer,
        application_id=case.pk,
        version=builders.version(case.pk),
        line_id=case.lines.get(position=1).pk,
        values=builders.LINES[0] | {"value": 2136001},
    )
    cases.amend(
        actor=cast.signatory,
        application_id=case.pk,
        version=builders.version(case.pk),
        declaration=builders.DECLARATION,
    )
    run = builders.fresh(case).latest_checks
    assert findings(run)["national_need"] != before
    assert unnoted(run)


def test_who_notes_and_with_which_words(cast):
    case = raw(cast)
    for stranger in (cast.second_officer, cast.secretary, cast.head, cast.preparer):
        with pytest.raises(NotAllowed):
            note(stranger, case)
    for bad in ({"text": "  "}, {"reason": "because"}):
        with pytest.raises(InvalidInput):
            note(cast.officer, case, **bad)
    with pytest.raises(StaleForm):
        note(cast.officer, case, "standing")
    with pytest.raises(Conflict):
        note(cast.officer, builders.submitted(cast))
    assert not CheckNote.objects.exists()


def test_whoever_notes_has_prepared_the_case_and_the_event_says_what(cast):
    case = raw(cast)
    kept = note(cast.officer, case)
    assert Preparer.objects.filter(application=case, user=cast.officer).exists()
    event = Event.objects.get(verb="check.noted")
    assert kept.digest in event.body
    assert "Станція" in event.body


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE licensing_checknote SET text = 'x'",
        "DELETE FROM licensing_checknote",
        "TRUNCATE licensing_checknote CASCADE",
    ],
)
def test_a_note_is_never_changed(cast, statement):
    note(cast.officer, raw(cast))
    with (
        pytest.raises(DatabaseError, match=r"append-only|permission"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_database_refuses_a_note_without_words(cast):
    case = raw(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckNote.objects.create(
            application=case, check_run=case.latest_checks, code="national_need", digest="0",
            reason="other", text=" ", by=cast.officer, at=clock.now(),
        )  # fmt: skip


def test_the_page_leads_to_the_form_and_shows_the_note(cast, browse):
    case = raw(cast)
    client = browse(cast.officer)
    tab, url = (
        reverse("cases:checks", args=[case.number]),
        reverse("cases:note", args=[case.number, "national_need"]),
    )
    assert url in client.get(tab).content.decode()
    digest = findings(case.latest_checks)["national_need"]
    assert client.post(url, {"digest": digest, "reason": "verified", "text": ""}).status_code == 422
    assert client.post(url, {"digest": digest, **WORDS}).status_code == 302
    assert WORDS["text"] in client.get(tab).content.decode()
    assert client.get(url.replace("national_need", "standing")).status_code == 404


def test_the_member_reads_the_note_in_the_papers(cast, browse):
    commission_builders.commission(cast)
    item = commission_builders.opened(cast)
    page = browse(cast.members[1]).get(
        reverse("sittings:papers", args=[item.sitting.number, item.position])
    )
    assert "Перевірено за паспортом виробу." in page.content.decode()
