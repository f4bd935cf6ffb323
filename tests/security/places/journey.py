"""The addresses of the journey from application to sealed decision."""

from typing import TYPE_CHECKING, Any

from commission.models import AgendaItem
from core.notifications.models import Message
from manufacturers.models import Membership

if TYPE_CHECKING:
    from tests.security.world import World


def names(world: "World") -> dict[str, dict[str, Any]]:
    """Return what the placeholders of each namespace, or of one address, stand for."""
    attachment = world.review.attachments.select_related("file").first()
    message = Message.objects.filter(recipient=world.cast.preparer).first()
    assert attachment is not None
    assert message is not None
    item = world.vote.question.item
    case = {
        "ref": world.review.number,
        "file_id": attachment.file_id,
        "request_id": world.question.pk,
        "code": "national_need",
    }
    return {
        "cases": case,
        "cases_opinions": case,
        "applications": _draft_names(world),
        "opinions": {"request_id": world.opinion.pk, "file_id": attachment.file_id},
        "sittings": {
            "number": item.sitting.number,
            "position": item.position,
            "round_id": world.vote.pk,
            "file_id": item.application.attachments.values_list("file_id", flat=True)[0],
        },
        "licences": {"number": world.decision.licence.number, "name": "suspend"},
        "records": {
            "number": world.decision.number,
            "document": world.decision.refusal.number,
        },
        "manufacturers": {
            "company_id": world.cast.company.pk,
            "membership_id": Membership.objects.get(user=world.cast.preparer).pk,
        },
        "verify": {"digest": world.decision.refusal.record_sha256},
        "inbox": {"message_id": message.pk},
        "mail": {"mail_id": world.review.pk},
        # These speak of a submitted case.
        "applications:detail": {"ref": world.review.number},
        "applications:question": {"ref": world.review.number},
        "applications:revision": {"ref": world.review.number},
        "applications:withdraw": {"ref": world.review.number},
        "applications:amend": {"ref": world.review.number},
        "applications:refusal": {
            "ref": world.decision.application.number,
            "number": world.decision.refusal.number,
        },
        # The sitting that is over has its protocol.
        "sittings:protocol": {"number": AgendaItem.objects.earliest("created_at").sitting.number},
        "account_confirm_email": {"key": "none"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "none"},
        "mfa_remove_webauthn": {"pk": 1},
        "mfa_edit_webauthn": {"pk": 1},
    }


def _draft_names(world: "World") -> dict[str, Any]:
    """Return what the addresses of a draft name."""
    draft = world.draft
    return {
        "ref": draft.ref,
        "line_id": draft.lines.values_list("pk", flat=True)[0],
        "party_id": draft.parties.get(role="consignee").pk,
        "attachment_id": draft.attachments.values_list("pk", flat=True)[0],
        "file_id": draft.attachments.values_list("file_id", flat=True)[0],
        "request_id": world.question.pk,
        "number": 1,
    }


def forms(world: "World") -> dict[str, dict[str, Any]]:
    """Return what is sent to addresses whose answer depends on it: a form that could be kept."""
    review = {"version": world.review.version, "text": "Слово"}
    vote = {"round": world.vote.pk, "digest": world.vote.digest}
    ballot = {**vote, "revision": 1, "choice": "for"}
    return {
        "cases:take": review,
        "cases:lapse": review,
        "cases:accept": review,
        "cases:comment": review,
        "sittings:confirm_ballot": ballot,
        "sittings:cast": ballot,
        "manufacturers:verify": {"version": world.cast.company.version},
        "records:export": {"format": "csv"},
        "preferences": {"language": "uk", "theme": "dark"},
    }
