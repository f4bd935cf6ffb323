"""Checks on site and requests to pass goods on, as the pages show them."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import reverse

from core.accounts.models import User
from core.accounts.policies import Person, has_permission
from core.documents.models import StoredFile
from licensing.lifecycle import CLOSED, Status
from licensing.models import Application, Licence
from licensing.selectors.scope import licences_visible_to, visible_to
from licensing.services._notices import case_link, company_link
from tracking.models import EndUseCheck, ReexportRequest
from tracking.policies import is_of_company
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


@dataclass(frozen=True, slots=True)
class CaseOfRequest:
    """The case of a request: its page for this reader ("" for none) and the consent it gave."""

    case: Application
    url: str
    consent: str

    @property
    def is_draft(self) -> bool:
        """Tell whether the company has still to complete and sign it."""
        return self.case.status == Status.DRAFT


def checks(user: Person, after: str = "") -> CheckList:
    """Return a page of the checks that a person may see."""
    found = _checks_visible_to(user).filter(_after(after)).order_by("-planned_on", "-id")
    rows = list(found[: PAGE_SIZE + 1])
    shown, older = rows[:PAGE_SIZE], ""
    if len(rows) > PAGE_SIZE:
        key = f"{shown[-1].planned_on.isoformat()},{shown[-1].pk}"
        older = f"{reverse('licences:checks')}?{urlencode({'after': key})}"
    return CheckList(shown, older)


def checks_of(user: Person, licence: Licence) -> list[EndUseCheck]:
    """Return the checks under one licence that the person may see, the latest first."""
    return list(_checks_visible_to(user).filter(licence=licence).order_by("-planned_on", "-id"))


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
    found = _reexports_visible_to(user)
    over = Q(decided_at__isnull=False) | Q(case__status__in=CLOSED)
    waiting = list(found.exclude(over).order_by("-created_at")[: PAGE_SIZE * 2])
    answered = found.filter(over).order_by(Coalesce("decided_at", "case__closed_at").desc())
    return [*waiting, *answered[:PAGE_SIZE]]


def reexports_of(user: Person, licence: Licence) -> list[ReexportRequest]:
    """Return the requests under one licence that the person may see, the latest first."""
    return list(_reexports_visible_to(user).filter(licence=licence).order_by("-created_at"))


def get_reexport(user: Person, pk: UUID) -> ReexportRequest:
    """Return one request under a visible permit. Raises Http404."""
    found = _reexports_visible_to(user).filter(pk=pk).prefetch_related("serials").first()
    if found is None:
        raise Http404
    return found


def case_of(user: User, request: ReexportRequest) -> CaseOfRequest | None:
    """Return the case that decides on a request, with what this person may open of it."""
    case = request.case
    if case is None:
        return None
    last = list(case.decisions.all())[-1:]
    granted = [one.licence for one in last if hasattr(one, "licence")]
    url = ""
    if is_of_company(user, request.licence):
        url = company_link(case)
    elif case.number and has_permission(user, "view_all_cases"):
        url = case_link(case)
    return CaseOfRequest(case, url, granted[0].number if granted else "")


def _checks_visible_to(user: Person) -> QuerySet[EndUseCheck]:
    rows = EndUseCheck.objects.select_related(
        "licence__manufacturer", "licence__application", "planned_by", "done_by"
    )
    return rows if has_permission(user, "view_licences") else rows.none()


def _reexports_visible_to(user: Person) -> QuerySet[ReexportRequest]:
    rows = ReexportRequest.objects.filter(licence__in=licences_visible_to(user))
    if has_permission(user, "view_all_cases"):
        rows = rows.filter(Q(case__isnull=True) | Q(case__number__isnull=True)
                           | Q(case__in=visible_to(user)))  # fmt: skip
    joined = rows.select_related("licence__manufacturer", "file", "entered_by", "decided_by")
    return joined.select_related("case").prefetch_related("case__decisions__licence")


def _after(key: str) -> Q:
    day, comma, row = key.partition(",")
    if not comma:
        return Q()
    try:
        planned_on, last = date.fromisoformat(day), UUID(row)
    except ValueError:
        return Q()
    return Q(planned_on__lt=planned_on) | Q(planned_on=planned_on, id__lt=last)
