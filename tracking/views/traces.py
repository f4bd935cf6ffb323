"""Pages of what becomes known abroad: certificates, incidents, goods used up, where it is now."""

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
from licensing.selectors.licences.obligations import open_duties
from tracking import policies
from tracking.forms.traces import (
    ConcludeForm,
    DeliveryForm,
    IncidentForm,
    JudgeForm,
    UsedUpForm,
)
from tracking.selectors.balance import balance
from tracking.selectors.deliveries import certificate_page, get_certificate, proof_of
from tracking.selectors.destinations import destination_page, destinations, require_overview
from tracking.selectors.incidents import get_incident, incidents
from tracking.selectors.shipments import amounts_of, get_shipment
from tracking.selectors.where import where
from tracking.services import deliveries, traces
from tracking.views._shared import form_page

GET_OR_POST = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(GET_OR_POST)
def prove(request: HttpRequest, number: str) -> HttpResponse:
    """Enter a certificate that a shipment arrived."""
    user, found = person(request), get_shipment(request.user, number)
    policies.require(policies.may_prove(user, found))
    proof = proof_of(user, found, amounts_of(found))
    form = DeliveryForm(
        request.POST or None,
        request.FILES or None,
        lines=balance(found.licence),
        missing=proof.missing,
    )

    def keep(entered: dict[str, Any]) -> None:
        deliveries.enter(
            actor=user,
            shipment_id=found.pk,
            data=form.certificate(),
            lines=form.amounts(),
            upload=entered["file"],
        )

    return form_page(request, found.licence, form, _("Enter a proof of delivery"), keep)


@login_required
@require_safe
def delivery(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one certificate beside what customs wrote off."""
    page = certificate_page(person(request), get_certificate(request.user, pk))
    return render(request, "tracking/delivery.html", {"page": page, "one": page.certificate})


@login_required
@require_http_methods(GET_OR_POST)
def judge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what the issuer of a certificate answered."""
    user, found = person(request), get_certificate(request.user, pk)
    policies.require(policies.may_judge(user, found))
    form = JudgeForm(request.POST or None)

    def keep(entered: dict[str, Any]) -> None:
        deliveries.judge(actor=user, certificate_id=pk, **entered)

    back = reverse("licences:delivery", args=[pk])
    return form_page(request, found.shipment.licence, form, _("Answer of the issuer"), keep, back)


@login_required
@require_safe
def delivery_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the file of a certificate."""
    found = get_certificate(request.user, pk)
    if found.file is None:
        raise Http404
    return file_response(found.file)


@login_required
@require_safe
def incident_list(request: HttpRequest) -> HttpResponse:
    """List incidents, the latest first."""
    require_overview(request.user)
    context = {
        "found": incidents(request.user, request.GET.get("after", "")),
        "may_report": policies.may_oversee(person(request)),
    }
    return render(request, "tracking/incidents.html", context)


@login_required
@require_safe
def incident(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one incident."""
    one = get_incident(request.user, pk)
    may = policies.may_oversee(person(request)) and one.concluded_at is None
    return render(request, "tracking/incident.html", {"one": one, "may_conclude": may})


@login_required
@require_http_methods(GET_OR_POST)
def report_incident(request: HttpRequest) -> HttpResponse:
    """Enter an incident."""
    require_overview(request.user)
    user = person(request)
    policies.require(policies.may_oversee(user))
    form = IncidentForm(request.POST or None)

    def keep(entered: dict[str, Any]) -> None:
        traces.report(actor=user, data=form.incident())

    back = reverse("licences:incidents")
    return form_page(request, None, form, _("Report an incident"), keep, back)


@login_required
@require_http_methods(GET_OR_POST)
def conclude(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close an incident with what was found out."""
    user, found = person(request), get_incident(request.user, pk)
    policies.require(policies.may_oversee(user))
    form = ConcludeForm(request.POST or None)

    def keep(entered: dict[str, Any]) -> None:
        traces.conclude(actor=user, incident_id=pk, **entered)

    back = reverse("licences:incident", args=[pk])
    return form_page(request, found.licence, form, _("Conclude the incident"), keep, back)


@login_required
@require_http_methods(GET_OR_POST)
def used_up(request: HttpRequest, number: str) -> HttpResponse:
    """Enter the end user's declaration that goods are no more."""
    user, found = person(request), get_licence(request.user, number)
    policies.require(policies.may_declare(user, found))
    form = UsedUpForm(request.POST or None, request.FILES or None, lines=balance(found))

    def keep(entered: dict[str, Any]) -> None:
        traces.declare_used_up(
            actor=user, licence_id=found.pk, data=form.declared(), upload=entered["file"]
        )

    return form_page(request, found, form, _("Declare goods used up"), keep)


@login_required
@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """List what is owed under permits, the earliest day first."""
    late, after = request.GET.get("late") == "1", request.GET.get("after", "")
    found = open_duties(request.user, late_only=late, after=after)
    return render(request, "tracking/duties.html", {"duties": found})


@login_required
@require_safe
def where_is_it(request: HttpRequest) -> HttpResponse:
    """Answer where goods are now, by number, permit, shipment or end user."""
    found = where(person(request), request.GET.get("q", ""))
    return render(request, "tracking/where.html", {"found": found})


@login_required
@require_safe
def destination_list(request: HttpRequest) -> HttpResponse:
    """Show what was permitted, shipped and proved by country."""
    require_overview(request.user)
    return render(request, "tracking/destinations.html", {"rows": destinations()})


@login_required
@require_safe
def destination(request: HttpRequest, country: str) -> HttpResponse:
    """Show one destination."""
    require_overview(request.user)
    page = destination_page(country.upper())
    return render(request, "tracking/destination.html", {"page": page})
