"""A vote played at random against a model: what is accepted is counted, what is refused is not."""

from typing import ClassVar

import pytest
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from commission.models import Ballot, Mandate, Round
from commission.services import closing, rounds, sittings
from core.base.errors import Conflict, DomainError, NotAllowed
from demo.cast import Cast
from tests.commission_builders import ballot, open_vote, principals

SEATS = 7
seats = st.integers(0, SEATS - 1)
choices = st.sampled_from(["for", "against", "abstain"])


class Vote(RuleBasedStateMachine):
    """One vote; the model is a dictionary of papers and one of lost rights."""

    cast: ClassVar[Cast]
    vote: ClassVar[Round]
    mandates: ClassVar[list[Mandate]]

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.papers: dict[int, list[str]] = {}
        self.lost: dict[int, str] = {}
        self.declared: set[int] = set()
        self.here = set(range(SEATS))
        self.closed = False

    def teardown(self) -> None:
        """Leave the database as it was before this example."""
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    @rule(seat=seats, choice=choices)
    def votes(self, seat: int, choice: str) -> None:
        """A paper is accepted from whoever still has the right, until the close."""
        mine = self.papers.setdefault(seat, [])
        may = not self.closed and seat not in self.lost
        try:
            self.paper(seat, choice, len(mine) + 1)
        except (DomainError, Http404):
            assert not may
        else:
            assert may
            mine.append(choice)

    @rule(seat=seats, choice=choices)
    def votes_from_an_old_tab(self, seat: int, choice: str) -> None:
        """A second paper with the number of the first is always refused."""
        if self.papers.get(seat):
            with pytest.raises((DomainError, Http404)):
                self.paper(seat, choice, 1)

    def paper(self, seat: int, choice: str, revision: int) -> None:
        person = self.mandates[seat].person
        ballot(person, self.vote, choice, revision=revision)

    @precondition(lambda self: not self.closed)
    @rule(seat=seats, kind=st.sampled_from(["personal", "institutional"]))
    def declares_a_conflict(self, seat: int, kind: str) -> None:
        """The right to vote ends at once, whatever was voted; the chair stays for the close."""
        person = self.mandates[seat].person
        if person == self.cast.chair:
            return
        call = {"actor": person, "item_id": self.vote.question.item_id, "ground": "Родич."}
        if seat in self.declared:
            with pytest.raises(Conflict):
                rounds.declare_conflict(kind=kind, **call)
            return
        rounds.declare_conflict(kind=kind, **call)
        self.declared.add(seat)
        if self.lost.get(seat) != "absent":
            self.lost[seat] = kind

    @precondition(lambda self: not self.closed)
    @rule(seat=seats)
    def leaves(self, seat: int) -> None:
        """Who goes without having voted is absent; who voted is counted."""
        self.here.discard(seat)
        sittings.record_attendance(
            actor=self.cast.secretary,
            sitting_id=self.vote.question.item.sitting_id,
            present=[self.mandates[place].pk for place in self.here],
        )
        if not self.papers.get(seat):
            self.lost.setdefault(seat, "absent")

    @precondition(lambda self: not self.closed)
    @rule()
    def closes(self) -> None:
        """The count is that of the model."""
        done = rounds.close_round(actor=self.cast.chair, round_id=self.vote.pk)
        self.closed = True
        counted = closing.count(done).count
        last = [p[-1] for seat, p in self.papers.items() if p and seat not in self.lost]
        recused = list(self.lost.values()).count("institutional")
        assert (counted.base, counted.present) == (SEATS - recused, SEATS - len(self.lost))
        assert [counted.votes_for, counted.votes_against, counted.votes_abstain] == [
            last.count(choice) for choice in ("for", "against", "abstain")
        ]
        assert done.result == expected(counted.base, counted.present, last)
        kept = sum(len(papers) for papers in self.papers.values())
        assert Ballot.objects.filter(round=self.vote).count() == kept

    @precondition(lambda self: self.closed)
    @rule()
    def closes_again(self) -> None:
        """There is no second close."""
        with pytest.raises((Conflict, NotAllowed)):
            rounds.close_round(actor=self.cast.chair, round_id=self.vote.pk)


def expected(base: int, present: int, papers: list[str]) -> str:
    """Return the result by the example pack, said once more in plain words."""
    votes, against = papers.count("for"), papers.count("against")
    if base < 3 or base * 3 < SEATS or present * 2 <= base:
        return "no_quorum"
    if votes * 2 > present:
        return "carried"
    tied = votes == against > 0 and (votes + 1) * 2 > present
    return "tie" if tied else "rejected"


@pytest.fixture
def opened_vote(cast: Cast) -> None:
    Vote.cast, Vote.mandates = cast, principals(cast)
    Vote.vote = open_vote(cast)


def test_a_vote_played_at_random(opened_vote) -> None:
    run_state_machine_as_test(
        Vote,
        settings=settings(
            max_examples=30,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
