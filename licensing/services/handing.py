"""Handing a finished draft to who signs: a program prepares, a person declares in the browser."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.roles import CompanyRight
from core.audit import log
from core.base.errors import Conflict
from core.notifications.messages import notify
from core.notifications.texts import Kind
from licensing import policies
from licensing.models import Application
from licensing.policies import Deed
from licensing.selectors.applicant.check import before_submission
from licensing.services._advance import expect_version, lock
from manufacturers.selectors import people_with


@transaction.atomic
def hand_to_signatory(*, actor: User, application_id: UUID, version: int) -> Application:
    """Tell every signatory that a draft waits for the signature. Event: `case.handed`.

    Nothing is declared or submitted by it. Raises NotAllowed, StaleForm, or Conflict when the
    draft would be sent back as it is. The same version is told once.
    """
    application = lock(application_id)
    policies.authorise(actor, Deed.EDIT, application)
    expect_version(application, version)
    if before_submission(application).blocks:
        message = _("It would be sent back as it is; see the check before submission.")
        raise Conflict("would_be_returned", message)
    notify(
        recipients=people_with(application.manufacturer, CompanyRight.SIGN),
        kind=Kind.DRAFT_WAITS_FOR_SIGNATURE,
        params={},
        link=f"/applications/{application.ref}/declare/",
        key=f"{application.subject}:handed:{version}",
    )
    log.record(
        actor=actor,
        verb="case.handed",
        subject=application.subject,
        number=application.number or "",
        data={"version": version},
    )
    return application
