"""The declared papers of a case for those the commission lets read them."""

import json
from uuid import UUID

from django.http import Http404

from commission.models import AgendaItem, Extract
from core.accounts.policies import Person, has_permission
from core.documents.models import StoredFile
from core.documents.selectors import documents_of
from licensing import snapshot
from licensing.models import Application, CheckRun, Revision
from licensing.selectors import get_application
from licensing.selectors.case.checks import Checks, checks_of


def case_for_officials(user: Person, ref: str) -> Application:
    """Return a submitted case to officials who read all cases. Raises Http404 for others."""
    if not has_permission(user, "view_all_cases"):
        raise Http404
    case = get_application(user, ref)
    if case.current_revision is None:
        raise Http404
    return case


def extracts_of(case: Application) -> list[Extract]:
    """Return the extracts of protocols in the file of a case, once they are sealed."""
    sealed = documents_of(f"case:{case.pk}").filter(kind="extract").values("number")
    rows = Extract.objects.filter(item__application=case, number__in=sealed)
    return list(rows.select_related("item__sitting").order_by("item__sitting__held_at"))


def checks_before(item: AgendaItem) -> Checks | None:
    """Return the run of the checks whose digest lies among the frozen papers of an item."""
    frozen = json.loads(item.papers)["checks"]
    if frozen is None:
        return None
    runs = CheckRun.objects.filter(application=item.application_id, sha256=frozen["sha256"])
    run = runs.first()
    return checks_of(run) if run else None


def findings_before(item: AgendaItem) -> list[str] | None:
    """Return the digests of the findings among the frozen papers, None where they name none yet.

    Papers of the first schema were frozen without findings.
    """
    frozen = json.loads(item.papers).get("criteria")
    return None if frozen is None else [row["sha256"] for row in frozen]


def file_of_revision(revision: Revision, file_id: UUID) -> StoredFile:
    """Return a file that was declared with this revision. Raises Http404."""
    content = snapshot.read(revision.text)
    declared = {file.id for file in content.files}
    if content.certificate and content.certificate.file:
        declared.add(content.certificate.file.id)
    found = StoredFile.objects.filter(pk=file_id).first() if str(file_id) in declared else None
    if found is None:
        raise Http404
    return found
