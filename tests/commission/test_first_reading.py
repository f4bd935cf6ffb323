"""A condition changes only with the department that set it; the vote waits for its answer."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404
from django.urls import reverse

from commission.models import AgendaItem, Condition, ConditionChange, Round
from commission.services import conditions, rounds
from commission.services.opinions import ConditionDraft
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.notifications.models import Message
from demo.cast import Cast
from licensing.models import CommissionOutcome
from tests.commission.conftest import THURSDAY
from tests.commission.test_pages import as_, url
from tests.commission_builders import closed, frozen, open_vote, opened, placed

OLD, NEW = "Не раніше 1 квітня.", "Не раніше 1 травня."


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """An item in progress with one condition, set by the defence ministry."""
    return opened(cast, placed(cast, conditions=[OLD]))


def propose(cast: Cast, item: AgendaItem, text: str | None = NEW, **other: object):
    call = {
        "actor": cast.secretary,
        "item_id": item.pk,
        "condition_id": Condition.objects.get().pk,
        "draft": None if text is None else ConditionDraft(text, "Not before 1 May."),
        "reason": "Пропозиція МЕ.",
    }
    return conditions.propose_change(**call | other)


def answer(person, change: ConditionChange, is_agreed: bool = True, words: str = ""):
    return conditions.answer_change(
        actor=person, change_id=change.pk, is_agreed=is_agreed, answer=words
    )


def test_the_owner_is_asked_and_the_vote_waits(cast: Cast, item: AgendaItem) -> None:
    before = frozen(cast, item)
    change = propose(cast, item)
    told = Message.objects.filter(kind="condition.change_asked").values_list("recipient", flat=True)
    assert set(told) == {cast.adviser_mod.pk, cast.member_mod.pk, cast.alternate.pk}
    for step in (lambda: frozen(cast, item), lambda: open_vote(cast, before)):
        with pytest.raises(Conflict) as refusal:
            step()
        assert refusal.value.code == "owner_asked"
    with clock.at(THURSDAY + timedelta(minutes=1)):
        answer(cast.adviser_mod, change)
        with pytest.raises(Conflict) as refusal:
            open_vote(cast, before)
    assert refusal.value.code == "condition_changed"
    with clock.at(THURSDAY + timedelta(minutes=2)):
        question = frozen(cast, item)
        closed(cast, vote=open_vote(cast, question))
    assert question.content["conditions"][0]["text"] == {"uk": NEW, "en": "Not before 1 May."}
    kept = json.loads(CommissionOutcome.objects.get().text)["conditions"]
    assert [row["text"]["uk"] for row in kept] == [NEW]


def test_what_the_owner_refuses_stays(cast: Cast, item: AgendaItem) -> None:
    change = propose(cast, item)
    with pytest.raises(InvalidInput) as refusal:
        answer(cast.member_mod, change, False, " ")
    assert refusal.value.field == "answer"
    answer(cast.member_mod, change, False, "Графік уже узгоджено.")
    assert frozen(cast, item).content["conditions"][0]["text"]["uk"] == OLD


def test_a_condition_is_taken_out_with_its_owner_only(cast: Cast, item: AgendaItem) -> None:
    assert len(frozen(cast, item).content["conditions"]) == 1
    answer(cast.alternate, propose(cast, item, None))
    assert frozen(cast, item).content["conditions"] == []


@pytest.mark.parametrize(
    "person", ["adviser_mfa", "member_mfa", "secretary", "chair", "head", "officer"]
)
def test_nobody_answers_for_another_department(cast: Cast, item: AgendaItem, person: str) -> None:
    change = propose(cast, item)
    with pytest.raises(NotAllowed):
        answer(getattr(cast, person), change)


def test_an_owner_in_conflict_does_not_answer(cast: Cast, item: AgendaItem) -> None:
    change = propose(cast, item)
    rounds.declare_conflict(
        actor=cast.member_mod, item_id=item.pk, kind="personal", ground="Родич у фірмі."
    )
    with pytest.raises(NotAllowed):
        answer(cast.member_mod, change)
    answer(cast.adviser_mod, change)


def test_a_change_is_answered_once_and_one_waits_at_a_time(cast: Cast, item: AgendaItem) -> None:
    change = propose(cast, item)
    with pytest.raises(Conflict):
        propose(cast, item, "Не раніше 1 червня.")
    answer(cast.adviser_mod, change)
    with pytest.raises(Conflict):
        answer(cast.member_mod, change, False, "Ні.")
    again = propose(cast, item, "Не раніше 1 червня.")
    answer(cast.adviser_mod, again)
    frozen_now = frozen(cast, item).content["conditions"][0]["text"]["uk"]
    assert frozen_now == "Не раніше 1 червня."


def test_bad_changes_are_refused_at_their_field(cast: Cast, item: AgendaItem) -> None:
    bad = {"reason": {"reason": " "}, "text_uk": {"draft": ConditionDraft(" ")}}
    for field, other in bad.items():
        with pytest.raises(InvalidInput) as refusal:
            propose(cast, item, **other)
        assert refusal.value.field == field
    with pytest.raises(InvalidInput):
        propose(cast, item, draft=ConditionDraft(OLD, "As stated."))
    with pytest.raises(Http404):
        propose(cast, item, condition_id=item.pk)
    with pytest.raises(NotAllowed):
        propose(cast, item, actor=cast.chair)
    open_vote(cast, frozen(cast, item))
    with pytest.raises(Conflict):
        propose(cast, item)


def test_the_database_lets_no_vote_open_before_the_answer(cast: Cast, item: AgendaItem) -> None:
    vote = closed(cast, "AAAAAAA", open_vote(cast, frozen(cast, item, refused=(1, 2))))
    question = frozen(cast, item)
    change = propose(cast, item)
    forged = {
        name: getattr(vote, name)
        for name in ("rule_pack", "supersede", "seats", "opened_by", "opened_at")
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        Round.objects.create(question=question, digest=question.sha256, **forged)
    for act in ("delete", "update"):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows = ConditionChange.objects.filter(pk=change.pk)
            rows.delete() if act == "delete" else rows.update(text_uk="Інше.")


def test_the_first_reading_on_the_pages(cast: Cast, item: AgendaItem) -> None:
    condition = Condition.objects.get()
    place = [item.sitting.number, item.position]
    page = reverse("sittings:change_condition", args=[*place, condition.pk])
    secretary = as_(cast.secretary)
    assert page in secretary.get(url("item", item)).content.decode()
    assert OLD in secretary.get(page).content.decode()
    form = {"what": "change", "text_uk": OLD, "text_en": "As stated.", "reason": "Пропозиція."}
    assert secretary.post(page, form).status_code == 422
    assert secretary.post(page, form | {"text_uk": NEW}).status_code == 302
    change = reverse("sittings:answer_change", args=[*place, ConditionChange.objects.get().pk])
    adviser = as_(cast.adviser_mod)
    assert change in adviser.get("/opinions/").content.decode()
    assert NEW in adviser.get(change).content.decode()
    assert as_(cast.adviser_mfa).get(change).status_code == 404
    assert as_(cast.member_fin).get(change).status_code == 200
    assert as_(cast.member_fin).post(change, {"is_agreed": "yes"}).status_code == 403
    assert adviser.post(change, {"answer": "Так."}).status_code == 422
    assert adviser.post(change, {"is_agreed": "no", "answer": ""}).status_code == 422
    assert adviser.post(change, {"is_agreed": "yes"}).status_code == 302
    assert NEW in secretary.get(url("item", item)).content.decode()
    assert NEW in secretary.get(url("question", item)).content.decode()
