"""Destination policy: embargoes are absolute, a country without a rule was never decided on.

Every destination, the origin of brokered goods and the country of every party are looked at.
"""

from datetime import date

from core.reference.models import Tier
from core.reference.selectors import DestinationPolicy, destination
from licensing.checks.base import CheckResult, Reason, attention, block, clear
from licensing.snapshot import Snapshot

CODE = "destination"


def check_destination(content: Snapshot, at: date) -> CheckResult:
    """Block an embargoed, closed or undecided country; point at a sensitive one."""
    named = {content.destination, content.origin, *content.other_destinations}
    countries = sorted((named | {party.country for party in content.parties}) - {""})
    if not content.destination:
        return CheckResult(CODE, (block("destination.missing", "kind"),))
    policies = {country: destination(country, at) for country in countries}
    judged = [_judge(country, policy) for country, policy in policies.items()]
    serious = tuple(reason for reason in judged if reason.outcome != "clear")
    return CheckResult(
        CODE,
        serious or (_judge(content.destination, policies[content.destination]),),
        {country: _rule(policy) for country, policy in policies.items()},
        absolute=any(policy is not None and policy.embargo for policy in policies.values()),
    )


def _judge(country: str, policy: DestinationPolicy | None) -> Reason:
    if policy is None:
        return block("destination.undecided", "kind", country=country)
    since = policy.valid_from.isoformat()
    if policy.embargo:
        return block("destination.embargo", "kind", country=country, since=since)
    if policy.tier == Tier.CLOSED:
        return block("destination.closed", "kind", country=country, since=since)
    if policy.tier == Tier.SENSITIVE:
        return attention("destination.sensitive", "kind", country=country, since=since)
    return clear("destination.clear", country=country, since=since)


def _rule(policy: DestinationPolicy | None) -> str:
    if policy is None:
        return ""
    return policy.source
