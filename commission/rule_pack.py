"""A dated set of voting rules, read from its canonical JSON: pure data, no database.

Every number of the commission's procedure (quorum, majority, tie, notice) stands here and never in
code. Fractions are pairs of integers: nothing is divided and nothing is rounded.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.base import canonical

SCHEMA = "dozvil/rule-pack/1"


class RuleError(ValueError):
    """The rule pack itself is not usable; nothing may be decided by it."""


class QuorumBase(StrEnum):
    """What the present seats are compared with."""

    FILLED = "filled"  # seats with a valid mandate, less those recused as an institution
    ALL = "all"  # every seat, vacant ones included, less those recused as an institution


class MajorityBase(StrEnum):
    """What the votes for are compared with."""

    PRESENT = "present"  # an abstention counts in the base, so it never helps to approve
    VOTING = "voting"  # "present and voting": for and against only


@dataclass(frozen=True, slots=True)
class Fraction:
    """num / den, compared by cross multiplication only."""

    num: int
    den: int

    def exceeded_by(self, part: int, whole: int) -> bool:
        """True when part / whole > num / den; false for an empty whole."""
        return part * self.den > whole * self.num


class NotInWriting(StrEnum):
    """What a rule pack may keep for a sitting."""

    REFUSAL = "refusal"
    FIRST_DESTINATION = "first_destination"  # no permit was ever issued for this destination
    FIRST_GOODS = "first_goods"  # or for goods under this control code


@dataclass(frozen=True, slots=True)
class Written:
    """The written procedure: working days from the papers to the last reply, and its limits."""

    notice_days: int
    not_for: frozenset[NotInWriting]


@dataclass(frozen=True, slots=True)
class RulePack:
    """The rules in force at a sitting. Seats are named by the code of their department."""

    version: str
    example: bool
    source: str
    valid_from: str
    quorum: Fraction
    quorum_base: QuorumBase
    mandatory: frozenset[str]
    floor_seats: int
    floor: Fraction
    majority: Fraction
    majority_base: MajorityBase
    veto: frozenset[str]
    casting_vote: bool
    supersede: bool
    reason_required: frozenset[str]
    criteria_required: frozenset[str]
    notice_days: int
    max_deferrals: int
    written: Written | None = None
    dissent_days: int = 0

    @classmethod
    def from_json(cls, text: str) -> "RulePack":
        """Read a rule pack; raises RuleError naming the first unusable entry."""
        try:
            return _read(json.loads(text, parse_float=_refuse_float))
        except (KeyError, TypeError, ValueError) as error:
            raise RuleError(f"rule pack: {error}") from error


def _refuse_float(literal: str) -> Any:
    raise RuleError(f"{literal} is not an integer; write fractions as num and den")


def _read(body: dict[str, Any]) -> RulePack:
    if body["schema"] != SCHEMA:
        raise RuleError(f"unknown schema {body['schema']!r}")
    quorum, majority, ballots = body["quorum"], body["majority"], body["ballots"]
    return RulePack(
        version=str(body["version"]),
        example=_flag(body["example"]),
        source=str(body["source"]),
        valid_from=str(body["valid_from"]),
        quorum=_fraction(quorum),
        quorum_base=QuorumBase(quorum["base"]),
        mandatory=frozenset(quorum["mandatory"]),
        floor_seats=_count(body["floor"]["seats"]),
        floor=_fraction(body["floor"]),
        majority=_fraction(majority),
        majority_base=MajorityBase(majority["base"]),
        veto=frozenset(majority["veto"]),
        casting_vote=_flag(body["tie"]["casting_vote"]),
        supersede=_flag(ballots["supersede"]),
        reason_required=frozenset(ballots["reason_required"]),
        criteria_required=frozenset(ballots["criteria_required"]),
        notice_days=_count(body["sittings"]["notice_days"]),
        max_deferrals=_count(body["sittings"]["max_deferrals"]),
        written=_written(body["written"]) if "written" in body else None,
        dissent_days=_count(body["dissent"]["days"]) if "dissent" in body else 0,
    )


def _written(body: dict[str, Any]) -> Written:
    """A pack without this part knows no written procedure."""
    limits = frozenset(NotInWriting(name) for name in body["not_for"])
    return Written(notice_days=_count(body["notice_days"]), not_for=limits)


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise RuleError(f"{value!r} is not a count")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise RuleError(f"{value!r} is neither true nor false")
    return value


def _fraction(pair: dict[str, Any]) -> Fraction:
    num, den = _count(pair["num"]), _count(pair["den"])
    if not 0 < num < den:
        raise RuleError(f"{num}/{den} is not a proper fraction")
    return Fraction(num, den)


def canonical_text(text: str) -> str:
    """Return the pack in its one canonical form (RFC 8785), the text that is hashed."""
    return canonical.dumps(json.loads(text))
