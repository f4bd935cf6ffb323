"""Which rows of the commission exist for whom: 404 outside, whatever the role."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from commission import policies
from commission.models import AgendaItem, OpinionRequest, Sitting
from commission.selectors.wall import closed_to
from core.accounts.models import User
from core.accounts.policies import Person, has_role
from core.accounts.roles import Role
from licensing.models import Application
from licensing.selectors.scope import open_to, reads_restricted


def opinion_requests_visible_to(user: Person) -> QuerySet[OpinionRequest]:
    """Return the requests an adviser's department received; officials read them on the case."""
    if not isinstance(user, User) or not has_role(user, Role.ADVISER):
        return OpinionRequest.objects.none()
    asked = OpinionRequest.objects.filter(department=user.department)
    return asked.exclude(application_id__in=closed_to(user))


def get_opinion_request(user: Person, request_id: UUID) -> OpinionRequest:
    """Return a request of the person's own department. Raises Http404."""
    found = (
        opinion_requests_visible_to(user)
        .select_related(
            "application__manufacturer",
            "application__current_revision",
            "revision",
            "department",
            "opinion__author",
        )
        .filter(pk=request_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def sittings_visible_to(user: Person) -> QuerySet[Sitting]:
    """Return the sittings: all for those who read every sitting and for mandate holders."""
    if not isinstance(user, User):
        return Sitting.objects.none()
    return Sitting.objects.all() if policies.may_read_sittings(user) else Sitting.objects.none()


def get_sitting(user: Person, number: str) -> Sitting:
    """Return one sitting by its number. Raises Http404."""
    found = (
        sittings_visible_to(user)
        .select_related("chair", "secretary", "rule_pack")
        .filter(number=number)
        .first()
    )
    if found is None:
        raise Http404
    return found


def items_visible_to(user: User, sitting: Sitting) -> QuerySet[AgendaItem]:
    """Return the items of a visible sitting, without those the person is recused from.

    Who only reads along as a case officer does not see restricted cases that are closed to her.
    """
    items = AgendaItem.objects.filter(sitting=sitting)
    items = items.exclude(application_id__in=closed_to(user))
    sits = has_role(user, Role.CHAIR, Role.MEMBER) or reads_restricted(user)
    return items if sits else items.filter(open_to(user, "application__"))


def get_item(user: Person, number: str, position: int) -> AgendaItem:
    """Return one item with case and papers. Raises Http404, for the recused as for strangers."""
    sitting = get_sitting(user, number)
    assert isinstance(user, User)
    found = (
        items_visible_to(user, sitting)
        .select_related("application__manufacturer", "application__latest_checks", "revision")
        .filter(position=position)
        .first()
    )
    if found is None:
        raise Http404
    found.sitting = sitting
    return found


def item_of_case(case: Application, item_id: UUID) -> AgendaItem:
    """Return an item of a case the reader may see. Raises Http404."""
    return get_object_or_404(AgendaItem.objects.filter(application=case), pk=item_id)
