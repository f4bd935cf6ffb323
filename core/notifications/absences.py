"""Being away: the days, the deputy, and who is told. The deputy then gets tasks and notices."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Absence, User
from core.accounts.policies import may_set_absence, roles_of
from core.audit.log import record
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.notifications.messages import notify
from core.notifications.texts import Kind

#: Longer than a year is not an absence: then cases are handed over and the account is closed.
LONGEST = timedelta(days=366)
LINK = "/absence/"


@transaction.atomic
def set_absence(
    *, actor: User, person: User, deputy: User, starts_on: date, ends_on: date
) -> Absence:
    """Say that `person` is away on the Kyiv dates from `starts_on` to `ends_on`, both included.

    Event: `absence.set`. The deputy is told. Raises NotAllowed, or InvalidInput for dates or a
    deputy that cannot be.
    """
    if not may_set_absence(actor, person):
        raise NotAllowed("not_yours", _("You cannot enter an absence of this person."))
    # Both rows in one order: two people who name each other never wait crosswise.
    list(User.objects.select_for_update().filter(pk__in=[person.pk, deputy.pk]).order_by("pk"))
    _require_dates(starts_on, ends_on)
    _require_deputy(person, deputy, starts_on, ends_on)
    absence = Absence.objects.create(
        person=person, deputy=deputy, starts_on=starts_on, ends_on=ends_on, set_by=actor
    )
    record(
        actor=actor,
        verb="absence.set",
        subject=f"user:{person.pk}",
        data={"deputy": deputy.pk, "starts_on": starts_on, "ends_on": ends_on},
    )
    params = {"starts_on": starts_on.isoformat(), "until_on": ends_on.isoformat()}
    notify(
        recipients=[deputy],
        kind=Kind.DEPUTY_NAMED,
        params=params,
        link=LINK,
        key=f"deputy:{absence.pk}",
    )
    return absence


@transaction.atomic
def end_absence(*, actor: User, absence_id: UUID) -> None:
    """The person is back early, or never goes. Event: `absence.ended`.

    Raises Http404 for an absence of somebody else that the actor could not set, or Conflict when
    it is over already.
    """
    absence = Absence.objects.select_for_update(of=("self",)).filter(pk=absence_id).first()
    if absence is None or not may_set_absence(actor, absence.person):
        raise Http404
    if absence.ended_at is not None or absence.ends_on < clock.today():
        raise Conflict("absence_over", _("This absence is over already."))
    absence.ended_at = clock.now()
    absence.save(update_fields=["ended_at"])
    record(
        actor=actor,
        verb="absence.ended",
        subject=f"user:{absence.person_id}",
        data={"starts_on": absence.starts_on, "ends_on": absence.ends_on},
    )


def _require_dates(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        message = _("The last day lies before the first.")
        raise InvalidInput("ends_before_start", message, field="ends_on")
    if ends_on < clock.today():
        raise InvalidInput("past", _("The absence is over already."), field="ends_on")
    if ends_on - starts_on > LONGEST:
        message = _("An absence lasts a year at most; hand the cases over instead.")
        raise InvalidInput("too_long", message, field="ends_on")


def _require_deputy(person: User, deputy: User, starts_on: date, ends_on: date) -> None:
    if deputy.pk == person.pk:
        raise InvalidInput("deputy_self", _("The deputy is another person."), field="deputy")
    if not deputy.is_active or roles_of(person).isdisjoint(roles_of(deputy)):
        message = _("The deputy must hold the same role, to be able to act.")
        raise InvalidInput("deputy_role", message, field="deputy")
    days = Q(ended_at__isnull=True, starts_on__lte=ends_on, ends_on__gte=starts_on)
    if Absence.objects.filter(days, person=deputy).exists():
        message = _("The deputy is away in these days too.")
        raise InvalidInput("deputy_away", message, field="deputy")
    if Absence.objects.filter(days, person=person).exists():
        message = _("An absence is already entered for some of these days.")
        raise InvalidInput("overlap", message, field="starts_on")
