"""Arrivals and departures with their times, and the quorum counted again at each."""

from datetime import timedelta

import pytest

from commission.models import Mandate, Sitting
from commission.selectors.attendance import Step
from commission.selectors.sitting_page import sitting_page
from commission.services import sittings
from core.base import clock
from core.base.errors import InvalidInput
from demo.cast import Cast
from tests.commission.conftest import THURSDAY
from tests.commission.test_pages import as_
from tests.commission_builders import closed, open_vote, opened, principals


def later(minutes: int):
    return clock.at(THURSDAY + timedelta(minutes=minutes))


def enter(cast: Cast, sitting: Sitting, room: list[Mandate], minutes: int | None = None) -> None:
    sittings.record_attendance(
        actor=cast.secretary,
        sitting_id=sitting.pk,
        present=[mandate.pk for mandate in room],
        at=None if minutes is None else THURSDAY + timedelta(minutes=minutes),
    )


def log(cast: Cast, sitting: Sitting) -> list[Step]:
    return sitting_page(cast.secretary, Sitting.objects.get(pk=sitting.pk)).steps


def test_the_quorum_is_counted_again_when_people_come_and_go(cast: Cast) -> None:
    room = principals(cast)
    sitting = opened(cast, present=room[:3]).sitting
    with later(20):
        enter(cast, sitting, room[:5], 5)
        enter(cast, sitting, room[1:4], 15)
    with later(30):
        enter(cast, sitting, room)
    found = [(step.present, step.has_quorum) for step in log(cast, sitting)]
    assert found == [(3, False), (5, True), (3, False), (7, True)]
    came, left = log(cast, sitting)[1].came, log(cast, sitting)[2].left
    assert [row.pk for row in came] == [row.pk for row in room[3:5]]
    assert {row.pk for row in left} == {room[0].pk, room[4].pk}
    assert sitting.attendances.filter(arrived_at=THURSDAY + timedelta(minutes=5)).count() == 2


@pytest.mark.parametrize("minutes", [-1, 8, 21])
def test_what_is_settled_and_what_is_to_come_cannot_be_entered(cast: Cast, minutes: int) -> None:
    room = principals(cast)
    sitting = opened(cast, present=room[:3]).sitting
    with later(10):
        enter(cast, sitting, room)
    with later(20), pytest.raises(InvalidInput) as refusal:
        enter(cast, sitting, room[:4], minutes)
    assert refusal.value.field == "at"


def test_nobody_leaves_before_a_vote_that_she_was_counted_in(cast: Cast) -> None:
    with later(10):
        vote = closed(cast, vote=open_vote(cast))
    room = principals(cast)
    with later(20), pytest.raises(InvalidInput):
        enter(cast, vote.question.item.sitting, room[:4], 5)


def test_times_on_the_page(cast: Cast) -> None:
    room = principals(cast)
    sitting = opened(cast, present=room[:3]).sitting
    page = f"/sittings/{sitting.number}/attendance/"
    form = {"present": [str(mandate.pk) for mandate in room]}
    with later(20):
        client = as_(cast.secretary)
        assert client.post(page, form | {"at": "25:00"}).status_code == 422
        assert client.post(page, form | {"at": "09:00"}).status_code == 422
        assert client.post(page, form | {"at": "10:07"}).status_code == 302
        words = client.get(f"/sittings/{sitting.number}/").content.decode()
    assert "10:07" in words
