"""The page of one licence, part by part: for its company, officials and customs alike."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.accounts.models import User
from core.accounts.signed_in import person
from licensing.models import Licence
from licensing.selectors import get_licence
from tracking.selectors.licence_abroad import known_abroad
from tracking.selectors.licence_journal import licence_journal
from tracking.selectors.licence_serials import serials_of
from tracking.selectors.licence_tabs import LicenceTabs, Part, licence_tabs
from tracking.selectors.shipments import shipments_of, tracked_licence


@login_required
@require_safe
def overview(request: HttpRequest, number: str) -> HttpResponse:
    """Show the balance, the latest shipments, what is owed and what may be done."""
    user, found, head = _head(request, number, Part.BALANCE)
    return _shown(request, head, Part.BALANCE, tracked=tracked_licence(user, found))


@login_required
@require_safe
def shipments(request: HttpRequest, number: str) -> HttpResponse:
    """Show every shipment, the latest first."""
    user, found, head = _head(request, number, Part.SHIPMENTS)
    listed = shipments_of(user, found, request.GET.get("after", ""))
    return _shown(request, head, Part.SHIPMENTS, shipments=listed)


@login_required
@require_safe
def serials(request: HttpRequest, number: str) -> HttpResponse:
    """Show the makers' numbers that left under the licence."""
    _user, found, head = _head(request, number, Part.SERIALS)
    listed = serials_of(found, request.GET.get("after", ""))
    return _shown(request, head, Part.SERIALS, serials=listed)


@login_required
@require_safe
def owed(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is owed under the licence and what was met."""
    _user, _found, head = _head(request, number, Part.DUTIES)
    return _shown(request, head, Part.DUTIES)


@login_required
@require_safe
def abroad(request: HttpRequest, number: str) -> HttpResponse:
    """Show what became known after the border."""
    user, found, head = _head(request, number, Part.ABROAD)
    return _shown(request, head, Part.ABROAD, known=known_abroad(user, found, head.known))


@login_required
@require_safe
def journal(request: HttpRequest, number: str) -> HttpResponse:
    """Show the acts on the licence and its journal."""
    _user, found, head = _head(request, number, Part.JOURNAL)
    told = licence_journal(found, head.known, request.GET.get("after", ""))
    return _shown(request, head, Part.JOURNAL, journal=told)


def _head(request: HttpRequest, number: str, part: Part) -> tuple[User, Licence, LicenceTabs]:
    user, found = person(request), get_licence(request.user, number)
    return user, found, licence_tabs(user, found, part)


def _shown(request: HttpRequest, head: LicenceTabs, part: Part, **more: object) -> HttpResponse:
    context = {"head": head, "page": head.page, **more}
    return render(request, f"tracking/licence/{part}.html", context)
