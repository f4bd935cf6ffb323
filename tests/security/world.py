"""The state of the house in which the matrix is walked, and the objects its addresses name."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import models

from commission.models import AgendaItem, OpinionRequest, Protocol, Round
from commission.services.opinions import ask_department
from commission.services.protocols import issue_protocol
from core.audit import ledger
from core.base import clock
from core.documents import fonts
from core.documents.services import issue_document
from core.notifications.models import Message
from core.reference.selectors import department
from demo.cast import Cast, build_cast
from licensing.models import Application, Decision, InformationRequest
from licensing.services import drafting
from manufacturers.models import Membership
from tests import builders
from tests.records import journey


@dataclass
class World:
    """The cast and one case in each place that an address can lead to."""

    cast: Cast
    decision: Decision
    review: Application
    question: InformationRequest
    draft: Application
    vote: Round
    opinion: OpinionRequest
    names: dict[str, dict[str, Any]] = field(default_factory=dict)
    forms: dict[str, dict[str, Any]] = field(default_factory=dict)

    def person(self, name: str) -> models.Model | None:
        """Return the person of a column; None is nobody."""
        return None if name == "anonymous" else getattr(self.cast, ALIASES.get(name, name))

    def values_for(self, name: str) -> dict[str, Any]:
        """Return what the placeholders of an address stand for."""
        namespace = name.rpartition(":")[0]
        return self.names.get(namespace, {}) | self.names.get(name, {})

    def query_for(self, name: str) -> str:
        """Return what is sent to an address, as a form or as a query."""
        return urlencode(self.forms.get(name, {}))


ALIASES = {
    "foreign": "foreign_signatory",
    "other_officer": "second_officer",
    "adviser": "adviser_mfa",
    "other_adviser": "adviser_sbu",
    "member": "member_econ",
    "recused": "member_mod",
}


def build() -> World:
    """Bring one case of the company to each state, through the services."""
    cast = build_cast()
    decision = journey.decided(cast, refused=(2,))
    question = builders.questioned(cast)
    review = builders.fresh(question.application)
    world = World(
        cast=cast,
        decision=decision,
        review=review,
        question=question,
        draft=_with_consignee(cast),
        vote=_open_vote(cast),
        opinion=ask_department(
            actor=cast.officer,
            application_id=review.pk,
            department_id=department("mfa").pk,
            due_on=clock.today() + timedelta(days=7),
        ),
    )
    journey.keep_bytes()
    _seal(world.decision)
    ledger.sequence()
    world.names, world.forms = _names(world), _forms(world)
    return world


def _seal(decision: Decision) -> None:
    """Print and seal what came of the first case: licence, refusal, protocol of its sitting."""
    fonts.prepare(Path(settings.NODE_MODULES), Path(settings.FONTS_ROOT))
    for kind, paper in (("licence", decision.licence), ("refusal", decision.refusal)):
        issue_document(
            kind=kind, number=paper.number, subject=paper.subject, record_text=paper.record_text
        )
    protocol = Protocol.objects.get(number=decision.commission_outcome.protocol_ref)
    issue_protocol(protocol_id=protocol.pk)


def _with_consignee(cast: Cast) -> Application:
    draft = builders.filled(cast)
    drafting.save_party(
        actor=cast.preparer,
        application_id=draft.pk,
        version=builders.version(draft.pk),
        values=builders.END_USER | {"role": "consignee"},
    )
    return builders.fresh(draft)


def _open_vote(cast: Cast) -> Round:
    item = journey.convened(cast, journey.prepared(cast), day=30)
    with clock.at(item.sitting.held_at):
        return journey.opened(cast, item)


def _names(world: World) -> dict[str, dict[str, Any]]:
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


def _draft_names(world: World) -> dict[str, Any]:
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


def _forms(world: World) -> dict[str, dict[str, Any]]:
    """Return what is sent to addresses whose answer depends on it: a form that could be kept."""
    review = {"version": world.review.version, "text": "Слово"}
    ballot = {"digest": world.vote.digest, "revision": 1, "choice": "for"}
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
