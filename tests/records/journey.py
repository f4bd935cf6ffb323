"""One case the whole way, with a real sitting behind it: what an auditor wants to see."""

from dataclasses import dataclass
from datetime import timedelta

from commission.models import RecusalKind, Risk, Verdict, VoteChoice
from commission.policies import valid_mandates
from commission.services import opinions, questions, readiness, rounds, sittings
from commission.services.opinions import ConditionDraft, FindingDraft
from commission.services.questions import LineProposal
from core.base import clock
from core.documents import storage
from core.documents.models import StoredFile
from core.reference.selectors import department
from demo.cast import Cast
from demo.commission_cast import build_commission
from licensing.models import Application, Decision
from licensing.services import deciding
from licensing.services.deciding import LineDecision
from tests import builders

AGAINST = "Ризик перенаправлення."


@dataclass(frozen=True)
class Heard:
    """A case the commission has heard."""

    application: Application
    sitting: sittings.Sitting


def heard(cast: Cast, *, against: int = 1, start: int = 24) -> Heard:
    """Return a case with an opinion, a recusal, a superseded ballot and the given votes against.

    The sitting is four days after `start` of November 2026.
    """
    build_commission(cast)
    application = builders.accepted(cast)
    keep_bytes()
    _ask_and_answer(cast, application)
    readiness.mark_ready(
        actor=cast.officer,
        application_id=application.pk,
        version=builders.version(application.pk),
    )
    held_at = builders.kyiv(2026, 11, start + 4)
    sitting = sittings.convene(
        actor=cast.secretary, held_at=held_at, place="Київ, зал 3", chair=cast.chair
    )
    item = sittings.place_on_agenda(
        actor=cast.secretary, sitting_id=sitting.pk, application_id=application.pk
    )
    with clock.at(held_at):
        _vote(cast, sitting, item, against)
    return Heard(builders.fresh(application), sitting)


def decided(cast: Cast, *, against: int = 1, refused: tuple[int, ...] = ()) -> Decision:
    """Return the decision on a heard case, given on the day after the sitting."""
    found = heard(cast, against=against)
    application = found.application
    with clock.at(found.sitting.held_at + timedelta(days=1)):
        return deciding.decide(
            actor=cast.head,
            application_id=application.pk,
            version=application.version,
            lines=[_line(line.position, refused) for line in application.lines.all()],
            valid_until=clock.today() + timedelta(days=300),
        )


def keep_bytes() -> None:
    """Put the bytes of the builders' files on disk, as a real upload would have."""
    for name in StoredFile.objects.values_list("name", flat=True):
        storage.store(name.encode())


def _line(position: int, refused: tuple[int, ...]) -> LineDecision:
    if position in refused:
        return builders.refuse(position)
    return LineDecision(position=position, outcome="approved")


def _ask_and_answer(cast: Cast, application: Application) -> None:
    request = opinions.ask_department(
        actor=cast.officer,
        application_id=application.pk,
        department_id=department("mfa").pk,
        due_on=clock.today() + timedelta(days=5),
    )
    opinions.give_opinion(
        actor=cast.adviser_mfa,
        request_id=request.pk,
        verdict=Verdict.CONDITIONS,
        summary="Підтримуємо за умови підтвердження доставки.",
        findings=[FindingDraft("7", Risk.ATTENTION, "Транзит через третю державу.")],
        conditions=[
            ConditionDraft(
                "Надати підтвердження доставки.",
                "Deliver a delivery verification.",
                "60 днів",
                "60 days",
            )
        ],
    )


def _vote(cast: Cast, sitting: sittings.Sitting, item: sittings.AgendaItem, against: int) -> None:
    mandates = list(valid_mandates())
    sittings.open_sitting(
        actor=cast.chair, sitting_id=sitting.pk, present=[mandate.pk for mandate in mandates]
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
    vote = rounds.open_round(actor=cast.chair, question_id=question.pk)
    voters = [cast.alternate, *cast.members[1:], cast.chair]
    for number, voter in enumerate(voters):
        _cast(vote, voter, against=number < against)
    _cast(vote, cast.chair, against=False, revision=2)
    rounds.close_round(actor=cast.chair, round_id=vote.pk)


def _cast(vote: rounds.Round, voter: object, *, against: bool, revision: int = 1) -> None:
    rounds.cast_ballot(
        actor=voter,  # type: ignore[arg-type]
        round_id=vote.pk,
        digest=vote.digest,
        choice=VoteChoice.AGAINST if against else VoteChoice.FOR,
        reason=AGAINST if against else "",
        criteria=["7"] if against else [],
        revision=revision,
    )
