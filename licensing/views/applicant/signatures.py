"""A declared text to sign with one's own tool, and the signature that comes back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.signed_in import person
from licensing import policies, snapshot
from licensing.forms.signatures import SignatureForm
from licensing.policies import Deed
from licensing.selectors.applicant.cases import get_revision
from licensing.selectors.applicant.own import get_own
from licensing.selectors.case.page import unit_names
from licensing.selectors.case.signatures import signatures_on_revision
from licensing.services.signatures import send_signature
from licensing.views._shared import text_response
from licensing.views.applicant.shared import FORM, PAGES


@login_required
@require_http_methods(FORM)
def revision(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Show a declared text as it was frozen; a form sent brings a qualified signature on it."""
    case = get_own(request.user, ref)
    kept, user = get_revision(case, number), person(request)
    if request.method == "POST":
        policies.authorise(user, Deed.SEND_SIGNATURE, case)
    form = SignatureForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        with form.showing_refusals():
            send_signature(
                actor=user,
                application_id=case.pk,
                revision=number,
                upload=form.cleaned_data["signature"],
            )
            messages.success(request, _("The signature is kept."))
            return redirect("applications:revision", case.ref, number)
    content = snapshot.read(kept.text)
    context = {
        "case": case,
        "revision": kept,
        "content": content,
        "kind": content.form_label,
        "units": unit_names(),
        "signatures": signatures_on_revision(kept),
        "form": form if policies.may(user, Deed.SEND_SIGNATURE, case) else None,
    }
    status = 422 if form.errors else 200
    return render(request, f"{PAGES}/revision.html", context, status=status)


@login_required
@require_safe
def text(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Hand out the exact text of a revision, byte for byte what its digest is of."""
    case = get_own(request.user, ref)
    return text_response(case, get_revision(case, number))
