"""Deadlines of a company: who must renew which paper by when."""

from core.accounts.roles import CompanyRight
from core.base import clock
from core.notifications import deadlines
from manufacturers.models import Authority, Manufacturer
from manufacturers.selectors import people_with

RULE = "Res. 838 of 08.06.1998"


def renew_reminders(company: Manufacturer) -> None:
    """Put the renewal of its papers on the administrators.

    Called in the transaction of whatever changes the papers or the administrators.
    """
    _authorities(company)
    _registration(company)


def _authorities(company: Manufacturer) -> None:
    """The last authority is to be renewed; one that was renewed is met."""
    today = clock.today()
    standing = company.authorities.filter(valid_until__gte=today).order_by("-valid_until")
    for renewed in standing[1:]:
        deadlines.meet(kind="authority", subject=_subject(renewed))
    if (last := standing.first()) is not None:
        deadlines.open_deadline(
            kind="authority",
            subject=_subject(last),
            number=last.number,
            link="/company/",
            due_on=last.valid_until,
            recipients=people_with(company, CompanyRight.ADMINISTER),
            reason=RULE,
        )


def _registration(company: Manufacturer) -> None:
    """A registration without an end is renewed by nobody."""
    subject = f"registration:{company.pk}"
    if company.registration_valid_until is None:
        deadlines.cancel(subject=subject)
        return
    deadlines.open_deadline(
        kind="registration",
        subject=subject,
        number=company.registration_no,
        link="/company/",
        due_on=company.registration_valid_until,
        recipients=people_with(company, CompanyRight.ADMINISTER),
    )


def _subject(authority: Authority) -> str:
    return f"authority:{authority.pk}"
