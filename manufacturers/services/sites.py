"""The places of a company. `actor=None` is the installation itself, never a web request."""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.base import clock
from core.base.errors import Conflict
from manufacturers import policies
from manufacturers.models import Manufacturer, Site
from manufacturers.services._shared import locked, record_about, refuse_stale


@dataclass(frozen=True, slots=True)
class SiteData:
    """A place: what is done there and where it is."""

    kind: str
    name_uk: str
    name_en: str
    address_uk: str
    address_en: str


@transaction.atomic
def add_site(*, actor: User | None, company_id: UUID, data: SiteData) -> Site:
    """Enter a place of the company. Event: `company.site_added`. Raises Http404, NotAllowed."""
    company = locked(company_id)
    _require(actor, company)
    site = Site.objects.create(manufacturer=company, **asdict(data))
    record_about(actor, "company.site_added", company, {"site": site.pk, **asdict(data)})
    return site


@transaction.atomic
def change_site(*, actor: User | None, site_id: UUID, version: int, data: SiteData) -> Site:
    """Correct a place. Event: `company.site_changed` with old and new values.

    Raises Http404, NotAllowed, StaleForm, Conflict for a closed place.
    """
    site = _locked_site(actor, site_id, version)
    old = {name: getattr(site, name) for name in asdict(data)}
    for name, value in asdict(data).items():
        setattr(site, name, value)
    site.version += 1
    site.save()
    facts = {"site": site.pk, "from": old, "to": asdict(data)}
    record_about(actor, "company.site_changed", site.manufacturer, facts)
    return site


@transaction.atomic
def close_site(*, actor: User | None, site_id: UUID, version: int) -> Site:
    """Close a place that no open production line stands at. Event: `company.site_closed`.

    Raises Http404, NotAllowed, StaleForm, Conflict.
    """
    site = _locked_site(actor, site_id, version)
    if site.production_lines.filter(archived_at__isnull=True).exists():
        raise Conflict("site_in_use", _("A production line stands at this place. Move it first."))
    site.closed_at = clock.now()
    site.version += 1
    site.save(update_fields=["closed_at", "version"])
    record_about(actor, "company.site_closed", site.manufacturer, {"site": site.pk})
    return site


def _require(actor: User | None, company: Manufacturer) -> None:
    if actor is not None:
        policies.require_administer(actor, company)


def _locked_site(actor: User | None, site_id: UUID, version: int) -> Site:
    sites = Site.objects.select_for_update(of=("self",)).select_related("manufacturer")
    site = sites.filter(pk=site_id).first()
    if site is None:
        raise Http404
    _require(actor, site.manufacturer)
    refuse_stale(site.version, version)
    if site.closed_at is not None:
        raise Conflict("site_closed", _("This place is closed."))
    return site
