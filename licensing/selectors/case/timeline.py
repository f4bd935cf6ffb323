"""What happened to a case, in words: the journey of its steps and the full journal."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext

from core.audit.models import Event
from core.audit.selectors import events_for
from core.audit.words import happened
from core.ui.formats import day_short
from licensing import lifecycle
from licensing.lifecycle import Status
from licensing.models import Application

#: What a company may read about its own case: nothing of the deliberation.
OPEN_TO_COMPANY = frozenset(
    {
        "case.drafted", "case.handed", "case.submitted", "case.returned", "case.accepted",
        "case.amended",
        "case.amendment_opened", "case.marked_ready", "case.placed_on_agenda", "case.decided",
        "case.withdrawn", "case.lapsed", "case.appealed", "request.asked", "request.message",
        "request.answered", "signature.received",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in words."""

    at: datetime
    verb: str
    title: str
    actor: str
    data: Mapping[str, Any]
    position: int | None

    @property
    def note(self) -> str:
        """Return the fact that belongs beside the title, if the event carries one."""
        return _note(self.verb, self.data)


@dataclass(frozen=True, slots=True)
class Step:
    """One stop of the journey."""

    state: str
    icon: str
    title: str | Promise
    note: str = ""


def journal(application: Application) -> list[Entry]:
    """Return every event of the case, oldest first (one query)."""
    return [entry_of(event) for event in events_for(application.subject)]


def company_journal(application: Application) -> list[Entry]:
    """Return what the company may read of its own case; officials stay unnamed."""
    return [entry for entry in journal(application) if entry.verb in OPEN_TO_COMPANY]


_DONE = {
    "case.submitted": "tick-disc",
    "case.returned": "octagon-bar",
    "case.accepted": "tick-disc",
    "request.asked": "ring-bars",
    "case.amended": "tick-disc",
    "case.marked_ready": "ring-dot",
    "case.placed_on_agenda": "calendar",
    "case.deferred": "struck-ring",
    "case.outcome_recorded": "open-diamond",
    "case.outcome_annulled": "struck-ring",
    "case.decided": "diamond",
    "case.withdrawn": "struck-ring",
    "case.lapsed": "struck-ring",
    "case.appealed": "ring",
}
_ICONS = {
    Status.DRAFT: "dashed-ring",
    Status.SUBMITTED: "ring",
    Status.IN_REVIEW: "half-disc",
    Status.READY: "ring-dot",
    Status.ON_AGENDA: "calendar",
    Status.CONSIDERED: "open-diamond",
    Status.DECIDED: "diamond",
}


def journey(application: Application, entries: Iterable[Entry]) -> list[Step]:
    """Return the way of the case: what was done, where it is, what comes next."""
    done = [
        Step("done", _DONE[entry.verb], entry.title, _dated(entry))
        for entry in entries
        if entry.verb in _DONE
    ]
    status = Status(application.status)
    if status in lifecycle.CLOSED:
        return done
    path = lifecycle.path()
    ahead = path[path.index(status) + 1 :]
    now = Step("now", _ICONS[status], status.label, _note_now(application))
    return [*done, now, *(Step("next", _ICONS[stop], stop.label) for stop in ahead)]


def entry_of(event: Event) -> Entry:
    """Return an event in words."""
    place = getattr(event, "place", None)
    return Entry(
        at=event.at,
        verb=event.verb,
        title=happened(event.verb),
        actor=event.actor.name if event.actor else gettext("the system"),
        data=json.loads(event.body)["data"],
        position=place.index if place else None,
    )


def _dated(entry: Entry) -> str:
    parts = [day_short(entry.at), entry.actor]
    return " · ".join(part for part in (*parts, entry.note) if part)


def _note(verb: str, data: Mapping[str, Any]) -> str:
    if "revision" in data:
        return gettext("revision %(number)s") % {"number": data["revision"]}
    if "question" in data:
        return gettext("question %(number)s") % {"number": data["question"]}
    if verb == "case.placed_on_agenda":
        return str(data.get("sitting", ""))
    if verb == "case.decided":
        return str(data.get("decision", ""))
    return str(
        data.get("ground")
        or data.get("reasons")
        or data.get("reason")
        or data.get("protocol")
        or ""
    )


def _note_now(application: Application) -> str:
    paused: date | None = application.paused_since
    if paused is None:
        return ""
    return gettext("paused since %(day)s") % {"day": day_short(paused)}
