"""Declaring who owns a company. `actor=None` is the installation itself, never a web request."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.base import clock
from core.base.errors import Conflict, InvalidInput
from core.reference.codes import plain_number
from manufacturers import policies
from manufacturers.models import Manufacturer, Owner, OwnerKind
from manufacturers.services._shared import locked, record_about

WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class OwnerData:
    """An owner as the company declares it; `share` in per cent."""

    kind: str
    name_uk: str
    name_en: str
    country: str
    share: Decimal
    register_no: str = ""
    through: UUID | None = None


@transaction.atomic
def add_owner(*, actor: User | None, company_id: UUID, data: OwnerData) -> Owner:
    """Declare an owner. Event: `company.owner_added`.

    Raises Http404, NotAllowed; InvalidInput for a share above what is left, for a company that
    would own itself and for a circle of owners.
    """
    company = locked(company_id)
    _require(actor, company)
    through = _through(company, data)
    _refuse_circle(company, data, through)
    _refuse_more_than_all(company, data, through)
    values = asdict(data) | {"through": through}
    owner = Owner.objects.create(manufacturer=company, **values)
    facts = asdict(data) | {"owner": owner.pk}
    record_about(actor, "company.owner_added", company, facts)
    return owner


@transaction.atomic
def end_owner(*, actor: User | None, owner_id: UUID) -> Owner:
    """Say that somebody owns a part no more. Event: `company.owner_ended`.

    Raises Http404, NotAllowed, Conflict while others are declared behind this owner.
    """
    owner = Owner.objects.select_related("manufacturer").filter(pk=owner_id).first()
    if owner is None:
        raise Http404
    company = locked(owner.manufacturer_id)
    _require(actor, company)
    if owner.ended_at is not None or owner.behind.filter(ended_at__isnull=True).exists():
        raise Conflict(
            "owner_in_use", _("Others are declared behind this owner. Strike them off first.")
        )
    owner.ended_at = clock.now()
    owner.save(update_fields=["ended_at"])
    record_about(actor, "company.owner_ended", company, {"owner": owner.pk})
    return owner


def _require(actor: User | None, company: Manufacturer) -> None:
    if actor is not None:
        policies.require_administer(actor, company)


def _through(company: Manufacturer, data: OwnerData) -> Owner | None:
    if data.through is None:
        return None
    kept = Owner.objects.filter(manufacturer=company, ended_at__isnull=True, pk=data.through)
    found = kept.first()
    if found is None or found.kind == OwnerKind.PERSON:
        message = _("Choose a company of the list; nothing stands behind a person.")
        raise InvalidInput("through_unknown", message, field="through")
    return found


def _refuse_circle(company: Manufacturer, data: OwnerData, through: Owner | None) -> None:
    """A chain of owners ends with people: nobody stands in it twice."""
    number = plain_number(data.register_no)
    if number and number == plain_number(company.edrpou):
        message = _("The company cannot own itself. Name who stands behind it.")
        raise InvalidInput("owns_itself", message, field="register_no")
    link = through
    while link is not None:
        if _is_same(link, data, number):
            raise InvalidInput(
                "circle_of_owners",
                _("Circular ownership: “%(name)s” would own itself. Name the people at the end."),
                field="through",
                name=link.name,
            )
        link = link.through


def _is_same(link: Owner, data: OwnerData, number: str) -> bool:
    known = plain_number(link.register_no)
    if number and known:
        return number == known
    return data.name_uk.casefold() == link.name_uk.casefold()


def _refuse_more_than_all(company: Manufacturer, data: OwnerData, through: Owner | None) -> None:
    beside = Owner.objects.filter(manufacturer=company, through=through, ended_at__isnull=True)
    taken = beside.aggregate(all=Sum("share"))["all"] or Decimal(0)
    if taken + data.share > WHOLE:
        raise InvalidInput(
            "more_than_all",
            _("Only %(left)s %% are left; the shares declared here make more than the whole."),
            field="share",
            left=f"{WHOLE - taken:f}",
        )
