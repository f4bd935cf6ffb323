"""A manufacturer, where it works and its authority to export.

Rights in a company are guardian grants on `Manufacturer`, kept in a table with a direct foreign
key. A membership says since when and until when a person acts; both must hold (`policies.py`).
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from guardian.models.models import GroupObjectPermissionBase, UserObjectPermissionBase

from core.base.models import BaseModel
from core.reference.models import InTwoLanguages


class Manufacturer(BaseModel):
    """A company that may apply, as the register knows it."""

    name_uk = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    # The code in the state register of companies; text, because zeros may lead.
    edrpou = models.CharField(max_length=8, unique=True)
    address_uk = models.CharField(max_length=300)
    address_en = models.CharField(max_length=300)
    phone = models.CharField(max_length=40, blank=True)
    registration_no = models.CharField(max_length=40, unique=True)
    registered_on = models.DateField()
    registration_valid_until = models.DateField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Ukrainian alphabetical order as a stored text: servers without ICU sort it alike.
    sort_key = models.CharField(max_length=900, editable=False, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["sort_key", "id"]
        permissions = [
            ("prepare_application", "Prepares applications of the company"),
            ("sign_application", "Declares and submits applications of the company"),
            ("administer_company", "Manages the people and the data of the company"),
            ("view_company_cases", "Sees the cases of the company"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(edrpou__regex=r"^[0-9]{8}$"), name="manufacturer_edrpou"
            ),
            models.CheckConstraint(
                condition=Q(registration_valid_until__isnull=True)
                | Q(registration_valid_until__gte=F("registered_on")),
                name="manufacturer_registration_dates",
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="manufacturer_verified_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the name in the language of the reader."""
        return self.name_en if get_language() == "en" else self.name_uk

    @property
    def address(self) -> str:
        """Return the address in the language of the reader."""
        return self.address_en if get_language() == "en" else self.address_uk

    @property
    def is_verified(self) -> bool:
        """Return whether an officer has compared the data with the state register."""
        return self.verified_at is not None


class ManufacturerUserObjectPermission(UserObjectPermissionBase):
    """A person's grant on a company."""

    content_object = models.ForeignKey(Manufacturer, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        pass


class ManufacturerGroupObjectPermission(GroupObjectPermissionBase):
    """A group's grant on a company. Guardian wants the table; the house grants to people only."""

    content_object = models.ForeignKey(Manufacturer, on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        pass


class Authority(BaseModel):
    """The authority to export and import military goods (Res. 838 of 08.06.1998)."""

    manufacturer = models.ForeignKey(
        Manufacturer, on_delete=models.PROTECT, related_name="authorities"
    )
    number = models.CharField(max_length=40)
    issued_on = models.DateField()
    valid_until = models.DateField()
    scope_uk = models.CharField(max_length=300, blank=True)
    scope_en = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey(
        "documents.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-issued_on"]
        verbose_name_plural = "authorities"
        constraints = [
            models.UniqueConstraint(fields=["manufacturer", "number"], name="authority_once"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("issued_on")), name="authority_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def scope(self) -> str:
        """Return what the authority covers, in the language of the reader."""
        return self.scope_en if get_language() == "en" else self.scope_uk


class SiteKind(models.TextChoices):
    """What is done at a place of the company."""

    PRODUCTION = "production", _("Production")
    STORAGE = "storage", _("Storage")
    OFFICE = "office", _("Office")


class Site(InTwoLanguages, BaseModel):
    """A place where the company makes or keeps goods."""

    manufacturer = models.ForeignKey(Manufacturer, on_delete=models.PROTECT, related_name="sites")
    kind = models.CharField(max_length=10, choices=SiteKind)
    name_uk = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    address_uk = models.CharField(max_length=300)
    address_en = models.CharField(max_length=300)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SiteKind.values), name="site_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the name in the language of the reader."""
        return self.in_language("name")

    @property
    def address(self) -> str:
        """Return the address in the language of the reader."""
        return self.in_language("address")
