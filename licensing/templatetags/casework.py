"""What officers found, for pages of the rooms above."""

from collections.abc import Collection

from django import template

from licensing.models import Revision
from licensing.selectors.case.notes import by_criterion

register = template.Library()


@register.inclusion_tag("licensing/officer/_criteria.html")
def criteria_findings(
    revision: Revision, frozen: Collection[str] | None = None
) -> dict[str, object]:
    """Show the officers' findings by criterion on a revision, marking those not `frozen`."""
    return {"rows": by_criterion(revision, frozen)}
