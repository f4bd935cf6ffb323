"""What officers found, for pages of the rooms above."""

from django import template

from licensing.models import Revision
from licensing.selectors.notes import by_criterion

register = template.Library()


@register.inclusion_tag("licensing/officer/_criteria.html")
def criteria_findings(revision: Revision) -> dict[str, object]:
    """Show the officers' findings by criterion on a revision."""
    return {"rows": by_criterion(revision)}
