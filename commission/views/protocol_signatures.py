"""The signed protocol as a text to sign with one's own tool, and the signatures that come back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commission import policies
from commission.models import Sitting
from commission.selectors import get_sitting
from commission.selectors.protocol_page import require_whole_sitting
from commission.selectors.protocol_signatures import get_protocol, get_signature_of, may_judge
from commission.services import protocol_signatures
from commission.views._shared import GET_OR_POST, done, status_of
from core.accounts.signed_in import person
from core.documents.views import file_response
from licensing.forms.signatures import JudgeForm, SignatureForm


@login_required
@require_safe
def text(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the exact text of a signed protocol, byte for byte what its digest is of."""
    protocol = get_protocol(_whole(request, number))
    response = HttpResponse(protocol.record_text.encode(), content_type="application/json")
    disposition = content_disposition_header(as_attachment=True, filename=f"{protocol.number}.json")
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(GET_OR_POST)
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Send a qualified signature on the text of the protocol."""
    user, sitting = person(request), _whole(request, number)
    policies.require(policies.may_send_signature(user, sitting))
    form = SignatureForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if done(
        form,
        lambda: protocol_signatures.send_signature(
            actor=user, sitting_id=sitting.pk, upload=form.cleaned_data["signature"]
        ),
    ):
        messages.success(request, _("The signature is kept."))
        return redirect("sittings:minutes", number)
    context = {"sitting": sitting, "protocol": get_protocol(sitting), "form": form}
    return render(request, "commission/protocol_sign.html", context, status=status_of(form))


@login_required
@require_http_methods(GET_OR_POST)
def signature(request: HttpRequest, number: str, signature_id: UUID) -> HttpResponse:
    """Show what is known about a signature; a form sent is an official's judgement."""
    user, sitting = person(request), _whole(request, number)
    found = get_signature_of(sitting, signature_id)
    if request.method == "POST":
        policies.require(policies.may_judge_signature(user))
    form = JudgeForm(*((request.POST,) if request.method == "POST" else ()))
    if done(
        form,
        lambda: protocol_signatures.judge_signature(
            actor=user, sitting_id=sitting.pk, signature_id=signature_id, **form.cleaned_data
        ),
    ):
        messages.success(request, _("Your finding is kept."))
        return redirect("sittings:protocol_signature", number, signature_id)
    context = {
        "sitting": sitting,
        "signature": found,
        "form": form if may_judge(user, found) else None,
    }
    return render(request, "commission/protocol_signature.html", context, status=status_of(form))


@login_required
@require_safe
def signature_file(request: HttpRequest, number: str, signature_id: UUID) -> HttpResponse:
    """Hand out a signature as it came."""
    return file_response(get_signature_of(_whole(request, number), signature_id).kept.file)


def _whole(request: HttpRequest, number: str) -> Sitting:
    sitting = get_sitting(request.user, number)
    require_whole_sitting(person(request), sitting)
    return sitting
