"""Questions, rounds, electors and ballots. The rules of `triggers.py` hold for raw SQL too."""

import json
from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commission.models import triggers
from commission.models.rules import RulePack
from commission.models.seats import Mandate, Seat
from commission.models.sittings import AgendaItem
from core.base.models import AppendOnly, BaseModel


class Proposal(models.TextChoices):
    """What the question proposes; the words are those of `licensing` outcomes."""

    RECOMMEND = "recommend", _("Recommend a licence")
    PARTLY = "recommend_partly", _("Recommend in part")
    REFUSE = "refuse", _("Recommend a refusal")


class Question(AppendOnly, BaseModel):
    """The exact text voted on. Another text is another question with another digest."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField()
    proposal = models.CharField(max_length=16, choices=Proposal)
    text_uk = models.TextField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    frozen_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="question_number"),
            models.UniqueConstraint(fields=["id", "sha256"], name="question_digest"),
            models.CheckConstraint(
                condition=Q(proposal__in=Proposal.values), name="question_proposal"
            ),
        ]

    def __str__(self) -> str:
        return self.text_uk

    @property
    def content(self) -> dict[str, Any]:
        """Return lines and conditions as they were frozen."""
        content: dict[str, Any] = json.loads(self.text)
        return content


class RoundState(models.TextChoices):
    """Open, then closed for ever. There is no reopening and no reset."""

    OPEN = "open", _("Vote open")
    TIE = "tie", _("Tie, the chair decides")
    TALLIED = "tallied", _("Counted")
    NO_QUORUM = "no_quorum", _("No quorum")
    NO_RESULT = "no_result", _("Ended without result")
    ANNULLED = "annulled", _("Annulled")


ROUND_STEPS = {
    "open": ("tie", "tallied", "no_quorum", "no_result"),
    "tie": ("tallied", "annulled"),
    "tallied": ("annulled",),
}


class Round(BaseModel):
    """One vote on one question. `seats` is the number of electors frozen at the opening.

    With `closes_at` (a written procedure) the clock of the database refuses later ballots, and an
    earlier count unless every seat has replied. `note` says why it ended without a result.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="rounds")
    digest = models.CharField(max_length=64)
    rule_pack = models.ForeignKey(RulePack, on_delete=models.PROTECT, related_name="+")
    supersede = models.BooleanField()
    seats = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=RoundState, default=RoundState.OPEN)
    opened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=9, blank=True)
    tally = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["id", "digest"], name="round_digest"),
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(state__in=["open", "tie", "tallied"]),
                name="round_one_a_question",
            ),
            models.CheckConstraint(
                condition=Q(state="open")
                | Q(closed_at__isnull=False) & (~Q(tally="") | Q(state="no_result")),
                name="round_closed_with_tally",
            ),
        ]
        triggers = [
            triggers.never_deleted(),
            triggers.stepping("state", ROUND_STEPS, "round_steps"),
            pgtrigger.Trigger(
                name="round_starts_open",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__state__df="open"),
                func="RAISE EXCEPTION 'a round starts open' USING ERRCODE = '55000';",
            ),
            pgtrigger.Trigger(
                name="round_result_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=triggers.RESULT_STAYS,
            ),
            pgtrigger.ReadOnly(
                name="round_terms_stay",
                fields=["question", "digest", "rule_pack", "supersede", "seats", "opened_by",
                        "opened_at", "closes_at"],
            ),
            pgtrigger.Trigger(
                name="round_waits_for_replies",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=triggers.COUNTED_AFTER_ITS_TERM,
            ),
            triggers.before_insert("round_in_writing_has_term", triggers.WRITTEN_HAS_A_TERM),
            triggers.before_insert("round_after_first_reading", triggers.OWNERS_HAVE_ANSWERED),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.question_id} {self.state}"


class ElectorState(models.TextChoices):
    """Where a seat stands in a round; absent and recused are states, never ballots."""

    ENTITLED = "entitled", _("Present")
    ABSENT = "absent", _("Absent")
    RECUSED = "recused", _("Recused")
    STOOD_ASIDE = "stood_aside", _("Stood aside")
    VACANT = "vacant", _("Vacant")


class Elector(BaseModel):
    """One seat of a round with the mandate that may act. It can only lose its vote."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="electors")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=11, choices=ElectorState)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["seat__number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "seat"], name="elector_once"),
            models.CheckConstraint(
                condition=Q(state__in=ElectorState.values), name="elector_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="entitled") | Q(mandate__isnull=False),
                name="elector_entitled_by_mandate",
            ),
        ]
        triggers = [
            triggers.never_deleted(),
            triggers.before_insert("electors_frozen", triggers.ELECTORS_OF_AN_OPEN_ROUND),
            pgtrigger.Trigger(
                name="elector_only_loses",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=triggers.ELECTOR_ONLY_LOSES_ITS_VOTE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.seat_id} {self.state}"


class VoteChoice(models.TextChoices):
    """What a ballot says (`tally.Choice` with words for people)."""

    FOR = "for", _("For")
    AGAINST = "against", _("Against")
    ABSTAIN = "abstain", _("Abstain")


class Ballot(AppendOnly, BaseModel):
    """One paper of one seat. Never changed; a later revision supersedes it until close.

    `commitment` = SHA-256 of salt and content stands in the event log at once, so the paper is
    fixed there before anybody may read it. Its first 16 digits are the voter's receipt.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="ballots")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    choice = models.CharField(max_length=7, choices=VoteChoice)
    reason = models.TextField(blank=True)
    criteria = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    cast_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    cast_at = models.DateTimeField()
    salt = models.CharField(max_length=32)
    commitment = models.CharField(max_length=64)

    class Meta(AppendOnly.Meta):
        ordering = ["seat__number", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["round", "seat", "revision"], name="ballot_once"),
            models.CheckConstraint(condition=Q(choice__in=VoteChoice.values), name="ballot_choice"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="ballot_revision"),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            triggers.before_insert("cast_while_open", triggers.CAST_WHILE_OPEN),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.seat_id} {self.revision}"


class CastingVote(AppendOnly, BaseModel):
    """The chair's word in a tie: its own row, with a reason."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="casting_vote")
    choice = models.CharField(max_length=7, choices=VoteChoice)
    reason = models.TextField()
    cast_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    cast_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(choice__in=["for", "against"]), name="casting_choice"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="casting_reason"),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            triggers.before_insert("casting_in_tie", triggers.CASTING_ONLY_IN_TIE),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.choice}"


class Annulment(BaseModel):
    """A vote that two people declared void, with the reason. The vote and its papers stay."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="annulment")
    reason = models.TextField()
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="annulment_reason"),
            models.CheckConstraint(
                condition=~Q(confirmed_by=models.F("proposed_by")), name="annulment_two_people"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="annulment_confirmed_by_somebody",
            ),
        ]
        triggers = [
            triggers.never_deleted(),
            triggers.before_insert("annulment_of_a_counted_vote", triggers.ANNULS_A_COUNTED_VOTE),
            pgtrigger.ReadOnly(
                name="annulment_terms_stay",
                fields=["round", "reason", "proposed_by", "proposed_at"],
            ),
            pgtrigger.Protect(
                name="annulment_confirmed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}"


class Dissent(AppendOnly, BaseModel):
    """The text of a member who did not vote with the result: annexed, never edited."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="dissents")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    filed_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["seat__number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "seat"], name="dissent_once"),
            models.CheckConstraint(condition=~Q(text=""), name="dissent_text"),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            triggers.before_insert("dissent_against_result", triggers.DISSENTS_FROM_THE_RESULT),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.seat_id}"
