"""Production lines: opening, renaming, archiving, declared capacities and state orders.

`actor=None` is the installation itself (demonstration, bulk seed), never a web request.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit.log import record
from core.base import clock
from core.base.errors import Conflict, InvalidInput
from core.documents.models import StoredFile
from core.reference.models import Unit
from manufacturers import policies
from manufacturers.collation import name_key
from manufacturers.models import Capacity, Manufacturer, Product, ProductionLine, Site, StateOrder
from manufacturers.models.capacity import FIRST_YEAR, LAST_YEAR, MOST_UNITS
from manufacturers.services._shared import check_quantity, locked, refuse_stale


@dataclass(frozen=True, slots=True)
class OrderData:
    """A contract of the state defence order for one year, in the unit of the line."""

    number: str
    signed_on: date
    year: int
    quantity: Decimal
    customer: str
    delivered: Decimal = Decimal(0)


@transaction.atomic
def open_line(
    *,
    actor: User | None,
    company_id: UUID,
    name_uk: str,
    name_en: str,
    unit: Unit,
    site: Site | None = None,
) -> ProductionLine:
    """Enter a production line; its unit stays for ever. Event: `line.opened`.

    Raises Http404, NotAllowed, InvalidInput for a name that the company has already.
    """
    company = locked(company_id)
    policies.require_keep_catalogue(actor, company)
    key = _free_name(company, name_uk)
    line = ProductionLine.objects.create(
        manufacturer=company,
        name_uk=name_uk,
        name_en=name_en,
        name_key=key,
        unit=unit,
        site=_own_site(company, site),
    )
    _record(actor, "line.opened", line, {"name_uk": name_uk, "unit": unit.code})
    return line


@transaction.atomic
def change_line(
    *,
    actor: User | None,
    line_id: UUID,
    version: int,
    name_uk: str,
    name_en: str,
    site: Site | None = None,
) -> ProductionLine:
    """Rename or move a production line. Event: `line.changed` with the old names.

    Raises Http404, NotAllowed, StaleForm, InvalidInput for a name that the company has already.
    """
    line = _locked(actor, line_id)
    refuse_stale(line.version, version)
    old = {"name_uk": line.name_uk, "name_en": line.name_en, "site": line.site_id}
    line.name_key = _free_name(line.manufacturer, name_uk, besides=line)
    line.name_uk, line.name_en = name_uk, name_en
    line.site = _own_site(line.manufacturer, site)
    _save(line, "name_uk", "name_en", "name_key", "site")
    new = {"name_uk": name_uk, "name_en": name_en, "site": line.site_id}
    _record(actor, "line.changed", line, {"from": old, "to": new})
    return line


@transaction.atomic
def archive_line(*, actor: User | None, line_id: UUID, version: int) -> ProductionLine:
    """Put a line away that makes nothing any more. Event: `line.archived`.

    Its past figures stay. Raises Conflict while products in use name it or it is archived.
    """
    line = _locked(actor, line_id)
    refuse_stale(line.version, version)
    if line.archived_at is not None:
        raise Conflict("line_archived", _("The production line is archived already."))
    if Product.objects.filter(production_line=line, archived_at__isnull=True).exists():
        message = _("Products in the catalogue are made on this line. Move or archive them first.")
        raise Conflict("line_in_use", message)
    line.archived_at = clock.now()
    _save(line, "archived_at")
    _record(actor, "line.archived", line, {})
    return line


@transaction.atomic
def restore_line(*, actor: User | None, line_id: UUID, version: int) -> ProductionLine:
    """Take an archived line into use again. Event: `line.restored`.

    Raises Conflict when it is in use, InvalidInput when another line has its name by now.
    """
    line = _locked(actor, line_id)
    refuse_stale(line.version, version)
    if line.archived_at is None:
        raise Conflict("line_in_use", _("The production line is in use."))
    _free_name(line.manufacturer, line.name_uk, besides=line)
    line.archived_at = None
    _save(line, "archived_at")
    _record(actor, "line.restored", line, {})
    return line


@transaction.atomic
def declare_capacity(
    *, actor: User | None, line_id: UUID, year: int, quantity: Decimal, proof: StoredFile
) -> Capacity:
    """Declare what a line can make in a calendar year, in its unit; the last declaration counts.

    Event: `line.capacity_declared`. Raises Http404, NotAllowed, InvalidInput for a year or a
    number that cannot be.
    """
    line = _locked(actor, line_id)
    check_year(year)
    check_quantity(line.unit, quantity, most=MOST_UNITS)
    last = line.capacities.filter(year=year).aggregate(turn=Max("turn"))["turn"] or 0
    capacity = Capacity.objects.create(
        line=line,
        year=year,
        turn=last + 1,
        quantity=quantity,
        proof=proof,
        declared_by=actor,
        declared_at=clock.now(),
    )
    facts = {"year": year, "turn": last + 1, "quantity": quantity, "proof": proof.sha256}
    _record(actor, "line.capacity_declared", line, facts)
    return capacity


@transaction.atomic
def add_state_order(
    *, actor: User | None, line_id: UUID, data: OrderData, proof: StoredFile | None = None
) -> StateOrder:
    """Enter a state order of one year. Event: `line.order_added`.

    Raises Http404, NotAllowed, InvalidInput for figures that cannot be or an order entered twice.
    """
    line = _locked(actor, line_id)
    _check_order(line, data)
    order = StateOrder.objects.create(line=line, proof=proof, **_columns(data))
    facts = _columns(data) | {"proof": proof.sha256 if proof else ""}
    _record(actor, "line.order_added", line, facts)
    return order


@transaction.atomic
def change_state_order(
    *,
    actor: User | None,
    order_id: UUID,
    version: int,
    data: OrderData,
    proof: StoredFile | None = None,
) -> StateOrder:
    """Correct a state order or say how much is delivered; without a new proof the old one stays.

    Event: `line.order_changed` with old and new figures. Raises Http404, NotAllowed, StaleForm,
    Conflict for a cancelled order, InvalidInput.
    """
    order = _locked_order(actor, order_id, version)
    _check_order(order.line, data, besides=order)
    columns = _columns(data)
    old = {name: getattr(order, name) for name in columns}
    for name, value in columns.items():
        setattr(order, name, value)
    order.proof = proof or order.proof
    order.version += 1
    order.save(update_fields=[*columns, "proof", "version"])
    facts = {"from": old, "to": columns, "proof": proof.sha256 if proof else ""}
    _record(actor, "line.order_changed", order.line, facts)
    return order


@transaction.atomic
def cancel_state_order(*, actor: User | None, order_id: UUID, version: int) -> StateOrder:
    """Take a state order out of the arithmetic; the row stays. Event: `line.order_cancelled`."""
    order = _locked_order(actor, order_id, version)
    order.cancelled_at = clock.now()
    order.version += 1
    order.save(update_fields=["cancelled_at", "version"])
    facts = {"number": order.number, "year": order.year, "quantity": order.quantity}
    _record(actor, "line.order_cancelled", order.line, facts)
    return order


def check_year(year: int) -> None:
    """Raise InvalidInput for a year outside the lifetime of the house."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = _("Give a year between %(first)s and %(last)s.")
        raise InvalidInput("year", message, field="year", first=FIRST_YEAR, last=LAST_YEAR)


def _check_order(line: ProductionLine, data: OrderData, besides: StateOrder | None = None) -> None:
    check_year(data.year)
    check_quantity(line.unit, data.quantity, most=MOST_UNITS, above_zero=True)
    check_quantity(line.unit, data.delivered, most=MOST_UNITS, field="delivered")
    if data.delivered > data.quantity:
        message = _("More cannot be delivered than was ordered.")
        raise InvalidInput("delivered", message, field="delivered")
    same = line.state_orders.filter(number=data.number, year=data.year, cancelled_at__isnull=True)
    if (same.exclude(pk=besides.pk) if besides else same).exists():
        message = _("This order is entered for this year already.")
        raise InvalidInput("order_taken", message, field="number")


def _columns(data: OrderData) -> dict[str, object]:
    return {name: getattr(data, name) for name in OrderData.__slots__}


def _free_name(company: Manufacturer, name: str, besides: ProductionLine | None = None) -> str:
    key = name_key(name)
    taken = company.production_lines.filter(name_key=key, archived_at__isnull=True)
    if (taken.exclude(pk=besides.pk) if besides else taken).exists():
        message = _("The company has a production line of this name already.")
        raise InvalidInput("line_name_taken", message, field="name_uk")
    return key


def _own_site(company: Manufacturer, site: Site | None) -> Site | None:
    if site is not None and site.manufacturer_id != company.pk:
        raise Http404
    return site


def _locked(actor: User | None, line_id: UUID) -> ProductionLine:
    """Lock a line and ask the policy of its company."""
    lines = ProductionLine.objects.select_for_update(of=("self",))
    line = lines.select_related("manufacturer", "unit").filter(pk=line_id).first()
    if line is None:
        raise Http404
    policies.require_keep_catalogue(actor, line.manufacturer)
    return line


def _locked_order(actor: User | None, order_id: UUID, version: int) -> StateOrder:
    found = StateOrder.objects.filter(pk=order_id).values_list("line_id", flat=True).first()
    if found is None:
        raise Http404
    line = _locked(actor, found)
    order = StateOrder.objects.select_related("proof").get(pk=order_id)
    order.line = line
    refuse_stale(order.version, version)
    if order.cancelled_at is not None:
        raise Conflict("order_cancelled", _("The state order is cancelled."))
    return order


def _save(line: ProductionLine, *fields: str) -> None:
    line.version += 1
    line.save(update_fields=[*fields, "version"])


def _record(
    actor: User | None, verb: str, line: ProductionLine, data: Mapping[str, object]
) -> None:
    number = line.manufacturer.edrpou
    record(actor=actor, verb=verb, subject=f"line:{line.pk}", number=number, data=data)
