"""A production line with declared figures, and goods of an application made on it."""

from datetime import date
from decimal import Decimal
from typing import Any

from demo.cast import Cast
from licensing.models import Application, MinistryStatement
from licensing.services import case as cases
from licensing.services import drafting, need
from licensing.services.need import StatementData
from manufacturers import services
from manufacturers.models import ProductionLine
from tests import builders
from tests.manufacturers import goods

YEAR = 2026
# Names of its own, so that it stands beside whatever another test enters for the same firm.
LINE = "Облікована лінія"
PRODUCT = "Облікований БпЛА"


def a_counted_line(cast: Cast, capacity: int = 100, ordered: int = 40) -> ProductionLine:
    """Return a line with a capacity and a state order of the year."""
    line = goods.a_line(cast, name=LINE)
    services.declare_capacity(
        actor=cast.preparer,
        line_id=line.pk,
        year=YEAR,
        quantity=Decimal(capacity),
        proof=builders.stored_file(cast.preparer, "capacity.pdf"),
    )
    order = goods.order_data(quantity=Decimal(ordered))
    services.add_state_order(actor=cast.preparer, line_id=line.pk, data=order)
    return line


def goods_of(line: ProductionLine, quantity: int = 24) -> tuple[dict[str, Any], ...]:
    """Return one goods line of the product that the line makes."""
    product = line.products.first()
    if product is None:
        data = goods.product_data(name_uk=PRODUCT, production_line=line)
        product = services.add_product(actor=None, company_id=line.manufacturer_id, data=data)
    return (builders.LINES[0] | {"quantity": Decimal(quantity), "product": product.pk},)


def stated(cast: Cast, line: ProductionLine, **changes: Any) -> MinistryStatement:
    """Return a confirmed statement of the ministry, without objection unless told otherwise."""
    values: dict[str, Any] = {
        "kind": "none",
        "number": "220/11",
        "dated": date(2026, 11, 2),
        "valid_until": date(2027, 3, 31),
    }
    data = StatementData(**(values | changes))
    entered = need.enter_statement(actor=cast.officer, line_id=line.pk, data=data)
    return need.confirm_statement(actor=cast.second_officer, statement_id=entered.pk)


def accepted(cast: Cast, line: ProductionLine, quantity: int = 24) -> Application:
    """Return a case in review that asks for goods of a line."""
    return builders.accepted(cast, lines=goods_of(line, quantity))


def talks(cast: Cast, line: ProductionLine, quantity: int = 24) -> Application:
    """Return a case in review that asks for a conclusion on negotiations about such goods."""
    case = builders.draft(cast, act="conclusion")
    pk, actor = case.pk, cast.preparer
    builders._save(cast, pk, "end_use", end_use_uk="Переговори", end_use_en="Talks")
    for goods_line in goods_of(line, quantity):
        drafting.add_line(
            actor=actor, application_id=pk, version=builders.version(pk), values=goods_line
        )
    drafting.save_party(
        actor=actor, application_id=pk, version=builders.version(pk), values=builders.END_USER
    )
    for kind in ("negotiation_plan", "fee"):
        drafting.attach_file(
            actor=actor,
            application_id=pk,
            version=builders.version(pk),
            kind=kind,
            file=builders.stored_file(actor, f"{kind}.pdf"),
        )
    sent = builders.submitted(cast, builders.fresh(case))
    cases.accept(actor=cast.officer, application_id=pk, version=sent.version)
    return builders.noted(cast, sent)


def heard(cast: Cast, case: Application) -> Application:
    """Bring a ready case past the commission."""
    cases.place_on_agenda(actor=cast.secretary, application_id=case.pk, sitting_ref="DS-2026-00001")
    cases.record_outcome(
        actor=cast.chair,
        application_id=case.pk,
        outcome="recommend",
        deliberation={"conditions": [], "lines": []},
        protocol_ref="DJ-2026-00001",
    )
    return builders.fresh(case)
