"""What the services of the register share: the lock on the company and its event."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit.log import record
from core.base.errors import InvalidInput
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


def record_about(
    actor: User | None, verb: str, company: Manufacturer, data: Mapping[str, object]
) -> None:
    """Record an event about a company, numbered by its register code."""
    subject = f"company:{company.pk}"
    record(actor=actor, verb=verb, subject=subject, number=company.edrpou, data=data)
