"""Who owns a company, directly or through another owner, up to the people at the end."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries import countries

from core.base.models import BaseModel
from core.reference.models import InTwoLanguages
from manufacturers.models.company import Manufacturer


class OwnerKind(models.TextChoices):
    """A person is the end of a chain of ownership; a firm is a link of it."""

    PERSON = "person", pgettext_lazy("owner", "Person")
    FIRM = "firm", _("Company or body")


class Owner(InTwoLanguages, BaseModel):
    """One owner as declared. A change is an end and a new row: what was screened stays."""

    manufacturer = models.ForeignKey(Manufacturer, on_delete=models.PROTECT, related_name="owners")
    kind = models.CharField(max_length=8, choices=OwnerKind)
    name_uk = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    register_no = models.CharField(max_length=40, blank=True)
    # Per cent of the company, or of the owner it is held through.
    share = models.DecimalField(max_digits=5, decimal_places=2)
    through = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="behind"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=OwnerKind.values), name="owner_kind"),
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$"), name="owner_country_iso"
            ),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=100), name="owner_share"),
            models.CheckConstraint(
                condition=Q(through__isnull=True) | ~Q(through=F("id")), name="owner_not_of_itself"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="declared_once", exclude=["ended_at"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the name in the language of the reader."""
        return self.in_language("name")

    @property
    def is_person(self) -> bool:
        """Tell whether the chain ends here."""
        return self.kind == OwnerKind.PERSON

    @property
    def country_name(self) -> str:
        """Return the country in the reader's language."""
        return str(countries.name(self.country) or self.country)
