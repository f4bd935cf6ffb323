"""Who may vote in a round: one elector a seat, frozen at the opening, only ever losing its vote."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from commission import policies, tally
from commission.models import (
    AgendaItem,
    Ballot,
    Elector,
    ElectorState,
    Mandate,
    MandateRole,
    Recusal,
    RecusalKind,
    Round,
    RoundState,
    Seat,
    SeatKind,
    Sitting,
)
from core.base import clock
from core.notifications import deadlines

REPLY = "written_reply"


def reply_subject(round_id: UUID, seat_id: UUID) -> str:
    """Return the name under which the duty of a seat to reply in writing is kept."""
    return f"reply:{round_id}:{seat_id}"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one seat stands on an item, and the mandate that speaks for it."""

    seat: Seat
    mandate: Mandate | None
    state: ElectorState
    reason: str = ""


def standings(item: AgendaItem) -> list[Standing]:
    """Return every voting seat of today with its standing on this item, in seat order.

    Recused as an institution: the seat leaves numerator and base. A person who stood aside is
    replaced by the alternate in the room; without one the seat stays in the base, not present.
    """
    day = clock.today()
    seats = Seat.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        kind=SeatKind.VOTING,
        valid_from__lte=day,
    ).select_related("department")
    recusals = list(policies.recusals_on(item))
    holders: dict[UUID, list[Mandate]] = {}
    for mandate in policies.valid_mandates(day).select_related("person"):
        holders.setdefault(mandate.seat_id, []).append(mandate)
    inside = _inside(item.sitting, holders)
    return [_standing(seat, holders.get(seat.pk, []), inside, recusals) for seat in seats]


def _inside(sitting: Sitting, holders: Mapping[UUID, Iterable[Mandate]]) -> set[UUID]:
    """In writing everybody can be reached; who stays silent is absent when the term ends."""
    if sitting.is_written:
        return {mandate.pk for row in holders.values() for mandate in row}
    there = sitting.attendances.filter(left_at__isnull=True)
    return set(there.values_list("mandate_id", flat=True))


def _standing(
    seat: Seat, holders: Iterable[Mandate], inside: Collection[UUID], recusals: list[Recusal]
) -> Standing:
    order = sorted(holders, key=lambda mandate: mandate.role != MandateRole.PRINCIPAL)
    if not order:
        return Standing(seat, None, ElectorState.VACANT)
    for recusal in recusals:
        if recusal.kind == RecusalKind.INSTITUTIONAL and recusal.seat_id == seat.pk:
            return Standing(seat, order[0], ElectorState.RECUSED, recusal.ground[:300])
    aside = {recusal.person_id for recusal in recusals}
    there = [mandate for mandate in order if mandate.pk in inside]
    free = [mandate for mandate in there if mandate.person_id not in aside]
    if free:
        return Standing(seat, free[0], ElectorState.ENTITLED)
    if there:
        return Standing(seat, there[0], ElectorState.STOOD_ASIDE)
    return Standing(seat, order[0], ElectorState.ABSENT)


def as_tally(rows: Iterable[Standing | Elector]) -> list[tally.Elector]:
    """Return the roll in the form the arithmetic reads; seats are named by department code."""
    return [
        tally.Elector(row.seat.department.code, tally.ElectorState(str(row.state))) for row in rows
    ]


def withdraw_absent(sitting: Sitting, mandates: Collection[UUID], reason: str = "") -> None:
    """Seats whose person left without a ballot are absent from the open round.

    In writing nobody leaves: who stays silent is absent when the term ends.

    The electors are locked first: a ballot being cast holds them, and only a statement begun
    after it sees whether it arrived.
    """
    electors = Elector.objects.filter(
        round__question__item__sitting=sitting,
        round__state=RoundState.OPEN,
        round__closes_at__isnull=True,
        mandate_id__in=mandates,
        state=ElectorState.ENTITLED,
    )
    locked = list(electors.select_for_update(of=("self",)).values_list("pk", flat=True))
    voted = Ballot.objects.filter(round_id=OuterRef("round_id"), seat_id=OuterRef("seat_id"))
    silent = Elector.objects.filter(~Exists(voted), pk__in=locked)
    silent.update(state=ElectorState.ABSENT, reason=reason)


def withdraw_ended(vote: Round, reason: str) -> int:
    """A mandate that ended during the vote leaves its seat absent, unless it voted in time."""
    voted = Ballot.objects.filter(round=vote, seat_id=OuterRef("seat_id"))
    ended = vote.electors.filter(~Exists(voted), state=ElectorState.ENTITLED).exclude(
        mandate__in=policies.valid_mandates()
    )
    return ended.update(state=ElectorState.ABSENT, reason=reason)


def withdraw_silent(vote: Round, reason: str) -> int:
    """Silence is not consent: who did not reply in the term was not there. Return how many."""
    voted = Ballot.objects.filter(round=vote, seat_id=OuterRef("seat_id"))
    silent = vote.electors.filter(~Exists(voted), state=ElectorState.ENTITLED)
    return silent.update(state=ElectorState.ABSENT, reason=reason)


def withdraw_recused(item: AgendaItem, recusal: Recusal) -> None:
    """A conflict declared during a vote takes the right to vote away at once."""
    institutional = recusal.kind == RecusalKind.INSTITUTIONAL
    electors = Elector.objects.filter(
        round__question__item=item, round__state=RoundState.OPEN, state=ElectorState.ENTITLED
    )
    if institutional:
        touched, state = electors.filter(seat=recusal.seat), ElectorState.RECUSED
    else:
        touched = electors.filter(mandate__person=recusal.person)
        state = ElectorState.STOOD_ASIDE
    lost = list(touched.values_list("round_id", "seat_id"))
    touched.update(state=state, reason=recusal.ground[:300])
    for vote, seat in lost:
        deadlines.cancel(kind=REPLY, subject=reply_subject(vote, seat))
