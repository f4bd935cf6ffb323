"""The certificate and the files of a draft, for programs."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, Status
from ninja.files import UploadedFile
from pydantic import Field

from core.api.form_content import answers, content_of
from core.api.routing import ApiRouter
from core.api.schemas import Sent
from core.api.scopes import Scope
from core.api.versions import seen_version
from core.base.errors import Conflict
from licensing.api.drafts import DRAFT, own_draft, show
from licensing.api.schemas import DraftOut
from licensing.forms.applicant_parties import CertificateForm
from licensing.models import Application
from licensing.selectors.applicant.drafts import certificate_values, get_attachment
from licensing.services import drafting, drafting_files

router = ApiRouter(tags=["drafts"])
WRITE = Scope.DRAFTS_WRITE

CertificateIn = content_of(CertificateForm, "CertificateIn")
PaperKind = Annotated[str, Field(min_length=1, max_length=40)]


@router.write(
    "PUT",
    f"{DRAFT}/certificate",
    scope=WRITE,
    content=CertificateIn,
    response=DraftOut,
    versioned=True,
)
def save_certificate(
    request: HttpRequest, response: HttpResponse, draft_id: UUID, sent: Sent
) -> Application:
    """Save what the end-user certificate says; its file stays as it is."""
    user, draft = own_draft(request, draft_id)
    drafting.save_certificate(
        actor=user,
        application_id=draft.pk,
        version=seen_version(request),
        values=answers(CertificateForm, sent).answers(),
    )
    return show(request, response, draft.pk)


@router.write(
    "POST", f"{DRAFT}/certificate/file", scope=WRITE, response={201: DraftOut}, versioned=True
)
def send_certificate(
    request: HttpRequest, response: HttpResponse, draft_id: UUID, file: File[UploadedFile]
) -> Status[Application]:
    """Send the signed certificate; it replaces the file before."""
    user, draft = own_draft(request, draft_id)
    values = certificate_values(draft)
    if not values:
        raise Conflict("no_certificate", _("Save what the certificate says first."))
    drafting_files.save_certificate(
        actor=user,
        application_id=draft.pk,
        version=seen_version(request),
        values=values,
        upload=file,
    )
    return Status(201, show(request, response, draft.pk))


@router.write("POST", f"{DRAFT}/files", scope=WRITE, response={201: DraftOut}, versioned=True)
def attach_file(
    request: HttpRequest,
    response: HttpResponse,
    draft_id: UUID,
    kind: Form[PaperKind],
    file: File[UploadedFile],
) -> Status[Application]:
    """Attach a file: `contract`, `other` or another kind of the checklist."""
    user, draft = own_draft(request, draft_id)
    drafting_files.attach_upload(
        actor=user,
        application_id=draft.pk,
        version=seen_version(request),
        kind=kind,
        upload=file,
    )
    return Status(201, show(request, response, draft.pk))


@router.write(
    "DELETE",
    f"{DRAFT}/files/{{uuid:attachment_id}}",
    scope=WRITE,
    response=DraftOut,
    versioned=True,
)
def detach_file(
    request: HttpRequest, response: HttpResponse, draft_id: UUID, attachment_id: UUID
) -> Application:
    """Take a file off the draft; frozen revisions keep it."""
    user, draft = own_draft(request, draft_id)
    known = get_attachment(draft, attachment_id)
    drafting.detach_file(
        actor=user,
        application_id=draft.pk,
        version=seen_version(request),
        attachment_id=known.pk,
    )
    return show(request, response, draft.pk)
