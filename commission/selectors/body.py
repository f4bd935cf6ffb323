"""The body itself: seats with their holders of a day, and the rule packs in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from commission import policies
from commission.models import Mandate, RulePack, Seat
from commission.rule_pack import RulePack as Rules
from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from core.base import clock


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One seat with its mandates: those in force today or to come, and those that ended."""

    seat: Seat
    now: list[Mandate]
    ended: list[Mandate]


@dataclass(frozen=True, slots=True)
class PackRow:
    """One version of the rules."""

    pack: RulePack
    rules: Rules
    in_force: bool
    used: int


def require_reader(user: User) -> None:
    """Raise Http404 for somebody to whom the commission's own pages do not exist."""
    if not (policies.may_read_sittings(user) or policies.may_manage_seats(user)):
        raise Http404


def seat_rows() -> list[SeatRow]:
    """Return every seat in its order, in two queries."""
    held = Mandate.objects.select_related("person").order_by("-role", "valid_from")
    seats = Seat.objects.select_related("department").prefetch_related(
        Prefetch("mandates", queryset=held)
    )
    return [_row(seat, seat.mandates.all()) for seat in seats.order_by("number")]


def _row(seat: Seat, mandates: Iterable[Mandate]) -> SeatRow:
    today = clock.today()
    now: list[Mandate] = []
    ended: list[Mandate] = []
    for row in mandates:
        over = row.revoked_at is not None or (row.valid_until and row.valid_until < today)
        (ended if over else now).append(row)
    return SeatRow(seat, now, ended)


def packs() -> list[PackRow]:
    """Return the rule packs, newest first, with the number of sittings held under each."""
    rows = list(RulePack.objects.annotate(used=Count("sittings")).order_by("-valid_from"))
    today = clock.today()
    current = next((row.pk for row in rows if row.valid_from <= today), None)
    return [PackRow(row, row.parsed(), row.pk == current, row.used) for row in rows]


def get_seat(seat_id: UUID) -> Seat:
    """Return a seat. Raises Http404."""
    return get_object_or_404(Seat.objects.select_related("department"), pk=seat_id)


def get_mandate(mandate_id: UUID) -> Mandate:
    """Return a mandate. Raises Http404."""
    rows = Mandate.objects.select_related("person", "seat__department")
    return get_object_or_404(rows, pk=mandate_id)


def may_hold() -> QuerySet[User]:
    """Return who has the role to sit: members and chairs."""
    members, chairs = people_with_role(Role.MEMBER), people_with_role(Role.CHAIR)
    ids = Q(pk__in=members.values("pk")) | Q(pk__in=chairs.values("pk"))
    return User.objects.filter(ids).order_by("name_uk")


def newest_pack() -> RulePack | None:
    """Return the rules adopted last, or None."""
    return RulePack.objects.order_by("-valid_from").first()
