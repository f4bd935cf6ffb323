"""Saves of the draft that bring a file: answers and file are kept together or not at all."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias
from uuid import UUID

from django.core.files.base import File
from django.db import transaction

from core.accounts.models import User
from core.documents import intake
from licensing.models import Attachment, AttachmentKind, EndUserCertificate, InformationRequest
from licensing.services import drafting, requests

Upload: TypeAlias = "File[Any]"


@transaction.atomic
def save_contract(
    *,
    actor: User,
    application_id: UUID,
    version: int,
    values: Mapping[str, Any],
    upload: "Upload | None" = None,
) -> None:
    """Save the contract and add its file if one was sent.

    Raises StaleForm; InvalidInput at `file` when the file is refused, and then nothing is kept.
    """
    application = drafting.save_section(
        actor=actor,
        application_id=application_id,
        version=version,
        section="contract",
        values=values,
    )
    if upload is not None:
        attach_upload(
            actor=actor,
            application_id=application_id,
            version=application.version,
            kind=AttachmentKind.CONTRACT,
            upload=upload,
        )


@transaction.atomic
def save_certificate(
    *,
    actor: User,
    application_id: UUID,
    version: int,
    values: Mapping[str, Any],
    upload: "Upload | None" = None,
) -> EndUserCertificate:
    """Save the certificate; a file sent replaces the one before. Raises as `save_contract`."""
    file = intake.receive(actor=actor, upload=upload, field="file") if upload else None
    return drafting.save_certificate(
        actor=actor, application_id=application_id, version=version, values=values, file=file
    )


@transaction.atomic
def attach_upload(
    *, actor: User, application_id: UUID, version: int, kind: str, upload: Upload
) -> Attachment:
    """Receive a file and attach it. Raises InvalidInput at `file` with the reason."""
    file = intake.receive(actor=actor, upload=upload, field="file")
    return drafting.attach_file(
        actor=actor, application_id=application_id, version=version, kind=kind, file=file
    )


@transaction.atomic
def attach_uploads(
    *, actor: User, application_id: UUID, version: int, kind: str, uploads: Iterable[Upload]
) -> list[Attachment]:
    """Receive several files and attach them all, or none when one is refused (at `uploads`)."""
    files = [intake.receive(actor=actor, upload=one, field="uploads") for one in uploads]
    return [
        drafting.attach_file(
            actor=actor,
            application_id=application_id,
            # Each attached file counts the version; the first one compares what the person saw.
            version=version + place,
            kind=kind,
            file=file,
        )
        for place, file in enumerate(files)
    ]


@transaction.atomic
def answer_with_uploads(
    *, actor: User, request_id: UUID, text: str, uploads: Iterable[Upload], complete: bool
) -> InformationRequest:
    """Answer a question with files; one refused file refuses the message (at `uploads`)."""
    files = [intake.receive(actor=actor, upload=one, field="uploads") for one in uploads]
    return requests.answer(
        actor=actor, request_id=request_id, text=text, files=files, complete=complete
    )
