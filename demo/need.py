"""What the firms of the story make: each product has its line, its capacity and its state orders.

Every line of every case has an arithmetic to look at; the S-4 is near the end of its surplus.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from core.base import clock
from core.reference.models import Unit
from demo.paper import sample_file
from licensing.services.need import StatementData, confirm_statement, enter_statement
from manufacturers import services
from manufacturers.models import Manufacturer, Product, ProductionLine
from manufacturers.services import OrderData, ProductData


@dataclass(frozen=True, slots=True)
class Figures:
    """What a line makes in a year, what the state ordered, and what it needs beyond that."""

    capacity: int
    ordered: int
    further: int
    cap: int | None = None


#: Near its surplus: 40 are free, 24 are asked for, and the ministry allows 30.
NEAR = {"Розвідувальний БпЛА «Сиволіт С-4»": Figures(700, 540, 120, cap=30)}


def product_for(company: Manufacturer, goods: Mapping[str, Any]) -> Product:
    """Return the product of the catalogue for goods of a deal, entered with its line once."""
    known = company.products.filter(name_uk=goods["name_uk"]).first()
    if known is not None:
        return known
    unit = Unit.objects.get(code=goods["unit"])
    line = services.open_line(
        actor=None,
        company_id=company.pk,
        name_uk=f"Лінія: {goods['name_uk']}",
        name_en=f"Line: {goods['name_en']}",
        unit=unit,
    )
    officer, other = people_with_role(Role.OFFICER)[:2]
    _declare(line, (officer, other), NEAR.get(goods["name_uk"]) or _plenty(goods["quantity"]))
    names = {name: goods[name] for name in ("name_uk", "name_en", "control_code", "uktzed")}
    data = ProductData(**names, unit=unit, production_line=line)
    return services.add_product(actor=None, company_id=company.pk, data=data)


def _plenty(asked: Decimal) -> Figures:
    """Return figures with room for several such deals."""
    count = int(asked)
    return Figures(capacity=count * 16, ordered=count * 8, further=count)


def _declare(line: ProductionLine, officers: tuple[User, User], figures: Figures) -> None:
    officer, other = officers
    today = clock.today()
    proof = sample_file(officer, "capacity", "Акт огляду виробничої лінії", line.name_uk)
    # The story of January began in the year before: both years have their figures.
    for year in (today.year, today.year + 1):
        services.declare_capacity(
            actor=None,
            line_id=line.pk,
            year=year,
            quantity=Decimal(figures.capacity),
            proof=proof,
        )
        order = OrderData(
            number=f"ДОЗ-{year}/118",
            signed_on=today - timedelta(days=90),
            year=year,
            quantity=Decimal(figures.ordered),
            customer="Міністерство оборони",
        )
        services.add_state_order(actor=None, line_id=line.pk, data=order)
    file = sample_file(officer, "statement", "Позиція Міністерства оборони", line.name_uk)
    said = enter_statement(actor=officer, line_id=line.pk, data=_statement(figures), file=file)
    confirm_statement(actor=other, statement_id=said.pk)


def _statement(figures: Figures) -> StatementData:
    today = clock.today()
    return StatementData(
        kind="none" if figures.cap is None else "cap",
        number=f"220/{today:%m%d}",
        dated=today,
        valid_until=today + timedelta(days=180),
        further_need=Decimal(figures.further),
        cap=Decimal(figures.cap) if figures.cap is not None else None,
    )
