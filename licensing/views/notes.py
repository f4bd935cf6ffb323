"""Tabs of a case: notes of officials, findings by criterion, precedents."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.signed_in import person
from licensing import policies
from licensing.forms.notes import AssessForm, NoteForm
from licensing.policies import Deed
from licensing.selectors.case.end_user import end_user_history
from licensing.selectors.case.notes import by_criterion, may_be_mentioned, notes_of
from licensing.selectors.case.page import case_page, unit_names
from licensing.selectors.case.precedents import precedents as precedents_of
from licensing.services import notes as services
from licensing.views._shared import get_case, officials_only

GET_OR_POST = ["GET", "HEAD", "POST"]


@officials_only
@require_http_methods(GET_OR_POST)
def notes(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the notes on a case, and write one."""
    case, user = get_case(request, ref), person(request)
    may_write = policies.may(user, Deed.WRITE_NOTE, case)
    if request.method == "POST":
        policies.require(may_write)
    form = NoteForm(request.POST or None, people=may_be_mentioned(case)) if may_write else None
    if form is not None and form.is_valid():
        with form.showing_refusals():
            services.write_note(actor=user, application_id=case.pk, **form.cleaned_data)
            messages.success(request, _("The note is kept. The people you named are told."))
            return redirect("cases:notes", case.ref)
    context = {
        "case": case,
        "page": case_page(user, case, "notes"),
        "found": notes_of(case, _uuid(request.GET.get("before", ""))),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "licensing/officer/notes.html", context, status=status)


@officials_only
@require_http_methods(GET_OR_POST)
def criteria(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what officers found under each criterion, and keep a finding."""
    case, user = get_case(request, ref), person(request)
    may_assess = policies.may(user, Deed.ASSESS, case)
    if request.method == "POST":
        policies.require(may_assess)
    rows = by_criterion(case.declared)
    form = None
    if may_assess:
        form = AssessForm(
            request.POST or None,
            criteria=[row.criterion for row in rows],
            initial={"revision": case.declared.number},
        )
    if form is not None and form.is_valid():
        with form.showing_refusals():
            services.assess(actor=user, application_id=case.pk, **form.cleaned_data)
            messages.success(request, _("The finding is kept."))
            return redirect("cases:criteria", case.ref)
    context = {"case": case, "page": case_page(user, case, "criteria"), "rows": rows, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "licensing/officer/criteria.html", context, status=status)


@officials_only
@require_safe
def precedents(request: HttpRequest, ref: str) -> HttpResponse:
    """Show lines decided earlier that are like the lines of this case."""
    case, user = get_case(request, ref), person(request)
    page = case_page(user, case, "precedents")
    by, after = request.GET.get("by", ""), request.GET.get("after", "")
    found = precedents_of(user, case, page.content, by, after)
    of_end_user = found.current == "end_user"
    context = {
        "case": case,
        "page": page,
        "found": found,
        "past": end_user_history(user, case, page.content) if of_end_user else None,
        "units": unit_names(),
    }
    return render(request, "licensing/officer/precedents.html", context)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
