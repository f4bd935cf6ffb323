"""Closing a vote: with all ballots in, and while they still come."""

from commission.models import AgendaItem
from commission.services import rounds
from demo.cast import Cast
from tests.bench.measure import Row, Said, milliseconds
from tests.commission.test_race import Tallies, a_room
from tests.commission_builders import ballot, frozen, open_vote


def measure(cast: Cast, item: AgendaItem, turns: int) -> list[Row | Said]:
    """Close rounds of seven ballots; then let voters and chair run against each other."""
    times = []
    for _ in range(turns):
        vote = open_vote(cast, frozen(cast, item, refused=(1, 2)))
        for person in cast.seat_holders.values():
            ballot(person, vote, "against")
        times.append(
            milliseconds(lambda vote=vote: rounds.close_round(actor=cast.chair, round_id=vote.pk))
        )
    seen = _contest(cast, item, turns)
    return [
        Row("closing a round of seven ballots", times),
        Row("closing while seven vote", [1000 * seconds for seconds in seen.closings]),
        Said(
            f"{turns} closings against seven voters",
            f"{seen.accepted} accepted, {seen.refused} too late, {seen.missing} lost",
            "0 lost",
        ),
    ]


def _contest(cast: Cast, item: AgendaItem, closings: int) -> Tallies:
    with a_room(cast) as contest:
        for _ in range(closings):
            contest.hold(frozen(cast, item, refused=(1, 2)))
    assert not contest.tallies.other, contest.tallies.other[:1]
    return contest.tallies
