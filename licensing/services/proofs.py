"""The duty to prove delivery: opened at the crossing, met, opened again.

Runs inside the transaction of the act that calls it; what covers a shipment is known above.
"""

from collections.abc import Iterable
from datetime import date

from core.accounts.models import User
from core.audit import log
from core.base import clock
from core.notifications import deadlines
from core.reference.selectors import duty_term
from licensing.acts.texts import months_after
from licensing.models import Licence, OwedProof
from licensing.services import _notices as notices

KIND = "delivery_proof"


def owe(licence: Licence, shipment_no: str, crossed_on: date, people: Iterable[User]) -> OwedProof:
    """Let people of the holder owe a proof by the rule in force today. Event: proof.owed.

    Raises InvalidInput when there is no rule.
    """
    rule = duty_term(KIND, clock.today())
    proof = OwedProof.objects.create(
        licence=licence,
        shipment_no=shipment_no,
        due_on=months_after(crossed_on, rule.months),
        rule=rule.source,
    )
    _remind(proof, people)
    _record(proof, None, "proof.owed", due_on=proof.due_on, rule=rule.source)
    return proof


def meet(proof: OwedProof, actor: User) -> None:
    """Close the duty: certificates cover the shipment. Repeating is harmless. Event: proof.met."""
    if proof.met_at is not None:
        return
    proof.met_at = clock.now()
    proof.save(update_fields=["met_at"])
    deadlines.meet(kind=KIND, subject=proof.subject)
    _record(proof, actor, "proof.met")


def reopen(proof: OwedProof, actor: User, reason: str) -> None:
    """Owe it again, by the same day: a certificate did not hold. Event: proof.reopened."""
    if proof.met_at is None:
        return
    proof.met_at = None
    proof.save(update_fields=["met_at"])
    _remind(proof, notices.company_people(proof.licence.application))
    _record(proof, actor, "proof.reopened", reason=reason)


def _remind(proof: OwedProof, people: Iterable[User]) -> None:
    deadlines.open_deadline(
        kind=KIND,
        subject=proof.subject,
        number=proof.shipment_no,
        link=f"/licences/{proof.licence.number}/",
        due_on=proof.due_on,
        recipients=people,
        reason=proof.rule,
    )


def _record(proof: OwedProof, actor: User | None, verb: str, **data: object) -> None:
    log.record(
        actor=actor,
        verb=verb,
        subject=proof.subject,
        number=proof.shipment_no,
        data={"licence": proof.licence.number, **data},
    )
