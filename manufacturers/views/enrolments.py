"""Requests of newcomers, for the officers who keep the register."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.signed_in import person
from core.base.errors import InvalidInput
from manufacturers import policies, selectors, services
from manufacturers.forms.enrolment import DeclineForm
from manufacturers.views._shared import FORM, Page, run


@login_required
@require_safe
def enrolments(request: HttpRequest) -> HttpResponse:
    """List the requests that wait, the oldest first."""
    policies.require_reader(request.user)
    context = {"enrolments": selectors.waiting_enrolments()}
    return render(request, "manufacturers/enrolment/list.html", context)


@login_required
@require_http_methods(FORM)
def request_page(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Show a request with what should be noticed about it; a form sent declines it."""
    policies.require_reader(request.user)
    row = selectors.get_enrolment(enrolment_id)
    if request.method == "POST":
        policies.require_register(request.user)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    context = {
        "enrolment": row,
        "warnings": selectors.warnings_about(row),
        "may_settle": policies.may_register(request.user) and row.state == "waiting",
    }

    def save(form: DeclineForm) -> object:
        return services.decline_enrolment(
            actor=person(request), enrolment_id=row.pk, reason=form.cleaned_data["reason"]
        )

    def leads_to(_made: object) -> str:
        return reverse("manufacturers:enrolments")

    return run(request, Page("manufacturers/enrolment/request.html", form, save, leads_to, context))


@login_required
@require_POST
def accept(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Register the company that asks."""
    policies.require_reader(request.user)
    try:
        company = services.accept_enrolment(actor=person(request), enrolment_id=enrolment_id)
    except InvalidInput as problem:
        messages.error(request, problem.message)
        return redirect("manufacturers:request", enrolment_id=enrolment_id)
    messages.success(request, _("The company is registered and verified. The person was told."))
    return redirect("manufacturers:detail", company_id=company.pk)
