"""The pulse for first pages that lie below the commission: they name a tag and import nothing."""

from django import template
from django.template import Context

from commission.policies import may_read_sittings
from commission.selectors.pulse import pulse

register = template.Library()


@register.inclusion_tag("commission/_pulse.html", takes_context=True)
def commission_pulse(context: Context, *, ages: bool = True) -> dict[str, object]:
    """Show when the commission met, when it will, and what waits for it."""
    user = context["request"].user
    return {"pulse": pulse() if may_read_sittings(user) else None, "ages": ages}
