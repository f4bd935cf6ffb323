"""The register as its readers see it: a page of decisions, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet

from core.accounts.policies import Person
from core.audit import merkle
from core.audit.models import Checkpoint, Event
from core.audit.selectors import latest_checkpoint
from core.base import canonical, clock
from licensing.models import Decision
from records import policies
from records.deliberation import Deliberation, read
from records.filters import Filter

PAGE = 25
LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the ledger holds the digest of a record, and whether record and ledger agree."""

    index: int | None
    agrees: bool

    @property
    def is_proved(self) -> bool:
        """Tell whether the record is the one that a signed checkpoint covers."""
        return self.agrees and self.index is not None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the register."""

    decision: Decision
    deliberation: Deliberation
    place: Place
    control_codes: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the register; `older` is the number to go on from."""

    rows: list[Row]
    counts: dict[str, int]
    total: int
    older: str
    checkpoint: Checkpoint | None


def visible(user: Person) -> QuerySet[Decision]:
    """Return the decisions that the person may read."""
    return Decision.objects.filter(policies.scope(user))


def matching(user: Person, wanted: Filter) -> QuerySet[Decision]:
    """Return the decisions of a filter that the person may read, newest first."""
    return visible(user).filter(wanted.condition()).order_by("-decided_at", "-id")


def register_page(user: Person, wanted: Filter, before: str = "") -> Page:
    """Return one page of the register in a fixed number of queries.

    `before` is the number of the last decision of the page before; an unknown one is no bound.
    """
    found = matching(user, wanted)
    counts = _counts(user, wanted)
    chosen = list(
        _after(found, user, before)
        .select_related(
            "application__manufacturer", "commission_outcome", "licence", "refusal", "decided_by"
        )
        .prefetch_related("lines")[: PAGE + 1]
    )
    shown = chosen[:PAGE]
    checkpoint = latest_checkpoint()
    places = places_of(shown, checkpoint)
    rows = [_row(decision, places[decision.pk]) for decision in shown]
    total = counts.get(wanted.outcome, 0) if wanted.outcome else sum(counts.values())
    older = shown[-1].number if len(chosen) > PAGE else ""
    return Page(rows, counts, total, older, checkpoint)


def _counts(user: Person, wanted: Filter) -> dict[str, int]:
    """Return how many decisions the filter finds for each outcome, whichever is chosen now."""
    others = visible(user).filter(replace(wanted, outcome="").condition())
    rows = others.order_by().values_list("outcome").annotate(found=Count("id"))
    return dict(rows)


def _after(found: QuerySet[Decision], user: Person, before: str) -> QuerySet[Decision]:
    if not before:
        return found
    last = visible(user).filter(number=before).values_list("decided_at", "id").first()
    if last is None:
        return found
    at, key = last
    return found.filter(Q(decided_at__lt=at) | Q(decided_at=at, id__lt=key))


def _row(decision: Decision, place: Place) -> Row:
    codes = sorted({line.control_code for line in decision.lines.all()})
    return Row(decision, read(decision.commission_outcome.text), place, ", ".join(codes))


def places_of(decisions: Iterable[Decision], checkpoint: Checkpoint | None) -> dict[UUID, Place]:
    """Return for each decision where the ledger holds it (one query for any number)."""
    shown = list(decisions)
    subjects = {f"case:{decision.application_id}" for decision in shown}
    events = list(
        Event.objects.filter(verb="case.decided", subject__in=subjects).select_related("place")
    )
    return {decision.pk: _place(decision, events, checkpoint) for decision in shown}


def _place(decision: Decision, events: list[Event], checkpoint: Checkpoint | None) -> Place:
    mine = f"case:{decision.application_id}"
    event = next((e for e in events if e.subject == mine and decision.sha256 in e.body), None)
    if event is None:
        return Place(None, agrees=False)
    place = getattr(event, "place", None)
    index = place.index if place and checkpoint and place.index < checkpoint.size else None
    leaf = merkle.leaf_hash(event.body.encode())
    same = place is None or bytes(place.leaf) == leaf
    return Place(index, agrees=same and canonical.digest(decision.text) == decision.sha256)


def years(user: Person) -> list[int]:
    """Return the years the register covers, newest first."""
    ends = visible(user).aggregate(first=Min("decided_at"), last=Max("decided_at"))
    if ends["first"] is None:
        return [clock.today().year]
    first, last = (clock.kyiv_date(ends[name]).year for name in ("first", "last"))
    return list(range(last, first - 1, -1))


def register_since(user: Person) -> date | None:
    """Return the day of the first decision, or None while there is none."""
    first: datetime | None = visible(user).aggregate(first=Min("decided_at"))["first"]
    return clock.kyiv_date(first) if first else None


def last_verification() -> Event | None:
    """Return the event of the newest full proof of the ledger, or None."""
    return (
        Event.objects.filter(subject=LEDGER, verb="records.verified")
        .select_related("actor")
        .order_by("-id")
        .first()
    )


def get_visible(user: Person, number: str) -> Decision | None:
    """Return one decision with all that its page needs, or None for an unknown number."""
    return (
        visible(user)
        .filter(number=number)
        .select_related(
            "application__manufacturer",
            "application__officer",
            "commission_outcome__recorded_by",
            "revision__signed_by",
            "licence",
            "refusal",
            "decided_by",
        )
        .prefetch_related("lines")
        .first()
    )
