"""What became known of the goods of one licence after the border, as far as the reader may know."""

from dataclasses import dataclass

from core.accounts.models import User
from licensing.models import Licence
from licensing.snapshot import country_name
from tracking.models import EndUseCheck, Incident, ReexportRequest, UsedUp
from tracking.selectors.incidents import incidents_visible_to
from tracking.selectors.licence_follows import Follows


@dataclass(frozen=True, slots=True)
class KnownAbroad:
    """Checks on site and incidents (for officials), goods passed on, goods used up."""

    oversees: bool
    checks: list[EndUseCheck]
    incidents: list[Incident]
    reexports: list[tuple[ReexportRequest, str]]
    used_up: list[UsedUp]


def known_abroad(user: User, licence: Licence, known: Follows) -> KnownAbroad:
    """Return what the person may know; a company learns of no check and no incident."""
    return KnownAbroad(
        oversees=known.oversees,
        checks=known.checks,
        incidents=list(incidents_visible_to(user).filter(licence=licence)),
        reexports=[(one, country_name(one.country)) for one in known.reexports],
        used_up=list(licence.used_up.prefetch_related("serials")),
    )
