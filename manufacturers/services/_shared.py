"""What the services of a company share: the lock, the event, and what no figure may be."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit.log import record
from core.base.errors import InvalidInput, StaleForm
from core.reference.models import Unit
from manufacturers.models import Manufacturer


def locked(company_id: UUID) -> Manufacturer:
    """Lock and return a company. Raises Http404."""
    company = Manufacturer.objects.select_for_update(of=("self",)).filter(pk=company_id).first()
    if company is None:
        raise Http404
    return company


def check_period(first: date, last: date | None, field: str) -> None:
    """Raise InvalidInput when a period ends before it starts."""
    if last is not None and last < first:
        message = _("The last day cannot be before the first.")
        raise InvalidInput("dates_reversed", message, field=field)


def refuse_stale(now: int, seen: int) -> None:
    """Raise StaleForm when the row changed after the form was opened."""
    if now != seen:
        message = _("Somebody changed this after you opened the page. Look again.")
        raise StaleForm("changed_meanwhile", message)


def check_quantity(
    unit: Unit, quantity: Decimal, *, most: int, field: str = "quantity", above_zero: bool = False
) -> None:
    """Raise InvalidInput for a number of goods that cannot be: negative, absurd, half a piece."""
    if not quantity.is_finite() or quantity < 0 or (above_zero and not quantity):
        message = _("Enter a number greater than zero.") if above_zero else _("Enter a number.")
        raise InvalidInput("quantity", message, field=field)
    if quantity > most:
        message = _("This is more than can be; check the number.")
        raise InvalidInput("quantity", message, field=field)
    if unit.whole and quantity != quantity.to_integral_value():
        message = _("This unit is counted in whole numbers.")
        raise InvalidInput("quantity_whole", message, field=field)


def record_about(
    actor: User | None, verb: str, company: Manufacturer, data: Mapping[str, object]
) -> None:
    """Record an event about a company, numbered by its register code."""
    subject = f"company:{company.pk}"
    record(actor=actor, verb=verb, subject=subject, number=company.edrpou, data=data)
