"""What a company makes: a line with a proved capacity and an order, a product with a component."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from core.documents import storage
from core.documents.models import StoredFile
from manufacturers import services
from manufacturers.models import Authority, Enrolment, Renewal
from tests import builders
from tests.core.documents import corpus
from tests.manufacturers import companies, goods

if TYPE_CHECKING:
    from tests.security.world import World

SHEET = "name_uk;name_en;control_code;uktzed;unit\r\nАнтена;Antenna;ML11.a;8529106900;pcs\r\n"

PLACEHOLDERS = frozenset(
    {"line_id", "file_id", "order_id", "product_id", "component_id", "sheet_id"}
    | {"enrolment_id", "authority_id", "site_id", "renewal_id", "kind", "owner_id"}
)


def names(world: "World") -> dict[str, dict[str, Any]]:
    """Return the line, order, product, component and their files."""
    cast = world.cast
    line = goods.a_line(cast)
    file = _file(world)
    services.declare_capacity(
        actor=cast.preparer, line_id=line.pk, year=2026, quantity=Decimal(400), proof=file
    )
    order = services.add_state_order(
        actor=cast.preparer, line_id=line.pk, data=goods.order_data(), proof=file
    )
    product = goods.a_product(cast)
    component = services.add_component(
        actor=cast.preparer,
        product_id=product.pk,
        data=goods.component_data(),
        consent_file=file,
    )
    sheet = services.check_sheet(
        actor=cast.preparer,
        company_id=cast.company.pk,
        upload=ContentFile(SHEET.encode(), name="products.csv"),
    )
    places = {
        "sheet_id": sheet.pk,
        "site_id": services.add_site(
            actor=cast.administrator, company_id=cast.company.pk, data=companies.SITE
        ).pk,
        "owner_id": cast.company.owners.get().pk,
        "enrolment_id": _enrolment().pk,
        "renewal_id": _renewal(world).pk,
        "kind": "authority",
        "authority_id": _authority(world, file).pk,
        "line_id": line.pk,
        "file_id": file.pk,
        "order_id": order.pk,
        "product_id": product.pk,
        "component_id": component.pk,
    }
    return {"manufacturers": world.names.get("manufacturers", {}) | places}


def forms(world: "World") -> dict[str, dict[str, Any]]:
    """Return what is sent: the version of the row where a button needs one."""
    seen = {"version": 1}
    buttons = ("site_close", "product_archive", "line_archive", "component_remove", "order_cancel")
    return {f"manufacturers:{name}": seen for name in buttons}


def _enrolment() -> Enrolment:
    return services.ask_to_enrol(company=companies.DATA, newcomer=companies.NEWCOMER)


def _authority(world: "World", file: StoredFile) -> Authority:
    return services.add_authority(
        actor=world.cast.officer,
        company_id=world.cast.company.pk,
        number="П-838/9001",
        issued_on=date(2026, 1, 5),
        valid_until=date(2029, 1, 4),
        file=file,
    )


def _renewal(world: "World") -> Renewal:
    return services.send_renewal(
        actor=world.cast.administrator,
        company_id=world.cast.company.pk,
        kind="authority",
        data=services.PaperData(
            number="П-838/9002", issued_on=date(2026, 1, 5), valid_until=date(2031, 1, 4)
        ),
        upload=ContentFile(corpus.plain_pdf(), name="paper.pdf"),
    )


def _file(world: "World") -> StoredFile:
    file = builders.stored_file(world.cast.preparer, "proof.pdf")
    storage.store(b"proof.pdf")
    return file
