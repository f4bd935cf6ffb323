"""Publishing the figures of a year: once, by the head of licensing, as a frozen text."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commission.models import Sitting
from core.accounts.models import User
from core.audit.log import record
from core.base import canonical, clock
from core.base.errors import Conflict, InvalidInput
from records import policies
from records.models import Publication
from records.statistics.facts import read_year, years_over
from records.statistics.rules import disclosure_on
from records.statistics.shipped import read_shipped
from records.statistics.tables import figures


@dataclass(frozen=True, slots=True)
class SittingPause:
    """When the commission last sat, and how long ago that was."""

    last: date | None
    days: int | None


@transaction.atomic
def publish(*, actor: User, year: int) -> Publication:
    """Freeze the figures of a year. Event: statistics.published.

    Raises NotAllowed for anybody but the head of licensing, InvalidInput for a year that is not
    over or has no record, Conflict when the year is published already.
    """
    policies.authorise_publishing(actor)
    if year not in years_over():
        raise InvalidInput(
            "year_not_over",
            _("Only years that are over and have decisions are published, not %(year)s."),
            year=year,
        )
    facts = read_year(year)
    facts.shipped = list(read_shipped(year))
    content = figures(year, facts, disclosure_on(date(year, 12, 31)))
    text = canonical.dumps(content)
    kept = _keep(actor, year, text)
    record(
        actor=actor,
        verb="statistics.published",
        subject=f"statistics:{year}",
        number=str(year),
        data={"year": year, "sha256": kept.sha256},
    )
    return kept


def _keep(actor: User, year: int, text: str) -> Publication:
    try:
        with transaction.atomic():
            return Publication.objects.create(
                year=year, text=text, sha256=canonical.digest(text), published_by=actor
            )
    except IntegrityError as error:
        raise Conflict(
            "already_published", _("The figures of this year are published; they stay as they are.")
        ) from error


def content_of(publication: Publication) -> dict[str, Any]:
    """Return the published figures as plain content."""
    content: dict[str, Any] = json.loads(publication.text)
    return content


def published() -> QuerySet[Publication]:
    """Return the published years, newest first."""
    return Publication.objects.all()


def find_published(year: int) -> Publication | None:
    """Return the published figures of a year, or None."""
    return published().filter(year=year).first()


def unpublished_years() -> list[int]:
    """Return the years that could be published now, newest first."""
    done = set(Publication.objects.values_list("year", flat=True))
    return [year for year in years_over() if year not in done]


def sitting_pause() -> SittingPause:
    """Return how long the commission has not sat: the figure that shows whether it works at all."""
    held = Sitting.objects.filter(held_at__lte=clock.now(), opened_at__isnull=False)
    last = held.order_by("-held_at").values_list("held_at", flat=True).first()
    if last is None:
        return SittingPause(None, None)
    day = clock.kyiv_date(last)
    return SittingPause(day, (clock.today() - day).days)
