"""The worklist: its page, bulk assignment from it, and filters that a person keeps under a name."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from core.accounts.signed_in import person
from core.base import clock
from core.notifications import strip
from core.notifications.selectors import Duty, duties
from licensing.forms.casework import BulkAssignForm, FilterForm, KeepFilterForm
from licensing.selectors.worklist.page import worklist as worklist_of
from licensing.selectors.worklist.queue import Filter
from licensing.services import assigning, filters
from licensing.services.assigning import Report
from licensing.views._shared import officials_only

#: Days of the strip above the list, and how many duties it takes at most.
DAYS = 14
MOST = 60


@officials_only
@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """Show the queue of the person who asks."""
    return _page(request, request.GET.urlencode())


@officials_only
@require_POST
def assign_many(request: HttpRequest) -> HttpResponse:
    """Give the ticked cases of the worklist to an officer; say what was refused and why."""
    form = BulkAssignForm(request.POST, auto_id="bulk_%s")
    chosen = list(_chosen(request.POST.getlist("case")))
    if not chosen:
        form.add_error(None, _("Tick at least one case."))
    if not form.is_valid():
        return _page(request, request.POST.get("query", ""), sent=form)
    officer = form.cleaned_data["officer"]
    tell(request, assigning.assign_many(actor=person(request), chosen=chosen, officer=officer))
    shown, after = Filter.page_of(request.POST.get("query", ""))
    return redirect(shown.url(after))


@officials_only
@require_POST
def keep_filter(request: HttpRequest) -> HttpResponse:
    """Keep the filter in view under a name."""
    form = KeepFilterForm(request.POST, auto_id="keep_%s")
    if form.is_valid():
        with form.showing_refusals():
            kept = filters.keep_filter(actor=person(request), **form.cleaned_data)
            messages.success(request, _("The filter is kept: “%(name)s”.") % {"name": kept.name})
            return redirect(Filter.parse(kept.query).url())
    return _page(request, request.POST.get("query", ""), keep=form)


@officials_only
@require_POST
def remove_filter(request: HttpRequest, filter_id: UUID) -> HttpResponse:
    """Remove a kept filter."""
    filters.remove_filter(actor=person(request), filter_id=filter_id)
    messages.success(request, _("The kept filter is removed."))
    return redirect("cases:worklist")


def tell(request: HttpRequest, report: Report) -> None:
    """Say what became of each case of a bulk assignment."""
    if report.done:
        numbers = ", ".join(report.done)
        messages.success(request, _("Assigned: %(numbers)s.") % {"numbers": numbers})
    for one in report.refused:
        messages.error(
            request,
            _("%(number)s stays where it was. %(reason)s")
            % {"number": one.number, "reason": one.reason},
        )
    if report.vanished:
        said = ngettext(
            "%(count)s ticked case is not open to you any more.",
            "%(count)s ticked cases are not open to you any more.",
            report.vanished,
        )
        messages.error(request, said % {"count": report.vanished})
    elif not report.done and not report.refused:
        messages.error(request, _("There was nothing to assign."))


def _page(
    request: HttpRequest,
    query: str,
    *,
    sent: BulkAssignForm | None = None,
    keep: KeepFilterForm | None = None,
) -> HttpResponse:
    """Show the page of a query string; a form that was refused stands on it as it was sent."""
    user = person(request)
    asked, after = Filter.page_of(query)
    found = worklist_of(user, asked, after)
    officers = list(people_with_role(Role.OFFICER))
    context = {
        "list": found,
        "here": found.filter.query(after),
        "strip": strip.days_of(_duties(user), clock.today(), DAYS),
        "today": clock.today(),
        "now": clock.now(),
        "narrow": FilterForm(initial=asdict(found.filter), people=officers),
        "keep": keep or KeepFilterForm(initial={"query": found.filter.query()}, auto_id="keep_%s"),
        "officers": officers if found.may_assign or sent else (),
        "sent": sent,
        "ticked": request.POST.getlist("case") if sent else (),
    }
    status = 422 if sent or keep else 200
    return render(request, "licensing/officer/worklist.html", context, status=status)


def _duties(user: User) -> list[Duty]:
    return duties(user, MOST, until=clock.today() + timedelta(days=DAYS - 1))


def _chosen(ticked: Iterable[str]) -> Iterable[tuple[UUID, int]]:
    """Yield case and version of each ticked row; what a page of ours never sent is left out."""
    for value in ticked:
        key, _colon, version = value.partition(":")
        try:
            yield UUID(key), int(version)
        except ValueError:
            continue
