"""The production lines of a company: capacity with its proof, and state orders."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.signed_in import person
from core.base import clock
from core.documents.views import file_response
from manufacturers import policies, selectors, services
from manufacturers.forms.goods import CapacityForm, LineForm, OrderForm, seen
from manufacturers.models import Capacity, ProductionLine, StateOrder
from manufacturers.services import uploads
from manufacturers.texts import goods_tabs
from manufacturers.views._shared import FORM, Page, keeper, run, version_of


@login_required
@require_safe
def line_list(request: HttpRequest) -> HttpResponse:
    """List the production lines with this year's figures."""
    company = selectors.own_company(request.user)
    context = {
        "company": company,
        "lines": selectors.lines_of(company),
        "year": clock.today().year,
        "tabs": goods_tabs("lines"),
        "may_keep": policies.may_keep_catalogue(request.user, company),
    }
    return render(request, "manufacturers/goods/lines.html", context)


@login_required
@require_http_methods(FORM)
def line_add(request: HttpRequest) -> HttpResponse:
    """Enter a production line."""
    user, company = keeper(request)
    form = LineForm(company, request.POST) if request.method == "POST" else LineForm(company)

    def save(form: LineForm) -> ProductionLine:
        values = {key: value for key, value in form.cleaned_data.items() if key != "version"}
        return services.open_line(actor=user, company_id=company.pk, **values)

    return run(request, Page(LINE_FORM, form, save, _line_page))


@login_required
@require_safe
def line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Show a line: years with capacity and state orders, and the products made on it."""
    company = selectors.own_company(request.user)
    row = selectors.get_line(request.user, line_id)
    context = {
        "line": row,
        "years": selectors.line_years(row),
        "products": selectors.products_of(row.manufacturer).filter(production_line=row),
        "may_keep": policies.may_keep_catalogue(request.user, company),
    }
    return render(request, "manufacturers/goods/line.html", context)


@login_required
@require_http_methods(FORM)
def line_edit(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Rename or move a line."""
    user, company = keeper(request)
    row = selectors.get_line(user, line_id)
    data = request.POST if request.method == "POST" else None
    form = LineForm(company, data, initial=LineForm.values(row), line=row)

    def save(form: LineForm) -> ProductionLine:
        values = {key: value for key, value in form.cleaned_data.items() if key != "version"}
        return services.change_line(actor=user, line_id=row.pk, version=seen(form), **values)

    return run(request, Page(LINE_FORM, form, save, _line_page, {"line": row}))


@login_required
@require_POST
def line_archive(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Put a line away."""
    row = selectors.get_line(request.user, line_id)
    services.archive_line(actor=person(request), line_id=row.pk, version=version_of(request))
    messages.success(request, _("The production line is archived."))
    return redirect("manufacturers:lines")


@login_required
@require_POST
def line_restore(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Take a line into use again."""
    row = selectors.get_line(request.user, line_id)
    services.restore_line(actor=person(request), line_id=row.pk, version=version_of(request))
    messages.success(request, _("The production line is in use again."))
    return redirect("manufacturers:line", line_id=row.pk)


@login_required
@require_http_methods(FORM)
def capacity(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Declare what the line can make in a year."""
    user, _company = keeper(request)
    row = selectors.get_line(user, line_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()

    def save(form: CapacityForm) -> Capacity:
        return uploads.declare_capacity(
            actor=user,
            line_id=row.pk,
            year=form.cleaned_data["year"],
            quantity=form.cleaned_data["quantity"],
            upload=form.cleaned_data["proof"],
        )

    page = Page(CAPACITY_FORM, CapacityForm(*sent), save, lambda _made: _line_page(row))
    return run(request, page.showing({"line": row}))


@login_required
@require_http_methods(FORM)
def order(request: HttpRequest, line_id: UUID, order_id: UUID | None = None) -> HttpResponse:
    """Enter a state order, or change one."""
    user, _company = keeper(request)
    row = selectors.get_line(user, line_id)
    known = selectors.get_order(user, order_id, row) if order_id else None
    form = OrderForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        initial=OrderForm.values(known) if known else None,
    )

    def save(form: OrderForm) -> StateOrder:
        return uploads.save_order(
            actor=user,
            line_id=row.pk,
            data=form.order(),
            upload=form.cleaned_data["proof"],
            order=known,
            version=seen(form),
        )

    page = Page(ORDER_FORM, form, save, lambda _made: _line_page(row))
    return run(request, page.showing({"line": row, "order": known}))


@login_required
@require_POST
def order_cancel(request: HttpRequest, line_id: UUID, order_id: UUID) -> HttpResponse:
    """Take a state order out of the arithmetic."""
    row = selectors.get_line(request.user, line_id)
    known = selectors.get_order(request.user, order_id, row)
    services.cancel_state_order(
        actor=person(request), order_id=known.pk, version=version_of(request)
    )
    messages.success(request, _("The state order does not count any more."))
    return redirect("manufacturers:line", line_id=row.pk)


@login_required
@require_safe
def proof(request: HttpRequest, line_id: UUID, file_id: UUID) -> HttpResponse:
    """Hand out the proof of a capacity or of a state order."""
    row = selectors.get_line(request.user, line_id)
    return file_response(selectors.proof_of(row, file_id))


LINE_FORM = "manufacturers/goods/line_form.html"
CAPACITY_FORM = "manufacturers/goods/capacity_form.html"
ORDER_FORM = "manufacturers/goods/order_form.html"


def _line_page(row: object) -> str:
    assert isinstance(row, ProductionLine)
    return reverse("manufacturers:line", args=[row.pk])
