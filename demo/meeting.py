"""The sitting of the story: an alternate votes, one member is recused, one votes against."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from commission.models import (
    AgendaItem,
    ElectorState,
    Mandate,
    Proposal,
    Question,
    RecusalKind,
    Round,
    Sitting,
    VoteChoice,
)
from commission.proposals import Advice, LineProposal
from commission.services import closing, questions, rounds, sittings
from core.accounts.models import User
from core.base import clock
from demo import stage
from demo.stage import Stage
from licensing.models import Application

PLACE = "м. Яворище, зала 214"
AGAINST = "Не підтверджено, що товар лишиться в кінцевого споживача."


def hold(play: Stage, heard: dict[str, Application], day: int) -> Sitting:
    """Convene, hold and close the sitting on the applications that were made ready."""
    cast = play.cast
    with play.day(day - 7, 9):
        held_at = datetime.combine(play.today + timedelta(days=day), time(10), tzinfo=clock.KYIV)
        sitting = sittings.convene(
            actor=cast.secretary, held_at=held_at, place=PLACE, chair=cast.chair
        )
        items = {key: stage.place(play, sitting, case) for key, case in heard.items()}
    with play.day(day, 10, 6):
        sittings.open_sitting(
            actor=cast.chair, sitting_id=sitting.pk, present=_present_mandates(play)
        )
        _recuse(play, items["norway"])
    with play.day(day, 10, 30):
        _vote(play, items["norway"], capped=3)
    with play.day(day, 11, 5):
        _vote(play, items["portugal"], refused=True)
    with play.day(day, 11, 40):
        _vote(play, items["croatia"])
    with play.day(day, 12, 41):
        sittings.confirm_record(actor=cast.secretary, sitting_id=sitting.pk)
        sittings.close_sitting(actor=cast.chair, sitting_id=sitting.pk)
    return sitting


def _voters(play: Stage) -> list[User]:
    """Return who sits: for the defence ministry the alternate."""
    seats = play.cast.seat_holders | {"mod": play.cast.alternate}
    return list(seats.values())


def _present_mandates(play: Stage) -> list[UUID]:
    people = _voters(play)
    return list(Mandate.objects.filter(person__in=people).values_list("pk", flat=True))


def _recuse(play: Stage, item: AgendaItem) -> None:
    rounds.declare_conflict(
        actor=play.cast.member_fin,
        item_id=item.pk,
        kind=RecusalKind.PERSONAL,
        ground="Близька особа працює у заявника.",
    )


def _vote(play: Stage, item: AgendaItem, *, refused: bool = False, capped: int = 0) -> None:
    """Freeze the text, vote on it and count."""
    question = questions.freeze_question(
        actor=play.cast.secretary, item_id=item.pk, lines=_proposals(item, refused, capped)
    )
    vote = rounds.open_round(actor=play.cast.chair, question_id=question.pk)
    for person in _electors(play, vote):
        _ballot(play, person, vote, question)
    closing.close_round(actor=play.cast.chair, round_id=vote.pk)


def _proposals(item: AgendaItem, refused: bool, capped: int) -> list[LineProposal]:
    positions = item.application.lines.values_list("position", "quantity")
    return [_proposal(number, quantity, refused, capped) for number, quantity in positions]


def _proposal(number: int, quantity: Decimal, refused: bool, capped: int) -> LineProposal:
    if refused:
        return LineProposal(number, Advice.REFUSE, criteria=("7",))
    if number == capped:
        return LineProposal(number, Advice.CAP, quantity=quantity * 3 / 4)
    return LineProposal(number, Advice.APPROVE)


def _electors(play: Stage, vote: Round) -> list[User]:
    """Return the people entitled to vote now, in seat order."""
    entitled = vote.electors.filter(state=ElectorState.ENTITLED).values_list("mandate__person_id")
    people = {row[0] for row in entitled}
    return [person for person in _voters(play) if person.pk in people]


def _ballot(play: Stage, person: User, vote: Round, question: Question) -> None:
    """Most follow the proposal; justice votes against a cap, economy abstains on a refusal."""
    choice, reason = VoteChoice.FOR, ""
    if question.proposal == Proposal.REFUSE and person == play.cast.member_econ:
        choice, reason = VoteChoice.ABSTAIN, "Бракує даних про інших постачальників."
    if question.proposal == Proposal.PARTLY and person == play.cast.member_just:
        choice, reason = VoteChoice.AGAINST, AGAINST
    rounds.cast_ballot(
        actor=person,
        round_id=vote.pk,
        digest=vote.digest,
        choice=choice,
        reason=reason,
        criteria=("7",) if choice == VoteChoice.AGAINST else (),
    )
