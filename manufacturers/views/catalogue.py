"""The catalogue of a company: products, their archive and their foreign components."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
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
from core.base.scripts import mixed_words
from core.documents.views import file_response
from core.reference.selectors import search_control_list
from manufacturers import policies, selectors, services
from manufacturers.forms.goods import CatalogueSearchForm, ComponentForm, ProductForm, seen
from manufacturers.models import Component, Product
from manufacturers.services import uploads
from manufacturers.texts import goods_tabs
from manufacturers.views._shared import FORM, Page, keeper, run, version_of


@login_required
@require_safe
def product_list(request: HttpRequest) -> HttpResponse:
    """List the products in alphabetical order, a page at a time."""
    company = selectors.own_company(request.user)
    form = CatalogueSearchForm(request.GET or None)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    archived = bool(form.is_valid() and form.cleaned_data["archived"])
    after = request.GET.get("after", "").replace("\x00", "")
    page = selectors.catalogue_page(company, query=query, archived=archived, after=after)
    kept = {"q": query} | ({"archived": "on"} if archived else {})
    next_page = urlencode(kept | {"after": page.next_after})
    context = {
        "company": company,
        "form": form,
        "query": query,
        "archived": archived,
        "page": page,
        "older": f"?{next_page}" if page.next_after else "",
        "tabs": goods_tabs("products"),
        "may_keep": policies.may_keep_catalogue(request.user, company),
    }
    return render(request, "manufacturers/goods/products.html", context)


@login_required
@require_http_methods(FORM)
def product_add(request: HttpRequest) -> HttpResponse:
    """Enter a product."""
    user, company = keeper(request)
    if answer := _choosing_code(request, ProductForm(company, initial=_typed(request)), {}):
        return answer
    form = ProductForm(company, request.POST) if request.method == "POST" else ProductForm(company)

    def save(form: ProductForm) -> Product:
        return services.add_product(actor=user, company_id=company.pk, data=form.product())

    return run(request, Page(PRODUCT_FORM, form, save, lambda made: _saved(request, made)))


@login_required
@require_safe
def product(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """Show a product with its foreign components."""
    company = selectors.own_company(request.user)
    row = selectors.get_product(request.user, product_id)
    context = {
        "product": row,
        "components": selectors.components_of(row),
        "today": clock.today(),
        "mixed": mixed_words(row.name_uk) + mixed_words(row.name_en),
        "may_keep": policies.may_keep_catalogue(request.user, company),
    }
    return render(request, "manufacturers/goods/product.html", context)


@login_required
@require_http_methods(FORM)
def product_edit(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """Change a product."""
    user, company = keeper(request)
    row = selectors.get_product(user, product_id)
    context = {"product": row}
    if answer := _choosing_code(request, ProductForm(company, initial=_typed(request)), context):
        return answer
    is_sent = request.method == "POST"
    data = request.POST if is_sent else None
    form = ProductForm(company, data, initial=ProductForm.values(row))

    def save(form: ProductForm) -> Product:
        return services.change_product(
            actor=user, product_id=row.pk, version=seen(form), data=form.product()
        )

    return run(request, Page(PRODUCT_FORM, form, save, lambda made: _saved(request, made), context))


@login_required
@require_POST
def product_archive(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """Put a product away."""
    row = selectors.get_product(request.user, product_id)
    services.archive_product(actor=person(request), product_id=row.pk, version=version_of(request))
    messages.success(request, _("The product is archived. It can be restored at any time."))
    return redirect("manufacturers:products")


@login_required
@require_POST
def product_restore(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """Take a product into the catalogue again."""
    row = selectors.get_product(request.user, product_id)
    services.restore_product(actor=person(request), product_id=row.pk, version=version_of(request))
    messages.success(request, _("The product is in the catalogue again."))
    return redirect("manufacturers:product", product_id=row.pk)


@login_required
@require_safe
def control_codes(request: HttpRequest) -> HttpResponse:
    """Answer a search of the control list with the entries found, for the form of a product."""
    selectors.own_company(request.user)
    query = request.GET.get("code_words", "")[:100]
    context = {"matches": search_control_list(query, clock.today()), "code_words": query}
    return render(request, "manufacturers/goods/_codes.html", context)


@login_required
@require_http_methods(FORM)
def component(
    request: HttpRequest, product_id: UUID, component_id: UUID | None = None
) -> HttpResponse:
    """Add a foreign component of a product, or change one."""
    user, _company = keeper(request)
    row = selectors.get_product(user, product_id)
    known = selectors.get_component(user, component_id, row) if component_id else None
    form = ComponentForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        initial=ComponentForm.values(known) if known else None,
    )

    def save(form: ComponentForm) -> Component:
        return uploads.save_component(
            actor=user,
            product_id=row.pk,
            data=form.component(),
            upload=form.cleaned_data["consent_file"],
            component=known,
            version=seen(form),
        )

    back = reverse("manufacturers:product", args=[row.pk])
    context = {"product": row, "component": known}
    return run(request, Page(COMPONENT_FORM, form, save, lambda _made: back, context))


@login_required
@require_POST
def component_remove(request: HttpRequest, product_id: UUID, component_id: UUID) -> HttpResponse:
    """Take a component off a product."""
    row = selectors.get_product(request.user, product_id)
    known = selectors.get_component(request.user, component_id, row)
    services.remove_component(
        actor=person(request), component_id=known.pk, version=version_of(request)
    )
    messages.success(request, _("The component is removed."))
    return redirect("manufacturers:product", product_id=row.pk)


@login_required
@require_safe
def consent(request: HttpRequest, product_id: UUID, component_id: UUID) -> HttpResponse:
    """Hand out the file of a supplier's consent."""
    row = selectors.get_product(request.user, product_id)
    return file_response(selectors.consent_file(request.user, component_id, row))


PRODUCT_FORM = "manufacturers/goods/product_form.html"
COMPONENT_FORM = "manufacturers/goods/component_form.html"


def _choosing_code(
    request: HttpRequest, form: ProductForm, context: Mapping[str, object]
) -> HttpResponse | None:
    """Answer the buttons of the code search: show the form as typed, with what was found."""
    if "find" not in request.POST and "choose" not in request.POST:
        return None
    query = request.POST.get("code_words", "")[:100]
    found = search_control_list(query, clock.today()) if "find" in request.POST else []
    shown = {
        "form": form,
        "matches": found,
        "code_words": query,
        "searched": "find" in request.POST,
    }
    return render(request, PRODUCT_FORM, {**context, **shown})


def _typed(request: HttpRequest) -> dict[str, Any]:
    typed = dict(request.POST.items())
    return typed | ({"control_code": typed["choose"]} if "choose" in typed else {})


def _saved(request: HttpRequest, made: object) -> str:
    assert isinstance(made, Product)
    messages.success(request, _("The product is saved."))
    return reverse("manufacturers:product", args=[made.pk])
