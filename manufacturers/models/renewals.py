"""Papers of standing that a company sends itself; the old ones count until an officer confirms."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.base.models import BaseModel
from manufacturers.models.company import Manufacturer


class RenewalKind(models.TextChoices):
    """Which paper is sent."""

    AUTHORITY = "authority", _("Authority under Resolution 838")
    REGISTRATION = "registration", _("Registration certificate")


class RenewalState(models.TextChoices):
    """What became of a paper."""

    WAITING = "waiting", _("Waits for an officer")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    REPLACED = "replaced", _("Replaced by a later one")


_BY_OFFICER = Q(settled_by__isnull=False, settled_at__isnull=False)


class Renewal(BaseModel):
    """A renewed authority or registration certificate: number, dates and file, as sent."""

    manufacturer = models.ForeignKey(
        Manufacturer, on_delete=models.PROTECT, related_name="renewals"
    )
    kind = models.CharField(max_length=12, choices=RenewalKind)
    number = models.CharField(max_length=40)
    issued_on = models.DateField()
    # A registration may stand until further notice; an authority always has an end.
    valid_until = models.DateField(null=True, blank=True)
    scope_uk = models.CharField(max_length=300, blank=True)
    scope_en = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=RenewalState, default=RenewalState.WAITING)
    reason = models.CharField(max_length=500, blank=True)
    settled_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-id"]
        triggers = [
            pgtrigger.Protect(name="keep_renewals", operation=pgtrigger.Delete),
            # What was confirmed or declined is what was sent, for ever.
            pgtrigger.Protect(
                name="keep_settled_renewals",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state=RenewalState.WAITING.value),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["manufacturer", "kind"],
                condition=Q(state=RenewalState.WAITING),
                name="renewal_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("issued_on"))
                | Q(valid_until__isnull=True, kind=RenewalKind.REGISTRATION),
                name="renewal_dates",
            ),
            models.CheckConstraint(
                condition=Q(state=RenewalState.WAITING, settled_at__isnull=True, settled_by=None)
                | (Q(state=RenewalState.REPLACED, settled_at__isnull=False))
                | (Q(state=RenewalState.CONFIRMED) & _BY_OFFICER)
                | (Q(state=RenewalState.DECLINED) & _BY_OFFICER & ~Q(reason="")),
                name="renewal_settled",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True)
                | Q(state=RenewalState.REPLACED)
                | ~Q(settled_by=F("sent_by")),
                name="renewal_settled_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.number
