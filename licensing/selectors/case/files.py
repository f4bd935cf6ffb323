"""Which files belong to a case as officials see it."""

from uuid import UUID

from django.http import Http404

from core.documents.models import StoredFile
from licensing import snapshot
from licensing.models import Application, RequestFile


def file_of_case(case: Application, file_id: UUID) -> StoredFile:
    """Return a file of any declared revision or of a conversation on the case.

    A file that only lies in the working draft was declared to nobody. Raises Http404.
    """
    if str(file_id) in _declared(case) or _was_sent(case, file_id):
        found = StoredFile.objects.filter(pk=file_id).first()
        if found is not None:
            return found
    raise Http404


def _declared(case: Application) -> set[str]:
    ids: set[str] = set()
    for text in case.revisions.values_list("text", flat=True):
        content = snapshot.read(text)
        ids |= {file.id for file in content.files}
        if content.certificate and content.certificate.file:
            ids.add(content.certificate.file.id)
    return ids


def _was_sent(case: Application, file_id: UUID) -> bool:
    return RequestFile.objects.filter(message__request__application=case, file=file_id).exists()
