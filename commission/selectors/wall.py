"""The wall of a conflict of interest: a case that is closed to a person, closed everywhere.

`settings.CLOSED_CASES` lends it to the rooms below: pages, lists, search, papers and exports all
leave out what stands here, whatever other role the person holds (Law 1700-VII art. 28).
"""

import re
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from commission import policies
from commission.models import AgendaItem, Mandate, Recusal, RecusalKind
from core.accounts.models import User
from licensing.models import Application
from licensing.selectors import readers

_CASE_PAGE = re.compile(r"^/cases/([^/]+)/")
_ITEM_PAGE = re.compile(r"^/sittings/([^/]+)/items/(\d+)/")


def closed_to(user: User) -> QuerySet[Any, Any]:
    """Return the ids of the cases that a conflict of interest has closed to this person."""
    left = Recusal.objects.filter(policies.recusals_against(user)).order_by()
    return left.values("item__application_id")


def hidden_numbers(user: User) -> QuerySet[Application, str | None]:
    """Return the numbers of cases that neither mail nor deadlines may name to this person."""
    closed = Application.objects.filter(pk__in=closed_to(user)).values_list("number", flat=True)
    return readers.hidden_numbers(user) | closed


def readers_of(link: str, people: list[User]) -> list[User]:
    """Return those of the people for whom the page behind a local link exists."""
    case = _case_behind(link)
    closed = closed_for(case) if case is not None else set()
    return [person for person in readers.readers_of(link, people) if person.pk not in closed]


def closed_for(case_id: UUID) -> set[UUID]:
    """Return the people to whom a case is closed: who left it, and the holders of seats that did.

    A seat that left leaves for good, so holders of mandates given later are shut out too.
    """
    left = list(Recusal.objects.filter(item__application_id=case_id))
    seats = {row.seat_id for row in left if row.kind == RecusalKind.INSTITUTIONAL}
    holders = Mandate.objects.filter(seat_id__in=seats).values_list("person_id", flat=True)
    return {row.person_id for row in left} | (set(holders) if seats else set())


def _case_behind(link: str) -> UUID | None:
    if page := _CASE_PAGE.match(link):
        return Application.objects.filter(number=page[1]).values_list("pk", flat=True).first()
    if page := _ITEM_PAGE.match(link):
        place = Q(sitting__number=page[1], position=int(page[2]))
        return AgendaItem.objects.filter(place).values_list("application_id", flat=True).first()
    return None
