"""What a deferral leaves behind: a duty with a day, and an alarm when there were too many."""

from commission.models import AgendaItem, ItemState
from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from core.notifications import deadlines
from core.notifications.messages import notify
from core.notifications.texts import Kind

DEFERRAL = "deferral"


def await_return(item: AgendaItem) -> None:
    """Put the return of a deferred case on its owner; escalate when the rules allow no more."""
    case, number = item.application, item.application.number or ""
    owner = item.deferred_to or case.officer
    link = f"/cases/{number}/"
    if item.deferred_until is not None and owner is not None:
        deadlines.open_deadline(
            kind=DEFERRAL,
            subject=f"case:{case.pk}",
            number=number,
            link=link,
            due_on=item.deferred_until,
            recipients=[owner],
            reason=item.note,
        )
    times = AgendaItem.objects.filter(application=case, state=ItemState.DEFERRED).count()
    if times >= item.sitting.rule_pack.parsed().max_deferrals:
        notify(
            recipients=[item.sitting.chair, *people_with_role(Role.HEAD)],
            kind=Kind.CASE_DEFERRED_TOO_OFTEN,
            params={"number": number},
            # The chair reads no file of a case; the item is open to both.
            link=f"/sittings/{item.sitting.number}/items/{item.position}/",
            key=f"case.deferred_too_often:{item.pk}",
        )
