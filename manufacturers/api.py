"""The company and its catalogue for programs of the company."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema, Status
from pydantic import Field

from core.accounts.models import User
from core.api import paging
from core.api.authentication import actor, token_of
from core.api.routing import ApiRouter
from core.api.schemas import Sent, one_of
from core.api.scopes import Scope
from core.api.versions import seen_version, tag
from core.base.errors import InvalidInput
from core.reference.selectors import units
from manufacturers import selectors, services
from manufacturers.models import Manufacturer, Product, ProductionLine, SerialRule
from manufacturers.services.catalogue import ProductData

router = ApiRouter(tags=["products"])

Name = Annotated[str, Field(min_length=1, max_length=200)]


class ProductIn(Sent):
    """A product as the company describes it."""

    name_uk: Name
    name_en: Name
    control_code: Annotated[str, Field(min_length=1, max_length=20)]
    uktzed: Annotated[str, Field(pattern=r"^[0-9]{10}$")]
    unit: Annotated[str, Field(min_length=1, max_length=20)]
    serial_rule: Literal["each", "lot", "none"] = "each"
    production_line: UUID | None = None


class ProductOut(Schema):
    """A product of the catalogue."""

    id: UUID
    name_uk: str
    name_en: str
    control_code: str
    list_edition: str
    uktzed: str
    unit: str
    serial_rule: Annotated[str, one_of("SerialRule", SerialRule.values)]
    production_line: UUID | None
    archived: bool
    version: int

    @staticmethod
    def resolve_unit(product: Product) -> str:
        """Return the code of the unit."""
        return product.unit.code

    @staticmethod
    def resolve_production_line(product: Product) -> UUID | None:
        """Return the identifier of the production line."""
        return product.production_line_id

    @staticmethod
    def resolve_archived(product: Product) -> bool:
        """Return whether the product was put away."""
        return product.archived_at is not None


class ProductPage(Schema):
    """A page of the catalogue in alphabetical order."""

    items: list[ProductOut]
    next: str | None


class ProductionLineOut(Schema):
    """A line that makes one type of goods, counted in one unit."""

    id: UUID
    name_uk: str
    name_en: str
    unit: str

    @staticmethod
    def resolve_unit(line: ProductionLine) -> str:
        """Return the code of the unit."""
        return line.unit.code


class CatalogueQuery(Sent):
    """Which products, and from where on."""

    q: Annotated[str, Field(max_length=100)] = ""
    archived: bool = False
    after: Annotated[str, Field(max_length=4000)] = ""


def own_company(request: HttpRequest) -> Manufacturer:
    """Return the company of the token. Raises Http404 for the token of an office."""
    company = token_of(request).company
    return selectors.get_visible(actor(request), company.pk if company else UUID(int=0))


@router.read("/products", scope=Scope.PRODUCTS_READ, response=ProductPage)
def list_products(request: HttpRequest, wanted: Query[CatalogueQuery]) -> dict[str, object]:
    """List the products, optionally found by name, control code or UKTZED code."""
    page = selectors.catalogue_page(
        own_company(request),
        query=wanted.q,
        archived=wanted.archived,
        after=paging.key_of(wanted.after),
    )
    return {"items": list(page.products), "next": paging.cursor(page.next_after)}


@router.read("/products/{uuid:product_id}", scope=Scope.PRODUCTS_READ, response=ProductOut)
def read_product(request: HttpRequest, response: HttpResponse, product_id: UUID) -> Product:
    """Read one product with its version."""
    product = selectors.get_product(actor(request), product_id)
    tag(response, product.version)
    return product


@router.read("/production-lines", scope=Scope.PRODUCTS_READ, response=list[ProductionLineOut])
def list_production_lines(request: HttpRequest) -> list[ProductionLine]:
    """List the production lines in use."""
    return list(selectors.open_lines(own_company(request)))


@router.write("POST", "/products", scope=Scope.PRODUCTS_WRITE, response={201: ProductOut})
def add_product(request: HttpRequest, response: HttpResponse, sent: ProductIn) -> Status[Product]:
    """Enter a product into the catalogue."""
    company = own_company(request)
    user = actor(request)
    product = services.add_product(actor=user, company_id=company.pk, data=_data(company, sent))
    return Status(201, _tagged(response, user, product.pk))


@router.write(
    "PUT",
    "/products/{uuid:product_id}",
    scope=Scope.PRODUCTS_WRITE,
    response=ProductOut,
    versioned=True,
)
def change_product(
    request: HttpRequest, response: HttpResponse, product_id: UUID, sent: ProductIn
) -> Product:
    """Change a product; cases that copied it keep what they copied."""
    user = actor(request)
    known = selectors.get_product(user, product_id)
    services.change_product(
        actor=user,
        product_id=known.pk,
        version=seen_version(request),
        data=_data(known.manufacturer, sent),
    )
    return _tagged(response, user, known.pk)


@router.write(
    "POST",
    "/products/{uuid:product_id}/archive",
    scope=Scope.PRODUCTS_WRITE,
    response=ProductOut,
    versioned=True,
)
def archive_product(request: HttpRequest, response: HttpResponse, product_id: UUID) -> Product:
    """Put a product away; it cannot be chosen any more."""
    user = actor(request)
    known = selectors.get_product(user, product_id)
    services.archive_product(actor=user, product_id=known.pk, version=seen_version(request))
    return _tagged(response, user, known.pk)


@router.write(
    "POST",
    "/products/{uuid:product_id}/restore",
    scope=Scope.PRODUCTS_WRITE,
    response=ProductOut,
    versioned=True,
)
def restore_product(request: HttpRequest, response: HttpResponse, product_id: UUID) -> Product:
    """Take an archived product into the catalogue again."""
    user = actor(request)
    known = selectors.get_product(user, product_id)
    services.restore_product(actor=user, product_id=known.pk, version=seen_version(request))
    return _tagged(response, user, known.pk)


def _tagged(response: HttpResponse, user: User, product_id: UUID) -> Product:
    product = selectors.get_product(user, product_id)
    tag(response, product.version)
    return product


def _data(company: Manufacturer, sent: ProductIn) -> ProductData:
    unit = units().filter(code=sent.unit).first()
    if unit is None:
        raise InvalidInput("unit", _("There is no such unit of measure."), field="unit")
    line = None
    if sent.production_line is not None:
        line = selectors.open_lines(company).filter(pk=sent.production_line).first()
        if line is None:
            message = _("The company has no such production line in use.")
            raise InvalidInput("production_line", message, field="production_line")
    columns = sent.model_dump(exclude={"unit", "production_line"})
    return ProductData(**columns, unit=unit, production_line=line)
