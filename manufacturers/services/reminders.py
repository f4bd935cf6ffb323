"""Deadlines of a company: who must renew which authority by when."""

from core.accounts.roles import CompanyRight
from core.base import clock
from core.notifications import deadlines
from manufacturers.models import Authority, Manufacturer
from manufacturers.selectors import people_with

RULE = "Res. 838 of 08.06.1998"


def renew_authority_reminders(company: Manufacturer) -> None:
    """Put the renewal of the last authority on the administrators; one that was renewed is met.

    Called in the transaction of whatever changes the authorities or the administrators.
    """
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


def _subject(authority: Authority) -> str:
    return f"authority:{authority.pk}"
