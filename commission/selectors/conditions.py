"""Conditions in the first reading, and the change that an owner is asked about."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from commission import policies
from commission.models import AgendaItem, ConditionChange, Sitting
from commission.selectors.wall import closed_to
from commission.services.conditions import Standing, standing
from core.accounts.models import User
from core.accounts.policies import has_role
from core.accounts.roles import Role


@dataclass(frozen=True, slots=True)
class FirstReading:
    """The conditions as they stand, and every change put to their owners."""

    conditions: list[Standing]
    changes: list[ConditionChange]

    @property
    def waiting(self) -> set[UUID]:
        """Return the conditions whose owner has not answered yet."""
        return {row.condition_id for row in self.changes if row.answered_at is None}


def first_reading(item: AgendaItem) -> FirstReading:
    """Return the first reading of an item, in one query and one for the changes."""
    rows = item.changes.select_related("condition__department", "answered_by", "proposed_by")
    changes = list(rows)
    return FirstReading(standing(item, changes), changes)


def standing_of(item: AgendaItem, condition_id: UUID) -> Standing:
    """Return one condition as it stands. Raises Http404."""
    found = next((row for row in standing(item) if row.id == condition_id), None)
    if found is None:
        raise Http404
    return found


def get_change(user: User, number: str, position: int, change_id: UUID) -> ConditionChange:
    """Return a change to its owner and to those who read the item. Raises Http404."""
    rows = ConditionChange.objects.select_related(
        "item__sitting", "item__application", "condition__department"
    ).exclude(item__application_id__in=closed_to(user))
    found = rows.filter(pk=change_id, item__sitting__number=number, item__position=position).first()
    if found is None or not (policies.may_read_sittings(user) or _advises(user, found)):
        raise Http404
    return found


def changes_to_answer(user: User) -> list[ConditionChange]:
    """Return the changes that wait for the adviser's department."""
    rows = ConditionChange.objects.filter(
        condition__department=user.department_id,
        answered_at__isnull=True,
        item__state="pending",
        item__sitting__in=Sitting.objects.exclude(state="closed"),
    ).exclude(item__application_id__in=closed_to(user))
    return list(rows.select_related("item__sitting", "item__application"))


def _advises(user: User, change: ConditionChange) -> bool:
    return has_role(user, Role.ADVISER) and user.department_id == change.condition.department_id
