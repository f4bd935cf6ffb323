"""Who is told what, and who owes what by when: the effects of licensing, in one place.

Everything here runs inside the transaction of the act (design, rule 8).
"""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_noop as _

from core.accounts.models import User
from core.accounts.roles import CompanyRight, Role
from core.accounts.selectors import people_with_role
from core.notifications import deadlines
from core.notifications.messages import notify
from core.notifications.models import Deadline
from core.notifications.texts import Kind
from licensing.models import Application, InformationRequest, Licence
from manufacturers.selectors import people_with

DECISION_TERM = "decision_term"
QUESTION = "question"
CERTIFICATE = "certificate"
LICENCE_EXPIRY = "licence_expiry"


def case_link(application: Application) -> str:
    """Return the address of the case for officials."""
    return f"/cases/{application.ref}/"


def company_link(application: Application) -> str:
    """Return the address of the application for its company."""
    return f"/applications/{application.ref}/"


def tell_company(application: Application, kind: Kind, *, key: str, **params: str | int) -> None:
    """Tell everybody who prepares or signs for the company."""
    notify(
        recipients=company_people(application),
        kind=kind,
        params={"number": application.number or "", **params},
        link=company_link(application),
        key=key,
        company=application.manufacturer_id,
    )


def tell_officials(
    application: Application,
    recipients: Iterable[User],
    kind: Kind,
    *,
    key: str,
    **params: str | int,
) -> None:
    """Tell officials a fact about the case."""
    notify(
        recipients=recipients,
        kind=kind,
        params={"number": application.number or "", **params},
        link=case_link(application),
        key=key,
    )


def officers_of(application: Application) -> list[User]:
    """Return the officer of the case, or all officers while nobody leads it."""
    if application.officer is not None:
        return [application.officer]
    return list(people_with_role(Role.OFFICER))


def company_people(application: Application) -> list[User]:
    """Return the people who prepare or sign for the company, each once."""
    return list(people_with(application.manufacturer, CompanyRight.PREPARE, CompanyRight.SIGN))


def open_term(application: Application, due_on: date, reason: str) -> None:
    """The authority owes a decision by `due_on`: the officer and the heads are reminded."""
    deadlines.open_deadline(
        kind=DECISION_TERM,
        subject=application.subject,
        number=application.number or "",
        link=case_link(application),
        recipients=[*officers_of(application), *people_with_role(Role.HEAD)],
        due_on=due_on,
        reason=reason,
    )


def move_term(application: Application, due_on: date, reason: str = "") -> None:
    """A pause began or ended, or the calendar changed: the term ends on another day."""
    deadlines.move(
        kind=DECISION_TERM,
        subject=application.subject,
        due_on=due_on,
        reason=reason or _("Moved by a pause"),
    )


def open_question(application: Application, request: InformationRequest) -> None:
    """The company owes a complete answer."""
    deadlines.open_deadline(
        kind=QUESTION,
        subject=question_subject(request),
        number=application.number or "",
        link=company_link(application),
        recipients=company_people(application),
        due_on=request.due_on,
        reason=_("Question of the officer"),
        overseers=officers_of(application),
    )


def open_certificate(application: Application) -> None:
    """The end-user certificate must still hold at the decision: the company renews it in time."""
    certificate = getattr(application, "certificate", None)
    if certificate is not None and certificate.valid_until is not None:
        deadlines.open_deadline(
            kind=CERTIFICATE,
            subject=f"certificate:{application.pk}",
            number=application.number or "",
            link=company_link(application),
            recipients=company_people(application),
            due_on=certificate.valid_until,
            reason=certificate.number,
            overseers=officers_of(application),
        )


def open_licence(licence: Licence) -> None:
    """The company uses a licence up to its last day and should know which that is."""
    deadlines.open_deadline(
        kind=LICENCE_EXPIRY,
        subject=licence.subject,
        number=licence.number,
        link=f"/licences/{licence.number}/",
        recipients=company_people(licence.application),
        due_on=licence.valid_until,
    )


def question_subject(request: InformationRequest) -> str:
    """Return the name under which the deadline of a question is filed."""
    return f"question:{request.pk}"


def close_deadlines(application: Application) -> None:
    """Nobody owes anything on this case any more: answers, opinions and the decision alike."""
    owed = Deadline.objects.filter(number=application.number or "-")
    for subject in set(owed.values_list("subject", flat=True)):
        deadlines.cancel(subject=subject)
