"""Watch lists as dated editions; one row for each version of each entry.

An edition replaces the one before it whole or not at all (`services.importing`). What a hit was
judged on stays: an entry that changes gets a new row, the old one only ceases to be current.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.base.models import BaseModel


class Format(models.TextChoices):
    """How a publisher writes its list."""

    UN_XML = "un_xml", _("United Nations, XML")
    EU_XML = "eu_xml", _("European Union, XML (FSF)")
    UK_XML = "uk_xml", _("United Kingdom, XML")
    UK_CSV = "uk_csv", _("United Kingdom, CSV")
    OFAC_XML = "ofac_xml", _("OFAC, XML (SDN)")
    NSDC_JSON = "nsdc_json", _("NSDC, JSON")
    CSV = "csv", _("Plain CSV")


class WatchList(BaseModel):
    """One publisher's list: how old it may get, and whether screening needs it."""

    code = models.SlugField(max_length=20, unique=True)
    name_uk = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    publisher = models.CharField(max_length=200)
    required = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_uk


class AgeRule(BaseModel):
    """How many days after its last import a list may be used, from a day on."""

    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="age_rules")
    valid_from = models.DateField()
    max_days = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["watch_list", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["watch_list", "valid_from"], name="age_rule_once"),
            models.CheckConstraint(
                condition=Q(max_days__gte=1, max_days__lte=365), name="age_rule_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.watch_list_id}: {self.max_days}"


class EditionState(models.TextChoices):
    """Where an imported file stands."""

    WAITING = "waiting", _("Waits for confirmation")
    ACTIVE = "active", _("In use")
    REPLACED = "replaced", _("Replaced")
    REFUSED = "refused", _("Refused")


class Edition(BaseModel):
    """One imported file: where it came from, its digest, how many entries, who let it in."""

    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="editions")
    state = models.CharField(max_length=10, choices=EditionState)
    format = models.CharField(max_length=12, choices=Format)
    label = models.CharField(max_length=120, blank=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    entries = models.PositiveIntegerField()
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The last time the publisher's file was seen and was still this one.
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["-imported_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["watch_list"],
                condition=Q(state=EditionState.ACTIVE),
                name="edition_one_active",
            ),
            models.CheckConstraint(
                condition=Q(state__in=EditionState.values), name="edition_state_listed"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("imported_by")),
                name="edition_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="edition_digest_shape"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.watch_list_id} {self.imported_at:%Y-%m-%d}"


class StagedRow(models.Model):
    """A row of an edition that waits for its confirmation; gone once it is in use."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="staged")
    content = models.JSONField()

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.pk}"


class Entry(BaseModel):
    """One version of one entry of a list, as the publisher wrote it."""

    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="entries")
    key = models.CharField(max_length=120, help_text="The publisher's own identifier.")
    digest = models.CharField(max_length=64)
    schema = models.CharField(max_length=20)
    name = models.CharField(max_length=500)
    content = models.JSONField()
    identifiers = ArrayField(models.CharField(max_length=80), default=list)
    current = models.BooleanField(default=True)
    first_edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["watch_list", "key", "digest"], name="entry_version_once"
            ),
            models.UniqueConstraint(
                fields=["watch_list", "key"], condition=Q(current=True), name="entry_one_current"
            ),
        ]
        indexes = [
            GinIndex(fields=["identifiers"], name="entry_identifiers"),
            models.Index(fields=["first_edition"], name="entry_by_edition"),
        ]

    def __str__(self) -> str:
        return self.name


class EntryName(models.Model):
    """A name of a current entry with its keys for finding candidates."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=500)
    weak = models.BooleanField(default=False)
    folded = models.CharField(max_length=500)
    keys = ArrayField(models.CharField(max_length=80))

    class Meta:
        indexes = [
            GinIndex(fields=["keys"], name="entry_name_keys"),
            GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="entry_name_trigrams"),
        ]

    def __str__(self) -> str:
        return self.name
