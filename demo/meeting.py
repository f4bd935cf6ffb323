"""The sitting of the story: a condition is amended, one member is recused, one votes against."""

from collections.abc import Iterator
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
    VoteChoice,
)
from commission.proposals import Advice, LineProposal
from commission.services import (
    closing,
    conditions,
    protocols,
    questions,
    rounds,
    sittings,
    statements,
)
from commission.services.opinions import ConditionDraft
from core.accounts.models import User
from demo import stage
from demo.stage import Moment, Stage, at

HELD = -26
STRICTER = (
    "Відвантажувати не більше 16 апаратів на квартал, наступну партію — після доказу доставлення "
    "попередньої.",
    "At most 16 a quarter, the next lot after the proof of delivery of the one before.",
)
AGAINST = "Не підтверджено, що товар лишиться в кінцевого споживача."


def autumn(play: Stage) -> Iterator[Moment]:
    """Convene, hold and close the sitting on the applications that were made ready."""
    cast = play.cast
    yield at(HELD - 7, 9)
    held_at = play.instant(at(HELD, 10))
    sitting = sittings.convene(
        actor=cast.secretary, held_at=held_at, place=stage.PLACE, chair=cast.chair
    )
    items = {key: stage.place(play, sitting, case) for key, case in play.heard.items()}
    yield at(HELD, 10, 6)
    sittings.open_sitting(actor=cast.chair, sitting_id=sitting.pk, present=_present_mandates(play))
    _recuse(play, items["norway"])
    yield at(HELD, 10, 15)
    _amend(play, items["norway"])
    yield at(HELD, 10, 30)
    _vote(play, items["norway"], capped=3)
    yield at(HELD, 11, 5)
    _vote(play, items["portugal"], refused=True)
    yield at(HELD, 11, 40)
    _vote(play, items["croatia"])
    yield at(HELD, 12, 41)
    sittings.close_sitting(actor=cast.chair, sitting_id=sitting.pk)
    yield at(HELD + 1, 9)
    statements.record_statement(
        actor=cast.secretary,
        item_id=items["norway"].pk,
        speaker=cast.member_just.name_uk,
        text="Просила обмежити кількість до підтвердження складу одержувача.",
    )
    protocols.revise(actor=cast.secretary, sitting_id=sitting.pk)
    protocols.circulate(actor=cast.secretary, sitting_id=sitting.pk)
    yield at(HELD + 2, 15)
    protocols.approve(actor=cast.chair, sitting_id=sitting.pk)
    protocols.sign(actor=cast.chair, sitting_id=sitting.pk)
    protocols.sign(actor=cast.secretary, sitting_id=sitting.pk)


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


def _amend(play: Stage, item: AgendaItem) -> None:
    """First reading: the ministry that set the condition agrees to a stricter text."""
    change = conditions.propose_change(
        actor=play.cast.secretary,
        item_id=item.pk,
        condition_id=conditions.standing(item)[0].id,
        draft=ConditionDraft(text_uk=STRICTER[0], text_en=STRICTER[1]),
        reason="Пропозиція Міністерства юстиції: наступну партію лише після доказу доставлення.",
    )
    conditions.answer_change(actor=play.cast.adviser_mod, change_id=change.pk, is_agreed=True)


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
