"""Pages of the body: seats, mandates and rules; the reference administrator changes them."""

import json
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commission import policies
from commission.forms.body import MandateForm, RevokeForm, RulesForm, SeatForm
from commission.models import MandateRole, Seat, SeatKind
from commission.selectors import body
from commission.services import seats
from commission.views._shared import GET_OR_POST, done, form_page
from core.accounts.signed_in import person
from core.reference.selectors import departments


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show every seat with its holders, and the rules in force."""
    user = person(request)
    body.require_reader(user)
    context = {
        "rows": body.seat_rows(),
        "packs": body.packs(),
        "manage": bool(policies.may_manage_seats(user)),
    }
    return render(request, "commission/body.html", context)


@login_required
@require_http_methods(GET_OR_POST)
def establish(request: HttpRequest) -> HttpResponse:
    """Give a department a seat."""
    user = person(request)
    policies.require(policies.may_manage_seats(user))
    form = SeatForm(request.POST or None, departments=departments())
    if done(form, lambda: _establish(request, form)):
        messages.success(request, _("The seat is established."))
        return redirect("commission:body")
    return form_page(
        request,
        form,
        title=_("Establish a seat"),
        button=_("Establish"),
        back=reverse("commission:body"),
    )


def _establish(request: HttpRequest, form: SeatForm) -> Seat:
    data = form.cleaned_data
    return seats.establish_seat(
        actor=person(request),
        number=data["number"],
        department_code=data["department"].code,
        valid_from=data["valid_from"],
        kind=SeatKind(data["kind"]),
    )


@login_required
@require_http_methods(GET_OR_POST)
def appoint(request: HttpRequest, seat_id: UUID) -> HttpResponse:
    """Enter the written mandate of a holder or alternate."""
    user = person(request)
    policies.require(policies.may_manage_seats(user))
    seat = body.get_seat(seat_id)
    form = MandateForm(request.POST or None, people=body.may_hold())
    if done(form, lambda: _appoint(request, seat, form)):
        messages.success(request, _("The mandate is entered."))
        return redirect("commission:body")
    return form_page(
        request,
        form,
        title=_("Enter a mandate"),
        button=_("Enter"),
        back=reverse("commission:body"),
        about=seat.department.name,
    )


def _appoint(request: HttpRequest, seat: Seat, form: MandateForm) -> None:
    data = form.cleaned_data
    seats.appoint(
        actor=person(request), seat_id=seat.pk, **data | {"role": MandateRole(data["role"])}
    )


@login_required
@require_http_methods(GET_OR_POST)
def revoke(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """End a mandate at once."""
    user = person(request)
    policies.require(policies.may_manage_seats(user))
    mandate = body.get_mandate(mandate_id)
    form = RevokeForm(request.POST or None)
    if done(
        form,
        lambda: seats.revoke(actor=user, mandate_id=mandate_id, note=form.cleaned_data["note"]),
    ):
        messages.success(request, _("The mandate has ended."))
        return redirect("commission:body")
    return form_page(
        request,
        form,
        title=_("End the mandate of %(name)s") % {"name": mandate.person.full_name},
        button=_("End the mandate"),
        back=reverse("commission:body"),
        about=f"{mandate.seat.department.name}, {mandate.instrument_number}",
        note=_("It ends at once: a ballot under it is refused from now on, also in an open vote."),
    )


@login_required
@require_http_methods(GET_OR_POST)
def adopt(request: HttpRequest) -> HttpResponse:
    """Adopt a new version of the rules."""
    user = person(request)
    policies.require(policies.may_manage_seats(user))
    form = RulesForm(request.POST or None, initial={"text": _newest()})
    if done(form, lambda: seats.adopt_rules(actor=user, text=form.cleaned_data["text"])):
        messages.success(request, _("The rules are adopted for sittings convened from their day."))
        return redirect("commission:body")
    return form_page(
        request,
        form,
        title=_("Adopt rules"),
        button=_("Adopt"),
        back=reverse("commission:body"),
        note=_("An adopted version is never changed; sittings keep the rules of their day."),
    )


def _newest() -> str:
    pack = body.newest_pack()
    return json.dumps(json.loads(pack.text), ensure_ascii=False, indent=2) if pack else ""
