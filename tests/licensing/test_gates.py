"""A gate that refuses keeps what it found, and raw SQL passes no gate."""

import pytest
from django.db import DatabaseError, connection, transaction

from core.audit.models import Event
from core.base import clock
from core.base.errors import Conflict
from core.reference.models import Destination
from licensing.checks.run import has_absolute_bar, read_run
from licensing.models import Application, CheckRun, Licence
from licensing.services import case as cases
from licensing.services import deciding
from licensing.services.deciding import LineDecision
from tests import builders, commission_builders

pytestmark = pytest.mark.django_db
ALL = [LineDecision(position=n, outcome="approved") for n in (1, 2)]


def embargo(country: str = "DK", **policy: object) -> None:
    """Change the policy under a case, as the day brings it."""
    values = policy or {"tier": "closed", "embargo": True}
    assert Destination.objects.filter(country=country).update(**values)


def refused(case: Application, gate: str) -> None:
    """Require that the run of the refusal is kept, is the latest, and has its event."""
    run = CheckRun.objects.get(application=case, gate=gate)
    assert builders.fresh(case).latest_checks == run
    assert {one.code for one in read_run(run).results if one.outcome == "block"} == {"destination"}
    event = Event.objects.get(subject=case.subject, verb="checks.refused")
    assert run.sha256 in event.body


def test_a_refused_readiness_keeps_its_run(cast) -> None:
    case = builders.accepted(cast)
    embargo()
    before = builders.fresh(case)
    with pytest.raises(Conflict):
        cases.mark_ready(actor=cast.officer, application_id=case.pk, version=case.version)
    refused(case, "ready")
    after = builders.fresh(case)
    assert (after.status, after.version) == (before.status, before.version)
    assert not case.claims.exists()


def test_a_refused_agenda_keeps_its_run_and_nothing_else(cast) -> None:
    case = builders.ready(cast)
    embargo()
    with pytest.raises(Conflict):
        cases.place_on_agenda(
            actor=cast.secretary, application_id=case.pk, sitting_ref="DS-2026-00001"
        )
    refused(case, "agenda")
    assert builders.fresh(case).status == "ready"


def test_a_refused_vote_keeps_its_run(cast) -> None:
    from commission.models import Round
    from commission.services import questions, rounds
    from commission.services.questions import Advice, LineProposal

    commission_builders.commission(cast)
    item = commission_builders.opened(cast)
    question = questions.freeze_question(
        actor=cast.secretary,
        item_id=item.pk,
        lines=[LineProposal(n, Advice.APPROVE) for n in (1, 2)],
    )
    embargo()
    with pytest.raises(Conflict):
        rounds.open_round(actor=cast.chair, question_id=question.pk)
    refused(item.application, "vote")
    assert not Round.objects.exists()


def test_a_refused_issue_keeps_its_run(cast) -> None:
    case = builders.considered(cast)
    embargo()
    with pytest.raises(Conflict) as problem:
        deciding.decide(
            actor=cast.head,
            application_id=case.pk,
            version=case.version,
            lines=ALL,
            valid_until=clock.today(),
        )
    assert problem.value.code == "absolute_bar"
    refused(case, "decide")
    assert has_absolute_bar(builders.fresh(case).latest_checks)
    assert not Licence.objects.exists()


def test_every_attempt_is_kept(cast) -> None:
    case = builders.ready(cast)
    embargo()
    for _ in range(2):
        with pytest.raises(Conflict):
            cases.place_on_agenda(
                actor=cast.secretary, application_id=case.pk, sitting_ref="DS-2026-00001"
            )
    assert CheckRun.objects.filter(application=case, gate="agenda").count() == 2


def attack(sql: str, *values: object) -> None:
    """Run a statement as the role of the application; the database has to refuse it."""
    with (
        pytest.raises(DatabaseError, match=r"no clean run|something else"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)


MOVE = "UPDATE licensing_application SET status = %s, version = version + 1 WHERE id = %s"


def test_raw_sql_makes_nothing_ready(cast) -> None:
    case = builders.accepted(cast)
    attack(MOVE, "ready", case.pk)


def test_raw_sql_puts_nothing_on_an_agenda(cast) -> None:
    case = builders.ready(cast)
    attack(MOVE, "on_agenda", case.pk)


def forged(case: Application, **changes: object) -> CheckRun:
    """Return a run of the case as a forger would write it, from the latest honest one."""
    run = builders.fresh(case).latest_checks
    for name, value in {"gate": "ready", **changes}.items():
        setattr(run, name, value)
    run.pk = None
    run._state.adding = True
    return run


@pytest.mark.parametrize(
    "lie",
    [
        {"blocks": 0},
        {"blocks": 0, "clears": 9},
        {"barred": False},
        {"findings": []},
        {"sha256": "0" * 64},
        {},
    ],
)
def test_a_run_says_what_its_text_says(cast, lie) -> None:
    case = builders.submitted(cast)
    embargo()
    cases.accept(actor=cast.officer, application_id=case.pk, version=case.version)
    with pytest.raises(DatabaseError, match="something else"), transaction.atomic():
        forged(case, **lie).save(force_insert=True)


def test_a_finding_without_a_note_passes_no_gate(cast) -> None:
    from core.base import canonical

    case = builders.submitted(cast)
    cases.accept(actor=cast.officer, application_id=case.pk, version=case.version)
    honest = builders.fresh(case).latest_checks
    text = honest.text.replace('"gate":"accept"', '"gate":"ready"')
    run = forged(case, text=text, sha256=canonical.digest(text))
    run.save(force_insert=True)
    Application.objects.filter(pk=case.pk).update(latest_checks=run)
    attack(MOVE, "ready", case.pk)
    builders.noted(cast, case)
    with connection.cursor() as cursor:
        cursor.execute(MOVE, ["ready", case.pk])
    assert builders.fresh(case).status == "ready"


def test_no_permit_without_the_checks_of_the_decision(cast) -> None:
    decision = builders.decided(cast)
    licence = Licence.objects.get(decision=decision)
    case = builders.considered(cast)
    attack(
        """
        INSERT INTO licensing_licence
        SELECT (jsonb_populate_record(licence, jsonb_build_object(
            'id', gen_random_uuid(), 'application_id', %s::uuid, 'number', 'DL-2026-99999'))).*
        FROM licensing_licence licence WHERE licence.id = %s
        """,
        case.pk,
        licence.pk,
    )
