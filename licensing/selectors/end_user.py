"""What was decided before about the same end user, across firms and cases."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from core.accounts.policies import Person
from licensing.models import Application, DecisionLine, LineOutcome, Party, PartyRole
from licensing.selectors.scope import visible_to
from licensing.snapshot import PartySnapshot, Snapshot

MOST = 10


@dataclass(frozen=True, slots=True)
class EndUserHistory:
    """The cases of one end user besides this one, and what was granted and refused in them."""

    party: PartySnapshot
    count: int
    cases: list[Application]
    #: Granted to date by unit of quantity, for example `[(84, "pcs")]`.
    granted: list[tuple[Decimal, str]]
    refused_lines: int


def end_user_history(user: Person, case: Application, content: Snapshot) -> EndUserHistory | None:
    """Return the history of the end user in the cases this person may see, or None without one.

    The same register number in the same country is the same end user; without a number the same
    English name is.
    """
    party = content.end_user
    if party is None:
        return None
    cases = (
        visible_to(user)
        .filter(number__isnull=False, parties__in=same_party(party))
        .exclude(pk=case.pk)
        .select_related("manufacturer")
        .distinct()
        .order_by("-number")
    )
    lines = DecisionLine.objects.filter(decision__application__in=cases.order_by().values("pk"))
    granted = (
        lines.exclude(outcome=LineOutcome.REFUSED)
        .order_by("unit")
        .values_list("unit")
        .annotate(total=Sum("quantity"))
    )
    return EndUserHistory(
        party=party,
        count=cases.count(),
        cases=list(cases[:MOST]),
        granted=[(total, unit) for unit, total in granted],
        refused_lines=lines.filter(outcome=LineOutcome.REFUSED).count(),
    )


def same_party(party: PartySnapshot) -> QuerySet[Party]:
    """Return the rows that stand for the same end user, in whatever case they are."""
    known = Q(name_en__iexact=party.name_en)
    if party.register_no:
        known = Q(register_no__iexact=party.register_no)
    return Party.objects.filter(known, role=PartyRole.END_USER, country=party.country)
