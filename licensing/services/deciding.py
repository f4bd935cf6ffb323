"""The legal act: the head decides line by line; licence and refusal come of it.

The commission's outcome is another act of other people (`case.record_outcome`); this one cites
it. In one transaction: the decision record, its lines, licence and refusal with their numbers,
the events, and the promise to print and seal each document.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit import log
from core.audit.commitments import commitment
from core.audit.ledger import sequence_now
from core.base import canonical, clock, numbers
from core.base.errors import Conflict, InvalidInput
from core.documents.records import Bilingual
from core.notifications import deadlines, outbox
from core.reference.models import RefusalGround
from core.reference.selectors import refusal_grounds
from licensing import policies, snapshot
from licensing.acts import texts
from licensing.acts.act import Act
from licensing.acts.decision import decision_record
from licensing.acts.licence import licence_record
from licensing.acts.lines import LineDecision, Ruled, rule_on
from licensing.acts.refusal import refusal_record
from licensing.checks import Gate
from licensing.checks.run import has_absolute_bar, run_checks
from licensing.licence_life import Act as ActKind
from licensing.lifecycle import Verb
from licensing.models import ActKind as Asked
from licensing.models import (
    Application,
    CommissionOutcome,
    Decision,
    DecisionLine,
    Licence,
    LicenceAct,
    Refusal,
)
from licensing.models.decision import DecisionOutcome
from licensing.services import _notices as notices
from licensing.services import need, reports
from licensing.services._advance import advance, expect_version, lock
from licensing.services.gates import keeps_refused_runs, require_notes
from licensing.services.replacing import replace, to_be_replaced

ISSUE_DOCUMENT = "licensing.issue_document"
_SERIES = {
    Asked.PERMIT.value: numbers.Kind.LICENCE,
    Asked.CONCLUSION.value: numbers.Kind.CONCLUSION,
    Asked.REEXPORT.value: numbers.Kind.CONSENT,
}

__all__ = ["LineDecision", "decide"]


@dataclass(frozen=True, slots=True)
class _Paper:
    """A numbered record with its text: what a licence or a refusal says."""

    number: str
    text: str
    sha256: str

    def reference(self) -> dict[str, str]:
        return {"number": self.number, "record_sha256": self.sha256}


@keeps_refused_runs
@transaction.atomic
def decide(
    *,
    actor: User,
    application_id: UUID,
    version: int,
    lines: Sequence[LineDecision],
    valid_until: date | None = None,
    legal_basis: Bilingual | None = None,
) -> Decision:
    """Decide on every line of a considered case (Law 549-IV, art. 16).

    `valid_until` is the last day of the licence, needed when anything is granted. The actor is
    a head of licensing who took no part in preparing the case; an absolute bar, and any other
    check that blocks today or asks for a note that is missing, allows refusal only.
    A permit that amends another takes its place. Events: case.decided, licence.issued,
    licence.amended, refusal.issued.
    """
    application = lock(application_id)
    policies.authorise(actor, Verb.DECIDE, application)
    expect_version(application, version)
    grounds = {ground.code: ground for ground in refusal_grounds()}
    act = _gather(actor, application, lines, grounds, valid_until, legal_basis)
    _require_no_bar(application, act)
    decision = _write(act, grounds)
    sequence_now()
    return decision


def _gather(
    actor: User,
    application: Application,
    lines: Sequence[LineDecision],
    grounds: Mapping[str, RefusalGround],
    valid_until: date | None,
    legal_basis: Bilingual | None,
) -> Act:
    content = snapshot.read(application.declared.text)
    outcome = CommissionOutcome.objects.filter(
        application=application, round=application.round
    ).latest("attempt")
    ruled = tuple(rule_on(content, lines, grounds))
    granted = any(one.is_granted for one in ruled)
    return Act(
        application=application,
        content=content,
        outcome=outcome,
        lines=ruled,
        head=actor,
        decided_at=clock.now(),
        decided_on=clock.today(),
        valid_until=_validity(content.kind, valid_until) if granted else None,
        legal_basis=legal_basis or texts.bilingual("legal_basis"),
        conditions=_conditions(outcome) if granted else (),
        units=texts.units(),
        editions=texts.editions(),
        replaces=to_be_replaced(application) if granted else None,
    )


def _validity(kind: str, valid_until: date | None) -> date:
    today = clock.today()
    longest = texts.longest_validity(kind, today)
    if valid_until is None or not today <= valid_until <= longest:
        raise InvalidInput(
            "validity_out_of_range",
            _("A permit of this kind is valid from today until %(longest)s at most."),
            field="valid_until",
            longest=longest.strftime("%d.%m.%Y"),
        )
    return valid_until


def _conditions(outcome: CommissionOutcome) -> tuple[dict[str, object], ...]:
    kept = json.loads(outcome.text).get("conditions", [])
    return tuple(cast("list[dict[str, object]]", kept))


def _require_no_bar(application: Application, act: Act) -> None:
    run = run_checks(application, Gate.DECIDE)
    if not act.granted:
        return
    if has_absolute_bar(run):
        raise Conflict("absolute_bar", _("An embargo forbids this; only a refusal is possible."))
    if run.blocks:
        raise Conflict("blocked", _("A check blocks the case."))
    require_notes(run)


def _write(act: Act, grounds: Mapping[str, RefusalGround]) -> Decision:
    today = act.decided_on
    number = numbers.next_number(numbers.Kind.DECISION, today)
    permit = _permit_paper(act) if act.granted else None
    notice = _notice_paper(act, permit, grounds) if act.withheld else None
    record = decision_record(
        act,
        number,
        licence=permit.reference() if permit else None,
        refusal=notice.reference() if notice else None,
    )
    decision = _keep(act, number, canonical.dumps(record))
    _advance(act, decision, permit, notice)
    licence = _issue(act, decision, permit) if permit else None
    need.settle(act.application, act.lines, licence)
    if notice:
        _refuse(act, decision, notice)
    return decision


def _permit_paper(act: Act) -> _Paper:
    number = numbers.next_number(_SERIES[act.content.act], act.decided_on)
    return _paper(number, licence_record(act, number))


def _notice_paper(act: Act, permit: _Paper | None, grounds: Mapping[str, RefusalGround]) -> _Paper:
    number = numbers.next_number(numbers.Kind.REFUSAL, act.decided_on)
    return _paper(number, refusal_record(act, number, permit.number if permit else "", grounds))


def _paper(number: str, record: object) -> _Paper:
    text = canonical.dumps(record)
    return _Paper(number=number, text=text, sha256=canonical.digest(text))


def _keep(act: Act, number: str, text: str) -> Decision:
    decision = Decision.objects.create(
        application=act.application,
        revision=act.application.declared,
        commission_outcome=act.outcome,
        round=act.application.round,
        number=number,
        outcome=_outcome(act),
        decided_by=act.head,
        decided_at=act.decided_at,
        text=text,
        sha256=canonical.digest(text),
    )
    DecisionLine.objects.bulk_create(_line(decision, ruled) for ruled in act.lines)
    return decision


def _outcome(act: Act) -> DecisionOutcome:
    if not act.withheld:
        return DecisionOutcome.ISSUED
    return DecisionOutcome.PARTLY if act.granted else DecisionOutcome.REFUSED


def _line(decision: Decision, ruled: Ruled) -> DecisionLine:
    line, decided = ruled.line, ruled.decision
    return DecisionLine(
        decision=decision,
        position=line.position,
        outcome=decided.outcome,
        quantity=ruled.quantity,
        unit=line.unit,
        value=ruled.value,
        currency=line.currency,
        control_code=line.control_code,
        cap_uk=decided.cap_uk,
        cap_en=decided.cap_en,
        grounds=list(decided.grounds),
        criteria=list(ruled.criteria),
        reason_uk=decided.reason_uk,
        reason_en=decided.reason_en,
    )


def _advance(act: Act, decision: Decision, permit: _Paper | None, notice: _Paper | None) -> None:
    advance(
        act.application,
        Verb.DECIDE,
        actor=act.head,
        data={
            "decision": decision.number,
            "outcome": decision.outcome,
            "sha256": decision.sha256,
            "commitment": _commitment(decision),
            "licence": permit.reference() if permit else None,
            "refusal": notice.reference() if notice else None,
        },
    )
    deadlines.meet(kind=notices.DECISION_TERM, subject=act.application.subject)
    deadlines.cancel(subject=f"certificate:{act.application.pk}")


def _commitment(decision: Decision) -> str:
    """Return the digest that a copy with parts withheld is proved by."""
    return canonical.digest(commitment(json.loads(decision.text), bytes(decision.salt)))


def _issue(act: Act, decision: Decision, paper: _Paper) -> Licence:
    assert act.valid_until is not None
    licence = Licence.objects.create(
        decision=decision,
        application=act.application,
        manufacturer=act.application.manufacturer,
        amends=act.replaces,
        number=paper.number,
        record_text=paper.text,
        record_sha256=paper.sha256,
        issued_on=act.decided_on,
        valid_from=act.decided_on,
        valid_until=act.valid_until,
        state_since=act.decided_on,
    )
    LicenceAct.objects.create(licence=licence, act=ActKind.ISSUE, by=act.head, at=act.decided_at)
    if act.replaces:
        replace(act.replaces, licence)
    reports.expect(licence)
    notices.open_licence(licence)
    _promise(act, "licence", licence.pk, licence.subject, paper)
    return licence


def _refuse(act: Act, decision: Decision, paper: _Paper) -> None:
    refusal = Refusal.objects.create(
        decision=decision,
        application=act.application,
        number=paper.number,
        record_text=paper.text,
        record_sha256=paper.sha256,
        issued_on=act.decided_on,
    )
    _promise(act, "refusal", refusal.pk, refusal.subject, paper)


def _promise(act: Act, kind: str, pk: UUID, subject: str, paper: _Paper) -> None:
    log.record(
        actor=act.head,
        verb=f"{kind}.issued",
        subject=subject,
        number=paper.number,
        data={"case": act.application.number, "record_sha256": paper.sha256},
    )
    outbox.enqueue(
        task=ISSUE_DOCUMENT,
        key=f"document:{paper.number}",
        args={"kind": kind, "id": str(pk)},
    )
