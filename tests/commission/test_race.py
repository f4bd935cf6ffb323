"""Sixteen members vote while the chair closes, on real connections: no accepted ballot is lost.

The second test takes the lock out of the trigger and shows that the first one would notice
(records.md A6).
"""

import json
import random
import threading
from collections.abc import Callable
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
MOST_DELAY = 0.15  # seconds: several ballots long, so that most closings fall among the ballots


@dataclass
class Tallies:
    """What voters were told against what the closing counted."""

    accepted: int = 0
    refused: int = 0
    missing: int = 0
    contested: int = 0
    words: set[str] = field(default_factory=set)
    other: list[BaseException] = field(default_factory=list)


@dataclass
class Contest:
    """One thread a person, all let go at the same moment, round after round."""

    cast: Cast
    tallies: Tallies = field(default_factory=Tallies)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def hold(self, question: Question) -> None:
        vote = rounds.open_round(actor=self.cast.chair, question_id=question.pk)
        people = [mandate.person for mandate in principals(self.cast)]
        start = threading.Barrier(len(people) + 1)
        answers: list[bool] = []
        threads = [
            threading.Thread(target=self.run, args=(start, self.voter(person, vote, answers)))
            for person in people
        ]
        threads.append(threading.Thread(target=self.run, args=(start, self.closer(vote))))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.compare(vote, answers)

    def run(self, start: threading.Barrier, act: Callable[[], None]) -> None:
        try:
            with clock.at(THURSDAY):
                connection.ensure_connection()
                start.wait()
                act()
        except BaseException as error:
            self.tallies.other.append(error)
        finally:
            connections.close_all()

    def voter(self, person: User, vote: Round, answers: list[bool]) -> Callable[[], None]:
        def act() -> None:
            wait_a_moment()
            try:
                ballot(person, vote, "against")
            except Conflict as refusal:
                said = False
                self.tallies.words.add(refusal.code)
            else:
                said = True
            with self.guard:
                answers.append(said)

        return act

    def closer(self, vote: Round) -> Callable[[], None]:
        def act() -> None:
            wait_a_moment()
            rounds.close_round(actor=self.cast.chair, round_id=vote.pk)

        return act

    def compare(self, vote: Round, answers: list[bool]) -> None:
        counted = json.loads(Round.objects.get(pk=vote.pk).tally)["count"]["votes_against"]
        accepted = answers.count(True)
        assert Ballot.objects.filter(round=vote).count() == accepted
        self.tallies.accepted += accepted
        self.tallies.refused += answers.count(False)
        self.tallies.missing += accepted - counted
        self.tallies.contested += 0 < accepted < len(answers)


def wait_a_moment() -> None:
    """Spread the competitors over a few milliseconds; nothing waits for a result here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [random.uniform(0, MOST_DELAY)])


@pytest.fixture
def contest(committed_db) -> Contest:
    cast = build_cast()
    sixteen_seats(cast)
    return Contest(cast)


def hold_many(contest: Contest, closings: int, contested: int = 0) -> Tallies:
    """Vote down a refusal again and again: the item stays open for the next text."""
    item = opened(contest.cast)
    found = contest.tallies
    for held in range(1, AT_MOST):
        contest.hold(frozen(contest.cast, item, refused=(1, 2)))
        assert not found.other, found.other[:1]
        if held >= closings and found.contested >= contested:
            break
    print(found)
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
