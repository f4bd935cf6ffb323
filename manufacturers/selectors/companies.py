"""Companies, their standing and their people, for whoever asks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from core.accounts.models import User
from core.accounts.policies import Person, has_permission
from core.accounts.roles import CompanyRight
from core.audit.models import Event
from core.base import clock
from core.documents.models import StoredFile
from manufacturers.models import Authority, Manufacturer, Membership, Site
from manufacturers.policies import membership_in_force, rights_of

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the register and the key after which the next one starts."""

    companies: list[Manufacturer]
    next_after: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a company needs before it may apply, as of a day: each part with its dates."""

    on: date
    registered: bool
    verified: bool
    authority: Authority | None

    @property
    def is_good(self) -> bool:
        """Return whether nothing is missing."""
        return self.registered and self.verified and self.authority is not None


def visible_to(user: Person) -> QuerySet[Manufacturer]:
    """Return the companies whose data are open to the person."""
    if has_permission(user, "view_companies"):
        return Manufacturer.objects.all()
    return Manufacturer.objects.filter(pk__in=list(rights_of(user)))


def get_visible(user: Person, company_id: UUID) -> Manufacturer:
    """Return one company. Raises Http404 for an unknown and for a foreign one alike."""
    company = visible_to(user).select_related("verified_by").filter(pk=company_id).first()
    if company is None:
        raise Http404
    return company


def for_user(user: Person, right: CompanyRight = CompanyRight.VIEW) -> QuerySet[Manufacturer]:
    """Return the companies on which the person holds a right today."""
    companies = [key for key, rights in rights_of(user).items() if right.value in rights]
    return Manufacturer.objects.filter(pk__in=companies)


def own_company(user: Person) -> Manufacturer:
    """Return the company the person acts for today. Raises Http404 when there is none."""
    company = for_user(user).select_related("verified_by").first()
    if company is None:
        raise Http404
    return company


def membership_of(user: User) -> Membership | None:
    """Return the person's membership in force today."""
    memberships = Membership.objects.filter(membership_in_force(), user=user)
    return memberships.select_related("manufacturer").first()


def people_with(manufacturer: Manufacturer, *rights: CompanyRight) -> QuerySet[User]:
    """Return the active people who hold any of the rights on the company today."""
    found = User.objects.filter(
        membership_in_force("memberships__"),
        is_active=True,
        memberships__manufacturer=manufacturer,
        manufactureruserobjectpermission__content_object=manufacturer,
        manufactureruserobjectpermission__permission__codename__in=rights,
    )
    return found.distinct().order_by("name_uk", "pk")


def members(manufacturer: Manufacturer) -> QuerySet[Membership]:
    """Return the people of a company who have not left, also those whose term has run out."""
    return Membership.objects.filter(
        manufacturer=manufacturer, ended_at__isnull=True
    ).select_related("user")


def get_member(user: Person, membership_id: UUID) -> Membership:
    """Return a membership of a visible company. Raises Http404 otherwise."""
    companies = visible_to(user)
    membership = (
        Membership.objects.filter(manufacturer__in=companies, ended_at__isnull=True)
        .select_related("user", "manufacturer")
        .filter(pk=membership_id)
        .first()
    )
    if membership is None:
        raise Http404
    return membership


def authorities(manufacturer: Manufacturer) -> QuerySet[Authority]:
    """Return all authorities a company ever had, the latest first."""
    return manufacturer.authorities.select_related("file")


def authority_file(user: Person, authority_id: UUID) -> StoredFile:
    """Return the file of an authority of a visible company. Raises Http404 otherwise."""
    found = Authority.objects.filter(manufacturer__in=visible_to(user), pk=authority_id)
    authority = found.select_related("file").first()
    if authority is None or authority.file is None:
        raise Http404
    return authority.file


def sites_of(manufacturer: Manufacturer) -> QuerySet[Site]:
    """Return the places of a company that are not closed."""
    return Site.objects.filter(manufacturer=manufacturer, closed_at__isnull=True)


def get_site(user: Person, site_id: UUID) -> Site:
    """Return a place of a visible company. Raises Http404 otherwise."""
    site = Site.objects.filter(manufacturer__in=visible_to(user), pk=site_id).first()
    if site is None:
        raise Http404
    return site


def authority_on(manufacturer: Manufacturer, on: date) -> Authority | None:
    """Return the authority under Res. 838 that covers a day, the latest first."""
    authorities = Authority.objects.filter(
        manufacturer=manufacturer, issued_on__lte=on, valid_until__gte=on
    )
    return authorities.order_by("-issued_on").first()


def standing_on(manufacturer: Manufacturer, on: date | None = None) -> Standing:
    """Return whether registration, verification and authority hold on a day (default today)."""
    day = on or clock.today()
    last = manufacturer.registration_valid_until
    return Standing(
        on=day,
        registered=manufacturer.registered_on <= day and (last is None or day <= last),
        verified=manufacturer.is_verified,
        authority=authority_on(manufacturer, day),
    )


def register_page(user: Person, *, query: str = "", after: str = "") -> Page:
    """Return a page of the register in alphabetical order, optionally searched.

    Paging is by key: page 500 costs as much as page 1. `after` is `Page.next_after`.
    """
    companies = visible_to(user)
    if words := query.strip():
        companies = companies.filter(
            Q(name_uk__icontains=words) | Q(name_en__icontains=words) | Q(edrpou__startswith=words)
        )
    if after:
        companies = companies.filter(sort_key__gt=after)
    rows = list(companies.order_by("sort_key")[: PAGE_SIZE + 1])
    more = len(rows) > PAGE_SIZE
    shown = rows[:PAGE_SIZE]
    return Page(companies=shown, next_after=shown[-1].sort_key if more else "")


def history(manufacturer: Manufacturer, limit: int = 20) -> QuerySet[Event]:
    """Return the latest events about a company, the newest first."""
    events = Event.objects.filter(subject=f"company:{manufacturer.pk}").select_related("actor")
    return events.order_by("-id")[:limit]
