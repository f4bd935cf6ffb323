"""What hangs on one licence, read once: the tabs count it, the duties and the journal name it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core.accounts.models import User
from core.accounts.policies import has_permission
from licensing.models import Licence, OwedProof
from tracking.models import EndUseCheck, ReexportRequest, ShipmentState
from tracking.selectors.oversight import checks_of, reexports_of


@dataclass(frozen=True, slots=True)
class Follows:
    """Shipments, proofs, checks, incidents and requests, as far as the reader may know of them."""

    #: Whether the reader follows permits after issue, as officials do.
    oversees: bool
    shipments: list[tuple[UUID, str, date | None]]
    proofs: list[OwedProof]
    checks: list[EndUseCheck]
    incidents: list[UUID]
    reexports: list[ReexportRequest]
    used_up: int

    @property
    def live(self) -> list[date | None]:
        """Return the days on which shipments crossed, None for those that wait."""
        return [day for _pk, state, day in self.shipments if state != ShipmentState.CANCELLED]

    @property
    def abroad(self) -> int:
        """Return how many things are known after the border."""
        return len(self.checks) + len(self.incidents) + len(self.reexports) + self.used_up

    def subjects(self, licence: Licence) -> list[str]:
        """Return under which names the log files what concerns the licence."""
        return [
            licence.subject,
            *(f"shipment:{pk}" for pk, _state, _day in self.shipments),
            *(f"incident:{pk}" for pk in self.incidents),
            *(proof.subject for proof in self.proofs),
            *(check.subject for check in self.checks),
            *(request.subject for request in self.reexports),
        ]


def follows(user: User, licence: Licence) -> Follows:
    """Read what hangs on a licence (a fixed number of queries); a company's part is smaller."""
    oversees = has_permission(user, "view_licences")
    shipments = licence.shipments.order_by().values_list("pk", "state", "crossed_on")
    incidents = licence.incidents.order_by().values_list("pk", flat=True)
    return Follows(
        oversees=oversees,
        shipments=list(shipments),
        proofs=list(OwedProof.objects.filter(licence=licence)),
        checks=checks_of(user, licence) if oversees else [],
        incidents=list(incidents) if oversees else [],
        reexports=reexports_of(user, licence),
        used_up=licence.used_up.count(),
    )
