"""Opinions and an amendment: what it does not touch stands, the rest is asked for again."""

import pytest

from commission.models import Opinion, OpinionRequest, Verdict
from commission.selectors.opinions import opinions_on_revision
from commission.services import opinions, readiness
from commission.services.opinions import ConditionDraft
from commission.services.reopening import follow_amendment
from core.audit.models import Event
from core.base.errors import Conflict
from core.notifications import outbox
from core.notifications.models import Deadline, Message
from demo.cast import Cast
from licensing.models import Application
from licensing.services import case as cases
from licensing.services import drafting
from tests import builders
from tests.builders import fresh, version
from tests.commission_builders import asked


def amended(cast: Cast, case: Application, **changes: str) -> Application:
    """Return the case with an amendment of one section declared."""
    pk = case.pk
    drafting.open_amendment(actor=cast.preparer, application_id=pk, version=version(pk))
    builders._save(cast, pk, "contract", **changes)
    cases.amend(
        actor=cast.signatory,
        application_id=pk,
        version=version(pk),
        declaration=builders.DECLARATION,
    )
    return builders.noted(cast, fresh(case))


def given(cast: Cast, request: OpinionRequest) -> Opinion:
    return opinions.give_opinion(
        actor=cast.adviser_mod,
        request_id=request.pk,
        verdict=Verdict.CONDITIONS,
        summary="За умови строку.",
        findings=[],
        conditions=[ConditionDraft("Не раніше 1 квітня 2027 року.", "Not before 1 April 2027.")],
    )


def test_an_untouched_opinion_stands_word_for_word_and_a_touched_one_is_asked_again(cast: Cast):
    case = builders.accepted(cast)
    opinion = given(cast, asked(cast, case))
    econ = asked(cast, case, "econ", days=6)
    due = case.due_on
    # The contract is no subject of the ministry of defence, but one of the economy's.
    case = amended(cast, case, contract_no="23/С")
    outbox.drain()
    kept = opinions_on_revision(case.declared)
    assert [(one.text, one.sha256, one.given_at, one.author) for one in kept] == [
        (opinion.text, opinion.sha256, opinion.given_at, opinion.author)
    ]
    assert kept[0].stands
    assert not opinion.stands
    assert [one.text_uk for one in kept[0].conditions.all()] == ["Не раніше 1 квітня 2027 року."]
    assert kept[0].findings.count() == 8
    again = OpinionRequest.objects.get(revision=case.declared, department=econ.department)
    assert again.due_on == econ.due_on
    assert Message.objects.filter(kind="opinion.requested").exists()
    assert case.due_on == due
    told = Event.objects.filter(subject=case.subject)
    assert told.filter(verb="opinion.stands").count() == 1
    assert told.filter(verb="opinion.requested").count() == 3
    open_ones = Deadline.objects.filter(kind="opinion", met_at=None, cancelled_at=None)
    assert [one.subject for one in open_ones] == [opinions.deadline_subject(again)]


def test_the_case_is_not_ready_before_a_touched_department_answered_again(cast: Cast):
    case = builders.accepted(cast)
    given(cast, asked(cast, case))
    pk = case.pk
    drafting.open_amendment(actor=cast.preparer, application_id=pk, version=version(pk))
    line = fresh(case).lines.first()
    drafting.remove_line(
        actor=cast.preparer, application_id=pk, version=version(pk), line_id=line.pk
    )
    cases.amend(
        actor=cast.signatory,
        application_id=pk,
        version=version(pk),
        declaration=builders.DECLARATION,
    )
    case = builders.noted(cast, fresh(case))
    # No worker has run: the gate looks for itself.
    with pytest.raises(Conflict):
        readiness.mark_ready(actor=cast.officer, application_id=pk, version=version(pk))
    follow_amendment(application_id=pk)
    request = OpinionRequest.objects.get(revision=fresh(case).declared)
    given(cast, request)
    ready = readiness.mark_ready(actor=cast.officer, application_id=pk, version=version(pk))
    assert ready.status == "ready"


def test_following_twice_changes_nothing_and_two_amendments_follow_each_other(cast: Cast):
    case = builders.accepted(cast)
    opinion = given(cast, asked(cast, case))
    for number in ("23/С", "24/С"):
        case = amended(cast, case, contract_no=number)
        follow_amendment(application_id=case.pk)
        follow_amendment(application_id=case.pk)
    outbox.drain()
    assert case.declared.number == 3
    assert OpinionRequest.objects.filter(application=case).count() == 3
    kept = Opinion.objects.filter(request__application=case)
    assert {one.sha256 for one in kept} == {opinion.sha256}


def test_an_answer_awaited_on_an_untouched_subject_keeps_its_day(cast: Cast):
    case = builders.accepted(cast)
    request = asked(cast, case, days=4)
    case = amended(cast, case, contract_no="23/С")
    outbox.drain()
    new = OpinionRequest.objects.get(revision=case.declared)
    assert new.due_on == request.due_on
    assert given(cast, new).request == new
