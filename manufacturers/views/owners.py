"""The owners of the own company."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.accounts.signed_in import person
from manufacturers import policies, selectors, services
from manufacturers.forms.owners import OwnerForm
from manufacturers.views._shared import FORM, Page, run


@login_required
@require_http_methods(FORM)
def owner(request: HttpRequest) -> HttpResponse:
    """Declare an owner."""
    company = selectors.own_company(request.user)
    policies.require_administer(request.user, company)
    form = OwnerForm(request.POST if request.method == "POST" else None, company=company)

    def save(form: OwnerForm) -> object:
        return services.add_owner(actor=person(request), company_id=company.pk, data=form.owner())

    def leads_to(_made: object) -> str:
        return reverse("manufacturers:company")

    return run(request, Page("manufacturers/owner.html", form, save, leads_to, {}))


@login_required
@require_POST
def owner_end(request: HttpRequest, owner_id: UUID) -> HttpResponse:
    """Say that somebody owns a part no more."""
    known = selectors.get_owner(request.user, owner_id)
    services.end_owner(actor=person(request), owner_id=known.pk)
    messages.success(request, _("The owner is struck off the list; the history keeps it."))
    return redirect("manufacturers:company")
