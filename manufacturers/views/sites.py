"""The places of the own company."""

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
from manufacturers.forms.company import SiteForm
from manufacturers.forms.goods import seen
from manufacturers.views._shared import FORM, Page, run, version_of


@login_required
@require_http_methods(FORM)
def site(request: HttpRequest, site_id: UUID | None = None) -> HttpResponse:
    """Enter a place, or correct one."""
    company = selectors.own_company(request.user)
    policies.require_administer(request.user, company)
    known = selectors.get_site(request.user, site_id) if site_id else None
    data = request.POST if request.method == "POST" else None
    form = SiteForm(data, initial=SiteForm.values(known) if known else None)

    def save(form: SiteForm) -> object:
        actor, given = person(request), form.site()
        if known is None:
            return services.add_site(actor=actor, company_id=company.pk, data=given)
        return services.change_site(actor=actor, site_id=known.pk, version=seen(form), data=given)

    def leads_to(_made: object) -> str:
        return reverse("manufacturers:company")

    return run(request, Page("manufacturers/site.html", form, save, leads_to, {"site": known}))


@login_required
@require_POST
def site_close(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Close a place."""
    known = selectors.get_site(request.user, site_id)
    services.close_site(actor=person(request), site_id=known.pk, version=version_of(request))
    messages.success(request, _("The place is closed."))
    return redirect("manufacturers:company")
