"""Importing products from a sheet: upload, report on each row, and the person's choice."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.signed_in import person
from core.work.selectors import is_under_way, work_on
from manufacturers import policies, selectors, services
from manufacturers.forms.sheets import ReportForm, SheetForm
from manufacturers.models import ProductSheet, SheetState
from manufacturers.sheets import report, template
from manufacturers.views._shared import FORM, Page, keeper, run


@login_required
@require_http_methods(FORM)
def upload(request: HttpRequest) -> HttpResponse:
    """Take a sheet and check it; nothing is imported yet."""
    user, company = keeper(request)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()

    def save(form: SheetForm) -> ProductSheet:
        return services.check_sheet(
            actor=user, company_id=company.pk, upload=form.cleaned_data["file"]
        )

    context = {"sheets": selectors.sheets_of(company)}
    return run(request, Page("manufacturers/goods/upload.html", form, save, _page, context))


@login_required
@require_safe
def sheet(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """Show the report on a sheet, a page at a time."""
    company = selectors.own_company(request.user)
    row = selectors.get_sheet(request.user, sheet_id)
    form = ReportForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    only_wrong = bool(asked.get("wrong"))
    page = selectors.report(row, only_wrong=only_wrong, after=asked.get("after") or 0)
    kept = "wrong=on&" if only_wrong else ""
    context = {
        "sheet": row,
        "rows": [report.in_words(one) for one in page.rows],
        "tabs": report.tabs(row, only_wrong=only_wrong),
        "older": f"?{kept}after={page.next_after}" if page.next_after else "",
        "right": row.total - row.wrong,
        "may_keep": policies.may_keep_catalogue(request.user, company),
        "piece": work_on(person(request), row.subject),
        "under_way": is_under_way(row.subject),
    }
    return render(request, "manufacturers/goods/sheet.html", context)


@login_required
@require_POST
def sheet_import(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """Write the rows into the catalogue: all, or only the right ones."""
    row = selectors.get_sheet(request.user, sheet_id)
    done = services.import_sheet(
        actor=person(request), sheet_id=row.pk, only_right="only_right" in request.POST
    )
    if done.state != SheetState.IMPORTED:
        messages.success(request, _("The import is under way. You may leave this page."))
        return redirect("manufacturers:sheet", row.pk)
    words = ngettext(
        "%(count)d product is imported.", "%(count)d products are imported.", done.imported
    )
    messages.success(request, words % {"count": done.imported})
    return redirect("manufacturers:products")


@login_required
@require_POST
def sheet_discard(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """Set a sheet aside; its report stays."""
    row = selectors.get_sheet(request.user, sheet_id)
    services.discard_sheet(actor=person(request), sheet_id=row.pk)
    messages.success(request, _("The sheet is set aside. Nothing was imported."))
    return redirect("manufacturers:sheets")


@login_required
@require_safe
def sheet_template(request: HttpRequest) -> HttpResponse:
    """Hand out the empty sheet."""
    selectors.own_company(request.user)
    response = HttpResponse(template.template(), content_type=template.CONTENT_TYPE)
    name = content_disposition_header(as_attachment=True, filename="products.xlsx")
    response["Content-Disposition"] = name or "attachment"
    return response


def _page(made: object) -> str:
    assert isinstance(made, ProductSheet)
    return reverse("manufacturers:sheet", args=[made.pk])
