"""Restricted cases: closing one, opening it to an officer, taking that back, opening it to all.

Each act has its ground in words and its event. To an officer without a grant a restricted case
does not exist: not on a list, in the search, in the papers of a sitting or in a mail.
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from guardian.shortcuts import assign_perm, remove_perm

from core.accounts.models import User
from core.accounts.policies import has_role
from core.accounts.roles import Role
from core.audit import log
from core.base.errors import Conflict, InvalidInput
from core.notifications.texts import Kind as Notice
from licensing import policies
from licensing.models import Application
from licensing.models.access import ApplicationUserObjectPermission as Grant
from licensing.policies import Deed
from licensing.services import _notices as notices
from licensing.services._advance import expect_version, lock, touch

RIGHT = "open_restricted_case"


@transaction.atomic
def restrict(*, actor: User, application_id: UUID, version: int, ground: str) -> Application:
    """Close a case to officers without a grant; its officer keeps it. Event: case.restricted.

    Raises NotAllowed, Conflict, StaleForm, InvalidInput without a ground.
    """
    application = lock(application_id)
    policies.authorise(actor, Deed.RESTRICT, application)
    expect_version(application, version)
    data = {"ground": _ground(ground)}
    touch(application, actor=actor, event="case.restricted", data=data, restricted=True)
    if application.officer is not None:
        assign_perm(RIGHT, application.officer, application)
    return application


@transaction.atomic
def open_to_all(*, actor: User, application_id: UUID, version: int, ground: str) -> Application:
    """End the restriction; every grant goes with it. Event: case.opened_to_all.

    Raises NotAllowed, Conflict, StaleForm, InvalidInput without a ground.
    """
    application = lock(application_id)
    policies.authorise(actor, Deed.OPEN_TO_ALL, application)
    expect_version(application, version)
    data = {"ground": _ground(ground)}
    touch(application, actor=actor, event="case.opened_to_all", data=data, restricted=False)
    Grant.objects.filter(content_object=application).delete()
    return application


@transaction.atomic
def grant(*, actor: User, application_id: UUID, person: User, ground: str) -> None:
    """Let one officer open a restricted case; she is told. Event: access.granted.

    Raises NotAllowed, Conflict when the case is not restricted or she has it already, InvalidInput
    for somebody who is no case officer or without a ground.
    """
    application = lock(application_id)
    policies.authorise(actor, Deed.GRANT, application)
    words = _ground(ground)
    if not has_role(person, Role.OFFICER):
        message = _("Only a case officer needs and gets this access.")
        raise InvalidInput("not_officer", message, field="person")
    if Grant.objects.filter(content_object=application, user=person).exists():
        raise Conflict("granted_already", _("This officer has access already."))
    assign_perm(RIGHT, person, application)
    _record(actor, application, "access.granted", person, words)
    notices.tell_officials(
        application,
        [person],
        Notice.ACCESS_GRANTED,
        key=f"access:{application.pk}:{person.pk}:{application.version}",
    )


@transaction.atomic
def withdraw_grant(*, actor: User, application_id: UUID, person: User, ground: str) -> None:
    """Take an officer's access to a restricted case away. Event: access.withdrawn.

    Raises NotAllowed, or Conflict for the officer who leads the case (hand it over first) and for
    somebody without access.
    """
    application = lock(application_id)
    policies.authorise(actor, Deed.GRANT, application)
    words = _ground(ground)
    if application.officer_id == person.pk:
        message = _("This officer leads the case; assign it to another officer first.")
        raise Conflict("leads_the_case", message)
    if not Grant.objects.filter(content_object=application, user=person).exists():
        raise Conflict("not_granted", _("This officer has no access."))
    remove_perm(RIGHT, person, application)
    _record(actor, application, "access.withdrawn", person, words)


def _ground(text: str) -> str:
    if not text.strip():
        raise InvalidInput("ground_missing", _("Say on what ground."), field="ground")
    return text.strip()


def _record(actor: User, application: Application, verb: str, person: User, ground: str) -> None:
    log.record(
        actor=actor,
        verb=verb,
        subject=application.subject,
        number=application.number or "",
        data={"person": person.pk, "ground": ground},
    )
