"""Who acts for a company, and in which period."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from core.base.models import BaseModel
from manufacturers.models.company import Manufacturer

_OFFICIALS_STAY_OUT = """
    IF (SELECT affiliation FROM accounts_user WHERE id = NEW.user_id) <> 'company' THEN
        RAISE EXCEPTION 'an official cannot act for a company' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
"""


class Membership(BaseModel):
    """What one person does for one company, and in which period.

    A person acts for one company at a time. Leaving writes `ended_at`; rows are not deleted, so
    it stays known who could act when.
    """

    manufacturer = models.ForeignKey(
        Manufacturer, on_delete=models.PROTECT, related_name="memberships"
    )
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="memberships")
    prepares = models.BooleanField(default=False)
    signs = models.BooleanField(default=False)
    administers = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["valid_from", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(prepares=True) | Q(signs=True) | Q(administers=True),
                name="membership_does_something",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="membership_dates",
            ),
            ExclusionConstraint(
                name="membership_one_company_at_a_time",
                expressions=[
                    (
                        Func(F("valid_from"), F("valid_until"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("user", RangeOperators.EQUAL),
                ],
                condition=Q(ended_at__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="officials_stay_out",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_OFFICIALS_STAY_OUT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.manufacturer_id}"
