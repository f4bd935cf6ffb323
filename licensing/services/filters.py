"""Keeping filters of the worklist under a name. A person's own convenience: without events."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.base.errors import Conflict, InvalidInput
from licensing.models.worklist import SavedFilter
from licensing.selectors.worklist.queue import Filter, first_chip

MOST = 20


@transaction.atomic
def keep_filter(*, actor: User, name: str, query: str) -> SavedFilter:
    """Keep a filter under a name; the same name again replaces it.

    Raises InvalidInput without a name, Conflict when the person keeps too many.
    """
    name = " ".join(name.split())
    if not name:
        raise InvalidInput("name_missing", _("Name the filter."), field="name")
    chosen = Filter.parse(query)
    chosen = chosen if chosen.show else chosen.under(first_chip(actor))
    User.objects.select_for_update().get(pk=actor.pk)
    others = SavedFilter.objects.filter(person=actor).exclude(name=name)
    if others.count() >= MOST:
        raise Conflict("too_many", _("Remove a kept filter first; you have many."))
    kept, _is_new = SavedFilter.objects.update_or_create(
        person=actor, name=name, defaults={"query": chosen.query()}
    )
    return kept


def remove_filter(*, actor: User, filter_id: UUID) -> None:
    """Remove one of the person's own filters; a foreign or unknown one is left alone."""
    SavedFilter.objects.filter(person=actor, pk=filter_id).delete()
