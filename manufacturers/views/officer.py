"""The register of companies, for officers and those who read along."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.models import User
from core.base.errors import InvalidInput
from manufacturers import policies, selectors, services
from manufacturers.forms import RegisterForm, SearchForm, VersionForm


@login_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """List the companies in alphabetical order, a page at a time."""
    policies.require_reader(request.user)
    form = SearchForm(request.GET or None)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    after = request.GET.get("after", "")
    context = {
        "form": form,
        "query": query,
        "page": selectors.register_page(request.user, query=query, after=after),
        "may_register": policies.may_register(request.user),
    }
    return render(request, "manufacturers/register.html", context)


@login_required
@require_safe
def detail(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Show one company: data, standing, people, history."""
    policies.require_reader(request.user)
    company = selectors.get_visible(request.user, company_id)
    context = {
        "company": company,
        "standing": selectors.standing_on(company),
        "authorities": selectors.authorities(company),
        "members": selectors.members(company),
        "history": selectors.history(company),
        "may_verify": policies.may_register(request.user),
    }
    return render(request, "manufacturers/detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Enter a new company."""
    policies.require_register(request.user)
    form = RegisterForm(request.POST or None)
    if form.is_valid() and isinstance(request.user, User):
        try:
            company = services.register_manufacturer(
                actor=request.user,
                data=form.company(),
                code_confirmed=form.cleaned_data["code_confirmed"],
            )
        except InvalidInput as problem:
            form.refuse(problem)
        else:
            return redirect("manufacturers:detail", company_id=company.pk)
    return render(
        request, "manufacturers/add.html", {"form": form}, status=422 if form.errors else 200
    )


@login_required
@require_POST
def verify(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Confirm that the data agree with the state register."""
    company = selectors.get_visible(request.user, company_id)
    form = VersionForm(request.POST)
    if form.is_valid() and isinstance(request.user, User):
        services.verify_manufacturer(
            actor=request.user, company_id=company.pk, version=form.cleaned_data["version"]
        )
        messages.success(request, _("The data are marked as verified."))
    return redirect("manufacturers:detail", company_id=company.pk)
