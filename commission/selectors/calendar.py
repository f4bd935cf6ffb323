"""Sittings on the calendar of those who may see them."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.timezone import localtime

from commission.selectors.scope import sittings_visible_to
from core.accounts.models import User
from core.base import clock
from core.notifications.month import Mark


def sittings_between(person: User, first: date, last: date) -> Iterable[Mark]:
    """Yield the sittings held between two Kyiv days, both included, with their hour."""
    held = sittings_visible_to(person).filter(held_at__date__range=(first, last))
    for sitting in held.order_by("held_at"):
        at = localtime(sitting.held_at, clock.KYIV)
        yield Mark(
            on=at.date(),
            title=sitting.number,
            note=f"{at:%H:%M}, {sitting.get_kind_display()}",
            url=reverse("sittings:detail", args=[sitting.number]),
        )
