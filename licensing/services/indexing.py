"""Keeps the names of a case findable: what is declared now is found, what it was before is not."""

from licensing.models import Application, SearchHit, SearchTerm
from licensing.search import terms_of
from licensing.snapshot import Snapshot


def index_case(application: Application, content: Snapshot) -> None:
    """File a numbered case under the names of its declared text. Safe to run again.

    The terms come sorted, so two submissions never wait for each other crosswise.
    """
    terms = terms_of(content)
    SearchTerm.objects.bulk_create(
        [
            SearchTerm(kind=one.kind, key=one.key, label_uk=one.label_uk, label_en=one.label_en)
            for one in terms
        ],
        ignore_conflicts=True,
    )
    wanted = {(one.kind, one.key) for one in terms}
    candidates = SearchTerm.objects.filter(key__in=[one.key for one in terms])
    kept = [term for term in candidates if (term.kind, term.key) in wanted]
    SearchHit.objects.filter(application=application).exclude(term__in=kept).delete()
    SearchHit.objects.bulk_create(
        [SearchHit(term=term, application=application, number=application.ref) for term in kept],
        ignore_conflicts=True,
    )
