"""What holders owe after issue: the list, and what is late and weighs on a new case."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, Value
from django.urls import reverse

from core.accounts.policies import Person
from core.base import clock
from licensing.models import Licence, OwedProof, OwedReport
from licensing.selectors.case.end_user import same_party
from licensing.selectors.scope import licences_visible_to
from licensing.snapshot import PartySnapshot

PAGE_SIZE = 25
PROOF = "proof"


@dataclass(frozen=True, slots=True)
class Owed:
    """One open duty: a report, a condition to be shown, or the proof of a delivery."""

    pk: UUID
    kind: str
    about: str
    due_on: date
    licence: Licence

    @property
    def is_late(self) -> bool:
        """Tell whether its last day is over."""
        return self.due_on < clock.today()


@dataclass(frozen=True, slots=True)
class OwedList:
    """One page of open duties, the earliest day first."""

    rows: list[Owed]
    later: str
    late_only: bool


def open_duties(user: Person, *, late_only: bool = False, after: str = "") -> OwedList:
    """Return a page of what is owed under the licences that a person may see (two queries)."""
    condition = Q(licence__in=licences_visible_to(user))
    if late_only:
        condition &= Q(due_on__lt=clock.today())
    condition &= _after(after)
    rows = _owed(condition, PAGE_SIZE + 1)
    shown, later = rows[:PAGE_SIZE], ""
    if len(rows) > PAGE_SIZE:
        query = {"after": f"{shown[-1].due_on.isoformat()},{shown[-1].pk}"}
        query |= {"late": "1"} if late_only else {}
        later = f"{reverse('licences:duties')}?{urlencode(query)}"
    return OwedList(shown, later, late_only)


def late_of_company(company_id: str, at: date) -> list[Owed]:
    """Return what a company owes and is late with on a day."""
    return _owed(Q(licence__manufacturer_id=UUID(company_id), due_on__lt=at))


def late_of_end_user(party: PartySnapshot, besides: str, at: date) -> list[Owed]:
    """Return what is late on a day under permits of other companies to the same end user."""
    cases = same_party(party).values("application")
    permits = Licence.objects.filter(application__in=cases).exclude(manufacturer_id=UUID(besides))
    return _owed(Q(licence__in=permits, due_on__lt=at))


def _owed(condition: Q, most: int | None = None) -> list[Owed]:
    reports = OwedReport.objects.filter(condition, handed__isnull=True)
    proofs = OwedProof.objects.filter(condition, met_at__isnull=True)
    rows = _columns(reports, F("kind"), F("about")).union(
        _columns(proofs, Value(PROOF, CharField()), F("shipment_no")), all=True
    )
    found = list(rows.order_by("due_on", "id")[:most])
    permits = Licence.objects.select_related("manufacturer").in_bulk([row[4] for row in found])
    return [Owed(pk, kind, about, due_on, permits[of]) for pk, kind, about, due_on, of in found]


def _columns(rows: QuerySet[OwedReport] | QuerySet[OwedProof], kind: F | Value, about: F):  # type: ignore[no-untyped-def]
    named = rows.order_by().annotate(what=kind, about_what=about)
    return named.values_list("id", "what", "about_what", "due_on", "licence_id")


def _after(key: str) -> Q:
    day, comma, row = key.partition(",")
    if not comma:
        return Q()
    try:
        due_on, last = date.fromisoformat(day), UUID(row)
    except ValueError:
        return Q()
    return Q(due_on__gt=due_on) | Q(due_on=due_on, id__gt=last)
