"""What the story does not show for long: an open vote, a case to decide. Runs inside the site."""

from commission.models import Round, RoundState
from commission.services import rounds, sittings
from core.base import clock
from demo.cast import build_cast
from licensing.models import OwedReport
from tests import commission_builders as builders
from tests.builders import considered
from tests.faults.scene import keep_bytes


def open_vote() -> None:
    """Open a vote on one new case, bring another before the head; print both and a report owed."""
    keep_bytes()
    cast = build_cast()
    case = considered(cast)
    with clock.at(clock.now()):  # convened and opened in one moment
        vote = builders.open_vote(cast)
    owed = OwedReport.objects.filter(licence__manufacturer=cast.company).latest("due_on")
    print(vote.question.item.sitting.number, case.number, owed.pk)


def close_vote() -> None:
    """Finish the sitting, so that the next one can begin."""
    cast = build_cast()
    vote = Round.objects.select_related("question__item").get(state=RoundState.OPEN)
    sitting_id = vote.question.item.sitting_id
    builders.voted(cast, vote, "FFFFFFF")
    rounds.close_round(actor=cast.chair, round_id=vote.pk)
    sittings.close_sitting(actor=cast.chair, sitting_id=sitting_id)
