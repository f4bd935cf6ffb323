"""Papers of standing that companies sent, for the company and for the officers."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from core.accounts.policies import Person
from manufacturers.models import Manufacturer, Renewal, RenewalKind, RenewalState
from manufacturers.selectors.companies import visible_to

SHOWN = 200


def waiting_renewals() -> QuerySet[Renewal]:
    """Return the papers that wait for an officer, the oldest first."""
    waiting = Renewal.objects.filter(state=RenewalState.WAITING)
    return waiting.select_related("manufacturer").order_by("sent_at", "id")[:SHOWN]


def open_renewals(manufacturer: Manufacturer) -> list[Renewal]:
    """Return what a company sent last of each kind, unless it counts by now or was replaced."""
    last = (
        Renewal.objects.filter(manufacturer=manufacturer)
        .exclude(state=RenewalState.REPLACED)
        .order_by("kind", "-sent_at", "-id")
        .distinct("kind")
    )
    return [one for one in last if one.state != RenewalState.CONFIRMED]


def get_renewal(user: Person, renewal_id: UUID) -> Renewal:
    """Return a paper of a visible company. Raises Http404 otherwise."""
    found = Renewal.objects.filter(manufacturer__in=visible_to(user), pk=renewal_id)
    related = ("manufacturer", "file", "sent_by", "settled_by")
    renewal = found.select_related(*related).first()
    if renewal is None:
        raise Http404
    return renewal


def registration_paper(manufacturer: Manufacturer) -> Renewal | None:
    """Return the registration certificate in force with its file, if the company sent it."""
    sent = Renewal.objects.filter(
        manufacturer=manufacturer, kind=RenewalKind.REGISTRATION, state=RenewalState.CONFIRMED
    )
    paper = sent.select_related("file").order_by("-settled_at").first()
    return paper if paper and paper.number == manufacturer.registration_no else None
