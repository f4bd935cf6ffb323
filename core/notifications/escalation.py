"""Whom a reminder is for: those who owe it and, when it is late, the next person.

Who is away is told all the same and her deputy too: that is done for every notice (`messages`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core.accounts.memory import remembered
from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from core.notifications import schedule
from core.notifications.models import Deadline


@dataclass(frozen=True, slots=True)
class Addressed:
    """A person of one reminder, and whether she owes the thing or only watches over it."""

    person: User
    owes: bool


def addressed(deadline: Deadline, occasion: int, today: date) -> dict[UUID, Addressed]:
    """Return everybody whom an occasion of a deadline is for.

    On the days of escalation the next person is among them; when nobody who owes it is left in
    the house, the next person alone, from the first day.
    """
    owing = {
        one.pk: Addressed(one, owes=True) for one in deadline.recipients.all() if one.is_active
    }
    rule = schedule.rule_on(today, deadline.kind)
    if rule is None or (owing and occasion not in rule.escalate_days):
        return owing
    return {one.pk: Addressed(one, owes=False) for one in _next(deadline, rule.escalate_to)} | owing


def _next(deadline: Deadline, role: str) -> list[User]:
    overseers = [one for one in deadline.overseers.all() if one.is_active]
    if overseers or not role:
        return overseers
    return remembered(("holders", role), lambda: list(people_with_role(Role(role))))
