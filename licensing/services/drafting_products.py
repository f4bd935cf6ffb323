"""A line made of a product of the catalogue: its facts are copied and kept as they are today."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from core.base.errors import InvalidInput
from licensing.models import GoodsLine
from manufacturers.models import Component, Product
from manufacturers.selectors import components_of, products_of


def name_product(line: GoodsLine, product_id: UUID | None) -> None:
    """Tie a line to a product of the applicant's catalogue, or to none; nothing is saved here.

    Raises InvalidInput at `product` for one that is foreign or archived, at `unit` when the line
    counts in another unit than the catalogue: surplus is reckoned in the unit of the product.
    """
    if product_id is None:
        line.product, line.product_facts = None, {}
        return
    product = products_of(line.application.manufacturer).filter(pk=product_id).first()
    if product is None:
        raise InvalidInput(
            "product_unknown", _("The catalogue has no such product in use."), field="product"
        )
    if product.unit.code != line.unit:
        raise InvalidInput(
            "product_unit",
            _("The catalogue counts this product in “%(unit)s”."),
            field="unit",
            unit=str(product.unit),
        )
    line.product, line.product_facts = product, facts_of(product)


def facts_of(product: Product, parts: Iterable[Component] | None = None) -> dict[str, Any]:
    """Return what a revision says of a product: ids, how it is numbered, its foreign parts.

    `parts` are the components where the caller has read them already.
    """
    known = components_of(product) if parts is None else parts
    return {
        "product_id": str(product.pk),
        "production_line_id": str(product.production_line_id or ""),
        "serial_rule": product.serial_rule,
        "components": [_component(one) for one in known],
    }


def _component(part: Component) -> dict[str, Any]:
    issued, ends = part.consent_issued_on, part.consent_valid_until
    return {
        "id": str(part.pk),
        "name": part.name,
        "country": part.country,
        "supplier": part.supplier,
        "needs_consent": part.needs_consent,
        "consent_no": part.consent_no,
        "consent_issued_on": issued.isoformat() if issued else None,
        "consent_valid_until": ends.isoformat() if ends else None,
        "consent_sha256": part.consent_file.sha256 if part.consent_file else "",
    }
