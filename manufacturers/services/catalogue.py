"""The catalogue: products, their archive, and the foreign components in them.

`actor=None` is the installation itself (demonstration, bulk seed), never a web request.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from core.accounts.models import User
from core.audit.log import record
from core.base import clock
from core.base.errors import Conflict, InvalidInput
from core.documents.models import StoredFile
from core.reference.models import ControlListEntry, Unit
from core.reference.selectors import control_entry
from manufacturers import policies
from manufacturers.collation import name_key, sort_key
from manufacturers.models import Component, Manufacturer, Product, ProductionLine, SerialRule
from manufacturers.services._shared import check_period, locked, refuse_stale

TEN_DIGITS = re.compile(r"[0-9]{10}")


@dataclass(frozen=True, slots=True)
class ProductData:
    """A product as the company describes it. The edition of the control list is added by us."""

    name_uk: str
    name_en: str
    control_code: str
    uktzed: str
    unit: Unit
    serial_rule: str = SerialRule.EACH
    production_line: ProductionLine | None = None


@dataclass(frozen=True, slots=True)
class ComponentData:
    """A foreign part and the consent of its supplier to let it travel on."""

    name: str
    country: str
    supplier: str
    needs_consent: bool = True
    consent_no: str = ""
    consent_issued_on: date | None = None
    consent_valid_until: date | None = None


@transaction.atomic
def add_product(*, actor: User | None, company_id: UUID, data: ProductData) -> Product:
    """Enter a product; the control code is one of the edition in force today.

    Event: `product.added`. Raises Http404, NotAllowed, InvalidInput (with its field) for a name
    that the catalogue has, a code that the list lacks, a line of another unit.
    """
    company = locked(company_id)
    policies.require_keep_catalogue(actor, company)
    entry = check_product(company, data)
    pk = uuid4()
    product = Product.objects.create(
        id=pk, manufacturer=company, list_edition=entry.edition, **columns(pk, data)
    )
    _record(actor, "product.added", product, _facts(product))
    return product


@transaction.atomic
def change_product(
    *, actor: User | None, product_id: UUID, version: int, data: ProductData
) -> Product:
    """Change a product; cases that copied it keep what they copied.

    The edition of the control list is renewed. Event: `product.changed` with old and new values.
    Raises Http404, NotAllowed, StaleForm, Conflict for an archived product, InvalidInput.
    """
    product = _locked(actor, product_id, version)
    _refuse_archived(product)
    entry = check_product(product.manufacturer, data, besides=product)
    old = _facts(product)
    for name, value in columns(product.pk, data).items():
        setattr(product, name, value)
    product.list_edition = entry.edition
    product.version += 1
    product.save()
    _record(actor, "product.changed", product, {"from": old, "to": _facts(product)})
    return product


@transaction.atomic
def archive_product(*, actor: User | None, product_id: UUID, version: int) -> Product:
    """Put a product away; it cannot be chosen any more. Event: `product.archived`."""
    product = _locked(actor, product_id, version)
    _refuse_archived(product)
    product.archived_at = clock.now()
    product.version += 1
    product.save(update_fields=["archived_at", "version"])
    _record(actor, "product.archived", product, {})
    return product


@transaction.atomic
def restore_product(*, actor: User | None, product_id: UUID, version: int) -> Product:
    """Take an archived product into the catalogue again. Event: `product.restored`.

    Raises Conflict when it is in the catalogue, when another product has its name by now, or when
    its production line is archived.
    """
    product = _locked(actor, product_id, version)
    if product.archived_at is None:
        raise Conflict("product_in_use", _("The product is in the catalogue."))
    if _name_is_taken(product.manufacturer, product.name_key, product):
        raise Conflict("product_name_taken", _("Another product has this name by now."))
    if product.production_line and product.production_line.archived_at:
        raise Conflict("line_archived", _("Restore the production line of the product first."))
    product.archived_at = None
    product.version += 1
    product.save(update_fields=["archived_at", "version"])
    _record(actor, "product.restored", product, {})
    return product


@transaction.atomic
def add_component(
    *,
    actor: User | None,
    product_id: UUID,
    data: ComponentData,
    consent_file: StoredFile | None = None,
) -> Component:
    """Enter a foreign component of a product. Event: `product.component_added`.

    Raises Http404, NotAllowed, Conflict for an archived product, InvalidInput with its field.
    """
    product = _locked(actor, product_id)
    _refuse_archived(product)
    _check_component(data)
    columns = _component_columns(data)
    component = Component.objects.create(product=product, consent_file=consent_file, **columns)
    facts = columns | {"file": consent_file.sha256 if consent_file else ""}
    _record(actor, "product.component_added", product, facts)
    return component


@transaction.atomic
def change_component(
    *,
    actor: User | None,
    component_id: UUID,
    version: int,
    data: ComponentData,
    consent_file: StoredFile | None = None,
) -> Component:
    """Change a component; without a new file the old one stays.

    Event: `product.component_changed`. Raises Http404, NotAllowed, StaleForm, Conflict,
    InvalidInput with its field.
    """
    component = _locked_component(actor, component_id, version)
    _check_component(data)
    columns = _component_columns(data)
    old = {name: getattr(component, name) for name in columns}
    for name, value in columns.items():
        setattr(component, name, value)
    component.consent_file = consent_file or component.consent_file
    component.version += 1
    component.save()
    facts = {"from": old, "to": columns, "file": consent_file.sha256 if consent_file else ""}
    _record(actor, "product.component_changed", component.product, facts)
    return component


@transaction.atomic
def remove_component(*, actor: User | None, component_id: UUID, version: int) -> None:
    """Take a component off a product; the event keeps what it was.

    Event: `product.component_removed`. Raises Http404, NotAllowed, StaleForm, Conflict.
    """
    component = _locked_component(actor, component_id, version)
    facts = {"name": component.name, "country": component.country, "supplier": component.supplier}
    _record(actor, "product.component_removed", component.product, facts)
    component.delete()


def check_product(
    company: Manufacturer, data: ProductData, besides: Product | None = None
) -> ControlListEntry:
    """Raise InvalidInput for what cannot stand; return the entry of the control list."""
    if _name_is_taken(company, name_key(data.name_uk), besides):
        message = _("The catalogue has a product of this name already.")
        raise InvalidInput("product_name_taken", message, field="name_uk")
    check_uktzed(data.uktzed)
    if (entry := control_entry(data.control_code, clock.today())) is None:
        raise InvalidInput("control_code", NO_SUCH_CODE, field="control_code")
    if (line := data.production_line) is not None:
        _check_line(company, line, data.unit)
    return entry


NO_SUCH_CODE = _("The control list has no such code. Search it by words, for example “drone”.")


def check_uktzed(code: str) -> None:
    """Raise InvalidInput unless the code has the ten digits of the customs tariff."""
    if not TEN_DIGITS.fullmatch(code):
        message = _("A UKTZED code has exactly 10 digits, for example 8806930000.")
        raise InvalidInput("uktzed", message, field="uktzed")


def _check_line(company: Manufacturer, line: ProductionLine, unit: Unit) -> None:
    if line.manufacturer_id != company.pk:
        raise Http404
    if line.unit_id != unit.pk:
        message = _("This line is counted in another unit: %(unit)s.")
        raise InvalidInput("line_unit", message, field="production_line", unit=line.unit)
    if line.archived_at is not None:
        message = _("This production line is archived.")
        raise InvalidInput("line_archived", message, field="production_line")


def _check_component(data: ComponentData) -> None:
    if data.country == "UA" or data.country not in countries.countries:
        message = _("Choose the foreign country the component comes from.")
        raise InvalidInput("country", message, field="country")
    if not data.needs_consent and data.consent_no:
        message = _("A consent is given, so say that one is needed.")
        raise InvalidInput("consent_needed", message, field="needs_consent")
    if data.consent_no and data.consent_issued_on is None:
        message = _("Give the date of the consent.")
        raise InvalidInput("consent_date", message, field="consent_issued_on")
    if data.consent_issued_on is not None:
        check_period(data.consent_issued_on, data.consent_valid_until, "consent_valid_until")


def _name_is_taken(company: Manufacturer, key: str, besides: Product | None) -> bool:
    taken = company.products.filter(name_key=key, archived_at__isnull=True)
    return (taken.exclude(pk=besides.pk) if besides else taken).exists()


def columns(pk: UUID, data: ProductData) -> dict[str, Any]:
    """Return the columns of a product row with the keys that follow from its name."""
    described = {name: getattr(data, name) for name in ProductData.__slots__}
    keys = {"name_key": name_key(data.name_uk), "sort_key": sort_key(data.name_uk, pk.hex)}
    return described | keys


def _component_columns(data: ComponentData) -> dict[str, object]:
    return {name: getattr(data, name) for name in ComponentData.__slots__}


def _facts(product: Product) -> dict[str, object]:
    names = ("name_uk", "name_en", "control_code", "list_edition", "uktzed", "serial_rule")
    facts = {name: getattr(product, name) for name in names}
    return facts | {"unit": product.unit.code, "line": product.production_line_id}


def _refuse_archived(product: Product) -> None:
    if product.archived_at is not None:
        raise Conflict("product_archived", _("The product is archived. Restore it first."))


def _locked(actor: User | None, product_id: UUID, version: int | None = None) -> Product:
    """Lock a product and ask the policy of its company; `version` is what the person saw."""
    products = Product.objects.select_for_update(of=("self",))
    related = ("manufacturer", "unit", "production_line")
    product = products.select_related(*related).filter(pk=product_id).first()
    if product is None:
        raise Http404
    policies.require_keep_catalogue(actor, product.manufacturer)
    if version is not None:
        refuse_stale(product.version, version)
    return product


def _locked_component(actor: User | None, component_id: UUID, version: int) -> Component:
    found = Component.objects.filter(pk=component_id).values_list("product_id", flat=True).first()
    if found is None:
        raise Http404
    product = _locked(actor, found)
    _refuse_archived(product)
    component = Component.objects.filter(pk=component_id).first()
    if component is None:
        raise Http404
    component.product = product
    refuse_stale(component.version, version)
    return component


def _record(actor: User | None, verb: str, product: Product, data: Mapping[str, object]) -> None:
    number = product.manufacturer.edrpou
    record(actor=actor, verb=verb, subject=f"product:{product.pk}", number=number, data=data)
