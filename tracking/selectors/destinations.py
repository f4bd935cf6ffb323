"""What was permitted, shipped and proved by destination, and what went wrong there.

Quantities of different units are never added up. Values are not shown: permits are made out in
several currencies.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.http import Http404

from core.accounts.policies import Person, has_permission
from core.reference.selectors import units
from licensing.models import ActKind, DecisionLine, Licence
from licensing.snapshot import country_name
from tracking.destination_chart import Chart, Month, Sums, draw, last_year
from tracking.models import Authenticity, DeliveredLine, Entry, Incident, ShipmentState
from tracking.selectors.balance import BalanceLine, balances

ZERO = Decimal(0)
Key = tuple[str, str]
MOST = 50


@dataclass(frozen=True, slots=True)
class Destination:
    """One country and one unit."""

    country: str
    name: str
    unit: str
    unit_name: str
    licensed: Decimal
    shipped: Decimal
    verified: Decimal
    incidents: int
    months: tuple[Month, ...]

    @property
    def chart(self) -> Chart:
        """Return the last year as a picture."""
        return draw(self.months)

    @property
    def share_shipped(self) -> int:
        """Return the shipped part in thousandths, for the bar."""
        return int(1000 * self.shipped / self.licensed) if self.licensed else 0

    @property
    def share_verified(self) -> int:
        """Return the proved part in thousandths, for the bar."""
        return int(1000 * self.verified / self.licensed) if self.licensed else 0


@dataclass(frozen=True, slots=True)
class DestinationPage:
    """One country: its sums, the latest permits with their lines, the open incidents."""

    name: str
    sums: list[Destination]
    licences: list[tuple[Licence, list[BalanceLine]]]
    incidents: list[Incident]


def require_overview(user: Person) -> None:
    """Raise Http404 unless the person follows permits: sums name other companies' goods."""
    if not has_permission(user, "view_licences"):
        raise Http404


def destinations(country: str = "") -> list[Destination]:
    """Return the sums of every destination, or of one, with their last year (five queries)."""
    of = {"country": country} if country else {}
    licensed, left, proved = (
        _by_key(rows.filter(**of)) for rows in (_licensed(), _left(), _proved())
    )
    names, trouble = _unit_names(), _incidents(of)
    rows = [
        Destination(
            country=key[0],
            name=country_name(key[0]),
            unit=key[1],
            unit_name=names.get(key[1], key[1]),
            licensed=_sum(licensed, key),
            shipped=_sum(left, key),
            verified=_sum(proved, key),
            incidents=sum(trouble.get(key[0], {}).values()),
            months=last_year(
                licensed[key], left.get(key, {}), proved.get(key, {}), trouble.get(key[0], {})
            ),
        )
        for key in licensed
    ]
    return sorted(rows, key=lambda one: (-one.incidents, one.name, one.unit))


def destination_page(country: str) -> DestinationPage:
    """Return one destination. Raises Http404 where nothing was ever permitted to."""
    sums = destinations(country)
    if not sums:
        raise Http404
    found = Licence.objects.filter(
        application__destination=country, application__act=ActKind.PERMIT
    )
    permits = list(
        found.select_related("manufacturer", "application").order_by("-issued_on", "id")[:MOST]
    )
    lines = balances(permits)
    return DestinationPage(
        name=country_name(country),
        sums=sums,
        licences=[(one, lines[one.pk]) for one in permits],
        incidents=list(
            Incident.objects.filter(licence__application__destination=country).prefetch_related(
                "serials"
            )[:MOST]
        ),
    )


def _licensed() -> QuerySet[Any, Any]:
    """Return what permits allow, by country, unit and month; no conclusion or consent is one."""
    rows = DecisionLine.objects.filter(
        decision__licence__isnull=False, decision__application__act=ActKind.PERMIT, quantity__gt=0
    )
    country = "decision__application__destination"
    return _summed(rows, country, "decision__licence__issued_on")


def _left() -> QuerySet[Any, Any]:
    rows = Entry.objects.filter(shipment__state=ShipmentState.CONFIRMED)
    country = "shipment__licence__application__destination"
    return _summed(rows, country, "shipment__crossed_on")


def _proved() -> QuerySet[Any, Any]:
    rows = DeliveredLine.objects.filter(certificate__state=Authenticity.GENUINE)
    country = "certificate__shipment__licence__application__destination"
    return _summed(rows, country, "certificate__arrived_on")


def _summed(rows: QuerySet[Any], country: str, day: str) -> QuerySet[Any, Any]:
    found = rows.order_by().values("unit", country=F(country), month=TruncMonth(day))
    summed: QuerySet[Any, Any] = found.annotate(sum=Sum("quantity"))
    return summed


def _by_key(rows: QuerySet[Any, Any]) -> dict[Key, dict[date, Decimal]]:
    found: dict[Key, dict[date, Decimal]] = {}
    for row in rows:
        found.setdefault((row["country"], row["unit"]), {})[row["month"]] = row["sum"]
    return found


def _sum(sums: Mapping[Key, Sums], key: Key) -> Decimal:
    return sum(sums.get(key, {}).values(), ZERO)


def _incidents(of: dict[str, str]) -> dict[str, dict[date, int]]:
    """Return the open incidents with goods permitted to a country, wherever they happened."""
    rows = Incident.objects.filter(concluded_at__isnull=True, licence__isnull=False)
    to = "licence__application__destination"
    if of:
        rows = rows.filter(**{to: of["country"]})
    counted = rows.order_by().values(to, month=TruncMonth("happened_on"))
    found: dict[str, dict[date, int]] = {}
    for row in counted.annotate(count=Count("id")):
        found.setdefault(row[to], {})[row["month"]] = row["count"]
    return found


def _unit_names() -> dict[str, str]:
    return {one.code: str(one) for one in units()}
