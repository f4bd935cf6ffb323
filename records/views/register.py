"""Pages of the register: search, one decision, export, the ledger."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.base import clock
from core.base.errors import InvalidInput
from core.documents.views import file_response
from licensing.models import Decision
from records import exports, policies, selectors, services
from records.dossier import compile_dossier, document_of
from records.filters import ExportForm, FilterForm
from records.presentation import chips
from records.views.ledger import ledger_context
from records.views.signed_in import SignedIn


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
        "keeps_archive": policies.keeps_archive(request.user),
        "may_export": policies.may_export(request.user),
        "export_form": ExportForm(columns=exports.COLUMNS),
        **ledger_context(page.checkpoint),
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


def _found(request: SignedIn, number: str) -> Decision:
    policies.authorise_reading(request.user)
    found = selectors.get_visible(request.user, number)
    if found is None:
        raise Http404
    return found
