"""Who came and went in a sitting, and what that did to the quorum."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commission.models import Attendance, Mandate, Sitting
from commission.rule_pack import QuorumBase, RulePack


@dataclass(frozen=True, slots=True)
class Step:
    """One moment at which somebody came or left, and the seats in the room after it."""

    at: datetime
    came: list[Mandate]
    left: list[Mandate]
    present: int
    base: int
    has_quorum: bool


def attendances_of(sitting: Sitting) -> list[Attendance]:
    """Return every arrival of a sitting in order, with seat and person."""
    rows = sitting.attendances.select_related("mandate__seat__department", "mandate__person")
    return list(rows.order_by("arrived_at", "mandate__seat__number"))


def steps(
    sitting: Sitting,
    rows: Iterable[Attendance],
    seats: Collection[UUID],
    filled: Collection[UUID],
) -> list[Step]:
    """Return the quorum counted again at each moment; an item may have its own by recusals.

    `seats` are the voting seats, `filled` those of them with a holder. That everybody goes when
    the sitting is closed is no departure.
    """
    rows, rule = list(rows), sitting.rule_pack.parsed()
    base = len(seats) if rule.quorum_base == QuorumBase.ALL else len(set(seats) & set(filled))
    moments = {row.arrived_at for row in rows} | {row.left_at for row in rows if row.left_at}
    moments.discard(sitting.closed_at)
    return [_step(moment, rows, rule, set(seats), base) for moment in sorted(moments)]


def _step(
    at: datetime, rows: Iterable[Attendance], rule: RulePack, seats: Collection[UUID], base: int
) -> Step:
    inside = {
        row.mandate.seat_id
        for row in rows
        if row.arrived_at <= at and (row.left_at is None or row.left_at > at)
    }
    present = len(inside & set(seats))
    return Step(
        at=at,
        came=[row.mandate for row in rows if row.arrived_at == at],
        left=[row.mandate for row in rows if row.left_at == at],
        present=present,
        base=base,
        has_quorum=rule.quorum.exceeded_by(present, base),
    )
