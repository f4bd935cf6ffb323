"""Handing a file to a browser so that it can only be saved, never run on our pages."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from core.base.errors import Gone, NotAllowed
from core.documents import storage
from core.documents.models import StoredFile


def file_response(file: StoredFile, *, name: str = "") -> HttpResponse:
    """Return the file as a download under its name (or `name`).

    The caller has asked its policy before. Raises NotAllowed for a file in quarantine, Gone for
    one whose content was disposed of.
    """
    if file.disposed_on:
        raise Gone(
            "file_disposed",
            _("The content of this file was disposed of; its name and digest are kept."),
        )
    if not file.is_open:
        raise NotAllowed(
            "file_in_quarantine", _("The file waits for the malware scanner and cannot be opened.")
        )
    response = HttpResponse(storage.open_bytes(file.sha256), content_type=file.content_type)
    disposition = content_disposition_header(as_attachment=True, filename=name or file.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
