"""Qualified signatures on the texts of a case, with what is known about each."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from core.accounts.models import User
from core.documents.models import ReceivedSignature, SignatureReview
from core.documents.signatures.selectors import Standing, signatures_on, standing_of
from licensing import policies
from licensing.models import Application, Revision
from licensing.policies import Deed


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature with the revision it is on, and whether it stands."""

    kept: ReceivedSignature
    revision: int
    standing: Standing

    @property
    def reviews(self) -> list[SignatureReview]:
        """Return what officers found, oldest first."""
        return list(self.kept.reviews.all())


def signatures_of(case: Application) -> list[Signature]:
    """Return the signatures on all declared texts of a case, oldest first."""
    return _read(case.revisions.only("number", "application"))


def signatures_on_revision(revision: Revision) -> list[Signature]:
    """Return the signatures on one declared text, oldest first."""
    return _read([revision])


def get_signature_of(case: Application, signature_id: UUID) -> Signature:
    """Return one signature of a case. Raises Http404."""
    for found in signatures_of(case):
        if found.kept.pk == signature_id:
            return found
    raise Http404


def may_judge(user: User, case: Application, signature: Signature) -> policies.Verdict:
    """Return whether the officer may judge this signature: open, not her own, not judged before."""
    verdict = policies.may(user, Deed.JUDGE_SIGNATURE, case)
    judged = {review.by_id for review in signature.reviews}
    if verdict and (not signature.standing.is_open or user.pk in judged):
        return policies.not_now("")
    return verdict


def _read(revisions: Iterable[Revision]) -> list[Signature]:
    by_subject = {one.subject: one.number for one in revisions}
    return [
        Signature(kept, by_subject[kept.subject], standing_of(kept))
        for kept in signatures_on(by_subject)
    ]
