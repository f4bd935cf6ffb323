"""What an auditor looks at first: decisions of one year that stand out, each with its reason.

None of these is wrong by itself. A fixed number of queries for any number of decisions; each list
ends after `MOST` rows, because who finds fifty needs a sample and no list.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commission.models import Condition, Opinion, Verdict
from core.accounts.models import User
from core.accounts.policies import Person
from core.base import clock
from licensing.models import CaseHit, Decision
from licensing.models.decision import DecisionOutcome
from licensing.models.screening import HitState
from records.filters import Filter
from records.selectors import matching

MOST = 50
#: Fewer decisions of a kind than this say nothing about what is usual.
USUAL = 5
GRANTED = (DecisionOutcome.ISSUED, DecisionOutcome.PARTLY)


class Median(Aggregate):
    """The middle value of a group."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True, slots=True)
class Odd:
    """One decision and why it stands out."""

    decision: Decision
    why: str


@dataclass(frozen=True, slots=True)
class Clearing:
    """How many hits one officer proposed to clear, and in how many cases."""

    officer: User
    cleared: int
    judged: int
    cases: int

    @property
    def percent(self) -> int:
        """Return the share of the officer's judged hits that were cleared."""
        return 100 * self.cleared // self.judged


@dataclass(frozen=True, slots=True)
class Anomalies:
    """Everything that stands out in a year."""

    against: list[Odd]
    dropped: list[Odd]
    fast: list[Odd]
    late: list[Odd]
    clearings: list[Clearing]


def anomalies(reader: Person, year: int | None) -> Anomalies:
    """Return what stands out among the decisions of a year (all years with None)."""
    found = matching(reader, Filter(year=year)).select_related("application__manufacturer")
    return Anomalies(
        against=_against(found),
        dropped=_dropped(found),
        fast=_fast(found),
        late=_late(found),
        clearings=_clearings(found),
    )


def cleared_cases(reader: Person, year: int | None, officer_id: UUID) -> list[CaseHit]:
    """Return the hits that one officer proposed to clear, with the cases they were met in."""
    found = matching(reader, Filter(year=year))
    hits = _hits(found).filter(hit__state=HitState.CLEARED, hit__proposed_by=officer_id)
    return list(hits.select_related("application", "hit__judged_by").order_by("-found_at")[:MOST])


def _against(found: QuerySet[Decision]) -> list[Odd]:
    """Granted though most departments opposed, or refused though most did not."""
    given = Opinion.objects.filter(request__application=OuterRef("application_id"))
    rows = found.annotate(
        given=_departments(given), opposed=_departments(given.filter(verdict=Verdict.OPPOSE))
    ).annotate(twice=F("opposed") * 2)
    against = Q(outcome__in=GRANTED, twice__gt=F("given"))
    without = Q(outcome=DecisionOutcome.REFUSED, given__gt=0, twice__lt=F("given"))
    return [
        Odd(one, _("%(opposed)d of %(given)d departments opposed") % vars(one))
        for one in rows.filter(against | without)[:MOST]
    ]


def _departments(opinions: QuerySet[Opinion]) -> Coalesce:
    counted = (
        opinions.order_by()
        .values("request__application")
        .annotate(found=Count("request__department", distinct=True))
    )
    return Coalesce(Subquery(counted.values("found")), 0)


def _dropped(found: QuerySet[Decision]) -> list[Odd]:
    """Granted without a condition that a department had set: its record does not name it."""
    kept = Exists(
        Decision.objects.filter(
            application=OuterRef("application_id"),
            text__contains=Cast(OuterRef("pk"), TextField()),
        )
    )
    cases = found.filter(outcome__in=GRANTED).order_by().values("application_id")
    dropped = (
        Condition.objects.filter(~kept, application__in=cases)
        .order_by()
        .values("application_id")
        .annotate(number=Count("pk"))
    )
    numbers: dict[Any, int] = dict(dropped.values_list("application_id", "number")[:MOST])
    rows = found.filter(outcome__in=GRANTED, application_id__in=numbers)
    return [Odd(one, _conditions(numbers[one.application_id])) for one in rows]


def _conditions(number: int) -> str:
    words = ngettext(
        "%(number)d condition of a department is not in the decision",
        "%(number)d conditions of departments are not in the decision",
        number,
    )
    return words % {"number": number}


def _fast(found: QuerySet[Decision]) -> list[Odd]:
    """Decided in less than a quarter of the usual time of its kind (the median of the year)."""
    timed = _timed(found)
    kinds = timed.order_by().values("application__kind")
    usual = kinds.annotate(middle=Median("took"), number=Count("pk")).filter(number__gte=USUAL)
    fast = Q(pk__in=[])
    middles: dict[str, timedelta] = {}
    for row in usual:
        middles[row["application__kind"]] = row["middle"]
        fast |= Q(application__kind=row["application__kind"], took__lt=row["middle"] / 4)
    return [
        Odd(one, _in_days(one.took.days, middles[one.application.kind].days))
        for one in timed.filter(fast)[:MOST]
    ]


def _in_days(days: int, usual: int) -> str:
    words = ngettext(
        "%(days)d day after acceptance; half of its kind take %(usual)d or more",
        "%(days)d days after acceptance; half of its kind take %(usual)d or more",
        days,
    )
    return words % {"days": days, "usual": usual}


def _late(found: QuerySet[Decision]) -> list[Odd]:
    """Decided after the last day of the term, pauses counted."""
    timed = _timed(found).filter(decided_on__gt=F("application__due_on"))
    return [Odd(one, _overdue(one)) for one in timed[:MOST]]


def _overdue(one: Any) -> str:
    days = (one.decided_on - one.application.due_on).days
    words = ngettext("%(days)d day after the term", "%(days)d days after the term", days)
    return words % {"days": days}


def _timed(found: QuerySet[Decision]) -> Any:
    decided_on = TruncDate("decided_at", tzinfo=clock.KYIV)
    took = ExpressionWrapper(
        F("decided_on") - F("application__accepted_on"), output_field=DurationField()
    )
    return found.filter(round=1).annotate(decided_on=decided_on).annotate(took=took)


def _hits(found: QuerySet[Decision]) -> QuerySet[CaseHit]:
    return CaseHit.objects.filter(application__in=found.order_by().values("application_id"))


def _clearings(found: QuerySet[Decision]) -> list[Clearing]:
    """Officers by how many hits they proposed to clear and a second person confirmed."""
    judged = Q(hit__state__in=[HitState.CLEARED, HitState.TRUE_MATCH])
    cleared = Q(hit__state=HitState.CLEARED)
    rows = (
        _hits(found)
        .filter(judged, hit__proposed_by__isnull=False)
        .order_by()
        .values("hit__proposed_by")
        .annotate(
            cleared=Count("hit", distinct=True, filter=cleared),
            judged=Count("hit", distinct=True),
            cases=Count("application", distinct=True, filter=cleared),
        )
        .order_by("-cleared")[:MOST]
    )
    counted = list(rows)
    officers = User.objects.in_bulk([row["hit__proposed_by"] for row in counted])
    return [
        Clearing(officers[row["hit__proposed_by"]], row["cleared"], row["judged"], row["cases"])
        for row in counted
    ]
