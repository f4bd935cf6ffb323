"""What was permitted, shipped and proved by destination, and what went wrong there.

Quantities of different units are never added up. Values are not shown: permits are made out in
several currencies.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.http import Http404

from core.accounts.policies import Person, has_permission
from core.reference.selectors import units
from licensing.models import ActKind, DecisionLine, Licence
from licensing.snapshot import country_name
from tracking.models import Authenticity, DeliveredLine, Entry, Incident, ShipmentState
from tracking.selectors.balance import BalanceLine, balances

ZERO = Decimal(0)
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
    """Return the sums of every destination, or of one (five queries)."""
    of = {"country": country} if country else {}
    licensed, shipped, verified = (rows.filter(**of) for rows in (_licensed(), _left(), _proved()))
    left, arrived, names = _by_key(shipped), _by_key(verified), _unit_names()
    trouble = _incidents(of)
    rows = [
        Destination(
            country=row["country"],
            name=country_name(row["country"]),
            unit=row["unit"],
            unit_name=names.get(row["unit"], row["unit"]),
            licensed=row["sum"],
            shipped=left.get((row["country"], row["unit"]), ZERO),
            verified=arrived.get((row["country"], row["unit"]), ZERO),
            incidents=trouble.get(row["country"], 0),
        )
        for row in licensed
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
    """Return what permits allow, by country and unit; no conclusion or consent is one."""
    rows = DecisionLine.objects.filter(
        decision__licence__isnull=False, decision__application__act=ActKind.PERMIT, quantity__gt=0
    )
    return _summed(rows, "decision__application__destination")


def _left() -> QuerySet[Any, Any]:
    rows = Entry.objects.filter(shipment__state=ShipmentState.CONFIRMED)
    return _summed(rows, "shipment__licence__application__destination")


def _proved() -> QuerySet[Any, Any]:
    rows = DeliveredLine.objects.filter(certificate__state=Authenticity.GENUINE)
    return _summed(rows, "certificate__shipment__licence__application__destination")


def _summed(rows: QuerySet[Any], country: str) -> QuerySet[Any, Any]:
    found = rows.order_by().values("unit", country=F(country))
    summed: QuerySet[Any, Any] = found.annotate(sum=Sum("quantity"))
    return summed


def _by_key(rows: object) -> dict[tuple[str, str], Decimal]:
    return {(row["country"], row["unit"]): row["sum"] for row in rows}  # type: ignore[attr-defined]


def _incidents(of: dict[str, str]) -> dict[str, int]:
    """Return the open incidents with goods permitted to a country, wherever they happened."""
    found = Incident.objects.filter(concluded_at__isnull=True, licence__isnull=False)
    if of:
        found = found.filter(licence__application__destination=of["country"])
    rows = found.order_by().values_list("licence__application__destination")
    return dict(rows.annotate(count=Count("id")))


def _unit_names() -> dict[str, str]:
    return {one.code: str(one) for one in units()}
