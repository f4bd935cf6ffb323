"""The register of companies, for officers and those who read along."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.models import User
from core.accounts.signed_in import person
from core.audit.models import Event
from core.base import clock
from core.documents.views import file_response
from core.ui.formats import moment
from manufacturers import policies, selectors, services
from manufacturers.forms.company import AuthorityForm, RegisterForm, SearchForm, VersionForm
from manufacturers.services import uploads
from manufacturers.texts import EVENTS
from manufacturers.views._shared import FORM, Page, run


def _step(event: Event) -> dict[str, object]:
    """Return an event as a step of the journey component."""
    who = event.actor.name if isinstance(event.actor, User) else _("the system")
    return {
        "state": "done",
        "icon": "tick-disc",
        "title": EVENTS.get(event.verb, event.verb),
        "note": f"{moment(event.at)} · {who}",
    }


@login_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """List the companies in alphabetical order, a page at a time."""
    policies.require_reader(request.user)
    form = SearchForm(request.GET or None)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    after = request.GET.get("after", "")
    page = selectors.register_page(request.user, query=query, after=after)
    context = {
        "form": form,
        "query": query,
        "page": page,
        "older": f"?{urlencode({'q': query, 'after': page.next_after})}" if page.next_after else "",
        "waiting": selectors.waiting_enrolments().count(),
        "papers": selectors.waiting_renewals().count(),
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
        "renewals": selectors.open_renewals(company),
        "certificate": selectors.registration_paper(company),
        "members": selectors.members(company),
        "sites": selectors.sites_of(company),
        "owners": selectors.chains_of(company),
        "lines": selectors.lines_of(company),
        "year": clock.today().year,
        "history": [_step(event) for event in selectors.history(company)],
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
        with form.showing_refusals():
            company = services.register_manufacturer(
                actor=request.user,
                data=form.company(),
                code_confirmed=form.cleaned_data["code_confirmed"],
            )
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


@login_required
@require_http_methods(FORM)
def authority_add(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Enter an authority under Res. 838."""
    policies.require_reader(request.user)
    company = selectors.get_visible(request.user, company_id)
    policies.require_register(request.user)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()

    def save(form: AuthorityForm) -> object:
        return uploads.add_authority(
            actor=person(request), company_id=company.pk, **form.cleaned_data
        )

    def leads_to(_made: object) -> str:
        return reverse("manufacturers:detail", args=[company.pk])

    page = Page("manufacturers/authority.html", AuthorityForm(*sent), save, leads_to)
    return run(request, page.showing({"company": company}))


@login_required
@require_safe
def authority_file(request: HttpRequest, authority_id: UUID) -> HttpResponse:
    """Hand out the file of an authority."""
    return file_response(selectors.authority_file(request.user, authority_id))
