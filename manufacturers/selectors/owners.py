"""Who owns a company now, in the order of the chains."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from core.accounts.policies import Person
from manufacturers.models import Manufacturer, Owner
from manufacturers.selectors.companies import visible_to


def owners_of(company_id: UUID) -> QuerySet[Owner]:
    """Return the declared owners who own today."""
    return Owner.objects.filter(manufacturer=company_id, ended_at__isnull=True)


def chains_of(manufacturer: Manufacturer) -> list[tuple[int, Owner]]:
    """Return every owner of today with its depth, each right below the one it is held through."""
    owners = list(owners_of(manufacturer.pk))
    return list(_below(owners, None, 0))


def _below(owners: list[Owner], above: UUID | None, depth: int) -> Iterable[tuple[int, Owner]]:
    for owner in owners:
        if owner.through_id == above:
            yield depth, owner
            yield from _below(owners, owner.pk, depth + 1)


def get_owner(user: Person, owner_id: UUID) -> Owner:
    """Return an owner of a visible company. Raises Http404 otherwise."""
    owner = Owner.objects.filter(manufacturer__in=visible_to(user), pk=owner_id).first()
    if owner is None:
        raise Http404
    return owner
