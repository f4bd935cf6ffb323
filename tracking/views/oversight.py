"""Pages of checks on site and of requests to pass goods on."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.signed_in import person
from core.documents.views import file_response
from licensing.selectors import get_licence
from licensing.snapshot import country_name
from tracking import policies
from tracking.forms.oversight import (
    FollowUpForm,
    PlanForm,
    ProtocolForm,
    ReexportForm,
    RefuseForm,
)
from tracking.selectors import oversight as reads
from tracking.selectors.balance import balance
from tracking.selectors.destinations import require_overview
from tracking.selectors.risk import suggestions
from tracking.services import oversight, reexports
from tracking.views._shared import form_page

GET_OR_POST = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """List the checks, and the permits that call for one."""
    require_overview(request.user)
    after = request.GET.get("after", "")
    context = {
        "found": reads.checks(request.user, after),
        "suggested": [] if after else suggestions()[:25],
        "may_plan": policies.may_oversee(person(request)),
    }
    return render(request, "tracking/checks.html", context)


@login_required
@require_safe
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one check."""
    page = reads.check_page(reads.get_check(request.user, pk))
    may = policies.may_oversee(person(request))
    return render(request, "tracking/check.html", {"page": page, "one": page.check, "may": may})


@login_required
@require_http_methods(GET_OR_POST)
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """Plan a check under a permit."""
    user, found = person(request), get_licence(request.user, number)
    policies.require(policies.may_oversee(user))
    form = PlanForm(request.POST or None)

    def keep(entered: dict[str, Any]) -> None:
        oversight.plan(actor=user, licence_id=found.pk, **entered)

    return form_page(request, found, form, _("Plan a check on site"), keep)


@login_required
@require_http_methods(GET_OR_POST)
def protocol(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the protocol of a check."""
    user, found = person(request), reads.get_check(request.user, pk)
    policies.require(policies.may_oversee(user))
    form = ProtocolForm(request.POST or None, request.FILES or None)

    def keep(entered: dict[str, Any]) -> None:
        oversight.write_protocol(
            actor=user, check_id=pk, data=form.protocol(), photos=entered["photos"] or ()
        )

    back = reverse("licences:check", args=[pk])
    return form_page(request, found.licence, form, _("Protocol of the check"), keep, back)


@login_required
@require_http_methods(GET_OR_POST)
def follow_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what came of a follow-up."""
    user, found = person(request), reads.get_check(request.user, pk)
    policies.require(policies.may_oversee(user))
    form = FollowUpForm(request.POST or None)

    def keep(entered: dict[str, Any]) -> None:
        oversight.follow_up(actor=user, check_id=pk, **entered)

    back = reverse("licences:check", args=[pk])
    return form_page(request, found.licence, form, _("Result of the follow-up"), keep, back)


@login_required
@require_safe
def photo(request: HttpRequest, pk: UUID, file_id: UUID) -> HttpResponse:
    """Give a picture of a protocol."""
    return file_response(reads.photo_of(request.user, pk, file_id))


@login_required
@require_safe
def reexport_list(request: HttpRequest) -> HttpResponse:
    """List the requests to pass goods on."""
    found = reads.reexports(request.user)
    rows = [(one, country_name(one.country)) for one in found]
    return render(request, "tracking/reexports.html", {"rows": rows})


@login_required
@require_safe
def reexport(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one request."""
    one = reads.get_reexport(request.user, pk)
    context = {
        "one": one,
        "country": country_name(one.country),
        "case": reads.case_of(person(request), one),
        "may_refuse": policies.may_refuse(person(request), one),
    }
    return render(request, "tracking/reexport.html", context)


@login_required
@require_http_methods(GET_OR_POST)
def ask_reexport(request: HttpRequest, number: str) -> HttpResponse:
    """Enter a request under a permit."""
    user, found = person(request), get_licence(request.user, number)
    policies.require(policies.may_declare(user, found))
    form = ReexportForm(request.POST or None, request.FILES or None, lines=balance(found))

    def keep(entered: dict[str, Any]) -> None:
        reexports.ask(actor=user, licence_id=found.pk, data=form.asked(), upload=entered["file"])

    return form_page(request, found, form, _("Ask to pass goods on"), keep)


@login_required
@require_http_methods(GET_OR_POST)
def refuse_reexport(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Refuse a request to pass goods on to where nothing may go."""
    user, found = person(request), reads.get_reexport(request.user, pk)
    policies.require(policies.may_refuse(user, found))
    form = RefuseForm(request.POST or None)

    def keep(entered: dict[str, Any]) -> None:
        reexports.refuse(actor=user, request_id=pk, **entered)

    back = reverse("licences:reexport", args=[pk])
    return form_page(request, found.licence, form, _("Refusal of the request"), keep, back)


@login_required
@require_safe
def reexport_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the letter of a request."""
    found = reads.get_reexport(request.user, pk)
    if found.file is None:
        raise Http404
    return file_response(found.file)
