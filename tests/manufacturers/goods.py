"""A production line and a product to test with, made through the services."""

from datetime import date
from decimal import Decimal
from typing import Any

from core.reference.models import Unit
from demo.cast import Cast
from manufacturers import services
from manufacturers.models import Product, ProductionLine
from manufacturers.services import ComponentData, OrderData, ProductData


def unit(code: str = "pcs") -> Unit:
    return Unit.objects.get(code=code)


def a_line(cast: Cast, name: str = "Лінія С-4", code: str = "pcs") -> ProductionLine:
    return services.open_line(
        actor=cast.preparer,
        company_id=cast.company.pk,
        name_uk=name,
        name_en="S-4 line",
        unit=unit(code),
    )


def product_data(**changes: Any) -> ProductData:
    values: dict[str, Any] = {
        "name_uk": "Розвідувальний БпЛА «Сиволіт С-4»",
        "name_en": "Reconnaissance UAV “Sivolit S-4”",
        "control_code": "ML10.c",
        "uktzed": "8806930000",
        "unit": unit(),
    }
    return ProductData(**(values | changes))


def a_product(cast: Cast, **changes: Any) -> Product:
    return services.add_product(
        actor=cast.preparer, company_id=cast.company.pk, data=product_data(**changes)
    )


def order_data(**changes: Any) -> OrderData:
    values: dict[str, Any] = {
        "number": "ДОЗ-26/118",
        "signed_on": date(2026, 2, 3),
        "year": 2026,
        "quantity": Decimal(120),
        "customer": "Міністерство оборони",
    }
    return OrderData(**(values | changes))


def component_data(**changes: Any) -> ComponentData:
    values: dict[str, Any] = {
        "name": "Тепловізійний модуль TM-640",
        "country": "DE",
        "supplier": "Waldblick Optik GmbH",
        "consent_no": "RC-2026-77",
        "consent_issued_on": date(2026, 3, 1),
        "consent_valid_until": date(2027, 3, 1),
    }
    return ComponentData(**(values | changes))
