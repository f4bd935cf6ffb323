"""Reading hits: those of a case, and one side by side with its entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.screening.models import Edition, Entry
from licensing.models import Application, CaseHit, HitState, Rescreening, ScreeningHit
from licensing.screening import ROLES
from licensing.selectors.scope import visible_to
from licensing.snapshot import country_name

HOW: dict[str, Promise] = {
    "exact": _("the same"),
    "spelling": _("another spelling or script"),
    "same_name": _("forms of one name"),
    "nickname": _("a short form of the name"),
    "meaning": _("the same meaning"),
    "initial": _("an initial"),
    "vowels": _("the same consonants"),
    "shortened": _("begins alike"),
    "typing": _("a few letters differ"),
    "joined": _("written as one word"),
    "acronym": _("an acronym"),
    "conflict": _("different words"),
    "extra": _("only on one side"),
}

SCHEMAS: dict[str, Promise] = {
    "Person": _("Person"),
    "Company": _("Company"),
    "Organization": _("Organisation"),
    "LegalEntity": _("Person or firm"),
    "Vessel": _("Vessel"),
    "Airplane": _("Aircraft"),
}

_WORST_FIRST = (
    HitState.TRUE_MATCH,
    HitState.NEW,
    HitState.UNDER_REVIEW,
    HitState.PROPOSED,
    HitState.CLEARED,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the side-by-side table."""

    label: Promise
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Part:
    """Two parts of the names and how they go together."""

    left: str
    right: str
    how: Promise
    percent: str
    kind: str


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit as officers read it."""

    hit: ScreeningHit
    role: Promise | str
    subject_name: str
    entry_name: str
    percent: str

    @property
    def entry(self) -> Entry:
        """Return the version of the entry that was met."""
        return self.hit.entry

    @property
    def parts(self) -> list[Part]:
        """Return which parts of the names go together and how."""
        return [
            Part(
                one["left"],
                one["right"],
                HOW[one["how"]],
                "" if one["how"] in {"conflict", "extra"} else _percent(one["score"]),
                one["how"],
            )
            for one in self.hit.explanation["parts"]
        ]

    @property
    def sides(self) -> list[Line]:
        """Return both sides, line by line, as one compares them."""
        ours, theirs = self.hit.subject, self.hit.entry.content
        return [
            Line(_("Kind"), _kind(ours["schema"]), _kind(theirs["schema"])),
            Line(_("Names"), "\n".join(ours["names"]), "\n".join(_names(theirs))),
            Line(_("Country"), country_name(ours["country"]), _countries(theirs)),
            Line(_("Born"), "", ", ".join(theirs["birth"])),
            Line(_("Numbers"), ours["register_no"], ", ".join(theirs["identifiers"])),
            Line(_("Address"), ours["address"], ""),
            Line(_("Programme"), "", theirs["programme"]),
            Line(_("Listed on"), "", theirs["listed_on"]),
            Line(_("Note"), "", theirs["note"]),
        ]


def hits_of_case(case: Application) -> list[HitView]:
    """Return the hits of a case, those that need work first (one query)."""
    found = [_view(one) for one in _case_hits(case)]
    order = {state.value: place for place, state in enumerate(_WORST_FIRST)}
    return sorted(found, key=lambda one: (order[one.hit.state], -one.hit.score))


def hit_of_case(case: Application, hit_id: UUID) -> HitView:
    """Return one hit of the case. Raises Http404."""
    found = _case_hits(case).filter(hit_id=hit_id).first()
    if found is None:
        raise Http404
    return _view(found)


def open_hits(case: Application) -> int:
    """Return how many hits of the case nobody has judged finally."""
    open_states = (HitState.NEW, HitState.UNDER_REVIEW, HitState.PROPOSED)
    return CaseHit.objects.filter(application=case, hit__state__in=open_states).count()


def other_cases(hit: ScreeningHit, case: Application) -> Sequence[str]:
    """Return the numbers of other unrestricted cases in which the same pair was met."""
    found = CaseHit.objects.filter(hit=hit, application__restricted=False)
    numbers = found.exclude(application=case).values_list("application__number", flat=True)
    return [number for number in numbers[:20] if number]


def latest_rescreenings(most: int = 10) -> "QuerySet[Rescreening]":
    """Return the latest re-screenings with the list that changed."""
    return Rescreening.objects.select_related("edition__watch_list")[:most]


def rescreening_of(edition: Edition) -> Rescreening | None:
    """Return the re-screening that an edition brought, if it is in use."""
    return Rescreening.objects.filter(edition=edition).first()


def found_by(user: User, run: Rescreening) -> "QuerySet[CaseHit]":
    """Return what a re-screening found in the cases that the person may read."""
    cases = visible_to(user)
    found = CaseHit.objects.filter(rescreening=run, application__in=cases)
    return found.select_related("application", "hit").order_by("application__number", "id")


def _case_hits(case: Application) -> "QuerySet[CaseHit]":
    return CaseHit.objects.filter(application=case).select_related(
        "hit__entry__watch_list", "hit__proposed_by", "hit__judged_by"
    )


def _view(one: CaseHit) -> HitView:
    explanation: dict[str, Any] = one.hit.explanation
    return HitView(
        hit=one.hit,
        role=ROLES.get(one.role, one.role),
        subject_name=explanation["subject_name"],
        entry_name=explanation["entry_name"],
        percent=_percent(one.hit.score),
    )


def _percent(score: Any) -> str:
    return f"{round(float(score) * 100)} %"


def _kind(schema: str) -> str:
    return str(SCHEMAS.get(schema, schema))


def _names(content: dict[str, Any]) -> list[str]:
    return [f"{name['text']} (?)" if name["weak"] else name["text"] for name in content["names"]]


def _countries(content: dict[str, Any]) -> str:
    return ", ".join(country_name(one) for one in content["countries"])
