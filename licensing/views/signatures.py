"""Qualified signatures on a case as officers see them, and their judgement."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.signed_in import person
from core.documents.views import file_response
from licensing import policies
from licensing.forms.signatures import JudgeForm
from licensing.policies import Deed
from licensing.selectors.applicant.cases import get_revision
from licensing.selectors.case.page import case_page
from licensing.selectors.case.signatures import get_signature_of, may_judge
from licensing.services.signatures import judge_signature
from licensing.views._shared import get_case, officials_only, text_response


@officials_only
@require_http_methods(["GET", "HEAD", "POST"])
def signature(request: HttpRequest, ref: str, signature_id: UUID) -> HttpResponse:
    """Show what is known about a signature; a form sent is an officer's judgement."""
    case, user = get_case(request, ref), person(request)
    found = get_signature_of(case, signature_id)
    if request.method == "POST":
        policies.authorise(user, Deed.JUDGE_SIGNATURE, case)
    form = JudgeForm(*((request.POST,) if request.method == "POST" else ()))
    if form.is_valid():
        with form.showing_refusals():
            judge_signature(
                actor=user, application_id=case.pk, signature_id=signature_id, **form.cleaned_data
            )
            messages.success(request, _("Your finding is kept."))
            return redirect("cases:signature", case.ref, signature_id)
    context = {
        "case": case,
        "page": case_page(user, case, "documents"),
        "signature": found,
        "form": form if may_judge(user, case, found) else None,
    }
    status = 422 if form.errors else 200
    return render(request, "licensing/officer/signature.html", context, status=status)


@officials_only
@require_safe
def signature_file(request: HttpRequest, ref: str, signature_id: UUID) -> HttpResponse:
    """Hand out the signature as it came."""
    return file_response(get_signature_of(get_case(request, ref), signature_id).kept.file)


@officials_only
@require_safe
def text(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Hand out the exact text of a revision, to be held against a signature."""
    case = get_case(request, ref)
    return text_response(case, get_revision(case, number))
