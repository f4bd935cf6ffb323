"""The addresses of programs and of their tokens."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.api.scopes import Scope
from core.api.services import issue_token
from core.base import clock

if TYPE_CHECKING:
    from tests.security.world import World


def names(world: "World") -> dict[str, dict[str, Any]]:
    """Return what the placeholders stand for."""
    token, _secret = issue_token(
        actor=world.cast.preparer,
        name="Облік",
        scopes=[Scope.DRAFTS_READ],
        last_day=clock.today() + timedelta(days=90),
    )
    draft, decided = world.draft, world.decision
    return {
        "tokens": {"token_id": token.pk},
        "operations": {"promise_id": token.pk},
        "api": {
            "product_id": draft.pk,
            "draft_id": draft.pk,
            "line_id": draft.lines.values_list("pk", flat=True)[0],
            "party_id": draft.parties.get(role="consignee").pk,
            "attachment_id": draft.attachments.values_list("pk", flat=True)[0],
            "number": world.review.number,
            "document": decided.refusal.number,
            "digest": decided.refusal.record_sha256,
        },
    }


def forms(world: "World") -> dict[str, dict[str, Any]]:
    """Return what is sent: nothing that the pages need."""
    return {}
