"""Questions pause the clock; the complete answer starts it again."""

from datetime import date, timedelta

import pytest

from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.notifications.models import Deadline, Message
from licensing import terms
from licensing.models import Pause
from licensing.services import requests
from tests import builders
from tests.builders import fresh


def test_a_question_pauses_and_its_answer_resumes(cast):
    with clock.at(builders.kyiv(2026, 11, 4)):
        application = builders.accepted(cast)
    assert application.due_on == date(2026, 12, 21)
    with clock.at(builders.kyiv(2026, 11, 9)):
        request = builders.questioned(cast, application)
        assert fresh(application).paused_since == date(2026, 11, 9)
    with clock.at(builders.kyiv(2026, 11, 12)):
        requests.answer(actor=cast.preparer, request_id=request.pk, text="Надіслано.")
    answered = fresh(application)
    assert answered.paused_since is None
    assert answered.due_on == date(2026, 12, 22)
    seen = terms.reading(answered, date(2026, 11, 24))
    assert (seen.elapsed, seen.paused, seen.remaining) == (17, 3, 28)
    assert Deadline.objects.get(kind="decision_term").due_on == date(2026, 12, 22)
    assert Deadline.objects.get(kind="question").met_at is not None


def test_overlapping_questions_pause_once_and_until_the_last_answer(cast):
    with clock.at(builders.kyiv(2026, 11, 4)):
        application = builders.accepted(cast)
    with clock.at(builders.kyiv(2026, 11, 9)):
        first = builders.questioned(cast, application)
    with clock.at(builders.kyiv(2026, 11, 10)):
        second = builders.questioned(cast, application)
    with clock.at(builders.kyiv(2026, 11, 12)):
        requests.answer(actor=cast.preparer, request_id=first.pk, text="Перша відповідь")
    assert fresh(application).paused_since == date(2026, 11, 10)
    with clock.at(builders.kyiv(2026, 11, 16)):
        requests.answer(actor=cast.signatory, request_id=second.pk, text="Друга відповідь")
    assert terms.reading(fresh(application), date(2026, 11, 24)).paused == 7


def test_a_partial_answer_keeps_the_clock_stopped(cast):
    request = builders.questioned(cast)
    file = builders.stored_file(cast.preparer, "guarantee.pdf")
    requests.answer(
        actor=cast.preparer,
        request_id=request.pk,
        text="Перша частина.",
        files=[file],
        complete=False,
    )
    assert Pause.objects.get().ends_on is None
    requests.comment(actor=cast.officer, request_id=request.pk, text="Чекаємо другу.")
    requests.answer(actor=cast.preparer, request_id=request.pk, text="Друга частина.")
    assert [message.side for message in request.messages.all()] == [
        "company", "authority", "company",
    ]  # fmt: skip
    with pytest.raises(Conflict):
        requests.answer(actor=cast.preparer, request_id=request.pk, text="Ще раз")


def test_the_company_is_told_once_each(cast):
    request = builders.questioned(cast)
    people = Message.objects.filter(kind="question.asked").values_list("recipient", flat=True)
    assert set(people) == {cast.preparer.pk, cast.signatory.pk, cast.administrator.pk}
    assert len(people) == 3
    assert request.number == 1


def test_questions_need_words_and_a_later_day(cast):
    application = builders.accepted(cast)
    for question, due_on in (("", clock.today() + timedelta(days=3)), ("Чому?", clock.today())):
        with pytest.raises(InvalidInput):
            requests.ask(
                actor=cast.officer,
                application_id=application.pk,
                version=application.version,
                question=question,
                due_on=due_on,
            )
    assert not Pause.objects.exists()


def test_a_foreign_company_cannot_answer(cast):
    request = builders.questioned(cast)
    with pytest.raises(NotAllowed):
        requests.answer(actor=cast.foreign_signatory, request_id=request.pk, text="Я")
