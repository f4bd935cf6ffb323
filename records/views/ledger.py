"""The ledger's page: its newest head, the proof, and what outside witnesses signed."""

import json

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.audit import witnesses
from core.audit.models import Checkpoint
from core.audit.selectors import latest_checkpoint
from records import policies, selectors, services
from records.filters import ReceiptForm
from records.views.signed_in import SignedIn


@login_required
@require_safe
def ledger(request: SignedIn) -> HttpResponse:
    """Show the newest signed head of the log, its witnesses and how the last proof ended."""
    policies.authorise_reading(request.user)
    return _page(request, ReceiptForm())


@login_required
@require_POST
def verify(request: SignedIn) -> HttpResponse:
    """Run the whole proof now."""
    services.verify_now(actor=request.user)
    return redirect("records:ledger")


@login_required
@require_safe
def handover(request: SignedIn) -> HttpResponse:
    """Hand out what a witness is given: the newest head and the proof since the one it signed."""
    policies.authorise_export(request.user)
    asked = request.GET.get("old", "")
    text = witnesses.handover(int(asked) if asked.isdecimal() and len(asked) < 19 else 0)
    response = HttpResponse(text.encode(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="checkpoint-for-witness.txt"'
    return response


@login_required
@require_POST
def receipt(request: SignedIn) -> HttpResponse:
    """Keep what a witness sent back."""
    policies.authorise_export(request.user)
    form = ReceiptForm(request.POST)
    if form.is_valid():
        with form.showing_refusals():
            services.keep_receipt(actor=request.user, text=form.cleaned_data["text"])
            return redirect("records:ledger")
    return _page(request, form, status=422)


def _page(request: SignedIn, form: ReceiptForm, status: int = 200) -> HttpResponse:
    context = {
        "may_verify": policies.may_export(request.user),
        "witnesses": witnesses.standing(),
        "form": form,
        **ledger_context(latest_checkpoint()),
    }
    return render(request, "records/ledger.html", context, status=status)


def ledger_context(checkpoint: Checkpoint | None) -> dict[str, object]:
    """Return what the box of the ledger shows on any page."""
    proof = selectors.last_verification()
    return {
        "checkpoint": checkpoint,
        "root": bytes(checkpoint.root).hex() if checkpoint else "",
        "proof": proof,
        "proved": json.loads(proof.body)["data"] if proof else None,
    }
