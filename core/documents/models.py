"""Files that came in and documents that went out. The bytes lie in content-addressed storage."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base.models import AppendOnly, BaseModel, keep_forever

HEX_64 = r"^[0-9a-f]{64}$"
#: The list of what was disposed of is kept above, under acts that two people signed.
_BY_AN_ACT = """
    IF OLD.disposed_on IS NOT DISTINCT FROM NEW.disposed_on THEN
        RETURN NEW;
    END IF;
    IF OLD.disposed_on IS NOT NULL
       OR NOT EXISTS (SELECT 1 FROM records_disposed WHERE file_id = NEW.id) THEN
        RAISE EXCEPTION 'the content of a file is given up by an act, once'
            USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
"""


class Scan(models.TextChoices):
    """What is known about malware in a file."""

    CLEAN = "clean", _("No malware found")
    QUARANTINED = "quarantined", _("Waiting for the malware scanner")
    INFECTED = "infected", _("Malware found")
    UNSCANNED = "unscanned", _("Not scanned: this site has no scanner")


class StoredFile(BaseModel):
    """One file under the name it came with; equal contents share the bytes on disk."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    content_type = models.CharField(_("type"), max_length=100)
    name = models.CharField(_("name"), max_length=150)
    scan = models.CharField(_("malware scan"), max_length=12, choices=Scan)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The day on which the content was given up; row, name and digest stay.
    disposed_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        triggers = [
            pgtrigger.Trigger(
                name="disposed_by_an_act",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_BY_AN_ACT,
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=HEX_64), name="stored_file_digest_is_sha256"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="stored_file_not_empty"),
            models.CheckConstraint(
                condition=models.Q(scan__in=Scan.values), name="stored_file_scan_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Tell whether the content may be handed out: never in quarantine, never once given up."""
        return self.disposed_on is None and self.scan in {Scan.CLEAN, Scan.UNSCANNED}


class DocumentKind(models.TextChoices):
    """The official documents."""

    LICENCE = "licence", _("Export licence")
    REFUSAL = "refusal", _("Notice of refusal")
    PROTOCOL = "protocol", _("Protocol of a sitting")
    EXTRACT = "extract", _("Extract of a protocol")
    ADDENDUM = "addendum", _("Addendum to a protocol")
    SHIPMENT = "shipment", _("Sheet of a write-off")


class IssuedDocument(BaseModel, AppendOnly):
    """A sealed document: exactly one for each kind and number, never changed, never made again."""

    kind = models.CharField(max_length=10, choices=DocumentKind)
    number = models.CharField(max_length=32)
    subject = models.CharField(max_length=60, db_index=True)
    record_sha256 = models.CharField(max_length=64, unique=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField()
    template_version = models.CharField(max_length=16)

    class Meta:
        verbose_name = _("issued document")
        verbose_name_plural = _("issued documents")
        triggers = keep_forever()
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="issued_document_once"),
            models.CheckConstraint(
                condition=models.Q(record_sha256__regex=HEX_64), name="issued_document_digest"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=DocumentKind.values), name="issued_document_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SignatureVerdict(models.TextChoices):
    """What the check of a person's signature says."""

    VALID = "valid", _("Holds: text and certificate were checked")
    UNKNOWN_SIGNER = "unknown_signer", _("Fits the text; the issuer of the certificate is unknown")
    UNDECIDED = "undecided", _("Kept as received; this site cannot check it")
    BROKEN = "broken", _("Does not hold")


class ReceivedSignature(BaseModel, AppendOnly):
    """A person's qualified signature on one text of the house, kept as it came, with its check."""

    subject = models.CharField(max_length=60, db_index=True)
    text_sha256 = models.CharField(max_length=64)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    file_sha256 = models.CharField(max_length=64)
    form = models.CharField(max_length=10)
    verdict = models.CharField(_("result of the check"), max_length=16, choices=SignatureVerdict)
    report = models.JSONField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["received_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "file_sha256"], name="received_signature_once"
            ),
            models.CheckConstraint(
                condition=models.Q(text_sha256__regex=HEX_64, file_sha256__regex=HEX_64),
                name="received_signature_digests",
            ),
            models.CheckConstraint(
                # What does not hold is refused at the door and never kept as a signature.
                condition=models.Q(verdict__in=SignatureVerdict.values)
                & ~models.Q(verdict=SignatureVerdict.BROKEN),
                name="received_signature_verdict",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.get_verdict_display()}"


class SignatureReview(BaseModel, AppendOnly):
    """What one officer found on a signature that the site could not judge alone."""

    signature = models.ForeignKey(ReceivedSignature, models.PROTECT, related_name="reviews")
    accepted = models.BooleanField()
    basis = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["signature", "by"], name="signature_review_once"),
            models.CheckConstraint(
                condition=~models.Q(basis=""), name="signature_review_has_a_basis"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signature_id} {self.accepted}"


class LogStamp(BaseModel, AppendOnly):
    """The time-stamp of an outside authority on one head of the ledger, as it came."""

    checkpoint = models.OneToOneField("audit.Checkpoint", models.PROTECT, related_name="stamp")
    token = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    authority = models.CharField(max_length=200)
    stamped_at = models.DateTimeField()
    # The end of the authority's certificate: by then a newer stamp must cover this one.
    reliable_until = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["stamped_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=HEX_64), name="log_stamp_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.stamped_at:%Y-%m-%d}"
