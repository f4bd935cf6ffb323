"""What the catalogue says of a declared product now, where that differs from the declared text.

The declared text holds; the officer sees what the company changed in its catalogue afterwards and
asks for an amendment where it matters.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from licensing.diff import Change, changes
from licensing.services.drafting_products import facts_of
from licensing.snapshot import Line, Snapshot, with_product
from manufacturers.models import Component, Product, ProductionLine, SerialRule


@dataclass(frozen=True, slots=True)
class ChangedProduct:
    """A goods line whose product is described in another way now, or is out of use."""

    line: Line
    changes: list[Change]
    is_archived: bool


def changed_products(content: Snapshot) -> list[ChangedProduct]:
    """Return the goods lines that the catalogue describes in another way now (three queries)."""
    products = _products({line.product_id for line in content.lines if line.product_id})
    parts = _parts(products.values())
    names = _names(content, products.values())
    found = []
    for line in content.lines:
        product = products.get(line.product_id)
        if product is None:
            continue
        now = _as_now(line, product, parts.get(line.product_id, []))
        told = changes(replace(content, lines=(line,)), replace(content, lines=(now,)))
        differs = [_in_words(change, names) for change in told]
        if differs or product.archived_at:
            found.append(ChangedProduct(line, differs, product.archived_at is not None))
    return found


def _products(ids: set[str]) -> dict[str, Product]:
    return {str(row.pk): row for row in Product.objects.filter(pk__in=ids)} if ids else {}


def _parts(products: Iterable[Product]) -> dict[str, list[Component]]:
    rows = Component.objects.filter(product__in=list(products)).select_related("consent_file")
    found: dict[str, list[Component]] = {}
    for row in rows:
        found.setdefault(str(row.product_id), []).append(row)
    return found


def _as_now(line: Line, product: Product, parts: list[Component]) -> Line:
    """Return the line as it would be declared of this product today; the deal stays as it is."""
    described = replace(
        line,
        name_uk=product.name_uk,
        name_en=product.name_en,
        control_code=product.control_code,
        list_edition=product.list_edition,
        uktzed=product.uktzed,
    )
    return with_product(described, facts_of(product, parts))


def _names(content: Snapshot, products: Iterable[Product]) -> dict[str, str]:
    """Return words for what the text keeps as ids and codes."""
    ids = {str(row.production_line_id) for row in products if row.production_line_id}
    ids |= {line.production_line_id for line in content.lines if line.production_line_id}
    rows = ProductionLine.objects.filter(pk__in=ids) if ids else ()
    return {str(row.pk): row.name for row in rows}


def _in_words(change: Change, names: dict[str, str]) -> Change:
    words = {value: str(label) for value, label in SerialRule.choices}
    known = {"serial_rule": words, "production_line_id": names}
    said = known.get(change.path.rpartition(".")[2], {})
    return replace(
        change,
        before=said.get(change.before, change.before),
        after=said.get(change.after, change.after),
    )
