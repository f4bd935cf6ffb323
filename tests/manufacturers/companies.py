"""A company to register, and what the tests ask of one."""

from datetime import date

from core.accounts.models import User
from core.audit.models import Event
from manufacturers import selectors
from manufacturers.models import Manufacturer, Membership
from manufacturers.services import CompanyData, Newcomer, Rights, SiteData

EVERYTHING = Rights(prepares=True, signs=True, administers=True)
DATA = CompanyData(
    edrpou="99000620",
    name_uk="ТОВ «Нова Хвиля»",
    name_en="Nova Khvylia LLC",
    address_uk="вул. Нова, 1",
    address_en="1 Nova St",
    registration_no="РС-2026-0901",
    registered_on=date(2026, 2, 2),
)

NEWCOMER = Newcomer(
    email="povin@novakhvylia.example",
    person_uk="Устим Повінь",
    person_en="Ustym Povin",
    signs=True,
)

SITE = SiteData(
    kind="production",
    name_uk="Цех № 2",
    name_en="Workshop 2",
    address_uk="вул. Вітряна, 9",
    address_en="9 Vitriana St",
)


def membership(user: User) -> Membership:
    found = selectors.membership_of(user)
    assert found is not None
    return found


def verbs(company: Manufacturer) -> list[str]:
    events = Event.objects.filter(subject=f"company:{company.pk}").order_by("id")
    return list(events.values_list("verb", flat=True))
