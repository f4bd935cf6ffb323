"""National need: the ministry's word on a production line, and who holds how much of its surplus.

A claim holds surplus from the day a case is ready: reserved, then licensed or released. The
trigger takes the row of the line first, so two claims at once are counted one after the other.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.base.models import AppendOnly, BaseModel
from licensing.models.application import Application
from licensing.models.licence import Licence


class StatementKind(models.TextChoices):
    """What the defence ministry says about exports from a line."""

    NONE = "none", _("No objection")
    CAP = "cap", _("No more than a quantity")
    LATER = "later", _("Delivery not before a day")
    OBJECTION = "objection", _("Objection")


class MinistryStatement(BaseModel, AppendOnly):
    """One statement of the defence ministry; the latest confirmed one in force counts."""

    line = models.ForeignKey(
        "manufacturers.ProductionLine", on_delete=models.PROTECT, related_name="statements"
    )
    kind = models.CharField(max_length=10, choices=StatementKind)
    number = models.CharField(max_length=60)
    dated = models.DateField()
    valid_until = models.DateField()
    further_need = models.DecimalField(max_digits=18, decimal_places=3, default=0)
    cap = models.DecimalField(max_digits=18, decimal_places=3, null=True, blank=True)
    not_before = models.DateField(null=True, blank=True)
    file = models.ForeignKey(
        "documents.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(AppendOnly.Meta):
        ordering = ["-dated", "-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="statement_number_once"),
            models.CheckConstraint(
                condition=Q(kind__in=StatementKind.values), name="statement_kind_listed"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("dated")), name="statement_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(further_need__gte=0), name="statement_need_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(kind="cap", cap__gte=0, cap__isnull=False)
                | (~Q(kind="cap") & Q(cap__isnull=True)),
                name="statement_cap_where_capped",
            ),
            models.CheckConstraint(
                condition=Q(kind="later", not_before__isnull=False)
                | (~Q(kind="later") & Q(not_before__isnull=True)),
                name="statement_day_where_later",
            ),
        ]

    def __str__(self) -> str:
        return self.number


#: A statement that nobody but its author has read counts for nothing (design, rule 3).
_BY_ANOTHER = """
    IF EXISTS (SELECT 1 FROM licensing_ministrystatement
               WHERE id = NEW.statement_id AND entered_by_id = NEW.by_id) THEN
        RAISE EXCEPTION 'another person answers a statement' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
"""


class StatementAnswer(BaseModel, AppendOnly):
    """Another person compared what was entered with the paper: it counts, or it does not."""

    statement = models.OneToOneField(
        MinistryStatement, on_delete=models.PROTECT, related_name="answer"
    )
    confirmed = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed=True) | ~Q(reason=""), name="statement_rejected_with_reason"
            ),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="by_another",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_BY_ANOTHER,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.confirmed}"


class ClaimState(models.TextChoices):
    """What holds the surplus."""

    RESERVED = "reserved", _("Reserved")
    LICENSED = "licensed", _("Licensed")
    RELEASED = "released", _("Released")


LIVE = (ClaimState.RESERVED.value, ClaimState.LICENSED.value)

#: The inequality of `licensing.surplus` in the words of the database (design, rule 5).
_NEVER_OVERSPENT = """
    IF NEW.state = 'released' THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM manufacturers_productionline WHERE id = NEW.line_id FOR UPDATE;
    SELECT COALESCE((SELECT quantity FROM manufacturers_capacity
                     WHERE line_id = NEW.line_id AND year = NEW.year
                     ORDER BY turn DESC LIMIT 1), 0)
         - COALESCE((SELECT sum(quantity) FROM manufacturers_stateorder
                     WHERE line_id = NEW.line_id AND year = NEW.year
                       AND cancelled_at IS NULL), 0)
         - COALESCE((SELECT said.further_need FROM licensing_ministrystatement said
                     JOIN licensing_statementanswer answer
                       ON answer.statement_id = said.id AND answer.confirmed
                     WHERE said.line_id = NEW.line_id AND said.dated <= NEW.counted_on
                       AND said.valid_until >= NEW.counted_on
                     ORDER BY said.dated DESC, said.created_at DESC LIMIT 1), 0)
         - COALESCE((SELECT sum(quantity) FROM licensing_surplusclaim
                     WHERE line_id = NEW.line_id AND year = NEW.year
                       AND state <> 'released' AND id <> NEW.id), 0)
         - NEW.quantity
    INTO left_over;
    IF left_over < 0 THEN
        RAISE EXCEPTION 'surplus overspent by %', -left_over
            USING ERRCODE = '23514', CONSTRAINT = 'surplus_never_overspent';
    END IF;
    RETURN NEW;
"""

_ONLY_FORWARD = """
    IF NOT (OLD.state = NEW.state OR OLD.state = 'reserved'
            -- What an amended permit did not use goes back with it.
            OR (OLD.state, NEW.state) = ('licensed', 'released') AND EXISTS (
                SELECT 1 FROM licensing_licence given
                WHERE given.id = OLD.licence_id AND given.state = 'amended'))
       OR NEW.quantity > OLD.quantity
       OR (NEW.line_id, NEW.year, NEW.application_id, NEW.position)
          IS DISTINCT FROM (OLD.line_id, OLD.year, OLD.application_id, OLD.position) THEN
        RAISE EXCEPTION 'a claim is only licensed, lessened or released' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
"""


class SurplusClaim(BaseModel):
    """What one line of one case holds of the surplus of a production line in a year."""

    line = models.ForeignKey(
        "manufacturers.ProductionLine", on_delete=models.PROTECT, related_name="claims"
    )
    year = models.PositiveSmallIntegerField()
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="claims")
    position = models.PositiveSmallIntegerField()
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    state = models.CharField(max_length=10, choices=ClaimState, default=ClaimState.RESERVED)
    licence = models.ForeignKey(
        Licence, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    # The legal day on which the surplus was counted last.
    counted_on = models.DateField()

    class Meta:
        ordering = ["created_at", "position"]
        indexes = [models.Index(fields=["line", "year", "state"], name="claim_of_line")]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "position"],
                condition=Q(state__in=LIVE),
                name="claim_live_once",
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="claim_above_zero"),
            models.CheckConstraint(
                condition=Q(state=ClaimState.LICENSED.value, licence__isnull=False)
                | (~Q(state=ClaimState.LICENSED.value) & Q(licence__isnull=True)),
                name="claim_licensed_by_a_licence",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="only_forward",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_ONLY_FORWARD,
            ),
            # Fires after only_forward: triggers of one kind fire in the order of their names.
            pgtrigger.Trigger(
                name="surplus_never_overspent",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("left_over", "numeric")],
                func=_NEVER_OVERSPENT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.position}: {self.quantity} {self.state}"


class StopOrder(BaseModel):
    """An order that nothing leaves a production line until it is lifted."""

    line = models.ForeignKey(
        "manufacturers.ProductionLine", on_delete=models.PROTECT, related_name="stop_orders"
    )
    reason = models.TextField()
    starts_on = models.DateField()
    review_on = models.DateField()
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(lifted_at__isnull=True), name="stop_order_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(review_on__gt=F("starts_on")), name="stop_order_reviewed_later"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="stop_order_lifted_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="text_is_final", exclude=["lifted_by", "lifted_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.starts_on}"
