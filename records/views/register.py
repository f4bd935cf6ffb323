"""Pages of the register: search, one decision, export, the ledger."""

import json

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from core.accounts.models import User
from core.audit.models import Checkpoint
from core.audit.selectors import latest_checkpoint
from core.base import clock
from core.base.errors import InvalidInput
from core.documents.views import file_response
from licensing.models import Decision
from records import exports, policies, selectors, services
from records.dossier import compile_dossier, document_of
from records.filters import ExportForm, FilterForm
from records.presentation import chips


class SignedIn(HttpRequest):
    """A request behind `login_required`: it has a person."""

    user: User


@login_required
@require_safe
def register(request: SignedIn) -> HttpResponse:
    """Search the decisions, newest first."""
    policies.authorise_reading(request.user)
    form = FilterForm(request.GET, years=selectors.years(request.user))
    wanted = form.wanted()
    page = selectors.register_page(request.user, wanted, request.GET.get("before", ""))
    context = {
        "form": form,
        "page": page,
        "wanted": wanted,
        "chips": chips(request.GET, wanted, page.counts),
        "may_export": policies.may_export(request.user),
        "export_form": ExportForm(columns=exports.COLUMNS),
        **_ledger_context(page.checkpoint),
    }
    return render(request, "records/register.html", context)


@login_required
@require_safe
def decision(request: SignedIn, number: str) -> HttpResponse:
    """Show everything behind one decision. The reading itself is an event."""
    found = _found(request, number)
    services.log_reading(actor=request.user, decision=found)
    context = {
        "dossier": compile_dossier(found),
        "may_look_back": policies.may_export(request.user),
    }
    return render(request, "records/decision.html", context)


@login_required
@require_safe
def text(request: SignedIn, number: str) -> HttpResponse:
    """Hand out the exact canonical text of a record, byte for byte as it was hashed."""
    found = _found(request, number)
    services.log_reading(actor=request.user, decision=found)
    response = HttpResponse(found.text.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.json"'
    return response


@login_required
@require_safe
def document(request: SignedIn, number: str, document: str) -> HttpResponse:
    """Hand out a sealed document of a decision."""
    found = _found(request, number)
    paper = document_of(found, document)
    if paper is None:
        raise Http404
    services.log_reading(actor=request.user, decision=found)
    name = paper.number.replace("/", "-")  # an extract is DJ-2026-00014/3
    return file_response(paper.file, name=f"{name}.pdf")


@login_required
@require_safe
def export(request: SignedIn) -> StreamingHttpResponse:
    """Stream the filtered register as a file; its beginning and its end are events."""
    policies.authorise_export(request.user)
    wanted = FilterForm(request.GET, years=selectors.years(request.user)).wanted()
    form = ExportForm(request.GET, columns=exports.COLUMNS)
    if not form.is_valid():
        raise InvalidInput("export_form", _("Choose one of the formats and columns of the list."))
    chosen, asked = form.cleaned_data["format"], form.cleaned_data
    run = services.Export(request.user, wanted, chosen, asked["purpose"], asked["columns"])
    stream = exports.logged_stream(run, selectors.matching(request.user, wanted))
    content_type, ending = exports.FORMS[chosen]
    response = StreamingHttpResponse(stream, content_type=content_type)
    name = f"decisions-{clock.today().isoformat()}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@require_safe
def ledger(request: SignedIn) -> HttpResponse:
    """Show the newest signed head of the log and how the last proof ended."""
    policies.authorise_reading(request.user)
    context = {
        "may_verify": policies.may_export(request.user),
        **_ledger_context(latest_checkpoint()),
    }
    return render(request, "records/ledger.html", context)


@login_required
@require_POST
def verify(request: SignedIn) -> HttpResponse:
    """Run the whole proof now."""
    services.verify_now(actor=request.user)
    return redirect("records:ledger")


def _found(request: SignedIn, number: str) -> Decision:
    policies.authorise_reading(request.user)
    found = selectors.get_visible(request.user, number)
    if found is None:
        raise Http404
    return found


def _ledger_context(checkpoint: Checkpoint | None) -> dict[str, object]:
    proof = selectors.last_verification()
    return {
        "checkpoint": checkpoint,
        "root": bytes(checkpoint.root).hex() if checkpoint else "",
        "proof": proof,
        "proved": json.loads(proof.body)["data"] if proof else None,
    }
