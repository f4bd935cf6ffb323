"""Pages of the case officer: ask departments, read their opinions, mark the case ready."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commission import policies
from commission.forms.opinions import AskForm, ReadyForm
from commission.selectors.addenda import addenda_of_case
from commission.selectors.opinions import (
    all_criteria,
    askable_departments,
    default_due,
    matrix,
    opinions_in_full,
    requests_on,
)
from commission.selectors.papers import case_for_officials, extracts_of
from commission.services import opinions, readiness
from commission.views._shared import GET_OR_POST, done, status_of
from core.accounts.signed_in import person
from licensing.models import Application
from licensing.selectors.case.page import case_page


@login_required
@require_http_methods(GET_OR_POST)
def index(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the opinions on a case; the officer of the case asks departments here."""
    case, user = case_for_officials(request.user, ref), person(request)
    may = policies.may_ask_departments(user, case)
    if request.method == "POST":
        policies.require(may)
    form = _ask_form(request, case) if may else None
    if form is not None and done(form, lambda: _ask(request, case, form)):
        messages.success(request, _("The department is asked and told by when."))
        return redirect("cases_opinions:list", case.ref)
    given = opinions_in_full(case.declared)
    context = {
        "case": case,
        "page": case_page(user, case, "opinions"),
        "form": form,
        "may": may,
        "requests": requests_on(case),
        "criteria": all_criteria(),
        "opinions": given,
        "matrix": matrix(given),
        "extracts": extracts_of(case),
        "addenda": addenda_of_case(case),
    }
    status = status_of(form) if form else 200
    return render(request, "commission/case_opinions.html", context, status=status)


def _ask_form(request: HttpRequest, case: Application) -> AskForm:
    return AskForm(
        request.POST or None,
        departments=askable_departments(case),
        initial={"due_on": default_due()},
    )


def _ask(request: HttpRequest, case: Application, form: AskForm) -> None:
    opinions.ask_department(
        actor=person(request),
        application_id=case.pk,
        department_id=form.cleaned_data["department"].pk,
        due_on=form.cleaned_data["due_on"],
        question=form.cleaned_data["question"],
    )


@login_required
@require_http_methods(GET_OR_POST)
def ready(request: HttpRequest, ref: str) -> HttpResponse:
    """Declare the review finished; overdue opinions need a note."""
    case, user = case_for_officials(request.user, ref), person(request)
    policies.require(policies.may_ask_departments(user, case))
    missing = readiness.missing_opinions(case)
    form = ReadyForm(request.POST or None, missing=missing, initial={"version": case.version})
    if done(form, lambda: _mark(request, case, form)):
        messages.success(request, _("The case is ready for the commission."))
        return redirect("cases:detail", case.ref)
    context = {
        "case": case,
        "form": form,
        "requests": requests_on(case),
        "awaited": readiness.awaited(missing),
    }
    return render(request, "commission/ready.html", context, status=status_of(form))


def _mark(request: HttpRequest, case: Application, form: ReadyForm) -> None:
    readiness.mark_ready(
        actor=person(request),
        application_id=case.pk,
        version=form.cleaned_data["version"],
        notes=form.notes(),
        urgent=form.cleaned_data["urgent"],
    )
