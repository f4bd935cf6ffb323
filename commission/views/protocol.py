"""Pages of the protocol: read and compare, comment, circulate, approve, sign, hand out."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commission import policies
from commission.forms.protocol import CommentForm, StatementForm
from commission.models import AgendaItem, Statement
from commission.selectors import get_item, get_sitting
from commission.selectors.addenda import addenda_of_sitting
from commission.selectors.papers import case_for_officials
from commission.selectors.protocol_page import protocol_page, require_whole_sitting
from commission.selectors.scope import item_of_case
from commission.services import protocols, statements
from commission.views._shared import GET_OR_POST, done, form_page, status_of, to_item
from core.accounts.signed_in import person
from core.base.numbers import with_check_digits
from core.documents.models import IssuedDocument
from core.documents.selectors import document_of
from core.documents.views import file_response


@login_required
@require_http_methods(GET_OR_POST)
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show the protocol as it stands and what changed; take a comment."""
    user, sitting = person(request), get_sitting(request.user, number)
    page = protocol_page(user, sitting)
    if request.method == "POST":
        policies.require(policies.may_comment(user, sitting))
    form = CommentForm(request.POST or None) if page.rights.comment else None
    if form is not None and done(
        form,
        lambda: protocols.comment(
            actor=user, sitting_id=sitting.pk, text=form.cleaned_data["text"]
        ),
    ):
        messages.success(request, _("Your comment is with the secretary."))
        return redirect("sittings:minutes", number)
    context = {
        "page": page,
        "sitting": sitting,
        "form": form,
        "addenda": addenda_of_sitting(user, sitting),
    }
    status = status_of(form) if form else 200
    return render(request, "commission/protocol.html", context, status=status)


Act = Callable[..., object]
STEPS: dict[str, tuple[Act, Promise]] = {
    "revise": (protocols.revise, gettext_lazy("The protocol is generated anew.")),
    "circulate": (protocols.circulate, gettext_lazy("The draft is sent to the members.")),
    "approve": (protocols.approve, gettext_lazy("The protocol is approved. Now it is signed.")),
    "sign": (protocols.sign, gettext_lazy("You signed the protocol.")),
}


@login_required
@require_POST
def step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Take the protocol one step on."""
    user, sitting = person(request), get_sitting(request.user, number)
    require_whole_sitting(user, sitting)
    if name not in STEPS:
        raise Http404
    act, words = STEPS[name]
    act(actor=user, sitting_id=sitting.pk)
    messages.success(request, str(words))
    return redirect("sittings:minutes", number)


@login_required
@require_safe
def document(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the sealed protocol."""
    user, sitting = person(request), get_sitting(request.user, number)
    require_whole_sitting(user, sitting)
    found = document_of("protocol", sitting.protocol_number or "")
    if found is None:
        raise Http404
    return file_response(found.file, name=f"{with_check_digits(found.number)}.pdf")


@login_required
@require_safe
def extract(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Hand out the sealed extract of one item."""
    return _hand_out(_extract_of(get_item(request.user, number, position)))


@login_required
@require_safe
def extract_of_case(request: HttpRequest, ref: str, item_id: UUID) -> HttpResponse:
    """Hand out an extract from the file of its case."""
    case = case_for_officials(request.user, ref)
    item = item_of_case(case, item_id)
    return _hand_out(_extract_of(get_item(request.user, item.sitting.number, item.position)))


def _extract_of(item: AgendaItem) -> IssuedDocument | None:
    return document_of("extract", f"{item.sitting.protocol_number}/{item.position}")


def _hand_out(found: IssuedDocument | None) -> HttpResponse:
    if found is None:
        raise Http404
    protocol, _slash, item = found.number.partition("/")
    return file_response(found.file, name=f"{with_check_digits(protocol)}-{item}.pdf")


@login_required
@require_http_methods(GET_OR_POST)
def statement(
    request: HttpRequest, number: str, position: int, statement_id: UUID | None = None
) -> HttpResponse:
    """Enter or correct what was said on an item."""
    item, user = get_item(request.user, number, position), person(request)
    policies.require(policies.may_keep_statements(user, item))
    old = _statement(item, statement_id)
    initial = {"speaker": old.speaker, "text": old.text} if old else None
    form = StatementForm(request.POST or None, initial=initial)
    if done(form, lambda: _record(request, item, form, statement_id)):
        messages.success(request, _("The statement is entered."))
        return to_item(item)
    return form_page(
        request,
        form,
        title=_("Correct a statement") if old else _("Enter a statement"),
        button=_("Enter"),
        back=reverse("sittings:item", args=[number, position]),
        about=f"{number}, {_('item')} {position}",
    )


def _statement(item: AgendaItem, statement_id: UUID | None) -> Statement | None:
    if statement_id is None:
        return None
    return get_object_or_404(item.statements.filter(replaced_by__isnull=True), pk=statement_id)


def _record(
    request: HttpRequest, item: AgendaItem, form: StatementForm, statement_id: UUID | None
) -> None:
    statements.record_statement(
        actor=person(request),
        item_id=item.pk,
        speaker=form.cleaned_data["speaker"],
        text=form.cleaned_data["text"],
        replaces=statement_id,
    )
