"""Sixteen members vote while the chair closes, on real connections: no accepted ballot is lost.

The second test takes the lock out of the trigger and shows that the first one would notice
(records.md A6).
"""

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.db import connection, connections

import config.celery  # noqa: F401  (what is committed here nudges the broker of the tests)
from commission.models import Ballot, Question, Round
from commission.services import rounds
from core.accounts.models import User
from core.base import clock
from core.base.errors import Conflict
from demo.cast import Cast, build_cast
from tests.commission.conftest import THURSDAY
from tests.commission_builders import ballot, frozen, opened, principals, sixteen_seats

CONTESTED = 100  # closings in which some ballots came in time and some too late
AT_MOST = 600
CLOSINGS_WITHOUT_LOCK = 25
VOTERS = 16


@dataclass
class Tallies:
    """What voters were told against what the closing counted."""

    accepted: int = 0
    refused: int = 0
    missing: int = 0
    contested: int = 0
    closings: list[float] = field(default_factory=list)  # seconds each took
    words: set[str] = field(default_factory=set)
    other: list[BaseException] = field(default_factory=list)


@dataclass
class Answers:
    """What the voters of one round were told; at the `signal`-th chair and late voters set off."""

    signal: int
    said: list[bool] = field(default_factory=list)
    guard: threading.Condition = field(default_factory=threading.Condition)

    def add(self, accepted: bool) -> None:
        with self.guard:
            self.said.append(accepted)
            self.guard.notify_all()

    def wait_for_signal(self) -> None:
        """Return when so many have an answer; the other prompt ones are on their way by then."""
        with self.guard:
            self.guard.wait_for(lambda: len(self.said) >= self.signal)


@dataclass
class Contest:
    """One thread and one connection a person, all let go at the same moment, round after round."""

    cast: Cast
    room: ThreadPoolExecutor
    people: list[User]
    tallies: Tallies = field(default_factory=Tallies)

    def hold(self, question: Question) -> None:
        vote = rounds.open_round(actor=self.cast.chair, question_id=question.pk)
        prompt = random.randint(2, len(self.people) // 2)
        answers = Answers(signal=random.randint(1, prompt))
        everybody = [
            self.voter(person, vote, answers, is_prompt=place < prompt)
            for place, person in enumerate(self.people)
        ]
        self.together([*everybody, self.closer(vote, answers)])
        self.compare(vote, answers.said)

    def together(self, acts: list[Callable[[], None]]) -> None:
        """Let everybody go at once; the barrier gives each act a thread of its own."""
        start = threading.Barrier(len(acts))
        for done in [self.room.submit(self.run, start, act) for act in acts]:
            done.result()

    def run(self, start: threading.Barrier, act: Callable[[], None]) -> None:
        try:
            with clock.at(THURSDAY):
                connection.ensure_connection()
                start.wait()
                act()
        except BaseException as error:
            self.tallies.other.append(error)

    def voter(
        self, person: User, vote: Round, answers: Answers, *, is_prompt: bool
    ) -> Callable[[], None]:
        """Return a voter who goes at once, or one who goes together with the chair."""

        def act() -> None:
            if not is_prompt:
                answers.wait_for_signal()
            try:
                ballot(person, vote, "against")
            except Conflict as refusal:
                self.tallies.words.add(refusal.code)
                answers.add(False)
            except BaseException:
                answers.add(False)
                raise
            else:
                answers.add(True)

        return act

    def closer(self, vote: Round, answers: Answers) -> Callable[[], None]:
        def act() -> None:
            answers.wait_for_signal()
            began = time.perf_counter()
            rounds.close_round(actor=self.cast.chair, round_id=vote.pk)
            self.tallies.closings.append(time.perf_counter() - began)

        return act

    def compare(self, vote: Round, answers: list[bool]) -> None:
        counted = json.loads(Round.objects.get(pk=vote.pk).tally)["count"]["votes_against"]
        accepted = answers.count(True)
        assert Ballot.objects.filter(round=vote).count() == accepted
        self.tallies.accepted += accepted
        self.tallies.refused += answers.count(False)
        self.tallies.missing += accepted - counted
        self.tallies.contested += 0 < accepted < len(answers)


@contextmanager
def a_room(cast: Cast) -> Iterator[Contest]:
    """Give every seat and the chair's hand a thread, and close their connections in the end."""
    people = [mandate.person for mandate in principals(cast)]
    with ThreadPoolExecutor(len(people) + 1) as room:
        held = Contest(cast, room, people)
        yield held
        held.together([connections.close_all] * (len(people) + 1))


@pytest.fixture
def contest(committed_db) -> Iterator[Contest]:
    cast = build_cast()
    sixteen_seats(cast)
    with a_room(cast) as held:
        assert len(held.people) == VOTERS
        yield held


def hold_many(contest: Contest, closings: int, contested: int = 0) -> Tallies:
    """Vote down a refusal again and again: the item stays open for the next text."""
    item = opened(contest.cast)
    found = contest.tallies
    for held in range(1, AT_MOST):
        contest.hold(frozen(contest.cast, item, refused=(1, 2)))
        assert not found.other, found.other[:1]
        if held >= closings and found.contested >= contested:
            break
    print(found.accepted, found.refused, found.missing, found.contested)
    return found


@pytest.mark.slow
def test_no_accepted_ballot_is_missing_from_the_tally(contest: Contest) -> None:
    found = hold_many(contest, CONTESTED, CONTESTED)
    assert found.contested >= CONTESTED
    assert found.missing == 0
    assert found.words == {"round_closed"}


@pytest.mark.slow
def test_without_the_share_lock_ballots_are_lost(contest: Contest, owner_connection) -> None:
    with owner_connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_functiondef(tgfoid) FROM pg_trigger "
            "WHERE tgrelid = 'commission_ballot'::regclass AND tgname LIKE '%cast_while_open%'"
        )
        (function,) = cursor.fetchone()
        assert "FOR SHARE OF r, e, m" in function
        cursor.execute(function.replace("FOR SHARE OF r, e, m", ""))
    assert hold_many(contest, CLOSINGS_WITHOUT_LOCK).missing > 0
