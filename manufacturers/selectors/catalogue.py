"""Products and their foreign components, for the people of their company and for officials."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from core.accounts.policies import Person
from core.documents.models import StoredFile
from manufacturers.models import Component, Manufacturer, Product
from manufacturers.selectors.companies import visible_to

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class ProductPage:
    """One page of a catalogue and the key after which the next one starts."""

    products: Sequence[Product]
    next_after: str


def products_of(manufacturer: Manufacturer, *, archived: bool = False) -> QuerySet[Product]:
    """Return the products of a catalogue in alphabetical order, in use or archived."""
    products = Product.objects.filter(manufacturer=manufacturer, archived_at__isnull=not archived)
    return products.select_related("unit", "production_line").order_by("sort_key")


def catalogue_page(
    manufacturer: Manufacturer, *, query: str = "", archived: bool = False, after: str = ""
) -> ProductPage:
    """Return a page of a catalogue, optionally searched by name, control code or UKTZED code."""
    products = products_of(manufacturer, archived=archived)
    if words := query.strip():
        products = products.filter(
            Q(name_uk__icontains=words)
            | Q(name_en__icontains=words)
            | Q(control_code__istartswith=words)
            | Q(uktzed__startswith=words)
        )
    if after:
        products = products.filter(sort_key__gt=after)
    counted = products.annotate(component_count=Count("components"))
    rows = list(counted[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    return ProductPage(shown, shown[-1].sort_key if len(rows) > PAGE_SIZE else "")


def get_product(user: Person, product_id: UUID) -> Product:
    """Return a product of a visible company. Raises Http404 otherwise."""
    products = Product.objects.filter(manufacturer__in=visible_to(user))
    related = ("manufacturer", "unit", "production_line")
    product = products.select_related(*related).filter(pk=product_id).first()
    if product is None:
        raise Http404
    return product


def components_of(product: Product) -> QuerySet[Component]:
    """Return the foreign components of a product with the files of their consents."""
    return product.components.select_related("consent_file")


def get_component(user: Person, component_id: UUID, product: Product) -> Component:
    """Return a component of a product of a visible company. Raises Http404 otherwise."""
    components = Component.objects.filter(
        product=product, product__manufacturer__in=visible_to(user)
    )
    component = components.select_related("consent_file").filter(pk=component_id).first()
    if component is None:
        raise Http404
    return component


def consent_file(user: Person, component_id: UUID, product: Product) -> StoredFile:
    """Return the file of a supplier's consent. Raises Http404 when there is none."""
    file = get_component(user, component_id, product).consent_file
    if file is None:
        raise Http404
    return file
