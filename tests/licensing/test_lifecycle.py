"""Every lawful step is taken, every other is refused, by the service and by the database."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from core.audit.models import Event
from core.base.errors import Conflict, InvalidInput, NotAllowed, StaleForm
from licensing import lifecycle
from licensing.lifecycle import Status, Verb
from licensing.models import Application, ReturnNote, Revision
from licensing.services import case, deciding, drafting, requests
from tests import builders
from tests.builders import fresh, version

REACHED = {
    Status.DRAFT: builders.filled,
    Status.SUBMITTED: builders.submitted,
    Status.IN_REVIEW: builders.accepted,
    Status.READY: builders.ready,
    Status.ON_AGENDA: builders.on_agenda,
    Status.CONSIDERED: builders.considered,
}


def do(cast, verb: Verb, application: Application) -> None:
    """Take one step with the person whom the table names."""
    common = {"application_id": application.pk, "version": version(application.pk)}
    deeds = {
        Verb.SUBMIT: lambda: case.submit(
            actor=cast.signatory, declaration=builders.DECLARATION, **common
        ),
        Verb.RETURN: lambda: case.return_to_applicant(
            actor=cast.officer, reasons="Немає додатка 2.", **common
        ),
        Verb.ACCEPT: lambda: case.accept(actor=cast.officer, **common),
        Verb.AMEND: lambda: _amend(cast, application),
        Verb.MARK_READY: lambda: case.mark_ready(actor=cast.officer, **common),
        Verb.PLACE_ON_AGENDA: lambda: case.place_on_agenda(
            actor=cast.secretary, application_id=application.pk, sitting_ref="DS-2026-00001"
        ),
        Verb.DEFER: lambda: case.defer_from_agenda(
            actor=cast.secretary, application_id=application.pk, reason="Немає кворуму"
        ),
        Verb.RECORD_OUTCOME: lambda: case.record_outcome(
            actor=cast.chair,
            application_id=application.pk,
            outcome="recommend",
            deliberation={},
            protocol_ref="DJ-2026-00001",
        ),
        Verb.ANNUL_OUTCOME: lambda: case.annul_outcome(
            actor=cast.chair, application_id=application.pk, reason="Помилка в складі"
        ),
        Verb.DECIDE: lambda: deciding.decide(
            actor=cast.head,
            lines=[builders.refuse(1), builders.refuse(2)],
            **common,
        ),
        Verb.WITHDRAW: lambda: case.withdraw(actor=cast.signatory, **common),
        Verb.LAPSE: lambda: case.lapse(actor=cast.officer, **common),
        Verb.APPEAL: lambda: case.appeal(actor=cast.signatory, grounds="Незгода", **common),
    }
    deeds[verb]()


def _amend(cast, application: Application) -> None:
    if application.status == Status.IN_REVIEW and not application.amendment_open:
        drafting.open_amendment(
            actor=cast.preparer, application_id=application.pk, version=version(application.pk)
        )
    case.amend(
        actor=cast.signatory,
        application_id=application.pk,
        version=version(application.pk),
        declaration=builders.DECLARATION,
    )


WORKING = [
    (step.source, step.verb, step.target)
    for step in lifecycle.TRANSITIONS
    if step.source in REACHED
    and (step.source, step.verb)
    not in {(Status.DRAFT, Verb.WITHDRAW), (Status.IN_REVIEW, Verb.LAPSE)}
]


@pytest.mark.parametrize(("source", "verb", "target"), WORKING)
def test_each_lawful_step_moves_the_case_once_with_one_event(cast, source, verb, target):
    application = REACHED[source](cast)
    events = Event.objects.filter(subject=application.subject).count()
    do(cast, verb, application)
    moved = fresh(application)
    assert moved.status == target
    assert moved.version > application.version
    new = Event.objects.filter(subject=application.subject).order_by("id")[events:]
    assert [event.verb for event in new if event.verb == case_event(verb)] == [case_event(verb)]


def case_event(verb: Verb) -> str:
    from licensing.services._advance import PAST

    return PAST[verb]


OUT_OF_ORDER = [
    (source, verb) for source in REACHED for verb in Verb if lifecycle.step(source, verb) is None
]


@pytest.mark.parametrize(("source", "verb"), OUT_OF_ORDER)
def test_each_step_out_of_order_is_a_conflict_and_writes_nothing(cast, source, verb):
    application = REACHED[source](cast)
    events = Event.objects.count()
    with pytest.raises(Conflict):
        do(cast, verb, application)
    assert fresh(application).status == source
    assert fresh(application).version == application.version
    assert Event.objects.count() == events


@pytest.mark.parametrize("source", list(REACHED))
def test_raw_sql_cannot_skip_a_state(cast, source):
    application = REACHED[source](cast)
    lawful = {step.target for step in lifecycle.verbs_from(source)} | {source}
    for target in set(Status) - lawful:
        with pytest.raises(DatabaseError, match="no lawful step"), transaction.atomic():
            sql(
                "UPDATE licensing_application SET status = %s, version = version + 1 WHERE id = %s",
                target.value,
                application.pk,
            )


def test_raw_sql_cannot_move_a_case_without_counting_the_version(cast):
    application = builders.submitted(cast)
    with pytest.raises(DatabaseError, match="exactly one version"), transaction.atomic():
        sql("UPDATE licensing_application SET status = 'withdrawn' WHERE id = %s", application.pk)


def test_raw_sql_cannot_insert_a_case_in_the_middle_of_its_life(cast):
    with pytest.raises(DatabaseError, match="starts as a draft"), transaction.atomic():
        Application.objects.create(
            manufacturer=cast.company, prepared_by=cast.preparer, status=Status.SUBMITTED
        )


def test_the_switch_of_the_triggers_does_not_help(cast):
    application = builders.submitted(cast)
    sql("SET LOCAL pgtrigger.ignore = '{licensing_application:moves_by_the_table}'")
    with pytest.raises(DatabaseError), transaction.atomic():
        sql(
            "UPDATE licensing_application SET status='decided', version=version+1 WHERE id = %s",
            application.pk,
        )


def test_a_lapse_needs_a_question_that_is_overdue(cast, today):
    from core.base import clock

    request = builders.questioned(cast)
    application = request.application
    with pytest.raises(Conflict):
        do(cast, Verb.LAPSE, application)
    with clock.at(builders.kyiv(2026, 12, 20)):
        do(cast, Verb.LAPSE, application)
    assert fresh(application).status == Status.LAPSED


def test_a_returned_application_keeps_its_number_and_becomes_revision_two(cast):
    application = builders.submitted(cast)
    do(cast, Verb.RETURN, application)
    assert ReturnNote.objects.get().reasons == "Немає додатка 2."
    again = builders.submitted(cast, fresh(application))
    assert again.number == application.number
    assert again.current_revision.number == 2
    assert Revision.objects.filter(application=application).count() == 2


def test_a_returned_application_may_be_withdrawn_but_a_new_draft_may_not(cast):
    new = builders.filled(cast)
    with pytest.raises(Conflict):
        do(cast, Verb.WITHDRAW, new)
    application = builders.submitted(cast)
    do(cast, Verb.RETURN, application)
    do(cast, Verb.WITHDRAW, application)
    assert fresh(application).status == Status.WITHDRAWN


def test_an_appeal_opens_a_second_round_and_the_old_act_stays(cast):
    decision = builders.decided(cast, lines=[builders.refuse(1), builders.refuse(2)])
    application = decision.application
    do(cast, Verb.APPEAL, application)
    again = fresh(application)
    assert (again.status, again.round) == (Status.IN_REVIEW, 2)
    assert application.decisions.get() == decision


def test_a_partly_granted_case_cannot_be_licensed_twice_by_an_appeal(cast):
    decision = builders.decided(cast, lines=[builders.cap(1, 16), builders.refuse(2)])
    with pytest.raises(Conflict):
        do(cast, Verb.APPEAL, decision.application)


def test_the_first_numbers_have_no_gaps(cast):
    numbers = [builders.submitted(cast).number for _ in range(3)]
    assert numbers == ["DZ-2026-00001", "DZ-2026-00002", "DZ-2026-00003"]


@pytest.mark.parametrize(
    ("verb", "source", "person"),
    [
        (Verb.SUBMIT, Status.DRAFT, "preparer"),
        (Verb.SUBMIT, Status.DRAFT, "foreign_signatory"),
        (Verb.ACCEPT, Status.SUBMITTED, "signatory"),
        (Verb.ACCEPT, Status.SUBMITTED, "secretary"),
        (Verb.ACCEPT, Status.SUBMITTED, "head"),
        (Verb.MARK_READY, Status.IN_REVIEW, "second_officer"),
    ],
)
def test_the_wrong_person_is_refused(cast, verb, source, person):
    application = REACHED[source](cast)
    common = {
        "actor": getattr(cast, person),
        "application_id": application.pk,
        "version": application.version,
    }
    deed = {
        Verb.SUBMIT: lambda: case.submit(declaration="так", **common),
        Verb.ACCEPT: lambda: case.accept(**common),
        Verb.MARK_READY: lambda: case.mark_ready(**common),
    }[verb]
    with pytest.raises(NotAllowed):
        deed()


def test_a_stale_form_is_refused(cast):
    application = builders.submitted(cast)
    with pytest.raises(StaleForm):
        case.accept(
            actor=cast.officer, application_id=application.pk, version=application.version - 1
        )


def test_an_incomplete_application_is_not_submitted(cast):
    application = builders.draft(cast)
    with pytest.raises(InvalidInput) as refused:
        builders.submitted(cast, application)
    assert refused.value.code == "incomplete"
    assert fresh(application).number is None


def test_revisions_cannot_be_edited_even_by_sql(cast):
    application = builders.submitted(cast)
    for statement in (
        "UPDATE licensing_revision SET text = '{}' WHERE application_id = %s",
        "DELETE FROM licensing_revision WHERE application_id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            sql(statement, application.pk)


def test_embargo_stops_a_case_before_the_commission(cast):
    application = builders.accepted(cast, destination="RU")
    with pytest.raises(Conflict):
        do(cast, Verb.MARK_READY, application)
    assert application.latest_checks.blocks == 1


def test_ready_waits_for_the_answer(cast):
    request = builders.questioned(cast)
    with pytest.raises(Conflict):
        do(cast, Verb.MARK_READY, request.application)
    requests.answer(actor=cast.preparer, request_id=request.pk, text="Надіслано.")
    do(cast, Verb.MARK_READY, request.application)
    assert fresh(request.application).status == Status.READY


def test_constraints_refuse_what_forms_forgot(cast):
    application = builders.filled(cast)
    line = application.lines.first()
    for field, value in (
        ("quantity", -1), ("value", 0), ("currency", "EURO"), ("control_code", ""),
    ):  # fmt: skip
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            application.lines.filter(pk=line.pk).update(**{field: value})


def sql(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
