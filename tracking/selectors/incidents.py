"""Incidents: the list, one of them, and those of an end user, for whoever judges a new case."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from core.accounts.policies import Person, has_permission
from licensing.selectors.case.end_user import same_party
from licensing.selectors.scope import licences_visible_to
from licensing.selectors.upward import Incidents, ToldIncident
from licensing.snapshot import PartySnapshot
from tracking.models import Incident

PAGE_SIZE = 25
#: More than a handful is read in the list of incidents.
TOLD = 5


@dataclass(frozen=True, slots=True)
class IncidentList:
    """One page of incidents, the latest first."""

    rows: list[Incident]
    older: str


def incidents_visible_to(user: Person) -> QuerySet[Incident]:
    """Return the incidents that exist for this person: officials who follow permits see all.

    A company sees none: a tip names sources (design, rule 9).
    """
    if has_permission(user, "view_licences"):
        return Incident.objects.all()
    return Incident.objects.none()


def incidents(user: Person, after: str = "") -> IncidentList:
    """Return a page of the incidents that a person may see."""
    found = _after(incidents_visible_to(user), after).select_related("licence")
    found = found.prefetch_related("serials").order_by("-happened_on", "-id")
    rows = list(found[: PAGE_SIZE + 1])
    shown, older = rows[:PAGE_SIZE], ""
    if len(rows) > PAGE_SIZE:
        key = f"{shown[-1].happened_on.isoformat()},{shown[-1].pk}"
        older = f"{reverse('licences:incidents')}?{urlencode({'after': key})}"
    return IncidentList(shown, older)


def get_incident(user: Person, pk: UUID) -> Incident:
    """Return one incident. Raises Http404 outside the scope."""
    found = (
        incidents_visible_to(user)
        .filter(pk=pk)
        .select_related("licence__manufacturer", "reported_by", "concluded_by")
        .prefetch_related("serials")
        .first()
    )
    if found is None:
        raise Http404
    return found


def incidents_of_end_user(party: PartySnapshot) -> QuerySet[Incident]:
    """Return the incidents under permits to the same end user, open ones first."""
    same = Q(licence__application__parties__in=same_party(party))
    found = Incident.objects.filter(same).select_related("licence").distinct()
    return found.order_by(F("concluded_at").asc(nulls_first=True), "-happened_on", "-id")


def told_of_end_user(user: Person, party: PartySnapshot) -> Incidents:
    """Return what the history of an end user tells of incidents (`settings.END_USER_INCIDENTS`).

    Only those under permits that the person may open, so a case closed to her stays closed.
    """
    permits = licences_visible_to(user).order_by().values("pk")
    found = incidents_of_end_user(party).filter(licence__in=permits)
    rows = list(found.filter(pk__in=incidents_visible_to(user).order_by().values("pk")))
    return Incidents(
        count=len(rows),
        open=sum(row.concluded_at is None for row in rows),
        shown=[_told(row) for row in rows[:TOLD]],
    )


def _told(incident: Incident) -> ToldIncident:
    return ToldIncident(
        what=incident.get_kind_display(),
        happened_on=incident.happened_on,
        licence=incident.licence.number if incident.licence else "",
        is_open=incident.concluded_at is None,
        url=reverse("licences:incident", args=[incident.pk]),
    )


def _after(found: QuerySet[Incident], key: str) -> QuerySet[Incident]:
    day, comma, row = key.partition(",")
    if not comma:
        return found
    try:
        happened_on, last = date.fromisoformat(day), UUID(row)
    except ValueError:
        return found
    return found.filter(Q(happened_on__lt=happened_on) | Q(happened_on=happened_on, id__lt=last))
