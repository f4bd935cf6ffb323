"""A case as it stood at an instant: what anybody could have seen then, and nothing that came later.

Everything is read from rows that are never changed, by their own time: revisions, kept checks,
questions and messages, opinions, papers of the agenda, closed votes, events. A vote that was still
sealed then is shown as sealed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet

from commission.models import AgendaItem, Opinion, Round
from core.audit.models import Event
from core.audit.words import happened
from core.base import clock as time
from licensing import clock, snapshot
from licensing.models import (
    Application,
    CheckRun,
    InformationRequest,
    LicenceAct,
    RequestMessage,
    Revision,
)
from licensing.terms import reading


@dataclass(frozen=True, slots=True)
class Step:
    """Something that had happened."""

    at: datetime
    what: str
    actor: str

    @property
    def field(self) -> str:
        """Return the instant as the address takes it."""
        return local(self.at)


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the applicant with what had been said on it."""

    question: InformationRequest
    said: list[RequestMessage]
    was_open: bool


@dataclass(frozen=True, slots=True)
class Vote:
    """A round of voting: its result, or that it was sealed."""

    number: int
    opened_at: datetime
    result: str
    """"" while it was sealed."""


@dataclass(frozen=True, slots=True)
class CaseAsOf:
    """One case at one instant."""

    application: Application
    at: datetime
    steps: list[Step]
    revision: Revision | None
    declared: snapshot.Snapshot | None
    checks: CheckRun | None
    questions: list[Question]
    opinions: list[Opinion]
    papers: list[AgendaItem]
    votes: list[Vote]
    acts: list[LicenceAct]
    term: clock.Reading | None

    @property
    def counts(self) -> dict[str, int]:
        """Return how many checks blocked, wanted attention and were clear."""
        run = self.checks
        if run is None:
            return {}
        return {"block": run.blocks, "attention": run.attentions, "clear": run.clears}


def local(instant: datetime) -> str:
    """Return an instant in Kyiv time as the field of the page takes it: in whole milliseconds.

    Rounded up, so that a page opened at a step's own instant shows that step.
    """
    up = instant + timedelta(microseconds=-instant.microsecond % 1000)
    return up.astimezone(time.KYIV).isoformat(timespec="milliseconds")[:-6]


def case_as_of(application: Application, at: datetime) -> CaseAsOf:
    """Return a case that the reader may see as it stood at an instant."""
    revision = application.revisions.filter(signed_at__lte=at).order_by("number").last()
    return CaseAsOf(
        application=application,
        at=at,
        steps=_steps(application, at),
        revision=revision,
        declared=snapshot.read(revision.text) if revision else None,
        checks=application.check_runs.filter(at__lte=at).order_by("at").last(),
        questions=_questions(application, at),
        opinions=list(_opinions(application, at)),
        papers=list(_papers(application, at)),
        votes=_votes(application, at),
        acts=list(_acts(application, at)),
        term=_term(application, at),
    )


def _steps(application: Application, at: datetime) -> list[Step]:
    events = Event.objects.filter(subject=f"case:{application.pk}", at__lte=at)
    return [
        Step(event.at, happened(event.verb), event.actor.full_name if event.actor else "")
        for event in events.select_related("actor").order_by("id")
    ]


def _questions(application: Application, at: datetime) -> list[Question]:
    said = RequestMessage.objects.filter(at__lte=at).select_related("author").order_by("at")
    asked = application.requests.filter(asked_at__lte=at).select_related("asked_by")
    return [
        Question(one, list(one.messages.all()), not one.complete_at or one.complete_at > at)
        for one in asked.prefetch_related(Prefetch("messages", queryset=said))
    ]


def _opinions(application: Application, at: datetime) -> QuerySet[Opinion]:
    given = Opinion.objects.filter(request__application=application, given_at__lte=at)
    return given.select_related("request__department", "author").order_by("given_at")


def _papers(application: Application, at: datetime) -> QuerySet[AgendaItem]:
    placed = AgendaItem.objects.filter(application=application, created_at__lte=at)
    return placed.select_related("sitting").order_by("created_at")


def _votes(application: Application, at: datetime) -> list[Vote]:
    rounds = Round.objects.filter(question__item__application=application, opened_at__lte=at)
    return [
        Vote(number, opened, result if closed and closed <= at else "")
        for number, (opened, closed, result) in enumerate(
            rounds.order_by("opened_at").values_list("opened_at", "closed_at", "result"), start=1
        )
    ]


def _acts(application: Application, at: datetime) -> QuerySet[LicenceAct]:
    acts = LicenceAct.objects.filter(licence__application=application, at__lte=at)
    return acts.select_related("licence", "by").order_by("at")


def _term(application: Application, at: datetime) -> clock.Reading | None:
    """Return what the clock said that day, knowing only what was known then."""
    accepted = Event.objects.filter(
        subject=f"case:{application.pk}", verb="case.accepted", at__lte=at
    )
    return reading(application, time.kyiv_date(at)) if accepted.exists() else None
