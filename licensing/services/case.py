"""The case: from the declared application to the recorded outcome of the commission.

Each verb is one transaction: lock the case, compare the version the person saw, ask the policy,
write, record the event, promise the notices. The legal act itself is `deciding.py`.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from core.base import canonical, clock, numbers
from core.base.errors import InvalidInput
from core.notifications.texts import Kind as Notice
from core.reference import standing
from licensing import policies, rules, snapshot, terms
from licensing.checks import Gate
from licensing.checks.run import run_checks
from licensing.lifecycle import Verb
from licensing.models import (
    Application,
    CommissionOutcome,
    OutcomeKind,
    ReturnNote,
    Revision,
)
from licensing.policies import Deed
from licensing.services import _notices as notices
from licensing.services import amending, need
from licensing.services._advance import advance, expect_version, lock, remember_preparer, touch
from licensing.services.gates import keeps_refused_runs, pass_gate
from licensing.services.indexing import index_case


@transaction.atomic
def submit(*, actor: User, application_id: UUID, version: int, declaration: str) -> Application:
    """Declare and submit: freeze the revision, give the number, run the checks.

    Events: case.submitted. A returned application keeps its number and becomes revision n + 1.
    Raises InvalidInput when a section is missing, NotAllowed, Conflict, StaleForm.
    """
    application = _locked_for(actor, Verb.SUBMIT, application_id, version)
    revision = _freeze(application, actor, declaration)
    advance(
        application,
        Verb.SUBMIT,
        actor=actor,
        data=_revision_facts(revision),
        number=application.number or numbers.next_number(numbers.Kind.CASE, clock.today()),
        current_revision=revision,
        submitted_at=clock.now(),
    )
    index_case(application, snapshot.read(revision.text))
    run_checks(application, Gate.SUBMIT)
    key = f"submitted:{application.pk}:{revision.number}"
    notices.tell_company(application, Notice.APPLICATION_SUBMITTED, key=key)
    officers = notices.officers_of(application)
    notices.tell_officials(application, officers, Notice.CASE_ARRIVED, key=f"arrived:{key}")
    return application


@transaction.atomic
def amend(*, actor: User, application_id: UUID, version: int, declaration: str) -> Application:
    """Declare the amended text as a new revision; elapsed days stay counted.

    Event: case.amended with the old and new digests. Only what the new text touches is reopened
    (`licensing.reopening`): notes here, opinions by the commission on the promise made here.
    """
    application = _locked_for(actor, Verb.AMEND, application_id, version)
    before, old = application.declared, application.latest_checks
    revision = _freeze(application, actor, declaration)
    advance(
        application,
        Verb.AMEND,
        actor=actor,
        data={**_revision_facts(revision), "before": before.sha256},
        current_revision=revision,
        amendment_open=False,
    )
    index_case(application, snapshot.read(revision.text))
    amending.take_effect(application, before, old, run_checks(application, Gate.SUBMIT))
    notices.open_certificate(application)
    notices.tell_officials(
        application,
        notices.officers_of(application),
        Notice.CASE_ARRIVED,
        key=f"amended:{application.pk}:{revision.number}",
    )
    return application


@transaction.atomic
def return_to_applicant(
    *, actor: User, application_id: UUID, version: int, reasons: str
) -> Application:
    """Send an incomplete application back with reasons the company reads word for word.

    Event: case.returned.
    """
    if not reasons.strip():
        raise InvalidInput("reasons_missing", _("Say what is missing."), field="reasons")
    application = _locked_for(actor, Verb.RETURN, application_id, version)
    note = ReturnNote.objects.create(
        application=application,
        revision=application.declared,
        reasons=reasons.strip(),
        by=actor,
        at=clock.now(),
    )
    advance(application, Verb.RETURN, actor=actor, data={"reasons": note.reasons}, officer=actor)
    notices.tell_company(
        application, Notice.APPLICATION_RETURNED, key=f"returned:{application.pk}:{note.pk}"
    )
    return application


@transaction.atomic
def accept(*, actor: User, application_id: UUID, version: int) -> Application:
    """Accept as complete: the term runs from the next day (domain.md 1.3, 3.6).

    Event: case.accepted with the term row used. Opens the deadline of the decision.
    """
    standing.keep_calendar()
    application = _locked_for(actor, Verb.ACCEPT, application_id, version)
    today = clock.today()
    rule = terms.rule_for(application.track, today)
    due_on = terms.due_on_acceptance(rule, today)
    advance(
        application,
        Verb.ACCEPT,
        actor=actor,
        data={"accepted_on": today, "term_days": rule.days, "source": rule.source, "due": due_on},
        accepted_on=today,
        term_days=rule.days,
        officer=actor,
        due_on=due_on,
    )
    run_checks(application, Gate.ACCEPT)
    notices.open_term(application, due_on, rule.source)
    notices.open_certificate(application)
    notices.tell_company(
        application,
        Notice.APPLICATION_ACCEPTED,
        key=f"accepted:{application.pk}",
        due_on=due_on.isoformat(),
    )
    return application


@transaction.atomic
def take_over(*, actor: User, application_id: UUID, version: int) -> Application:
    """Lead the case from now on. Event: case.taken_over. Both officers count as preparers."""
    application = lock(application_id)
    expect_version(application, version)
    policies.authorise(actor, Deed.TAKE, application)
    before = application.officer_id
    remember_preparer(application, actor)
    touch(application, actor=actor, event="case.taken_over", data={"from": before}, officer=actor)
    return application


@keeps_refused_runs
@transaction.atomic
def mark_ready(*, actor: User, application_id: UUID, version: int) -> Application:
    """Declare the review finished. Runs the checks anew: a block refuses (design, rule 4),
    and so does attention without an officer's note.

    Event: case.marked_ready. That all opinions are in is asked by the commission before it calls.
    """
    application = _locked_for(actor, Verb.MARK_READY, application_id, version)
    run = pass_gate(application, Gate.READY)
    need.reserve(application)
    advance(application, Verb.MARK_READY, actor=actor, data={"checks": run.sha256})
    notices.tell_officials(
        application,
        people_with_role(Role.SECRETARY),
        Notice.CASE_READY,
        key=f"ready:{application.pk}:{application.version}",
    )
    return application


@keeps_refused_runs
@transaction.atomic
def place_on_agenda(*, actor: User, application_id: UUID, sitting_ref: str) -> Application:
    """Put a ready case before a sitting; a check that blocks by now refuses.

    Event: case.placed_on_agenda.
    """
    application = lock(application_id)
    policies.authorise(actor, Verb.PLACE_ON_AGENDA, application)
    run = pass_gate(application, Gate.AGENDA)
    advance(
        application,
        Verb.PLACE_ON_AGENDA,
        actor=actor,
        data={"sitting": sitting_ref, "checks": run.sha256},
    )
    return application


@transaction.atomic
def defer_from_agenda(*, actor: User, application_id: UUID, reason: str) -> Application:
    """Take the case off the agenda without a result. Event: case.deferred."""
    application = lock(application_id)
    policies.authorise(actor, Verb.DEFER, application)
    advance(application, Verb.DEFER, actor=actor, data={"reason": reason})
    return application


@transaction.atomic
def record_outcome(
    *,
    actor: User,
    application_id: UUID,
    outcome: str,
    deliberation: Mapping[str, object],
    protocol_ref: str,
    item: int = 1,
    held_on: date | None = None,
) -> CommissionOutcome:
    """Record the collegial act of the commission; the legal act follows in `decide`.

    `deliberation` is kept whole; `decide` reads its parts. Event: case.outcome_recorded.
    """
    application = lock(application_id)
    policies.authorise(actor, Verb.RECORD_OUTCOME, application)
    text = canonical.dumps(deliberation)
    kept = CommissionOutcome.objects.create(
        application=application,
        revision=application.declared,
        round=application.round,
        attempt=application.outcomes.filter(round=application.round).count() + 1,
        outcome=OutcomeKind(outcome),
        protocol_ref=protocol_ref,
        item=item,
        held_on=held_on or clock.today(),
        text=text,
        sha256=canonical.digest(text),
        recorded_by=actor,
        at=clock.now(),
    )
    data = {"outcome": outcome, "protocol": protocol_ref, "sha256": kept.sha256}
    advance(application, Verb.RECORD_OUTCOME, actor=actor, data=data)
    notices.tell_officials(
        application,
        people_with_role(Role.HEAD),
        Notice.CASE_CONSIDERED,
        key=f"considered:{application.pk}:{application.round}:{kept.attempt}",
    )
    return kept


@transaction.atomic
def annul_outcome(*, actor: User, application_id: UUID, reason: str) -> Application:
    """Put the case back before the commission: its vote was annulled. Event: case.outcome_annulled.

    The annulled outcome stays on record; the next one is another attempt in the same round.
    """
    application = lock(application_id)
    policies.authorise(actor, Verb.ANNUL_OUTCOME, application)
    advance(application, Verb.ANNUL_OUTCOME, actor=actor, data={"reason": reason})
    return application


@transaction.atomic
def withdraw(*, actor: User, application_id: UUID, version: int, reason: str = "") -> Application:
    """Withdraw before the decision; nothing more is due. Event: case.withdrawn."""
    application = _locked_for(actor, Verb.WITHDRAW, application_id, version)
    advance(
        application,
        Verb.WITHDRAW,
        actor=actor,
        data={"reason": reason},
        paused_since=None,
        amendment_open=False,
    )
    need.release(application)
    notices.close_deadlines(application)
    notices.tell_officials(
        application,
        notices.officers_of(application),
        Notice.APPLICATION_WITHDRAWN,
        key=f"withdrawn:{application.pk}",
    )
    return application


@transaction.atomic
def lapse(*, actor: User, application_id: UUID, version: int) -> Application:
    """Close a case whose company let the term of a question pass. Event: case.lapsed."""
    application = _locked_for(actor, Verb.LAPSE, application_id, version)
    advance(application, Verb.LAPSE, actor=actor, paused_since=None, amendment_open=False)
    notices.close_deadlines(application)
    return application


@transaction.atomic
def appeal(*, actor: User, application_id: UUID, version: int, grounds: str) -> Application:
    """Contest a refusal: a new round begins in review; the old act and its record stay.

    Event: case.appealed.
    """
    if not grounds.strip():
        raise InvalidInput("grounds_missing", _("Say why the refusal is wrong."), field="grounds")
    standing.keep_calendar()
    application = _locked_for(actor, Verb.APPEAL, application_id, version)
    today = clock.today()
    rule = terms.rule_for(application.track, today)
    due_on = terms.due_on_acceptance(rule, today)
    advance(
        application,
        Verb.APPEAL,
        actor=actor,
        data={"grounds": grounds.strip(), "round": application.round + 1},
        round=application.round + 1,
        accepted_on=today,
        term_days=rule.days,
        due_on=due_on,
        closed_at=None,
    )
    notices.open_term(application, due_on, rule.source)
    return application


def _locked_for(actor: User, verb: Verb, application_id: UUID, version: int) -> Application:
    application = lock(application_id)
    policies.authorise(actor, verb, application)
    expect_version(application, version)
    return application


def _freeze(application: Application, actor: User, declaration: str) -> Revision:
    content = snapshot.freeze(application)
    rules.require_complete(content)
    if not declaration.strip():
        raise InvalidInput("undeclared", _("Confirm the declaration."), field="declaration")
    number = application.revisions.count() + 1
    signed_at = clock.now()
    text = canonical.dumps(
        {
            **content.content(),
            "revision": number,
            "declaration": declaration,
            "signed_by": actor.pk,
            "signed_at": signed_at,
        }
    )
    return Revision.objects.create(
        application=application,
        number=number,
        text=text,
        sha256=canonical.digest(text),
        declaration=declaration,
        signed_by=actor,
        signed_at=signed_at,
    )


def _revision_facts(revision: Revision) -> dict[str, object]:
    return {"revision": revision.number, "sha256": revision.sha256}
