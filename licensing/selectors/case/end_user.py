"""What was decided before about the same end user, across firms and cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum, Window

from core.accounts.policies import Person
from licensing.models import Application, DecisionLine, LineOutcome, Party, PartyRole
from licensing.selectors.scope import visible_to
from licensing.selectors.upward import Incidents, incidents_of
from licensing.snapshot import PartySnapshot, Snapshot

MOST = 10


@dataclass(frozen=True, slots=True)
class EndUserHistory:
    """The cases of one end user besides this one, and what was granted and refused in them."""

    party: PartySnapshot
    count: int
    cases: Sequence[Application]
    #: Granted to date by unit of quantity, for example `[(84, "pcs")]`.
    granted: list[tuple[Decimal, str]]
    refused_lines: int
    incidents: Incidents


def cases_of_end_user(user: Person, party: PartySnapshot) -> QuerySet[Application]:
    """Return the numbered cases with this end user that the person may open."""
    named = same_party(party).filter(application=OuterRef("pk"))
    return visible_to(user).filter(Exists(named), number__isnull=False)


def end_user_history(user: Person, case: Application, content: Snapshot) -> EndUserHistory | None:
    """Return the history of the end user in the cases this person may see, or None without one.

    The same register number in the same country is the same end user; without a number the same
    English name is. Three queries, the one of the incidents by `settings.END_USER_INCIDENTS`.
    """
    party = content.end_user
    if party is None:
        return None
    cases = cases_of_end_user(user, party).exclude(pk=case.pk)
    shown = list(
        cases.select_related("manufacturer")
        .annotate(total=Window(Count("pk")))
        .order_by("-number")[:MOST]
    )
    decided = (
        DecisionLine.objects.filter(decision__application__in=cases.order_by().values("pk"))
        .order_by("unit", "outcome")
        .values_list("unit", "outcome")
        .annotate(total=Sum("quantity"), lines=Count("pk"))
    )
    granted: dict[str, Decimal] = {}
    refused = 0
    for unit, outcome, total, lines in decided:
        if outcome == LineOutcome.REFUSED:
            refused += lines
        else:
            granted[unit] = granted.get(unit, Decimal(0)) + total
    return EndUserHistory(
        party=party,
        count=vars(shown[0])["total"] if shown else 0,
        cases=shown,
        granted=[(total, unit) for unit, total in granted.items()],
        refused_lines=refused,
        incidents=incidents_of(user, party),
    )


def same_party(party: PartySnapshot) -> QuerySet[Party]:
    """Return the rows that stand for the same end user, in whatever case they are."""
    known = Q(name_en__iexact=party.name_en)
    if party.register_no:
        known = Q(register_no__iexact=party.register_no)
    return Party.objects.filter(known, role=PartyRole.END_USER, country=party.country)
