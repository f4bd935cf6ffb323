"""Amending a permit: the holder asks, a new decision issues, the old permit gives way.

A permit is never rewritten. What was announced under the old one may still cross; what was not
drawn from it goes back to the production line, in the same transaction that issues the new one.
"""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.base import clock
from core.base.errors import Conflict
from licensing import licence_policies
from licensing.models import Application, Licence, LicenceState, SurplusClaim
from licensing.selectors.upward import LineBalance, balances_of
from licensing.services import licences, need
from licensing.services.drafting_copy import Rest, copy_application
from manufacturers.models import ProductionLine


def ask(*, actor: User, licence_id: UUID) -> tuple[Application, list[int]]:
    """Begin an application for a change of a valid permit, filled with what is left of it.

    Returns the draft and the lines that could not be taken along. Event: case.copied. Raises
    Http404, NotAllowed, Conflict while another application asks for a change of the same permit.
    """
    try:
        return _ask(actor, licence_id)
    except IntegrityError as problem:
        if "one_amendment_at_a_time" not in str(problem):
            raise
        message = _("A change of this permit is asked for already.")
        raise Conflict("amendment_open", message) from problem


@transaction.atomic
def _ask(actor: User, licence_id: UUID) -> tuple[Application, list[int]]:
    licence = Licence.objects.select_related("manufacturer", "application").filter(pk=licence_id)
    found = licence.first()
    if found is None:
        raise Http404
    licence_policies.authorise_amendment(actor, found)
    return copy_application(
        actor=actor,
        manufacturer=found.manufacturer,
        application=found.application,
        rest=Rest(found, {line.position: (line.left, line.left_value) for line in _left(found)}),
    )


def to_be_replaced(application: Application) -> Licence | None:
    """Return, locked, the permit whose place a granted decision takes; None where it takes none.

    Raises Conflict when that permit is not valid any more: then only a refusal is possible. A
    later round of the case, on appeal, replaces nothing a second time.
    """
    named = application.amends_id
    if named is None or Licence.objects.filter(application=application, amends=named).exists():
        return None
    _lock_production(application, named)
    locked = Licence.objects.select_for_update(of=("self",))
    old = locked.select_related("application__manufacturer").get(pk=named)
    if old.state != LicenceState.VALID or old.valid_until < clock.today():
        message = _("Permit %(number)s is not valid any more: only a refusal is possible.")
        raise Conflict("nothing_to_amend", message, number=old.number)
    return old


def replace(old: Licence, new: Licence) -> None:
    """End the locked old permit and give back what was not drawn from it.

    Events: licence.amended, surplus.released.
    """
    licences.give_way(old, new)
    need.hand_back(old, {line.position: _drawn(line) for line in balances_of([old])[old.pk]})


def _lock_production(application: Application, licence_id: UUID) -> None:
    """Take the production lines before the permit, as a stop order does."""
    claims = SurplusClaim.objects.filter(Q(licence=licence_id) | Q(application=application))
    lines = ProductionLine.objects.select_for_update().filter(pk__in=claims.values("line"))
    list(lines.order_by("pk").values_list("pk"))


def _left(licence: Licence) -> Iterable[LineBalance]:
    return [line for line in balances_of([licence])[licence.pk] if line.left > 0]


def _drawn(line: LineBalance) -> Decimal:
    return line.quantity_shipped + line.quantity_announced
