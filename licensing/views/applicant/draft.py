"""The pages of the draft that hold one group of questions each."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from core.accounts.signed_in import person
from licensing.forms.applicant import (
    ContractForm,
    EndUseForm,
    KindForm,
    OriginForm,
    StatesForm,
    TransferForm,
)
from licensing.forms.applicant_base import DraftForm
from licensing.forms.applicant_parties import CertificateForm, EndUserForm
from licensing.models import Application, AttachmentKind
from licensing.selectors.applicant.drafts import (
    attachments,
    certificate_values,
    end_user_of,
    party_values,
)
from licensing.selectors.applicant.reuse import known_parties, reused_party
from licensing.services import drafting, drafting_files
from licensing.views.applicant.shared import FORM, Edit, editable, run


@login_required
@require_http_methods(FORM)
def kind(request: HttpRequest, ref: str) -> HttpResponse:
    """Edit kind, track, title and destination."""
    return _section(request, ref, "kind", KindForm)


@login_required
@require_http_methods(FORM)
def end_use(request: HttpRequest, ref: str) -> HttpResponse:
    """Edit the end use."""
    return _section(request, ref, "end_use", EndUseForm)


@login_required
@require_http_methods(FORM)
def states(request: HttpRequest, ref: str) -> HttpResponse:
    """Edit the further countries of a general or open permit."""
    return _section(request, ref, "states", StatesForm)


@login_required
@require_http_methods(FORM)
def origin(request: HttpRequest, ref: str) -> HttpResponse:
    """Edit the country that brokered goods come from."""
    return _section(request, ref, "origin", OriginForm)


@login_required
@require_http_methods(FORM)
def transfer(request: HttpRequest, ref: str) -> HttpResponse:
    """Edit how technology or a service is passed on."""
    return _section(request, ref, "transfer", TransferForm)


@login_required
@require_http_methods(FORM)
def contract(request: HttpRequest, ref: str) -> HttpResponse:
    """Edit the contract and add its file."""
    case = editable(request, ref)

    def save(form: DraftForm) -> None:
        drafting_files.save_contract(
            actor=person(request),
            application_id=case.pk,
            version=form.seen_version,
            values=form.answers(),
            upload=form.cleaned_data["file"],
        )

    files = attachments(case, AttachmentKind.CONTRACT)
    edit = Edit("contract", ContractForm, _fields_of(ContractForm), save, context={"files": files})
    return run(request, case, edit)


@login_required
@require_http_methods(FORM)
def end_user(request: HttpRequest, ref: str) -> HttpResponse:
    """Edit the end user."""
    case = editable(request, ref)

    def values(now: Application) -> dict[str, Any]:
        party = end_user_of(now)
        own = party_values(party) if party else {"country": now.destination}
        return own | reused_party(now, request.GET.get("from", ""))

    def save(form: DraftForm) -> None:
        party = end_user_of(case)
        drafting.save_party(
            actor=person(request),
            application_id=case.pk,
            version=form.seen_version,
            values=form.answers(),
            party_id=party.pk if party else None,
        )

    context = {"known": known_parties(case)}
    return run(request, case, Edit("end_user", EndUserForm, values, save, context=context))


@login_required
@require_http_methods(FORM)
def certificate(request: HttpRequest, ref: str) -> HttpResponse:
    """Edit the end-user certificate and its file."""
    case = editable(request, ref)

    def save(form: DraftForm) -> None:
        drafting_files.save_certificate(
            actor=person(request),
            application_id=case.pk,
            version=form.seen_version,
            values=form.answers(),
            upload=form.cleaned_data["file"],
        )

    values = certificate_values
    context = {"kept_file": values(case).get("file")}
    edit = Edit("certificate", CertificateForm, values, save, context=context)
    return run(request, case, edit)


def _section(request: HttpRequest, ref: str, key: str, form_class: type[DraftForm]) -> HttpResponse:
    case = editable(request, ref)

    def save(form: DraftForm) -> None:
        drafting.save_section(
            actor=person(request),
            application_id=case.pk,
            version=form.seen_version,
            section=key,
            values=form.answers(),
        )

    return run(request, case, Edit(key, form_class, _fields_of(form_class), save))


def _fields_of(form_class: type[DraftForm]) -> Any:
    names = [name for name in form_class.base_fields if name not in {"version", "file"}]
    return lambda case: {name: getattr(case, name) for name in names}
