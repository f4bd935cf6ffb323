"""National need on the case page, the ministry's statement, and stop orders."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.signed_in import person
from core.base import clock
from licensing.forms.need import StopForm
from licensing.models import Application
from licensing.selectors.case.page import case_page
from licensing.selectors.need.arithmetic import stop_order_in_force
from licensing.selectors.need.page import LineNeed, needs_of
from licensing.services import need as spending
from licensing.views._shared import get_case, officials_only

GET_OR_POST = ["GET", "HEAD", "POST"]


@officials_only
@require_safe
def tab(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the arithmetic of every production line of the case."""
    case, user = get_case(request, ref), person(request)
    context = {
        "case": case,
        "page": case_page(user, case, "need"),
        "needs": needs_of(case),
        "may_state": spending.may_enter_statement(user),
        "may_stop": spending.may_stop(user),
    }
    return render(request, "licensing/officer/need.html", context)


@officials_only
@require_http_methods(GET_OR_POST)
def stop(request: HttpRequest, ref: str, line_id: UUID) -> HttpResponse:
    """Stop a production line."""
    case, user = get_case(request, ref), person(request)
    one = _line(case, line_id)
    spending.require_head(user)
    form = StopForm(request.POST or None)
    if form.is_valid():
        with form.showing_refusals():
            spending.stop(actor=user, line_id=line_id, **form.cleaned_data)
            messages.success(request, _("The line is stopped; its permits are suspended."))
            return redirect("cases:need", case.ref)
    return _form(request, case, one, form, _("Stop order"))


@officials_only
@require_POST
def lift(request: HttpRequest, ref: str, line_id: UUID) -> HttpResponse:
    """Lift the stop order of a line."""
    case, user = get_case(request, ref), person(request)
    one = _line(case, line_id)
    spending.require_head(user)
    order = stop_order_in_force(one.line, clock.today())
    if order is not None:
        spending.lift(actor=user, order_id=order.pk)
        messages.success(request, _("The stop order is lifted. Reinstate each permit by its act."))
    return redirect("cases:need", case.ref)


def _line(case: Application, line_id: UUID) -> LineNeed:
    found = next((one for one in needs_of(case) if one.line.pk == line_id), None)
    if found is None:
        raise Http404
    return found


def _form(
    request: HttpRequest, case: Application, one: LineNeed, form: object, title: str
) -> HttpResponse:
    context = {"case": case, "one": one, "form": form, "title": title}
    status = 422 if request.method == "POST" else 200
    return render(request, "licensing/officer/need_form.html", context, status=status)
