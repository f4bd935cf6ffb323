"""Papers of standing: the company sends, the officer compares and settles."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.signed_in import person
from core.base.errors import InvalidInput
from core.documents.views import file_response
from manufacturers import policies, selectors, services
from manufacturers.forms.renewals import AuthorityPaperForm, RegistrationPaperForm, SettleForm
from manufacturers.models import Renewal, RenewalKind
from manufacturers.views._shared import FORM, Page, run

FORMS: dict[str, type[RegistrationPaperForm]] = {
    RenewalKind.AUTHORITY.value: AuthorityPaperForm,
    RenewalKind.REGISTRATION.value: RegistrationPaperForm,
}


@login_required
@require_http_methods(FORM)
def send(request: HttpRequest, kind: str) -> HttpResponse:
    """Send a renewed paper of the own company."""
    company = selectors.own_company(request.user)
    policies.require_administer(request.user, company)
    if kind not in FORMS:
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else ()

    def save(form: RegistrationPaperForm) -> Renewal:
        return services.send_renewal(
            actor=person(request),
            company_id=company.pk,
            kind=kind,
            data=form.paper(),
            upload=form.cleaned_data["upload"],
        )

    def leads_to(_made: object) -> str:
        messages.success(request, _("The paper is sent. Until it is confirmed the old one counts."))
        return reverse("manufacturers:company")

    page = Page("manufacturers/renewals/send.html", FORMS[kind](*sent), save, leads_to)
    return run(request, page.showing({"kind": RenewalKind(kind)}))


@login_required
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """List the papers that wait, the oldest first."""
    policies.require_reader(request.user)
    context = {"renewals": selectors.waiting_renewals()}
    return render(request, "manufacturers/renewals/list.html", context)


@login_required
@require_http_methods(FORM)
def renewal(request: HttpRequest, renewal_id: UUID) -> HttpResponse:
    """Show a paper beside what counts now; a form sent declines it."""
    policies.require_reader(request.user)
    row = selectors.get_renewal(request.user, renewal_id)
    if request.method == "POST":
        policies.require_register(request.user)
    form = SettleForm(request.POST if request.method == "POST" else None)
    context = {
        "renewal": row,
        "company": row.manufacturer,
        "standing": selectors.standing_on(row.manufacturer),
        "may_settle": policies.may_register(request.user) and row.state == "waiting",
    }

    def save(form: SettleForm) -> Renewal:
        return services.decline_renewal(
            actor=person(request), renewal_id=row.pk, reason=form.cleaned_data["reason"]
        )

    def leads_to(_made: object) -> str:
        return reverse("manufacturers:renewals")

    return run(request, Page("manufacturers/renewals/paper.html", form, save, leads_to, context))


@login_required
@require_POST
def confirm(request: HttpRequest, renewal_id: UUID) -> HttpResponse:
    """Let the paper count."""
    policies.require_reader(request.user)
    try:
        row = services.confirm_renewal(actor=person(request), renewal_id=renewal_id)
    except InvalidInput as problem:
        messages.error(request, problem.message)
        return redirect("manufacturers:renewal", renewal_id=renewal_id)
    messages.success(request, _("The paper is confirmed and counts. The company was told."))
    return redirect("manufacturers:detail", company_id=row.manufacturer_id)


@login_required
@require_safe
def file(request: HttpRequest, renewal_id: UUID) -> HttpResponse:
    """Hand out the file of a paper."""
    return file_response(selectors.get_renewal(request.user, renewal_id).file)
