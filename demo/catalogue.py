"""What the firms of the story make: lines with capacities and orders, products with parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.accounts.models import User
from core.accounts.roles import CompanyRight
from core.base import clock
from core.documents.models import StoredFile
from core.reference.models import Unit
from core.reference.selectors import units
from demo.paper import sample_file
from manufacturers import services
from manufacturers.models import Manufacturer, Product, ProductionLine
from manufacturers.selectors import people_with
from manufacturers.services import ComponentData, OrderData, ProductData


@dataclass(frozen=True, slots=True)
class Made:
    """One production line of a firm: capacity in a year, what the state ordered, its products."""

    name_uk: str
    name_en: str
    unit: str
    capacity: int
    ordered: int
    delivered: int
    order_no: str
    products: tuple[tuple[str, str, str, str], ...]


S4 = ("Розвідувальний БпЛА «Сиволіт С-4»", "Reconnaissance UAV “Sivolit S-4”")
S3 = ("Розвідувальний БпЛА «Сиволіт С-3»", "Reconnaissance UAV “Sivolit S-3”")

FIRMS: dict[str, tuple[Made, ...]] = {
    "99000175": (
        Made(
            "Лінія апаратів С-3 і С-4", "S-3 and S-4 aircraft line", "pcs", 420, 180, 96,
            "ДОЗ-26/0411", ((*S4, "ML10.c", "8806930000"), (*S3, "ML10.c", "8806930000")),
        ),
        Made(
            "Лінія наземних станцій", "Ground station line", "pcs", 90, 24, 24, "ДОЗ-26/0412",
            (
                ("Наземна станція керування С-4Н", "Ground control station S-4N", "ML10.c",
                 "8526920090"),
                ("Наземна станція керування С-3Н", "Ground control station S-3N", "ML10.c",
                 "8526920090"),
            ),
        ),
        Made(
            "Лінія акумуляторів", "Battery line", "pcs", 2400, 600, 350, "ДОЗ-26/0413",
            (("Комплект запасних акумуляторів", "Set of spare batteries", "ML10.c", "8507600000"),),
        ),
    ),
    "99000235": (
        Made(
            "Лінія засобів радіоелектронного захисту", "Electronic protection line", "pcs", 600,
            500, 310, "ДОЗ-26/0520",
            (("Переносний комплекс «Тридев’ять-2»", "Portable system “Trydeviat-2”", "ML11.a",
              "8526920090"),),
        ),
    ),
    "99000318": (
        Made(
            "Лінія бронеплит", "Armour plate line", "pcs", 30000, 22000, 17500, "ДОЗ-26/0611",
            (("Бронежилет «Жупан-5»", "Body armour “Zhupan-5”", "ML13.d", "6211339000"),),
        ),
    ),
    "99000442": (
        Made(
            "Стапель безекіпажних катерів", "Uncrewed boat slipway", "pcs", 48, 30, 12,
            "ДОЗ-26/0702",
            (("Безекіпажний катер «Мавка М-7»", "Uncrewed boat “Mavka M-7”", "ML9.a",
              "8906100000"),),
        ),
    ),
    "99000583": (
        Made(
            "Лінія прицілів", "Sight line", "pcs", 5200, 2600, 2600, "ДОЗ-26/0805",
            (("Тепловізійний приціл «Ясень-640»", "Thermal sight “Yasen-640”", "ML5.a",
              "9013108000"),),
        ),
    ),
}  # fmt: skip

#: Product → the foreign part in it, with the consent that stands, ended or is missing.
PARTS: dict[str, ComponentData] = {
    S4[0]: ComponentData(
        name="Тепловізійний модуль TM-640",
        country="DE",
        supplier="Waldblick Optik GmbH",
        consent_no="RC-2026-0077",
        consent_issued_on=date(2026, 2, 16),
        consent_valid_until=date(2028, 2, 15),
    ),
    S3[0]: ComponentData(
        name="Двигун FX-12", country="AT", supplier="Bergluft Motoren AG", needs_consent=False
    ),
    "Тепловізійний приціл «Ясень-640»": ComponentData(
        name="Мікроболометр B-640", country="FR", supplier="Lumière Froide SA"
    ),
}


def stock(companies: Iterable[Manufacturer], *, this_year: int) -> None:
    """Enter what each firm makes, by the first of its people who prepares applications."""
    by_code = {unit.code: unit for unit in units()}
    for company in companies:
        keeper = people_with(company, CompanyRight.PREPARE).first()
        if keeper is not None and company.edrpou in FIRMS:
            _Firm(company, keeper, this_year, by_code).enter()


@dataclass(frozen=True, slots=True)
class _Firm:
    company: Manufacturer
    keeper: User
    this_year: int
    units: dict[str, Unit]

    def enter(self) -> None:
        """Enter all lines of the firm; one survey proves the capacity of all of them."""
        made = FIRMS[self.company.edrpou]
        text = "; ".join(f"{line.name_uk}: {line.capacity} шт. на рік" for line in made)
        survey = _paper(self.keeper, "Акт обстеження потужності", text)
        for line in made:
            self._line(line, survey)

    def _line(self, made: Made, survey: StoredFile) -> None:
        unit = self.units[made.unit]
        line = services.open_line(
            actor=self.keeper,
            company_id=self.company.pk,
            name_uk=made.name_uk,
            name_en=made.name_en,
            unit=unit,
        )
        self._figures(line, made, survey)
        for name_uk, name_en, code, uktzed in made.products:
            data = ProductData(
                name_uk=name_uk,
                name_en=name_en,
                control_code=code,
                uktzed=uktzed,
                unit=unit,
                production_line=line,
            )
            product = services.add_product(actor=self.keeper, company_id=self.company.pk, data=data)
            _part(self.keeper, product)

    def _figures(self, line: ProductionLine, made: Made, survey: StoredFile) -> None:
        for year in (self.this_year, self.this_year + 1):
            services.declare_capacity(
                actor=self.keeper,
                line_id=line.pk,
                year=year,
                quantity=Decimal(made.capacity),
                proof=survey,
            )
        order = OrderData(
            number=made.order_no,
            signed_on=clock.today(),
            year=self.this_year,
            quantity=Decimal(made.ordered),
            customer="Міністерство оборони",
            delivered=Decimal(made.delivered),
        )
        services.add_state_order(actor=self.keeper, line_id=line.pk, data=order)


def _part(keeper: User, product: Product) -> None:
    data = PARTS.get(product.name_uk)
    if data is None:
        return
    file = _paper(keeper, f"Згода {data.consent_no}", data.supplier) if data.consent_no else None
    services.add_component(actor=keeper, product_id=product.pk, data=data, consent_file=file)


def _paper(keeper: User, title: str, text: str) -> StoredFile:
    return sample_file(keeper, title, title, text)
