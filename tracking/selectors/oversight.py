"""Checks on site and requests to pass goods on, as the pages show them."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse

from core.accounts.policies import Person, has_permission
from core.documents.models import StoredFile
from licensing.selectors.scope import licences_visible_to
from tracking.models import EndUseCheck, ReexportRequest
from tracking.selectors.risk import words_of

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class CheckList:
    """One page of checks, the latest day first."""

    rows: list[EndUseCheck]
    older: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    """One check with its reasons in words and its sample."""

    check: EndUseCheck
    reasons: list[str]
    sample: list[tuple[str, str]]
    photos: list[StoredFile]


def checks(user: Person, after: str = "") -> CheckList:
    """Return a page of the checks that a person may see."""
    found = _checks_visible_to(user).filter(_after(after)).order_by("-planned_on", "-id")
    rows = list(found[: PAGE_SIZE + 1])
    shown, older = rows[:PAGE_SIZE], ""
    if len(rows) > PAGE_SIZE:
        key = f"{shown[-1].planned_on.isoformat()},{shown[-1].pk}"
        older = f"{reverse('licences:checks')}?{urlencode({'after': key})}"
    return CheckList(shown, older)


def get_check(user: Person, pk: UUID) -> EndUseCheck:
    """Return one check. Raises Http404 outside the scope: companies see none."""
    found = _checks_visible_to(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def check_page(check: EndUseCheck) -> CheckPage:
    """Return everything on the page of one check."""
    return CheckPage(
        check=check,
        reasons=words_of(check.reasons),
        sample=[(one.typed, one.get_seen_display()) for one in check.serials.all()],
        photos=[one.file for one in check.photos.select_related("file")],
    )


def photo_of(user: Person, pk: UUID, file_id: UUID) -> StoredFile:
    """Return a picture of a protocol. Raises Http404."""
    photo = get_check(user, pk).photos.filter(file_id=file_id).select_related("file").first()
    if photo is None:
        raise Http404
    return photo.file


def reexports(user: Person) -> list[ReexportRequest]:
    """Return the requests that a person may see: those that wait first, then the latest."""
    found = _reexports_visible_to(user).order_by("decided_at", "-created_at")
    waiting = list(found.filter(decided_at__isnull=True)[: PAGE_SIZE * 2])
    decided = found.filter(decided_at__isnull=False).order_by("-decided_at")
    return [*waiting, *decided[:PAGE_SIZE]]


def get_reexport(user: Person, pk: UUID) -> ReexportRequest:
    """Return one request under a visible permit. Raises Http404."""
    found = _reexports_visible_to(user).filter(pk=pk).prefetch_related("serials").first()
    if found is None:
        raise Http404
    return found


def _checks_visible_to(user: Person) -> QuerySet[EndUseCheck]:
    rows = EndUseCheck.objects.select_related(
        "licence__manufacturer", "licence__application", "planned_by", "done_by"
    )
    return rows if has_permission(user, "view_licences") else rows.none()


def _reexports_visible_to(user: Person) -> QuerySet[ReexportRequest]:
    rows = ReexportRequest.objects.filter(licence__in=licences_visible_to(user))
    return rows.select_related("licence__manufacturer", "file", "entered_by", "decided_by")


def _after(key: str) -> Q:
    day, comma, row = key.partition(",")
    if not comma:
        return Q()
    try:
        planned_on, last = date.fromisoformat(day), UUID(row)
    except ValueError:
        return Q()
    return Q(planned_on__lt=planned_on) | Q(planned_on=planned_on, id__lt=last)
