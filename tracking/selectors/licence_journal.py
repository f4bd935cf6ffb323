"""The journal of a licence: every event of it, its shipments and what became known abroad."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from core.audit.models import Event
from core.audit.selectors import events_about
from licensing.models import Licence
from licensing.selectors.case.timeline import Entry, entry_of
from tracking.selectors.licence_follows import Follows

PAGE_SIZE = 50

#: What the holder reads of its own permit: nothing of checks on site, of incidents and of doubts.
OPEN_TO_COMPANY = frozenset(
    {
        "licence.issued", "licence.suspended", "licence.reinstated", "licence.revoked",
        "licence.surrendered", "licence.exhausted", "licence.replenished", "licence.expired",
        "licence.amended", "report.handed_in", "goods.used_up", "shipment.announced",
        "shipment.confirmed", "shipment.cancelled", "shipment.corrected", "delivery.entered",
        "delivery.confirmed", "proof.owed", "proof.met", "proof.reopened", "reexport.asked",
        "reexport.consented", "reexport.refused",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Journal:
    """One page of the journal, the latest event first; a company reads no names in it."""

    entries: list[Entry]
    older: str
    names: bool


def licence_journal(licence: Licence, known: Follows, after: str = "") -> Journal:
    """Return a page of the journal; `after` is the number of the last event that was shown."""
    events = journal_events(licence, known).order_by("-id")
    if after.isdecimal() and len(after) < 19:
        events = events.filter(pk__lt=int(after))
    rows = list(events[: PAGE_SIZE + 1])
    shown, older = rows[:PAGE_SIZE], ""
    if len(rows) > PAGE_SIZE:
        query = urlencode({"after": shown[-1].pk})
        older = f"{reverse('licences:journal', args=[licence.number])}?{query}"
    return Journal([entry_of(event) for event in shown], older, known.oversees)


def journal_events(licence: Licence, known: Follows) -> QuerySet[Event]:
    """Return the events that the reader may know of."""
    return events_about(known.subjects(licence), None if known.oversees else OPEN_TO_COMPANY)
