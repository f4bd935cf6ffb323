"""Forms of shipments under a licence, for its company and customs alike."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.signed_in import person
from core.base.numbers import with_check_digits
from core.documents.selectors import document_of
from core.documents.views import file_response
from licensing.selectors import get_licence
from tracking import policies
from tracking.forms.shipments import AnnounceForm, ConfirmForm, CorrectForm, ReasonForm
from tracking.models import Shipment
from tracking.selectors.balance import balance
from tracking.selectors.papers import paper_of
from tracking.selectors.shipments import amounts_of, get_shipment
from tracking.services import shipments
from tracking.views._shared import form_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: HttpRequest, number: str) -> HttpResponse:
    """Announce a shipment under the licence."""
    user, found = person(request), get_licence(request.user, number)
    policies.require(policies.may_announce(user, found))
    form = AnnounceForm(request.POST or None, lines=balance(found))

    def keep(entered: dict[str, Any]) -> None:
        made = shipments.announce(
            actor=user,
            licence_id=found.pk,
            lines=form.wanted(),
            planned_on=entered["planned_on"],
            border_post=entered["border_post"],
            carrier=entered["carrier"],
        )
        _tell_changed(request, made)

    return form_page(request, found, form, gettext_lazy("Announce a shipment"), keep)


def _tell_changed(request: HttpRequest, made: Shipment) -> None:
    """Warn of numbers that hold letters of the other alphabet than the maker's."""
    changed = [one for one in made.serials.all() if one.was_read_as_latin]
    if changed:
        text = _("Cyrillic letters that look like Latin ones were read as Latin: %(numbers)s.")
        numbers = ", ".join(f"{one.typed} → {one.shown}" for one in changed)
        messages.warning(request, text % {"numbers": numbers})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """Write an announced shipment off at the border."""
    user, found = person(request), get_shipment(request.user, number)
    policies.require(policies.may_confirm(user, found))
    form = ConfirmForm(
        request.POST or None,
        lines=balance(found.licence),
        amounts=amounts_of(found),
        initial={"border_post": found.border_post},
    )

    def keep(entered: dict[str, Any]) -> None:
        shipments.confirm(
            actor=user,
            shipment_id=found.pk,
            crossed_on=entered["crossed_on"],
            declaration=entered["declaration"],
            border_post=entered["border_post"],
            lines=form.wanted(),
        )

    return form_page(request, found.licence, form, gettext_lazy("Confirm the crossing"), keep)


@login_required
@require_safe
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """Show the paper that goes with an announced shipment; printed from the browser, unsealed."""
    found = get_shipment(request.user, number)
    return render(request, "tracking/paper.html", {"paper": paper_of(found)})


@login_required
@require_safe
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the sealed sheet of a write-off."""
    document = document_of("shipment", get_shipment(request.user, number).number)
    if document is None:
        raise Http404
    return file_response(document.file, name=f"{with_check_digits(number)}.pdf")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Take an announced shipment back."""
    user, found = person(request), get_shipment(request.user, number)
    policies.require(policies.may_cancel(user, found))
    form = ReasonForm(request.POST or None)

    def keep(entered: dict[str, Any]) -> None:
        shipments.cancel(actor=user, shipment_id=found.pk, reason=entered["reason"])

    return form_page(request, found.licence, form, gettext_lazy("Cancel the shipment"), keep)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Set the true figures of a confirmed shipment."""
    user, found = person(request), get_shipment(request.user, number)
    policies.require(policies.may_correct(user, found))
    form = CorrectForm(
        request.POST or None, lines=balance(found.licence), amounts=amounts_of(found)
    )

    def keep(entered: dict[str, Any]) -> None:
        shipments.correct(
            actor=user, shipment_id=found.pk, lines=form.wanted(), reason=entered["reason"]
        )

    return form_page(request, found.licence, form, gettext_lazy("Correct the shipment"), keep)
