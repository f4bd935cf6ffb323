"""One case the whole way, with a real sitting behind it: what an auditor wants to see."""

from dataclasses import dataclass
from datetime import timedelta

from commission.models import AgendaItem, RecusalKind, Risk, Round, Sitting, Verdict, VoteChoice
from commission.policies import valid_mandates
from commission.services import opinions, questions, readiness, rounds, sittings
from commission.services.opinions import ConditionDraft, FindingDraft
from commission.services.questions import LineProposal
from core.accounts.models import User
from core.base import clock
from core.documents import storage
from core.documents.models import StoredFile
from core.reference.selectors import department
from demo.cast import Cast
from demo.commission_cast import build_commission
from licensing.models import Application, Decision
from licensing.services import deciding, notes
from licensing.services.deciding import LineDecision
from tests import builders, commission_builders

AGAINST = "Ризик перенаправлення."


@dataclass(frozen=True)
class Heard:
    """A case the commission has heard."""

    application: Application
    sitting: Sitting


def prepared(cast: Cast, verdict: Verdict = Verdict.CONDITIONS) -> Application:
    """Return a ready case on which one department gave its opinion."""
    build_commission(cast)
    application = builders.accepted(cast)
    keep_bytes()
    _assess(cast, application)
    _ask_and_answer(cast, application, verdict)
    readiness.mark_ready(
        actor=cast.officer,
        application_id=application.pk,
        version=builders.version(application.pk),
    )
    return application


def convened(cast: Cast, application: Application, day: int = 28) -> AgendaItem:
    """Return the item of a case on the agenda of a sitting on a day of November 2026."""
    sitting = sittings.convene(
        actor=cast.secretary,
        held_at=builders.kyiv(2026, 11, day),
        place="Київ, зал 3",
        chair=cast.chair,
    )
    return sittings.place_on_agenda(
        actor=cast.secretary, sitting_id=sitting.pk, application_id=application.pk
    )


def opened(cast: Cast, item: AgendaItem) -> Round:
    """Return the open vote on an item; one member stood aside and her alternate sits in."""
    sittings.open_sitting(
        actor=cast.chair,
        sitting_id=item.sitting_id,
        present=[mandate.pk for mandate in valid_mandates()],
    )
    rounds.declare_conflict(
        actor=cast.member_mod, item_id=item.pk, kind=RecusalKind.PERSONAL, ground="Родич у фірмі."
    )
    positions = [line.position for line in item.application.lines.all()]
    question = questions.freeze_question(
        actor=cast.secretary,
        item_id=item.pk,
        lines=[LineProposal(position, questions.Advice.APPROVE) for position in positions],
    )
    return rounds.open_round(actor=cast.chair, question_id=question.pk)


def heard(cast: Cast, *, against: int = 1, verdict: Verdict = Verdict.CONDITIONS) -> Heard:
    """Return a case with an opinion, a recusal, a superseded ballot and the given votes against.

    The sitting is on 28 November 2026.
    """
    application = prepared(cast, verdict)
    item = convened(cast, application)
    with clock.at(item.sitting.held_at):
        _vote(cast, opened(cast, item), against)
        sittings.close_sitting(actor=cast.chair, sitting_id=item.sitting_id)
        commission_builders.signed_protocol(cast, item.sitting)
    return Heard(builders.fresh(application), item.sitting)


def decided(
    cast: Cast,
    *,
    against: int = 1,
    refused: tuple[int, ...] = (),
    verdict: Verdict = Verdict.CONDITIONS,
) -> Decision:
    """Return the decision on a heard case, given on the day after the sitting."""
    found = heard(cast, against=against, verdict=verdict)
    with clock.at(found.sitting.held_at + timedelta(days=1)):
        return decide(cast, found, refused)


def decide(cast: Cast, found: Heard, refused: tuple[int, ...] = ()) -> Decision:
    """Return the decision on a heard case, given now."""
    application = found.application
    return deciding.decide(
        actor=cast.head,
        application_id=application.pk,
        version=application.version,
        lines=[_line(line.position, refused) for line in application.lines.all()],
        valid_until=clock.today() + timedelta(days=200),
    )


def keep_bytes() -> None:
    """Put the bytes of the builders' files on disk, as a real upload would have."""
    for name in StoredFile.objects.values_list("name", flat=True):
        storage.store(name.encode())


def _line(position: int, refused: tuple[int, ...]) -> LineDecision:
    if position in refused:
        return builders.refuse(position)
    return LineDecision(position=position, outcome="approved")


def _assess(cast: Cast, application: Application) -> None:
    notes.assess(
        actor=cast.officer,
        application_id=application.pk,
        revision=1,
        criterion="7",
        risk="attention",
        reason="Можливе перенаправлення через третю державу.",
        evidence="Лист посольства № 14 від 02.11.2026.",
    )


def _ask_and_answer(cast: Cast, application: Application, verdict: Verdict) -> None:
    request = opinions.ask_department(
        actor=cast.officer,
        application_id=application.pk,
        department_id=department("mfa").pk,
        due_on=clock.today() + timedelta(days=5),
    )
    opinions.give_opinion(
        actor=cast.adviser_mfa,
        request_id=request.pk,
        verdict=verdict,
        summary="Підтримуємо за умови підтвердження доставки.",
        findings=[FindingDraft("7", Risk.ATTENTION, "Транзит через третю державу.")],
        conditions=[]
        if verdict == Verdict.OPPOSE
        else [
            ConditionDraft(
                "Надати підтвердження доставки.",
                "Deliver a delivery verification.",
                "60 днів",
                "60 days",
            )
        ],
    )


def _vote(cast: Cast, vote: Round, against: int) -> None:
    voters = [cast.alternate, *cast.members[1:], cast.chair]
    for number, voter in enumerate(voters):
        _cast(vote, voter, against=number < against)
    _cast(vote, cast.chair, against=False, revision=2)
    rounds.close_round(actor=cast.chair, round_id=vote.pk)


def _cast(vote: Round, voter: User, *, against: bool, revision: int = 1) -> None:
    rounds.cast_ballot(
        actor=voter,
        round_id=vote.pk,
        digest=vote.digest,
        choice=VoteChoice.AGAINST if against else VoteChoice.FOR,
        reason=AGAINST if against else "",
        criteria=["7"] if against else [],
        revision=revision,
    )
