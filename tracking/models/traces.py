"""What becomes known of goods abroad: incidents, declarations that they were used up."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.base.models import AppendOnly, BaseModel
from licensing.snapshot import country_name
from tracking.models.oversight import EndUseCheck, ReexportRequest


class IncidentKind(models.TextChoices):
    """What happened, or is said to have happened (domain.md 5)."""

    LOSS = "loss", _("Loss")
    THEFT = "theft", _("Theft")
    CAPTURE = "capture", _("Capture")
    BATTLEFIELD_FIND = "battlefield_find", _("Found on a battlefield")
    DIVERSION_TIP = "diversion_tip", _("Report of a diversion")


class Source(models.TextChoices):
    """Who says so."""

    HOLDER = "holder", _("Holder of the permit")
    END_USER = "end_user", _("End user")
    FORCES = "forces", _("Defence forces")
    PARTNER = "partner", _("Partner state")
    OPEN = "open", _("Open source")
    CHECK = "check", _("Check on site")


class Reliability(models.TextChoices):
    """How far the source was right before (the usual scale of six letters)."""

    A = "A", _("A: completely reliable")
    B = "B", _("B: usually reliable")
    C = "C", _("C: fairly reliable")
    D = "D", _("D: not usually reliable")
    E = "E", _("E: unreliable")
    F = "F", _("F: cannot be judged")


class Credibility(models.TextChoices):
    """How far this one fact holds (the usual scale of six figures)."""

    CONFIRMED = "1", _("1: confirmed by others")
    PROBABLE = "2", _("2: probably true")
    POSSIBLE = "3", _("3: possibly true")
    DOUBTFUL = "4", _("4: doubtful")
    IMPROBABLE = "5", _("5: improbable")
    UNKNOWN = "6", _("6: cannot be judged")


class Incident(BaseModel):
    """One incident as reported; it stays open until an officer concludes it."""

    kind = models.CharField(max_length=20, choices=IncidentKind)
    happened_on = models.DateField()
    country = models.CharField(max_length=2)
    place = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=10, choices=Source)
    source_ref = models.CharField(max_length=200, blank=True)
    reliability = models.CharField(max_length=1, choices=Reliability)
    credibility = models.CharField(max_length=1, choices=Credibility)
    text = models.TextField()
    # The permit it is known to belong to; a find without a known number has none.
    licence = models.ForeignKey(
        "licensing.Licence", on_delete=models.PROTECT, null=True, related_name="incidents"
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    concluded_at = models.DateTimeField(null=True, editable=False)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    conclusion = models.TextField(blank=True)

    class Meta:
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=IncidentKind.values,
                    source__in=Source.values,
                    reliability__in=Reliability.values,
                    credibility__in=Credibility.values,
                ),
                name="incident_words_listed",
            ),
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$"), name="incident_country_iso"
            ),
            models.CheckConstraint(
                condition=Q(concluded_at__isnull=True, concluded_by__isnull=True, conclusion="")
                | Q(concluded_at__isnull=False, concluded_by__isnull=False) & ~Q(conclusion=""),
                name="incident_concluded_in_words",
            ),
        ]
        indexes = [
            models.Index(F("happened_on").desc(), F("id").desc(), name="incident_by_day"),
            models.Index(
                fields=["country"], condition=Q(concluded_at__isnull=True), name="incident_open"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="report_stays", exclude=["concluded_at", "concluded_by", "conclusion"]
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    @property
    def country_name(self) -> str:
        """Return the country in the reader's language."""
        return country_name(self.country)

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_on}"

    @property
    def subject(self) -> str:
        """Return the name under which events file this incident."""
        return f"incident:{self.pk}"

    @property
    def grade(self) -> str:
        """Return source and fact judged in two signs: B2."""
        return f"{self.reliability}{self.credibility}"


class End(models.TextChoices):
    """How goods ended."""

    USED = "used", _("Used up")
    DESTROYED = "destroyed", _("Destroyed")
    DISPOSED = "disposed", _("Disposed of")


class UsedUp(BaseModel, AppendOnly):
    """The end user's declaration that goods are no more (for ammunition a normal end)."""

    licence = models.ForeignKey(
        "licensing.Licence", on_delete=models.PROTECT, related_name="used_up"
    )
    position = models.PositiveSmallIntegerField()
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    end = models.CharField(max_length=10, choices=End)
    until = models.DateField()
    letter_no = models.CharField(max_length=60)
    letter_on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    file = models.ForeignKey(
        "documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(AppendOnly.Meta):
        ordering = ["until", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, end__in=End.values), name="used_up_above_zero"
            ),
            models.UniqueConstraint(
                fields=["licence", "letter_no", "position"], name="used_up_letter_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.quantity}"


def _one_of(*names: str) -> Q:
    """Return the condition that just one of the links is set."""
    found = Q()
    for name in names:
        found |= Q(**{f"{other}__isnull": other != name for other in names})
    return found


class Seen(models.TextChoices):
    """How a check on site found a number."""

    FOUND = "found", _("found")
    MISSING = "missing", _("missing")
    DESTROYED = "destroyed", _("destroyed")
    USED = "used", _("used up")
    TRANSFERRED = "transferred", _("passed on")


class Mention(AppendOnly):
    """Makers' numbers that a later paper names, normalised as in shipments."""

    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, related_name="serials"
    )
    used_up = models.ForeignKey(UsedUp, on_delete=models.PROTECT, null=True, related_name="serials")
    end_use_check = models.ForeignKey(
        EndUseCheck, on_delete=models.PROTECT, null=True, related_name="serials"
    )
    reexport = models.ForeignKey(
        ReexportRequest, on_delete=models.PROTECT, null=True, related_name="serials"
    )
    seen = models.CharField(max_length=12, choices=Seen, blank=True)
    is_lot = models.BooleanField(default=False)
    prefix = models.CharField(max_length=60)
    suffix = models.CharField(max_length=20, blank=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    width = models.PositiveSmallIntegerField(default=0)
    typed = models.CharField(max_length=120)

    class Meta(AppendOnly.Meta):
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__gte=0, last__gte=F("first")), name="mention_in_order"
            ),
            models.CheckConstraint(
                condition=_one_of("incident", "used_up", "end_use_check", "reexport"),
                name="mention_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(end_use_check__isnull=True, seen="")
                | Q(end_use_check__isnull=False, seen__in=Seen.values),
                name="mention_seen_in_a_check",
            ),
        ]
        indexes = [models.Index(fields=["prefix", "first"], name="mention_by_number")]

    def __str__(self) -> str:
        return self.typed
