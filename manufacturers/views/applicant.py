"""The company's own page: its data, authorities and people."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.models import User
from core.accounts.signed_in import person
from manufacturers import policies, selectors, services
from manufacturers.forms.company import DataSheetForm, InviteForm, RightsForm
from manufacturers.models import Manufacturer

FORM = ["GET", "HEAD", "POST"]


def _own(request: HttpRequest, *, administer: bool = False) -> tuple[User, Manufacturer]:
    """Return the person and the own company; 404 for officials, 403 for non-administrators."""
    company = selectors.own_company(request.user)
    if administer:
        policies.require_administer(request.user, company)
    return person(request), company


@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show data, authorities and people of the own company."""
    user, company = _own(request)
    context = {
        "company": company,
        "standing": selectors.standing_on(company),
        "authorities": selectors.authorities(company),
        "renewals": selectors.open_renewals(company),
        "certificate": selectors.registration_paper(company),
        "members": selectors.members(company),
        "sites": selectors.sites_of(company),
        "owners": selectors.chains_of(company),
        "may_administer": policies.may_administer(user, company),
    }
    return render(request, "manufacturers/company.html", context)


@login_required
@require_http_methods(FORM)
def edit(request: HttpRequest) -> HttpResponse:
    """Change the data sheet."""
    user, company = _own(request, administer=True)
    form = DataSheetForm(request.POST) if request.method == "POST" else DataSheetForm.of(company)
    if form.is_valid():
        with form.showing_refusals():
            services.save_data_sheet(
                actor=user,
                company_id=company.pk,
                version=form.cleaned_data["version"],
                fields=form.sheet(),
            )
            messages.success(request, _("The company's data are saved."))
            return redirect("manufacturers:company")
    context = {"company": company, "form": form}
    return render(request, "manufacturers/edit.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(FORM)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a colleague."""
    user, company = _own(request, administer=True)
    form = InviteForm(request.POST or None)
    if form.is_valid():
        with form.showing_refusals():
            services.invite_person(
                actor=user,
                company_id=company.pk,
                rights=form.chosen(),
                valid_until=form.cleaned_data["valid_until"],
                **form.person(),
            )
            messages.success(request, _("The person can now set a password and sign in."))
            return redirect("manufacturers:company")
    context = {"company": company, "form": form}
    return render(request, "manufacturers/invite.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(FORM)
def change_member(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Change what a colleague does, and until when."""
    user, _company = _own(request, administer=True)
    member = selectors.get_member(user, membership_id)
    form = RightsForm(request.POST) if request.method == "POST" else RightsForm.of(member)
    if form.is_valid():
        with form.showing_refusals():
            services.change_member(
                actor=user,
                membership_id=member.pk,
                rights=form.chosen(),
                valid_until=form.cleaned_data["valid_until"],
            )
            messages.success(request, _("Saved. It counts from the person's next page."))
            return redirect("manufacturers:company")
    context = {"member": member, "form": form}
    return render(request, "manufacturers/member.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(FORM)
def remove_member(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Ask once, then end a colleague's work for the company."""
    user, _company = _own(request, administer=True)
    member = selectors.get_member(user, membership_id)
    if request.method == "POST":
        services.remove_member(actor=user, membership_id=member.pk)
        messages.success(request, _("The person does not act for the company any more."))
        return redirect("manufacturers:company")
    return render(request, "manufacturers/remove.html", {"member": member})
