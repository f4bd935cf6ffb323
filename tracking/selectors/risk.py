"""Which permits call for a check on site, and why (domain.md 5). Reasons are named, not scored."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.reference.models import Destination, Tier
from core.reference.selectors import in_force
from licensing.models import DecisionLine, Licence, OwedProof, Party, PartyRole
from tracking.models import EndUseCheck, Incident, Shipment, ShipmentState

RISK = Path(__file__).parents[1] / "data" / "check_risk.json"
MOST = 200
WORDS: dict[str, Promise] = {
    "new_end_user": _("first permit to this end user"),
    "sensitive_goods": _("sensitive goods"),
    "sensitive_destination": _("sensitive destination"),
    "odd_route": _("consignee or intermediary in a third country"),
    "late_proof": _("proof of delivery overdue"),
    "open_incident": _("open incident"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of risk, by its code."""

    code: str

    @property
    def word(self) -> str:
        """Return it in the reader's language."""
        return str(WORDS[self.code])


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A permit whose goods should be looked at on site."""

    licence: Licence
    reasons: list[Reason]


def suggestions() -> list[Suggestion]:
    """Return the permits with shipped goods and no check yet, those with most reasons first.

    The latest permits are looked at; a constant number of queries.
    """
    crossed = Shipment.objects.filter(licence=OuterRef("pk"), state=ShipmentState.CONFIRMED)
    checked = EndUseCheck.objects.filter(licence=OuterRef("pk"))
    permits = list(
        Licence.objects.filter(Exists(crossed), ~Exists(checked))
        .select_related("manufacturer", "application")
        .order_by("-issued_on", "id")[:MOST]
    )
    reasons = reasons_for(permits)
    found = [Suggestion(one, reasons[one.pk]) for one in permits if one.pk in reasons]
    return sorted(found, key=lambda one: -len(one.reasons))


def reasons_for(permits: Iterable[Licence]) -> dict[UUID, list[Reason]]:
    """Return the reasons of each permit that has any (six queries)."""
    asked = list(permits)
    flagged = {
        "new_end_user": _new_end_users(asked),
        "sensitive_goods": _sensitive_goods(asked),
        "sensitive_destination": _sensitive_destinations(asked),
        "odd_route": _odd_routes(asked),
        "late_proof": _late_proofs(asked),
        "open_incident": _open_incidents(asked),
    }
    found: dict[UUID, list[Reason]] = {}
    for code in WORDS:
        for one in asked:
            if one.pk in flagged[code]:
                found.setdefault(one.pk, []).append(Reason(code))
    return found


def words_of(codes: Iterable[str]) -> list[str]:
    """Return kept codes in the reader's language."""
    return [str(WORDS.get(code, code)) for code in codes]


@cache
def _sensitive_codes() -> tuple[str, ...]:
    return tuple(json.loads(RISK.read_text(encoding="utf-8"))["sensitive_codes"])


def _new_end_users(asked: list[Licence]) -> set[UUID]:
    """Return the permits whose end user, by English name and country, has no other one."""
    of = {one.application_id: one.pk for one in asked}
    own = list(Party.objects.filter(role=PartyRole.END_USER, application__in=of))
    counts = (
        Party.objects.filter(
            role=PartyRole.END_USER,
            name_en__in=[one.name_en for one in own],
            application__licences__isnull=False,
        )
        .order_by()
        .values_list("name_en", "country")
        .annotate(Count("application__licences", distinct=True))
    )
    single = {(name, country) for name, country, count in counts if count == 1}
    return {of[one.application_id] for one in own if (one.name_en, one.country) in single}


def _sensitive_goods(asked: list[Licence]) -> set[UUID]:
    rows = DecisionLine.objects.filter(decision__licence__in=asked, quantity__gt=0).values_list(
        "decision__licence", "control_code"
    )
    return {licence for licence, code in rows if code.split(".")[0] in _sensitive_codes()}


def _sensitive_destinations(asked: list[Licence]) -> set[UUID]:
    rules = in_force(Destination.objects.filter(tier=Tier.SENSITIVE), clock.today())
    sensitive = set(rules.values_list("country", flat=True))
    return {one.pk for one in asked if one.application.destination in sensitive}


def _odd_routes(asked: list[Licence]) -> set[UUID]:
    to = {one.application_id: (one.pk, one.application.destination) for one in asked}
    rows = Party.objects.filter(application__in=to).exclude(role=PartyRole.END_USER)
    pairs = rows.values_list("application_id", "country")
    return {to[application][0] for application, country in pairs if country != to[application][1]}


def _late_proofs(asked: list[Licence]) -> set[UUID]:
    late = OwedProof.objects.filter(
        licence__in=asked, met_at__isnull=True, due_on__lt=clock.today()
    )
    return set(late.values_list("licence_id", flat=True))


def _open_incidents(asked: list[Licence]) -> set[UUID]:
    rows = Incident.objects.filter(licence__in=asked, concluded_at__isnull=True)
    return {pk for pk in rows.values_list("licence_id", flat=True) if pk}
