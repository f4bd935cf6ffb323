"""Base classes of the models and the gapless number series."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models

from core.base import clock


class BaseModel(models.Model):
    """A row with a UUID as its public identity and the instant of its making."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


def keep_forever() -> list[pgtrigger.Trigger]:
    """Return the triggers that refuse UPDATE, DELETE and TRUNCATE (design, rule 7)."""
    refuse = "RAISE EXCEPTION 'append-only: % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';"
    return [
        pgtrigger.Trigger(
            name="keep_rows",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=refuse,
        ),
        pgtrigger.Trigger(
            name="keep_table",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=refuse,
        ),
    ]


class AppendOnly(models.Model):
    """Rows that are written once. Corrections are new rows.

    Held by triggers here and by grants (`core.base.grants`): the runtime role has no UPDATE,
    DELETE or TRUNCATE on these tables.
    """

    append_only: ClassVar[bool] = True

    class Meta:
        abstract = True
        triggers = keep_forever()


class NumberSeries(models.Model):
    """The last number given out in one kind and year; locked while the next one is taken."""

    kind = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "year"], name="number_series_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}-{self.year}"
