"""Asking departments, their answers, and the gate before the commission."""

from datetime import timedelta

import pytest
from django.http import Http404

from commission.models import Condition, Finding, Opinion, Risk, Verdict
from commission.services import opinions, readiness
from commission.services.opinions import ConditionDraft, FindingDraft
from core.audit.models import Event
from core.base import clock
from core.base.canonical import digest
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.notifications.models import Deadline, Message
from demo.cast import Cast
from tests import builders
from tests.commission_builders import asked, ready, supported


def give(cast: Cast, request, **fields):
    return opinions.give_opinion(
        **{
            "actor": cast.adviser_mod,
            "request_id": request.pk,
            "verdict": Verdict.SUPPORT,
            "summary": "Заперечень немає.",
            "findings": [],
            **fields,
        }
    )


def test_asking_opens_a_deadline_and_tells_the_advisers(cast: Cast) -> None:
    request = asked(cast, builders.accepted(cast))
    deadline = Deadline.objects.get(kind="opinion")
    assert list(deadline.recipients.all()) == [cast.adviser_mod]
    assert deadline.due_on == request.due_on
    assert Message.objects.filter(kind="opinion.requested", recipient=cast.adviser_mod).exists()


def test_an_answer_meets_the_deadline_and_keeps_its_text(cast: Cast) -> None:
    request = asked(cast, builders.accepted(cast))
    opinion = give(
        cast,
        request,
        findings=[FindingDraft("5", Risk.ATTENTION, "Потреба II кварталу.")],
        verdict=Verdict.CONDITIONS,
        conditions=[ConditionDraft("Не раніше 1 квітня 2027 року.", "Not before 1 April 2027.")],
    )
    assert Deadline.objects.get(kind="opinion").met_at is not None
    assert opinion.sha256 == digest(opinion.text)
    assert Finding.objects.filter(opinion=opinion).count() == 8
    assert Condition.objects.get().department == request.department
    assert Message.objects.filter(kind="opinion.given", recipient=cast.officer).exists()
    assert Event.objects.filter(verb="opinion.given", body__contains=opinion.sha256).exists()


def test_a_department_is_asked_once_about_a_revision(cast: Cast) -> None:
    case = builders.accepted(cast)
    asked(cast, case)
    with pytest.raises(Conflict):
        asked(cast, case)
    with pytest.raises(InvalidInput):
        asked(cast, case, "mfa", days=-1)


@pytest.mark.parametrize("person", ["second_officer", "secretary", "head", "auditor", "preparer"])
def test_only_the_officer_of_the_case_asks(cast: Cast, person: str) -> None:
    case = builders.accepted(cast)
    request = asked(cast, case)
    with pytest.raises(NotAllowed):
        opinions.ask_department(
            actor=getattr(cast, person),
            application_id=case.pk,
            department_id=request.department_id,
            due_on=clock.today(),
        )


def test_nobody_is_asked_before_the_review(cast: Cast) -> None:
    case = builders.submitted(cast)
    with pytest.raises((NotAllowed, Conflict)):
        asked(cast, case)


@pytest.mark.parametrize("person", ["adviser_mfa", "officer", "member_mod", "secretary"])
def test_only_the_own_department_answers(cast: Cast, person: str) -> None:
    request = asked(cast, builders.accepted(cast))
    with pytest.raises(NotAllowed):
        give(cast, request, actor=getattr(cast, person))


def test_an_opinion_is_given_once(cast: Cast) -> None:
    request = asked(cast, builders.accepted(cast))
    give(cast, request)
    with pytest.raises(Conflict):
        give(cast, request)
    assert Opinion.objects.count() == 1


WRONG = {
    "no words": ({"summary": " "}, "summary"),
    "opposing without a finding": ({"verdict": Verdict.OPPOSE}, "verdict"),
    "conditions without any": ({"verdict": Verdict.CONDITIONS}, "verdict"),
    "support with conditions attached": ({"conditions": [ConditionDraft("Так.")]}, "verdict"),
    "a risk without a reason": ({"findings": [FindingDraft("7", Risk.BLOCK)]}, "reason_7"),
    "an unknown criterion": ({"findings": [FindingDraft("9", Risk.CLEAR)]}, "findings"),
    "a criterion twice": ({"findings": [FindingDraft("1", Risk.CLEAR)] * 2}, "findings"),
}


@pytest.mark.parametrize(("fields", "field"), WRONG.values(), ids=WRONG.keys())
def test_an_incomplete_opinion_is_refused_at_its_field(cast: Cast, fields, field: str) -> None:
    request = asked(cast, builders.accepted(cast))
    with pytest.raises(InvalidInput) as refusal:
        give(cast, request, **fields)
    assert refusal.value.field == field


def test_all_opinions_in_make_a_case_ready(cast: Cast) -> None:
    assert builders.fresh(ready(cast)).status == "ready"


def test_an_awaited_opinion_holds_the_case(cast: Cast) -> None:
    case = builders.accepted(cast)
    request = asked(cast, case)
    step = {"actor": cast.officer, "application_id": case.pk, "version": case.version}
    with pytest.raises(Conflict) as refusal:
        readiness.mark_ready(**step, notes={request.pk: "Не чекаємо."})
    assert request.department.short in refusal.value.message


def test_silence_past_the_term_needs_a_note_and_is_no_consent(cast: Cast) -> None:
    case = builders.accepted(cast)
    request = asked(cast, case, days=1)
    supported(cast.adviser_mfa, asked(cast, case, "mfa", days=1))
    with clock.at(clock.now() + timedelta(days=2)):
        step = {"actor": cast.officer, "application_id": case.pk, "version": case.version}
        with pytest.raises(InvalidInput):
            readiness.mark_ready(**step)
        readiness.mark_ready(**step, notes={request.pk: "Нагадано двічі."})
        request.refresh_from_db()
        assert request.waiver_note == "Нагадано двічі."
        assert not Opinion.objects.filter(request=request).exists()
        with pytest.raises(Conflict):
            give(cast, request)


def test_another_officer_does_not_mark_ready(cast: Cast) -> None:
    case = builders.accepted(cast)
    with pytest.raises(NotAllowed):
        readiness.mark_ready(
            actor=cast.second_officer, application_id=case.pk, version=case.version
        )


def test_an_unknown_request_does_not_exist(cast: Cast) -> None:
    request = asked(cast, builders.accepted(cast))
    request.pk = cast.officer.pk
    with pytest.raises(Http404):
        give(cast, request)
