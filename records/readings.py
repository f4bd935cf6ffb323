"""The reading log: who opened what. Everybody is in it, auditors first of all."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from core.accounts.models import User
from core.audit.models import Event
from core.audit.words import happened

PAGE = 50
#: What counts as reading: opening a record, opening any page as an auditor, taking a copy.
VERBS = (
    "records.read",
    "page.read",
    "export.started",
    "export.completed",
    "package.fetched",
    "sample.drawn",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of the log; `page` is the name of the page where there is no printed number."""

    at: datetime
    actor: User | None
    happened: str
    page: str
    number: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the log; `older` is the number of the event to go on from."""

    events: list[Reading]
    older: int | None


def reading_log(asked: str = "", before: int | None = None) -> Page:
    """Return the newest readings; `asked` is a person's name or e-mail, or a printed number."""
    found = _matching(asked.strip())
    if before is not None:
        found = found.filter(id__lt=before)
    events = list(found[: PAGE + 1])
    shown = events[:PAGE]
    return Page([_reading(event) for event in shown], shown[-1].pk if len(events) > PAGE else None)


def _reading(event: Event) -> Reading:
    page = event.subject.removeprefix("page:") if event.verb == "page.read" else ""
    return Reading(event.at, event.actor, happened(event.verb), page, event.number)


def _matching(asked: str) -> QuerySet[Event]:
    found = Event.objects.filter(verb__in=VERBS).select_related("actor").order_by("-id")
    if not asked:
        return found
    named = Q(actor__name_uk__icontains=asked) | Q(actor__name_en__icontains=asked)
    return found.filter(named | Q(actor__email__iexact=asked) | Q(number__istartswith=asked))
