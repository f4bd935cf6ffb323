"""The count of a vote, made again from the ballots and the rules in force.

Independent of the program that ran the sitting: it shares no line with it.
"""

from collections import Counter

from verify_base import Record


def count(rules: Record, vote: Record) -> str:
    """The result by the rules in force: carried, rejected, tie or no_quorum."""
    states = {elector["seat"]: elector["state"] for elector in vote["electors"]}
    last = {b["seat"]: b["choice"] for b in sorted(vote["ballots"], key=lambda b: b["revision"])}
    votes = {seat: choice for seat, choice in last.items() if states.get(seat) == "entitled"}
    tallied = Counter(votes.values())
    number = Counter(states.values())
    seats = len(states) - (number["vacant"] if rules["quorum"]["base"] == "filled" else 0)
    base, present = seats - number["recused"], number["entitled"]
    if not has_quorum(rules, states, seats, base, present):
        return "no_quorum"
    if any(votes.get(seat) == "against" for seat in rules["majority"]["veto"]):
        return "rejected"
    return majority(rules, tallied, present, vote["casting"])


def exceeds(part: int, whole: int, rule: Record) -> bool:
    """Compare part / whole > num / den in whole numbers."""
    return bool(part * rule["den"] > whole * rule["num"])


def has_quorum(rules: Record, states: Record, seats: int, base: int, present: int) -> bool:
    """Enough seats present, enough left after recusals, and the mandatory ones there."""
    quorum, floor = rules["quorum"], rules["floor"]
    there = all(states.get(seat) in ("entitled", "recused") for seat in quorum["mandatory"])
    left = base >= floor["seats"] and base * floor["den"] >= seats * floor["num"]
    return there and left and exceeds(present, base, quorum)


def majority(rules: Record, tallied: Counter[str], present: int, casting: Record | None) -> str:
    """More than the share for; a tie only where one vote more would carry."""
    rule, votes = rules["majority"], tallied["for"]
    voting = rule["base"] == "voting"
    whole = votes + tallied["against"] if voting else present
    if exceeds(votes, whole, rule):
        return "carried"
    tie = 0 < votes == tallied["against"] and exceeds(votes + 1, whole + voting, rule)
    if not tie or not rules["tie"]["casting_vote"]:
        return "rejected"
    return {"for": "carried", "against": "rejected", None: "tie"}[(casting or {}).get("choice")]
