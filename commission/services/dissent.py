"""The separate opinion of a member who did not vote with the result: filed once, never edited."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commission import policies
from commission.models import AgendaItem, Dissent, Mandate, Round
from commission.services._database import NOT_NOW, TAKEN, explained, lock_round
from core.accounts.models import User
from core.audit.log import record
from core.base import canonical, clock
from core.base.errors import Conflict, InvalidInput
from core.notifications.messages import notify
from core.notifications.texts import Kind

SCHEMA = "dozvil.dissent.1"


@transaction.atomic
def file_dissent(*, actor: User, round_id: UUID, text: str) -> Dissent:
    """File the dissent of the actor's seat within the working days of the rule pack.

    It is annexed to the protocol word for word; its digest stands in the log. Event:
    `dissent.filed`. Raises Http404, NotAllowed, Conflict, InvalidInput.
    """
    vote = lock_round(round_id)
    policies.require(policies.may_dissent(actor, vote))
    if not text.strip():
        raise InvalidInput("text_missing", _("Write your separate opinion."), field="text")
    mandate = policies.mandate_of(actor)
    assert mandate is not None
    filed = Conflict("dissent_filed", _("Your seat filed its separate opinion already."))
    agreed = Conflict("no_dissent", _("You voted as the commission decided."))
    dissent = _written(actor, mandate, vote, text.strip())
    with explained({TAKEN: filed, NOT_NOW: agreed}):
        dissent.save(force_insert=True)
    _announce(actor, dissent, vote.question.item)
    return dissent


def _written(actor: User, mandate: Mandate, vote: Round, words: str) -> Dissent:
    """Bind words, person, seat and the text voted on under one digest."""
    moment = clock.now()
    content = {
        "schema": SCHEMA,
        "round": vote.pk,
        "text": vote.digest,
        "seat": mandate.seat.department.code,
        "person": actor.name_uk,
        "filed_at": moment,
        "opinion": words,
    }
    return Dissent(
        round=vote,
        seat=mandate.seat,
        person=actor,
        text=words,
        sha256=canonical.digest(canonical.dumps(content)),
        filed_at=moment,
    )


def _announce(actor: User, dissent: Dissent, item: AgendaItem) -> None:
    data = {"item": item.position, "round": dissent.round_id, "seat": dissent.seat.department.code}
    record(
        actor=actor,
        verb="dissent.filed",
        subject=f"sitting:{item.sitting_id}",
        number=item.sitting.number,
        data={**data, "sha256": dissent.sha256},
    )
    notify(
        recipients=[item.sitting.chair, item.sitting.secretary],
        kind=Kind.DISSENT_FILED,
        params={"number": item.sitting.number},
        link=f"/sittings/{item.sitting.number}/items/{item.position}/",
        key=f"dissent.filed:{dissent.pk}",
    )
