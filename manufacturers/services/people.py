"""Who acts for a company: adding, inviting, changing and removing people.

Rights are guardian grants on the company, backed by a membership with dates (`policies.py`).
`actor=None` is the installation itself (demonstration, bulk seed), never a web request.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from guardian.shortcuts import assign_perm, remove_perm

from core.accounts.models import Affiliation, User
from core.accounts.roles import CompanyRight
from core.accounts.services import create_company_person
from core.base import clock
from core.base.errors import Conflict, InvalidInput
from manufacturers import policies
from manufacturers.models import Manufacturer, Membership
from manufacturers.services._shared import check_period, locked, record_about
from manufacturers.services.reminders import renew_reminders


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person does for a company. Everybody who does something sees the company's cases."""

    prepares: bool = False
    signs: bool = False
    administers: bool = False

    def grants(self) -> frozenset[CompanyRight]:
        """Return the grants that follow."""
        chosen = {
            CompanyRight.PREPARE: self.prepares,
            CompanyRight.SIGN: self.signs,
            CompanyRight.ADMINISTER: self.administers,
        }
        given = {right for right, is_given in chosen.items() if is_given}
        return frozenset(given | {CompanyRight.VIEW}) if given else frozenset()

    def as_data(self) -> dict[str, bool]:
        """Return the flags for the event."""
        return {
            "prepares": self.prepares,
            "signs": self.signs,
            "administers": self.administers,
        }


@transaction.atomic
def add_member(
    *,
    actor: User | None,
    company_id: UUID,
    user: User,
    rights: Rights,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Membership:
    """Let a person act for the company, from today unless told otherwise.

    The company's administrator does this, or an officer for a company without one.
    Event: `company.member_added`. Raises Http404, NotAllowed, InvalidInput for empty rights or
    dates in the wrong order, Conflict when the person acts for a company already.
    """
    company = locked(company_id)
    policies.require_manage_people(actor, company)
    first = valid_from or clock.today()
    _check_rights(rights)
    check_period(first, valid_until, "valid_until")
    _refuse_engaged(user, first, valid_until)
    membership = Membership.objects.create(
        manufacturer=company,
        user=user,
        valid_from=first,
        valid_until=valid_until,
        **rights.as_data(),
    )
    _set_grants(membership, rights.grants())
    data = {"user": user.pk, "valid_from": first, "valid_until": valid_until, **rights.as_data()}
    record_about(actor, "company.member_added", company, data)
    return membership


@transaction.atomic
def invite_person(
    *,
    actor: User,
    company_id: UUID,
    email: str,
    name_uk: str,
    name_en: str,
    title_uk: str,
    title_en: str,
    rights: Rights,
    valid_until: date | None = None,
) -> Membership:
    """Make an account for a new colleague and let it act for the company.

    The person sets the password through “Cannot sign in?”. Rules and events of `add_member`.
    """
    company = locked(company_id)
    policies.require_manage_people(actor, company)
    person = create_company_person(
        actor=actor,
        email=email,
        name_uk=name_uk,
        name_en=name_en,
        title_uk=title_uk,
        title_en=title_en,
    )
    return add_member(
        actor=actor, company_id=company.pk, user=person, rights=rights, valid_until=valid_until
    )


@transaction.atomic
def change_member(
    *, actor: User | None, membership_id: UUID, rights: Rights, valid_until: date | None
) -> Membership:
    """Change what a person does for the company, and until when.

    Takes effect with the person's next request. Event: `company.member_changed`.
    Raises Http404, NotAllowed, InvalidInput, Conflict for the last administrator.
    """
    company, membership = _locked_membership(actor, membership_id)
    _check_rights(rights)
    check_period(membership.valid_from, valid_until, "valid_until")
    if not rights.administers or valid_until is not None:
        _protect_last_administrator(membership)
    for name, value in rights.as_data().items():
        setattr(membership, name, value)
    membership.valid_until = valid_until
    membership.save(update_fields=["prepares", "signs", "administers", "valid_until"])
    _set_grants(membership, rights.grants())
    data = {"user": membership.user_id, "valid_until": valid_until, **rights.as_data()}
    record_about(actor, "company.member_changed", company, data)
    return membership


@transaction.atomic
def remove_member(*, actor: User | None, membership_id: UUID) -> Membership:
    """End a person's work for the company; every right is gone with the next request.

    Event: `company.member_removed`. Raises Http404, NotAllowed, Conflict for the last
    administrator.
    """
    company, membership = _locked_membership(actor, membership_id)
    _protect_last_administrator(membership)
    membership.ended_at, membership.ended_by = clock.now(), actor
    membership.save(update_fields=["ended_at", "ended_by"])
    _set_grants(membership, frozenset())
    record_about(actor, "company.member_removed", company, {"user": membership.user_id})
    return membership


def _locked_membership(actor: User | None, membership_id: UUID) -> tuple[Manufacturer, Membership]:
    """Lock the company first, so that two removals cannot both leave "another" administrator."""
    found = Membership.objects.filter(pk=membership_id).values_list("manufacturer_id", flat=True)
    if (company_id := found.first()) is None:
        raise Http404
    company = locked(company_id)
    policies.require_manage_people(actor, company)
    membership = Membership.objects.select_related("user").get(pk=membership_id)
    if membership.ended_at is not None:
        raise Conflict("member_left", _("This person does not act for the company any more."))
    return company, membership


def _protect_last_administrator(membership: Membership) -> None:
    """Refuse to leave a company without an administrator whose term has no end."""
    if not membership.administers or membership.valid_until is not None:
        return
    others = policies.lasting_administrators(membership.manufacturer_id).exclude(pk=membership.pk)
    if not others.exists():
        message = _("The last administrator must stay: name another one first.")
        raise Conflict("last_administrator", message)


def _refuse_engaged(user: User, first: date, last: date | None) -> None:
    if user.affiliation != Affiliation.COMPANY:
        raise Conflict("official", _("A state official cannot act for a company."))
    # Lock the person, so that two companies cannot take her on at the same moment.
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    overlap = Q(valid_until__isnull=True) | Q(valid_until__gte=first)
    if last is not None:
        overlap &= Q(valid_from__lte=last)
    if Membership.objects.filter(overlap, user=user, ended_at__isnull=True).exists():
        raise Conflict("engaged", _("This person acts for a company already."))


def _set_grants(membership: Membership, wanted: frozenset[CompanyRight]) -> None:
    for right in CompanyRight:
        change = assign_perm if right in wanted else remove_perm
        change(right.value, membership.user, membership.manufacturer)
    renew_reminders(membership.manufacturer)


def _check_rights(rights: Rights) -> None:
    if not rights.grants():
        message = _("Choose at least one thing this person does.")
        raise InvalidInput("rights_empty", message, field="rights")
