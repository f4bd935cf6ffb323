"""Answers that the company still writes: kept between visits, shared by its people, never sent."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.base import clock
from core.base.errors import Conflict, StaleForm
from licensing import policies
from licensing.models import AnswerDraft, InformationRequest
from licensing.policies import Deed
from licensing.services._advance import lock

MOST_TEXT = 8000


@transaction.atomic
def save_answer_draft(*, actor: User, request_id: UUID, text: str, version: int) -> AnswerDraft:
    """Keep the text of an answer for later; `version` is 0 when the person saw no draft.

    Raises NotAllowed, Conflict when the question is answered, StaleForm when a colleague saved
    another text in between. No event: an unsent text says nothing to anybody.
    """
    asked = InformationRequest.objects.get(pk=request_id)
    application = lock(asked.application_id)
    policies.authorise(actor, Deed.ANSWER, application)
    if asked.complete_at is not None:
        raise Conflict("already_answered", _("This question is already answered."))
    draft = AnswerDraft.objects.filter(request=asked).first() or AnswerDraft(
        request=asked, version=0
    )
    if draft.version != version:
        raise StaleForm(
            "stale_form", _("A colleague saved another text after you opened this page.")
        )
    draft.text, draft.version = text[:MOST_TEXT], version + 1
    draft.saved_by, draft.saved_at = actor, clock.now()
    draft.save()
    return draft


def forget_answer_draft(*, request_id: UUID) -> None:
    """Drop the draft once its text was sent; runs in the transaction of the answer."""
    AnswerDraft.objects.filter(request_id=request_id).delete()
