"""A company that asks to be registered: what a newcomer typed, until an officer settles it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.base.models import BaseModel
from manufacturers.models.company import Manufacturer


class EnrolmentState(models.TextChoices):
    """What became of a request."""

    WAITING = "waiting", _("Waits for an officer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class Enrolment(BaseModel):
    """A request for registration. Its identity is the secret of the person who asked."""

    edrpou = models.CharField(max_length=8)
    name_uk = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    address_uk = models.CharField(max_length=300)
    address_en = models.CharField(max_length=300)
    phone = models.CharField(max_length=40, blank=True)
    registration_no = models.CharField(max_length=40)
    registered_on = models.DateField()
    registration_valid_until = models.DateField(null=True, blank=True)
    email = models.EmailField()
    person_uk = models.CharField(max_length=150)
    person_en = models.CharField(max_length=150)
    title_uk = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    signs = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=EnrolmentState, default=EnrolmentState.WAITING)
    reason = models.CharField(max_length=500, blank=True)
    company = models.OneToOneField(
        Manufacturer, null=True, blank=True, on_delete=models.PROTECT, related_name="enrolment"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(edrpou__regex=r"^[0-9]{8}$"), name="enrolment_edrpou"
            ),
            models.UniqueConstraint(
                fields=["edrpou", "email"],
                condition=Q(state=EnrolmentState.WAITING),
                name="enrolment_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state=EnrolmentState.WAITING, settled_at__isnull=True, company=None)
                | Q(
                    state=EnrolmentState.ACCEPTED,
                    settled_by__isnull=False,
                    settled_at__isnull=False,
                    company__isnull=False,
                )
                | (
                    Q(
                        state=EnrolmentState.DECLINED,
                        settled_by__isnull=False,
                        settled_at__isnull=False,
                        company=None,
                    )
                    & ~Q(reason="")
                ),
                name="enrolment_settled",
            ),
        ]

    def __str__(self) -> str:
        return self.edrpou
