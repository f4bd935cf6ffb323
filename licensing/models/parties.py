"""Who receives the goods, the end-user certificate as an object, and the attached files."""

from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from core.base.models import BaseModel
from licensing.models.application import Application


class PartyRole(models.TextChoices):
    """The part a firm or body plays in the deal."""

    END_USER = "end_user", _("End user")
    CONSIGNEE = "consignee", _("Consignee")
    INTERMEDIARY = "intermediary", _("Intermediary")


class Party(BaseModel):
    """A firm or body other than the applicant."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=12, choices=PartyRole)
    name_uk = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    register_no = models.CharField(max_length=40, blank=True)
    address_uk = models.CharField(max_length=300, blank=True)
    address_en = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(role=PartyRole.END_USER),
                name="party_one_end_user",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=PartyRole.values), name="party_role_listed"
            ),
            models.CheckConstraint(
                condition=models.Q(country__regex=r"^[A-Z]{2}$"), name="party_country_iso"
            ),
        ]
        indexes = [
            models.Index(
                Upper("register_no"),
                "country",
                condition=models.Q(role=PartyRole.END_USER),
                name="party_end_user_by_register",
            ),
            models.Index(
                Upper("name_en"),
                "country",
                condition=models.Q(role=PartyRole.END_USER),
                name="party_end_user_by_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.name_uk}"


class EndUserCertificate(BaseModel):
    """The end-user certificate with the fields of domain.md 2.4: an object, not a file."""

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, related_name="certificate"
    )
    number = models.CharField(max_length=80)
    issued_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    issuer = models.CharField(max_length=200)
    signatory_name = models.CharField(max_length=200)
    signatory_position = models.CharField(max_length=200, blank=True)
    # What the paper itself says, to be compared with the application (domain.md 2.4).
    end_user_named = models.CharField(max_length=200, blank=True)
    goods_named = models.CharField(max_length=400, blank=True)
    contract_named = models.CharField(max_length=80, blank=True)
    quantity_stated = models.DecimalField(max_digits=18, decimal_places=3, null=True, blank=True)
    undertakes_no_reexport = models.BooleanField(default=False)
    allows_checks = models.BooleanField(default=False)
    authenticity_confirmed_on = models.DateField(null=True, blank=True)
    file = models.ForeignKey(
        "documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("issued_on")),
                name="certificate_ends_after_issue",
            ),
            models.CheckConstraint(
                condition=models.Q(quantity_stated__isnull=True) | models.Q(quantity_stated__gt=0),
                name="certificate_quantity_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AttachmentKind(models.TextChoices):
    """The papers that code speaks of by name; every other kind is a row of `reference.Paper`."""

    CONTRACT = "contract", _("Contract")
    CERTIFICATE = "certificate", _("End-user certificate")
    OTHER = "other", _("Other document")


class Attachment(BaseModel):
    """A file that belongs to the application."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="attachments"
    )
    kind = models.SlugField(max_length=24, db_index=False)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(kind=""), name="attachment_has_kind"),
            models.UniqueConstraint(fields=["application", "kind", "file"], name="attachment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.file_id}"
