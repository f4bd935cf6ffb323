"""Hits: a version of a party beside a version of an entry of a watch list (domain.md 4.3).

The pair is judged once and holds for every case in which this very party appears. Whoever
changes a name, or a publisher that changes its entry, makes another pair, judged anew.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.base.models import AppendOnly, BaseModel
from licensing.models.application import Application


class HitState(models.TextChoices):
    """Where the judgement of a hit stands."""

    NEW = "new", _("New")
    UNDER_REVIEW = "under_review", _("Under review")
    PROPOSED = "proposed", _("False match proposed")
    CLEARED = "cleared", _("False match confirmed")
    TRUE_MATCH = "true_match", _("True match")


STEPS: tuple[tuple[HitState, HitState], ...] = (
    (HitState.NEW, HitState.UNDER_REVIEW),
    (HitState.NEW, HitState.PROPOSED),
    (HitState.NEW, HitState.TRUE_MATCH),
    (HitState.UNDER_REVIEW, HitState.PROPOSED),
    (HitState.UNDER_REVIEW, HitState.TRUE_MATCH),
    (HitState.PROPOSED, HitState.CLEARED),
    (HitState.PROPOSED, HitState.UNDER_REVIEW),
    (HitState.PROPOSED, HitState.TRUE_MATCH),
)


class ClearanceReason(models.TextChoices):
    """Why a hit is a false match, in the order of questions that OFAC publishes [S78]."""

    OTHER_KIND = "other_kind", _("Another kind: person, firm, vessel")
    PART_OF_NAME = "part_of_name", _("Only a part of the name agrees")
    OTHER_BIRTH = "other_birth", _("Another date or place of birth")
    OTHER_COUNTRY = "other_country", _("Another country and address")
    OTHER_NUMBER = "other_number", _("Another number in a register or document")
    OTHER = "other", _("Other, as described")


class ScreeningHit(BaseModel):
    """One pair of a party's version and an entry's version, with its judgement."""

    subject_digest = models.CharField(max_length=64)
    subject = models.JSONField()
    entry = models.ForeignKey("screening.Entry", on_delete=models.PROTECT, related_name="+")
    score = models.DecimalField(max_digits=5, decimal_places=4)
    explanation = models.JSONField()
    state = models.CharField(max_length=12, choices=HitState, default=HitState.NEW)
    reason = models.CharField(max_length=16, choices=ClearanceReason, blank=True)
    text = models.TextField(blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True)
    # Whoever confirmed the clearance, or found the match to be true.
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    judged_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-score", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["subject_digest", "entry"], name="hit_pair_once"),
            models.CheckConstraint(condition=Q(state__in=HitState.values), name="hit_state_listed"),
            models.CheckConstraint(
                condition=~Q(state=HitState.CLEARED)
                | (Q(proposed_by__isnull=False, judged_by__isnull=False) & ~Q(reason="")),
                name="hit_cleared_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state=HitState.CLEARED) | ~Q(judged_by=F("proposed_by")),
                name="hit_proposer_never_confirms",
            ),
            models.CheckConstraint(
                condition=~Q(state=HitState.TRUE_MATCH) | Q(judged_by__isnull=False),
                name="hit_true_match_has_author",
            ),
            models.CheckConstraint(
                condition=~Q(state=HitState.PROPOSED)
                | (Q(proposed_by__isnull=False) & ~Q(reason="") & ~Q(text="")),
                name="hit_proposal_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["subject_digest"], name="hit_by_subject")]
        triggers = [
            pgtrigger.FSM(
                name="hit_steps", field="state", transitions=[(str(a), str(b)) for a, b in STEPS]
            ),
            pgtrigger.ReadOnly(
                name="hit_pair_is_fixed",
                fields=["subject_digest", "subject", "entry", "score", "explanation"],
            ),
            # The second person confirms the words of the first, never other ones.
            pgtrigger.Protect(
                name="hit_proposal_is_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="proposed", new__state="cleared")
                & (
                    pgtrigger.Q(old__reason__df=pgtrigger.F("new__reason"))
                    | pgtrigger.Q(old__text__df=pgtrigger.F("new__text"))
                    | pgtrigger.Q(old__proposed_by__df=pgtrigger.F("new__proposed_by"))
                ),
            ),
            pgtrigger.Protect(name="hit_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.subject_digest[:8]} ~ {self.entry_id} {self.state}"

    @property
    def is_open(self) -> bool:
        """Tell whether nobody has judged the hit finally."""
        return self.state not in {HitState.CLEARED, HitState.TRUE_MATCH}


class CaseHit(AppendOnly):
    """A hit as it was met in one case: for whom, when, and whether a list update brought it."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="hits")
    hit = models.ForeignKey(ScreeningHit, on_delete=models.PROTECT, related_name="cases")
    role = models.CharField(max_length=20)
    found_at = models.DateTimeField()
    rescreening = models.ForeignKey(
        "licensing.Rescreening", null=True, on_delete=models.PROTECT, related_name="found"
    )

    class Meta(AppendOnly.Meta):
        ordering = ["found_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "hit"], name="case_hit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.hit_id}"


class Rescreening(BaseModel):
    """The screening of all open cases and live licences after a list changed."""

    edition = models.OneToOneField(
        "screening.Edition", on_delete=models.PROTECT, related_name="rescreening"
    )
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    parties = models.PositiveIntegerField(default=0)
    new_hits = models.PositiveIntegerField(default=0)
    last = models.UUIDField(null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.done}/{self.total}"
