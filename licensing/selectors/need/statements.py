"""Statements of the defence ministry: what waits, what is in force, what one would change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from core.base import clock
from licensing.lifecycle import OPEN
from licensing.models import GoodsLine, MinistryStatement, SurplusClaim
from licensing.selectors.need.arithmetic import arithmetic, claims_on
from licensing.surplus import Arithmetic
from manufacturers.models import ProductionLine

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Effect:
    """The surplus of the year before and after, and the claims that rest on it."""

    before: Arithmetic
    after: Arithmetic
    claims: Sequence[SurplusClaim]


def lines_asked_for() -> "QuerySet[ProductionLine]":
    """Return the production lines whose goods open cases ask for."""
    asked = GoodsLine.objects.filter(
        product__production_line=OuterRef("pk"), application__status__in=OPEN
    )
    lines = ProductionLine.objects.filter(Exists(asked), archived_at__isnull=True)
    return lines.select_related("manufacturer", "unit").order_by("manufacturer__sort_key", "pk")[
        :SHOWN
    ]


def get_line(line_id: UUID) -> ProductionLine:
    """Return a production line with its company and unit. Raises Http404."""
    found = ProductionLine.objects.select_related("manufacturer", "unit").filter(pk=line_id).first()
    if found is None:
        raise Http404
    return found


def waiting_statements() -> "QuerySet[MinistryStatement]":
    """Return the statements that wait for a second person."""
    return _statements().filter(answer__isnull=True)[:SHOWN]


def statements_on(day: date) -> "QuerySet[MinistryStatement]":
    """Return the confirmed statements in force on a day, the latest first."""
    confirmed = _statements().filter(answer__confirmed=True)
    return confirmed.filter(dated__lte=day, valid_until__gte=day)[:SHOWN]


def get_statement(statement_id: UUID) -> MinistryStatement:
    """Return one statement with its line, people and answer. Raises Http404."""
    found = _statements().filter(pk=statement_id).first()
    if found is None:
        raise Http404
    return found


def effect_of(statement: MinistryStatement) -> Effect | None:
    """Return what the statement would change today; None without a declared capacity."""
    today = clock.today()
    before = arithmetic(statement.line, today)
    if before is None:
        return None
    after = replace(before, further_need=statement.further_need)
    return Effect(before, after, list(claims_on(statement.line, today.year)))


def _statements() -> "QuerySet[MinistryStatement]":
    return MinistryStatement.objects.select_related(
        "line__manufacturer", "line__unit", "file", "entered_by", "answer__by"
    )
