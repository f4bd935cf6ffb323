"""The one writer of a case: status and version change here and nowhere else.

The caller holds the row lock (`lock`) and has asked the policy. `advance` takes the step the
table allows, counts the version and records the event; the database trigger, generated from
the same table, refuses anything else.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit import log
from core.base import clock
from core.base.errors import Conflict, StaleForm
from licensing import lifecycle
from licensing.lifecycle import CLOSED, Actor, Verb
from licensing.models import Application, Preparer

PAST: dict[Verb, str] = {
    Verb.SUBMIT: "case.submitted",
    Verb.RETURN: "case.returned",
    Verb.ACCEPT: "case.accepted",
    Verb.AMEND: "case.amended",
    Verb.MARK_READY: "case.marked_ready",
    Verb.PLACE_ON_AGENDA: "case.placed_on_agenda",
    Verb.DEFER: "case.deferred",
    Verb.RECORD_OUTCOME: "case.outcome_recorded",
    Verb.ANNUL_OUTCOME: "case.outcome_annulled",
    Verb.DECIDE: "case.decided",
    Verb.WITHDRAW: "case.withdrawn",
    Verb.LAPSE: "case.lapsed",
    Verb.APPEAL: "case.appealed",
}


def lock(application_id: UUID) -> Application:
    """Take the case for this transaction; whoever comes second waits. Raises Http404."""
    found = (
        Application.objects.select_for_update(of=("self",))
        .select_related("manufacturer", "current_revision", "latest_checks")
        .filter(pk=application_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def expect_version(application: Application, version: int) -> None:
    """Raise StaleForm (409) when the case changed after the form was opened."""
    if application.version != version:
        raise StaleForm(
            "stale_form",
            _("Somebody else changed this case after you opened it. Look at it as it is now."),
        )


def advance(
    application: Application,
    verb: Verb,
    *,
    actor: User | None,
    data: Mapping[str, object] | None = None,
    **changes: Any,
) -> None:
    """Move a locked case by `verb`, write `changes` with it and record the event.

    Raises Conflict when the table knows no such step from where the case stands.
    """
    step = lifecycle.step(application.status, verb)
    if step is None:
        raise Conflict("out_of_order", _("This step is not possible now."))
    source = application.status
    if step.target in CLOSED:
        changes["closed_at"] = clock.now()
    _write(application, status=step.target.value, moved_at=clock.now(), **changes)
    if step.actor == Actor.OFFICER and actor is not None:
        remember_preparer(application, actor)
    log.record(
        actor=actor,
        verb=PAST[verb],
        subject=application.subject,
        number=application.number or "",
        data={"from": source, "to": step.target.value, **(data or {})},
    )


def touch(
    application: Application,
    *,
    actor: User | None,
    event: str = "",
    data: Mapping[str, object] | None = None,
    **changes: Any,
) -> None:
    """Write `changes` without moving the case: one version more, and an event if named."""
    if "status" in changes:
        raise ValueError("a status changes by advance() only")
    _write(application, **changes)
    if event:
        log.record(
            actor=actor,
            verb=event,
            subject=application.subject,
            number=application.number or "",
            data=data or {},
        )


def remember_preparer(application: Application, officer: User) -> None:
    """Note that the officer prepared this case and so may never decide it (rule 3)."""
    Preparer.objects.get_or_create(
        application=application, user=officer, defaults={"since": clock.now()}
    )


def _write(application: Application, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(application, name, value)
    application.version += 1
    application.save(update_fields=["version", *changes])
