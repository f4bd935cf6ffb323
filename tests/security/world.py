"""The state of the house in which the matrix is walked, and the objects its addresses name."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import models

from commission.models import OpinionRequest, Protocol, Round
from commission.services.opinions import ask_department
from commission.services.protocols import issue_extract, issue_protocol
from core.audit import ledger
from core.base import clock
from core.documents import fonts
from core.documents.services import issue_document
from core.reference.selectors import department
from demo.cast import Cast, build_cast
from licensing.models import Application, Decision, InformationRequest
from licensing.services import drafting
from tests import builders
from tests.records import journey
from tests.security import places


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
    for place in places.ALL:
        world.names |= place.names(world)
        world.forms |= place.forms(world)
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
    for extract in protocol.extracts.all():
        issue_extract(extract_id=extract.pk)


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
