"""The application and its case: one row from the first draft to the legal act.

What was declared lives in `Revision`; this row holds the working draft and where the case
stands. Only `services/_advance.py` writes `status`.
"""

from datetime import date
from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.base.models import AppendOnly, BaseModel
from licensing import lifecycle
from licensing.lifecycle import OPEN, Status
from licensing.models.amending_law import amends_an_own_permit
from licensing.models.gate_law import passes_the_gates

if TYPE_CHECKING:
    from licensing.models.revision import Revision

NO_TERM_YET = date(9999, 12, 31)


class Kind(models.TextChoices):
    """What kind of permit is asked for (Law 549-IV: one-time, general, open)."""

    ONE_TIME = "one_time", _("One-time export permit")
    GENERAL = "general", _("General export permit")
    OPEN = "open", _("Open export permit")


class ActKind(models.TextChoices):
    """What the authority gives: a permit to export, a conclusion on talks, a consent to pass on."""

    PERMIT = "permit", _("Permit")
    CONCLUSION = "conclusion", _("Conclusion on negotiations")
    REEXPORT = "reexport", _("Consent to re-export")


class Subject(models.TextChoices):
    """What crosses the border: not only boxes (domain.md 1.6)."""

    GOODS = "goods", _("Goods")
    TECHNOLOGY = "technology", _("Technology or software")
    SERVICES = "services", _("Services")
    BROKERING = "brokering", _("Brokering")


class Track(models.TextChoices):
    """Which statutory term applies; the days of each are dated reference data."""

    MILITARY = "military", _("Military goods")
    DUAL_USE = "dual_use", _("Dual-use goods")
    INTERAGENCY = "interagency", _("With inter-agency approval")
    TREATY = "treaty", _("Under an international treaty")


class Application(BaseModel):
    """One request of one company for one permit."""

    # NULL, not "": any number of drafts may be without a number.
    number = models.CharField(max_length=16, unique=True, null=True, editable=False)  # noqa: DJ001
    manufacturer = models.ForeignKey(
        "manufacturers.Manufacturer", on_delete=models.PROTECT, related_name="applications"
    )
    act = models.CharField(max_length=12, choices=ActKind, default=ActKind.PERMIT)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ONE_TIME)
    subject_kind = models.CharField(max_length=12, choices=Subject, default=Subject.GOODS)
    track = models.CharField(max_length=12, choices=Track, default=Track.MILITARY)
    # The permit under which the goods left, when their holder asks to pass them on.
    under = models.ForeignKey(
        "licensing.Licence",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="reexport_cases",
    )
    title = models.CharField(max_length=200, blank=True)
    destination = models.CharField(max_length=2, blank=True)
    other_destinations = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    origin = models.CharField(max_length=2, blank=True)
    transfer = models.TextField(blank=True)
    contract_no = models.CharField(max_length=80, blank=True)
    contract_date = models.DateField(null=True, blank=True)
    incoterm = models.CharField(max_length=3, blank=True)
    contract_place = models.CharField(max_length=120, blank=True)
    end_use_uk = models.TextField(blank=True)
    end_use_en = models.TextField(blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    # The permit whose place this one is to take, where the company asks for a change of it.
    amends = models.ForeignKey(
        "licensing.Licence", on_delete=models.PROTECT, null=True, related_name="amendments"
    )
    restricted = models.BooleanField(default=False)
    amendment_open = models.BooleanField(default=False, editable=False)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    current_revision = models.ForeignKey(
        "licensing.Revision", on_delete=models.PROTECT, null=True, related_name="+"
    )
    latest_checks = models.ForeignKey(
        "licensing.CheckRun", on_delete=models.PROTECT, null=True, related_name="+"
    )
    saved_at = models.DateTimeField(null=True, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, editable=False)
    accepted_on = models.DateField(null=True, editable=False)
    # The length in force on the day of acceptance: a later rule does not touch a running term.
    term_days = models.PositiveSmallIntegerField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    # When the case came to where it stands: a list says for how long it has waited.
    moved_at = models.DateTimeField(null=True, editable=False)
    # Three derived facts, kept by the services so that a list of 100 000 cases needs no sums.
    due_on = models.DateField(null=True, editable=False)
    paused_since = models.DateField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        permissions = [("open_restricted_case", "Opens the case although it is restricted")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values), name="application_status_listed"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="application_kind_listed"
            ),
            models.CheckConstraint(
                condition=models.Q(track__in=Track.values), name="application_track_listed"
            ),
            models.CheckConstraint(
                condition=models.Q(act__in=ActKind.values, subject_kind__in=Subject.values),
                name="application_act_and_subject_listed",
            ),
            models.CheckConstraint(
                condition=models.Q(amends__isnull=True) | models.Q(act=ActKind.PERMIT),
                name="application_amends_by_a_permit",
            ),
            models.CheckConstraint(
                condition=models.Q(act=ActKind.REEXPORT, under__isnull=False)
                | ~models.Q(act=ActKind.REEXPORT) & models.Q(under__isnull=True),
                name="application_reexport_under_permit",
            ),
            models.CheckConstraint(
                condition=models.Q(origin="") | models.Q(origin__regex=r"^[A-Z]{2}$"),
                name="application_origin_iso",
            ),
            models.CheckConstraint(
                condition=models.Q(status=Status.DRAFT)
                | models.Q(number__isnull=False, current_revision__isnull=False),
                name="application_numbered_once_submitted",
            ),
            models.CheckConstraint(
                condition=models.Q(destination="") | models.Q(destination__regex=r"^[A-Z]{2}$"),
                name="application_destination_iso",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_on__isnull=True, term_days__isnull=True)
                | models.Q(accepted_on__isnull=False, term_days__gte=1),
                name="application_term_from_acceptance",
            ),
            models.UniqueConstraint(
                fields=["amends"],
                condition=models.Q(status__in=sorted({Status.DRAFT, *OPEN})),
                name="application_one_amendment_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[Status.DRAFT, Status.SUBMITTED, Status.WITHDRAWN])
                | models.Q(accepted_on__isnull=False, officer__isnull=False),
                name="application_review_has_officer_and_date",
            ),
        ]
        indexes = [
            models.Index(
                Coalesce("due_on", NO_TERM_YET),
                "id",
                condition=models.Q(status__in=sorted(OPEN)),
                name="application_open_by_term",
            ),
            models.Index(
                Coalesce("due_on", NO_TERM_YET),
                "id",
                condition=models.Q(paused_since__isnull=False),
                name="application_paused_by_term",
            ),
            # All that the chips of the worklist count by, so that no row is fetched for a number.
            models.Index(
                fields=["officer"],
                include=[
                    *("id", "status", "restricted"),
                    *("due_on", "accepted_on", "paused_since", "answered_at"),
                ],
                condition=models.Q(status__in=sorted(OPEN), number__isnull=False),
                name="application_open_counted",
            ),
            models.Index(
                fields=["accepted_on", "id"],
                include=["due_on"],
                condition=models.Q(status=Status.READY),
                name="application_ready_by_wait",
            ),
            models.Index(fields=["manufacturer", "-created_at"], name="application_of_company"),
            models.Index(fields=["officer", "status"], name="application_of_officer"),
            models.Index(fields=["status", "due_on"], name="application_by_status"),
            models.Index(fields=["destination", "status"], name="application_to_country"),
            models.Index(
                fields=["number"],
                condition=models.Q(restricted=True),
                name="application_restricted",
            ),
        ]
        triggers = [
            *lifecycle.triggers(),
            passes_the_gates(),
            pgtrigger.ReadOnly(name="under_stays", fields=["under"]),
            *amends_an_own_permit(),
        ]

    def __str__(self) -> str:
        return self.number or self.title or str(self.pk)

    @property
    def ref(self) -> str:
        """Return the public reference: the number, or the id while there is none."""
        return self.number or str(self.pk)

    @property
    def subject(self) -> str:
        """Return the name under which events and deadlines file this case."""
        return f"case:{self.pk}"

    @property
    def declared(self) -> "Revision":
        """Return the revision in force. Raises ValueError before the first submission."""
        if self.current_revision is None:
            raise ValueError("nothing was declared yet")
        return self.current_revision

    @property
    def is_open(self) -> bool:
        """Tell whether the authority has the case in its hands."""
        return Status(self.status) in OPEN

    @property
    def is_editable(self) -> bool:
        """Tell whether the company may change the working text now."""
        return self.status == Status.DRAFT or self.amendment_open


class Preparer(AppendOnly):
    """An officer who took part in preparing a case, and so may never decide it (rule 3)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="preparers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(fields=["application", "user"], name="preparer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.user_id}"


class ReturnNote(AppendOnly):
    """Why an application was sent back: shown to the company word for word."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="return_notes"
    )
    revision = models.ForeignKey(
        "licensing.Revision", on_delete=models.PROTECT, related_name="return_notes"
    )
    reasons = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reasons=""), name="return_note_has_reasons"),
        ]

    def __str__(self) -> str:
        return self.reasons[:80]
