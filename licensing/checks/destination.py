"""Destination policy: embargoes are absolute, a country without a rule was never decided on.

Every destination, the origin of brokered goods and the country of every party are looked at.
"""

from collections.abc import Callable
from datetime import date

from core.reference.models import Tier
from core.reference.selectors import DestinationPolicy, destination
from licensing.checks.base import CheckResult, Reason, attention, block, clear
from licensing.snapshot import Snapshot

CODE = "destination"


PolicyOn = Callable[[str, date], DestinationPolicy | None]


def check_destination(content: Snapshot, at: date) -> CheckResult:
    """Block an embargoed, closed or undecided country; point at a sensitive one."""
    return check_under(content, at, destination)


def countries_of(content: Snapshot) -> list[str]:
    """Return every country the check looks at."""
    named = {content.destination, content.origin, *content.other_destinations}
    return sorted((named | {party.country for party in content.parties}) - {""})


def check_under(content: Snapshot, at: date, policy_on: PolicyOn) -> CheckResult:
    """Run the check under given policies: those in force, or proposed ones to see their effect."""
    countries = countries_of(content)
    if not content.destination:
        return CheckResult(CODE, (block("destination.missing", "kind"),))
    policies = {country: policy_on(country, at) for country in countries}
    judged = [_judge(country, policy) for country, policy in policies.items()]
    serious = tuple(reason for reason in judged if reason.outcome != "clear")
    return CheckResult(
        CODE,
        serious or (_judge(content.destination, policies[content.destination]),),
        {country: _rule(policy) for country, policy in policies.items()},
        absolute=any(_is_barred(policy) for policy in policies.values()),
    )


def _judge(country: str, policy: DestinationPolicy | None) -> Reason:
    if policy is None:
        return block("destination.undecided", "kind", country=country)
    since = policy.valid_from.isoformat()
    if policy.embargo:
        return block("destination.embargo", "kind", country=country, since=since)
    if policy.treaty_bar:
        return block("destination.treaty", "kind", country=country, since=since)
    if policy.tier == Tier.CLOSED:
        return block("destination.closed", "kind", country=country, since=since)
    if policy.tier == Tier.SENSITIVE:
        return attention("destination.sensitive", "kind", country=country, since=since)
    return clear("destination.clear", country=country, since=since)


def _is_barred(policy: DestinationPolicy | None) -> bool:
    """Tell whether a bar stands that no vote overrides (design, rule 4)."""
    return policy is not None and (policy.embargo or policy.treaty_bar)


def _rule(policy: DestinationPolicy | None) -> str:
    if policy is None:
        return ""
    return policy.source
