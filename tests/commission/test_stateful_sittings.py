"""Whole sittings played at random: whatever is tried in whatever order, the record holds.

Verbs are called without asking first whether they may be; a refusal must be one of ours and leave
nothing behind. After every step the rules of records.md A4 are read off the tables.
"""

import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from commission.models import (
    AgendaItem,
    Ballot,
    Condition,
    ConditionChange,
    Extract,
    ItemState,
    Mandate,
    Protocol,
    ProtocolVersion,
    Recusal,
    Round,
    RoundState,
    Sitting,
    SittingState,
)
from commission.services import annulment, conditions, protocols, rounds, sittings
from commission.services.opinions import ConditionDraft
from core.audit.models import Event
from core.base import clock
from core.base.errors import DomainError
from demo.cast import Cast
from licensing.models import Application, CommissionOutcome
from tests.commission.conftest import THURSDAY
from tests.commission.test_stateful import SEATS, expected
from tests.commission_builders import ballot, commission, convened, frozen, principals, ready

seats = st.integers(0, SEATS - 1)
votes = st.lists(st.sampled_from("FFFAAB-"), min_size=SEATS, max_size=SEATS)
WORDS = {"F": "for", "A": "against", "B": "abstain"}
#: What must have happened at least once, or the machine proves nothing.
REACHED = ("carried", "rejected", "tie", "no_quorum", "annulled", "deferred", "returned",
           "recused", "condition changed", "protocol", "refused")  # fmt: skip


def acts() -> int:
    """Count the events but for the checks of a refused act, which are kept on purpose."""
    return Event.objects.exclude(verb="checks.refused").count()


def settles(vote: Round) -> bool:
    """Tell whether a counted vote ends its item: a refusal not carried advises nothing."""
    return vote.result == "carried" or vote.question.proposal != "refuse"


class Commission(RuleBasedStateMachine):
    """The secretary, the chair and seven seats, with two cases, one of them with a condition."""

    cast: ClassVar[Cast]
    mandates: ClassVar[list[Mandate]]
    reached: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.ticks = 0
        self.papers: set[Any] = set()
        self.counted: dict[Any, str] = {}

    def teardown(self) -> None:
        """Leave the database as it was before this example."""
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    def attempt(self, act: Callable[[], Any]) -> Any:
        """Return what the verb gives, or None for a refusal that left no trace."""
        self.ticks += 1
        before = acts(), Ballot.objects.count()
        try:
            with clock.at(THURSDAY + timedelta(seconds=self.ticks)):
                done = act()
        except (DomainError, Http404):
            self.reached["refused"] += 1
            assert (acts(), Ballot.objects.count()) == before
            return None
        assert acts() > before[0]
        return done

    @property
    def sitting(self) -> Sitting | None:
        """The newest sitting."""
        return Sitting.objects.order_by("-created_at").first()

    def item(self, number: int) -> AgendaItem | None:
        """One of the items of the newest sitting."""
        items = AgendaItem.objects.filter(sitting=self.sitting)
        rows = list(items.select_related("sitting", "application", "revision"))
        return rows[number % len(rows)] if rows else None

    def vote(self, number: int) -> Round | None:
        """The newest round of an item."""
        rows = Round.objects.filter(question__item=self.item(number))
        return rows.select_related("question").order_by("-opened_at").first()

    @initialize()
    def starts(self) -> None:
        """Everybody is in the room and both cases are on the agenda."""
        self.convenes()
        self.places(0)
        self.places(1)
        self.opens(set(range(SEATS)))

    @rule()
    def convenes(self) -> None:
        """A second sitting is convened once the first is closed."""
        if self.sitting is None or self.sitting.state == SittingState.CLOSED:
            self.attempt(lambda: convened(self.cast))

    @rule(number=st.integers(0, 1))
    def places(self, number: int) -> None:
        """A case goes on the agenda; one that was deferred comes back."""
        application = Application.objects.order_by("number")[number]
        placed = self.attempt(
            lambda: sittings.place_on_agenda(
                actor=self.cast.secretary,
                sitting_id=self.sitting.pk,
                application_id=application.pk,
            )
        )
        items = AgendaItem.objects.filter(application=application)
        self.reached["returned"] += placed is not None and items.count() > 1

    @rule(present=st.sets(seats, min_size=3))
    def opens(self, present: set[int]) -> None:
        """The chair opens the sitting."""
        room = [self.mandates[place].pk for place in present]
        call = {"sitting_id": self.sitting.pk, "present": room}
        self.attempt(lambda: sittings.open_sitting(actor=self.cast.chair, **call))

    @rule(present=st.sets(seats, min_size=2))
    def comes_and_goes(self, present: set[int]) -> None:
        """Who is in the room changes at any time."""
        room = [self.mandates[place].pk for place in present]
        call = {"sitting_id": self.sitting.pk, "present": room}
        before = acts()
        with clock.at(THURSDAY + timedelta(seconds=self.ticks + 1)):
            try:
                sittings.record_attendance(actor=self.cast.secretary, **call)
            except DomainError:
                assert acts() == before
        self.ticks += 1

    @rule(number=st.integers(0, 1), wanted=st.sampled_from(["Не раніше травня.", None]))
    def asks_to_change_a_condition(self, number: int, wanted: str | None) -> None:
        """In the first reading a condition is put to its owner."""
        item, condition = self.item(number), Condition.objects.get()
        if item is not None:
            self.attempt(
                lambda: conditions.propose_change(
                    actor=self.cast.secretary,
                    item_id=item.pk,
                    condition_id=condition.pk,
                    draft=ConditionDraft(wanted) if wanted else None,
                    reason="Пропозиція МЕ.",
                )
            )

    @rule(is_agreed=st.booleans())
    def answers_for_the_owner(self, is_agreed: bool) -> None:
        """The department that set the condition answers, once."""
        change = ConditionChange.objects.filter(answered_at=None).first()
        if change is not None:
            call = {"change_id": change.pk, "is_agreed": is_agreed, "answer": "Так вирішено."}
            done = self.attempt(
                lambda: conditions.answer_change(actor=self.cast.adviser_mod, **call)
            )
            self.reached["condition changed"] += done is not None

    @rule(number=st.integers(0, 1), refused=st.sampled_from([(), (1, 2)]))
    def puts_to_the_vote(self, number: int, refused: tuple[int, ...]) -> None:
        """A text is frozen and the vote on it opened."""
        item = self.item(number)
        question = item and self.attempt(lambda: frozen(self.cast, item, refused))
        if question:
            self.attempt(lambda: rounds.open_round(actor=self.cast.chair, question_id=question.pk))

    @rule(number=st.integers(0, 1), choices=votes)
    def vote_one_by_one(self, number: int, choices: list[str]) -> None:
        """Every seat that wants to casts a paper, a first or a next one."""
        vote = self.vote(number)
        for mandate, letter in zip(self.mandates, choices, strict=True):
            if vote is not None and letter in WORDS:
                mine = Ballot.objects.filter(round=vote, seat=mandate.seat).count()
                self.attempt(
                    lambda m=mandate, c=letter, n=mine: ballot(
                        m.person, vote, WORDS[c], revision=n + 1
                    )
                )

    @rule(number=st.integers(0, 1), seat=seats, kind=st.sampled_from(["personal", "institutional"]))
    def declares_a_conflict(self, number: int, seat: int, kind: str) -> None:
        """A member other than the chair leaves a case for good."""
        person, item = self.mandates[seat].person, self.item(number)
        if item is not None and person != self.cast.chair:
            call = {"item_id": item.pk, "kind": kind, "ground": "Родич."}
            done = self.attempt(lambda: rounds.declare_conflict(actor=person, **call))
            self.reached["recused"] += done is not None

    @rule(number=st.integers(0, 1))
    def closes_the_vote(self, number: int) -> None:
        """The chair closes and the count is that of this file."""
        vote = self.vote(number)
        done = vote and self.attempt(
            lambda: rounds.close_round(actor=self.cast.chair, round_id=vote.pk)
        )
        if done:
            self.reached[done.result] += 1

    @rule(
        number=st.integers(0, 1),
        refused=st.sampled_from([(), (1, 2)]),
        choices=votes,
        leaving=st.sampled_from([0, 0, 5]),
    )
    def hears_an_item(
        self, number: int, refused: tuple[int, ...], choices: list[str], leaving: int
    ) -> None:
        """The usual way in one go; members who leave before they voted may break the quorum."""
        self.puts_to_the_vote(number, refused)
        if leaving:
            self.comes_and_goes(set(range(leaving, SEATS)))
        self.vote_one_by_one(number, choices)
        self.closes_the_vote(number)

    @rule(number=st.integers(0, 1), by_chair=st.booleans(), confirmed_by_chair=st.booleans())
    def annul_the_vote(self, number: int, by_chair: bool, confirmed_by_chair: bool) -> None:
        """One proposes; the same person never confirms."""
        vote = self.vote(number)
        people = {True: self.cast.chair, False: self.cast.secretary}
        if vote is None:
            return
        call = {"round_id": vote.pk, "reason": "Помилка в тексті."}
        self.attempt(lambda: annulment.propose_annulment(actor=people[by_chair], **call))
        who = people[confirmed_by_chair]
        done = self.attempt(lambda: annulment.confirm_annulment(actor=who, round_id=vote.pk))
        self.reached["annulled"] += done is not None

    @rule(number=st.integers(0, 1))
    def defers(self, number: int) -> None:
        """The secretary takes an item off with a day and an owner."""
        item = self.item(number)
        call = {"reason": "Чекаємо лист.", "owner": self.cast.officer}
        until = clock.kyiv_date(THURSDAY) + timedelta(days=9)
        done = item and self.attempt(
            lambda: sittings.defer_item(
                actor=self.cast.secretary, item_id=item.pk, until=until, **call
            )
        )
        self.reached["deferred"] += bool(done)

    @rule()
    def ends_it_all(self) -> None:
        """What has no result is deferred, and the sitting closed; the next one follows."""
        self.defers(0)
        self.defers(1)
        self.closes_the_sitting()
        self.starts()

    @rule()
    def closes_the_sitting(self) -> None:
        """The chair closes; the protocol is drafted, circulated, approved and signed."""
        call = {"sitting_id": self.sitting.pk}
        closed = self.attempt(lambda: sittings.close_sitting(actor=self.cast.chair, **call))
        if closed:
            self.attempt(lambda: protocols.circulate(actor=self.cast.secretary, **call))
            self.attempt(lambda: protocols.approve(actor=self.cast.chair, **call))
            self.attempt(lambda: protocols.sign(actor=self.cast.chair, **call))
            signed = self.attempt(lambda: protocols.sign(actor=self.cast.secretary, **call))
            self.reached["protocol"] += signed is not None

    @precondition(lambda self: self.sitting is not None)
    @rule(name=st.sampled_from(["revise", "circulate", "approve", "sign"]), by_chair=st.booleans())
    def takes_a_step_of_the_protocol(self, name: str, by_chair: bool) -> None:
        """Out of order nothing moves."""
        who = self.cast.chair if by_chair else self.cast.secretary
        self.attempt(lambda: getattr(protocols, name)(actor=who, sitting_id=self.sitting.pk))

    @invariant()
    def no_paper_is_ever_lost(self) -> None:
        """Ballots are only added, one of each revision for a seat and round."""
        now = set(Ballot.objects.values_list("round_id", "seat_id", "revision", "commitment"))
        assert self.papers <= now
        assert len({row[:3] for row in now}) == len(now)
        self.papers = now

    @invariant()
    def every_count_can_be_made_again(self) -> None:
        """What was counted stays, and follows from the papers and the electors alone."""
        for vote in Round.objects.exclude(tally="").prefetch_related("electors"):
            assert self.counted.setdefault(vote.pk, vote.tally) == vote.tally
            state = {row.seat_id: row.state for row in vote.electors.all()}
            last = {row.seat_id: row for row in vote.ballots.order_by("revision")}
            papers = [row.choice for seat, row in last.items() if state[seat] == "entitled"]
            base = [row for row in state.values() if row != "recused"]
            present = [row for row in state.values() if row == "entitled"]
            result = json.loads(vote.tally)["result"]
            assert result == expected(len(base), len(present), papers)

    @invariant()
    def an_item_is_settled_by_one_vote_or_none(self) -> None:
        """Considered means one standing result and the outcome on the case."""
        for item in AgendaItem.objects.select_related("sitting", "application"):
            held = list(Round.objects.filter(question__item=item).select_related("question"))
            live = [row for row in held if row.state in (RoundState.OPEN, RoundState.TIE)]
            assert len(live) <= (item.state == ItemState.PENDING)
            settling = [row for row in held if row.state == RoundState.TALLIED and settles(row)]
            settled = item.state == ItemState.CONSIDERED
            assert len(settling) == settled
            if item.state == ItemState.DEFERRED:
                assert item.note
                assert item.deferred_until
                assert item.deferred_to_id
            if item.sitting.state == SittingState.CLOSED:
                assert item.state != ItemState.PENDING
            if settled:
                assert item.application.status == "considered"
                assert CommissionOutcome.objects.filter(application=item.application).exists()

    @invariant()
    def who_left_a_case_votes_on_it_no_more(self) -> None:
        """Of whoever left no paper is younger than the conflict, at this sitting or the next."""
        for left in Recusal.objects.select_related("item"):
            later = Ballot.objects.filter(
                round__question__item__application=left.item.application_id,
                cast_by=left.person_id,
                cast_at__gt=left.declared_at,
            )
            assert not later.exists()

    @invariant()
    def a_protocol_has_two_signatures_and_an_extract_for_each_item(self) -> None:
        """And is, but for the days of signature, the text that was approved."""
        for protocol in Protocol.objects.select_related("sitting"):
            version = ProtocolVersion.objects.filter(sitting=protocol.sitting).last()
            assert version.signatures.count() == 2
            items = protocol.sitting.items.exclude(state=ItemState.WITHDRAWN)
            assert Extract.objects.filter(protocol=protocol).count() == items.count()
            approved, signed = json.loads(version.record_text), json.loads(protocol.record_text)
            assert approved["items"] == signed["items"]


@pytest.fixture
def two_cases(cast: Cast) -> None:
    commission(cast)
    ready(cast, conditions=["Не раніше 1 квітня."])
    ready(cast)
    Commission.cast, Commission.mandates = cast, principals(cast)
    Commission.reached = Counter()


def test_sittings_played_at_random(two_cases: None) -> None:
    run_state_machine_as_test(
        Commission,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(Commission.reached)
    assert {name for name in REACHED if not Commission.reached[name]} == set()
