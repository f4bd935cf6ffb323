"""Addenda of a signed protocol: on its page, and in the file of the case they are about."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from commission import policies
from commission.models import Addendum, Sitting
from commission.selectors.protocol_page import require_whole_sitting
from core.accounts.models import User
from core.documents.models import IssuedDocument
from core.documents.selectors import documents_of
from licensing.models import Application


@dataclass(frozen=True, slots=True)
class AddendaPart:
    """The addenda as a reader of the protocol sees them, and what she may do."""

    rows: list[Addendum]
    to_answer: Addendum | None
    may_propose: bool
    sealed: set[str]


def addenda_of_sitting(user: User, sitting: Sitting) -> AddendaPart:
    """Return the addenda of a sitting's protocol in the order of their proposal."""
    related = ("item", "proposed_by", "answered_by", "protocol__sitting")
    rows = list(Addendum.objects.filter(protocol__sitting=sitting).select_related(*related))
    waiting = next((row for row in rows if row.answered_at is None), None)
    answers = waiting is not None and policies.may_answer_addendum(user, waiting)
    return AddendaPart(
        rows=rows,
        to_answer=waiting if answers else None,
        may_propose=waiting is None and bool(policies.may_add_to_protocol(user, sitting)),
        sealed=_sealed(rows),
    )


def _sealed(rows: list[Addendum]) -> set[str]:
    numbers = [row.number for row in rows if row.number]
    if not numbers:
        return set()
    found = IssuedDocument.objects.filter(kind="addendum", number__in=numbers)
    return set(found.values_list("number", flat=True))


def get_addendum(user: User, sitting: Sitting, addendum_id: UUID) -> Addendum:
    """Return an addendum to a reader of the whole protocol. Raises Http404."""
    require_whole_sitting(user, sitting)
    rows = Addendum.objects.select_related("protocol__sitting", "proposed_by", "item")
    found = rows.filter(pk=addendum_id, protocol__sitting=sitting).first()
    if found is None:
        raise Http404
    return found


def addenda_of_case(case: Application) -> list[Addendum]:
    """Return the sealed addenda in the file of a case, in the order of the protocols."""
    sealed = documents_of(f"case:{case.pk}").filter(kind="addendum").values("number")
    rows = Addendum.objects.filter(item__application=case, number__in=sealed)
    return list(rows.select_related("item", "protocol__sitting").order_by("answered_at"))
