"""Quorum, majority and ties of one round: integer arithmetic only, no database, no clock.

The same rule stands a second time as the SQL view `commission_round_tally`; `close_round` compares
both and refuses to close on a difference. A third reading is in the auditor's `verify.py`.

1. A seat recused as an institution leaves numerator and base; a seat whose person stood aside
   without an alternate stays in the base and is not present.
2. Quorum: present × den > base × num, every mandatory seat present, the base not below its floor.
3. Majority: for × den > whole × num. A vote against from a veto seat refuses by itself.
4. A tie is "for = against" where one more vote for would carry. It fails, unless the rules give
   the chair a casting vote.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from commission.rule_pack import MajorityBase, QuorumBase, RulePack


class ElectorState(StrEnum):
    """Where a seat stood when the round closed."""

    ENTITLED = "entitled"
    ABSENT = "absent"
    RECUSED = "recused"
    STOOD_ASIDE = "stood_aside"
    VACANT = "vacant"


class Choice(StrEnum):
    """What a ballot can say. Absent, recused, not voted are states of a seat, never ballots."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Result(StrEnum):
    """How a round ends."""

    CARRIED = "carried"
    REJECTED = "rejected"
    TIE = "tie"
    NO_QUORUM = "no_quorum"


@dataclass(frozen=True, slots=True)
class Elector:
    """One seat of the round."""

    seat: str
    state: ElectorState


@dataclass(frozen=True, slots=True)
class Ballot:
    """One paper; a later revision of the same seat supersedes an earlier one."""

    seat: str
    revision: int
    choice: Choice


@dataclass(frozen=True, slots=True)
class Line:
    """One row of "Quorum and majority": the check, its rule, the true relation in numbers."""

    check: str
    rule: str
    numbers: str
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Everything that was counted; the SQL view counts the same columns."""

    seats: int
    recused: int
    base: int
    present: int
    votes_for: int
    votes_against: int
    votes_abstain: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result with its reasons."""

    result: Result
    count: Count
    lines: tuple[Line, ...]

    def as_record(self) -> dict[str, Any]:
        """The form kept with the round and printed in the protocol."""
        return {
            "result": self.result.value,
            "count": asdict(self.count),
            "lines": [asdict(line) for line in self.lines],
        }


def effective(ballots: Iterable[Ballot]) -> dict[str, Ballot]:
    """The last ballot of each seat, whatever order they come in."""
    last: dict[str, Ballot] = {}
    for ballot in ballots:
        known = last.get(ballot.seat)
        if known is None or ballot.revision > known.revision:
            last[ballot.seat] = ballot
    return last


def evaluate(
    rule: RulePack,
    electors: Iterable[Elector],
    ballots: Iterable[Ballot],
    casting: Choice | None = None,
) -> Outcome:
    """The outcome of one round.

    A ballot of a seat that is no longer entitled (its person declared a conflict after voting) is
    kept but not counted. `casting` is read only in a tie, and only if the rules grant it.
    """
    roll = {elector.seat: elector.state for elector in electors}
    counted = {
        seat: ballot.choice
        for seat, ballot in effective(ballots).items()
        if roll.get(seat) is ElectorState.ENTITLED
    }
    count = _count(rule, roll, counted)
    quorum = _quorum_lines(rule, roll, count)
    if not all(line.holds for line in quorum if line.holds is not None):
        return Outcome(Result.NO_QUORUM, count, (*quorum, _votes_line(count)))
    result, majority = _majority(rule, counted, count, casting)
    return Outcome(result, count, (*quorum, *majority, _votes_line(count)))


def _count(rule: RulePack, roll: dict[str, ElectorState], counted: dict[str, Choice]) -> Count:
    states = list(roll.values())
    cast = list(counted.values())
    seats = len(states)
    if rule.quorum_base is QuorumBase.FILLED:
        seats -= states.count(ElectorState.VACANT)
    recused = states.count(ElectorState.RECUSED)
    return Count(
        seats=seats,
        recused=recused,
        base=seats - recused,
        present=states.count(ElectorState.ENTITLED),
        votes_for=cast.count(Choice.FOR),
        votes_against=cast.count(Choice.AGAINST),
        votes_abstain=cast.count(Choice.ABSTAIN),
    )


def _relation(part: int, whole: int, num: int, den: int) -> str:
    """`10 × 2 > 11 × 1; 20 > 11` with whichever sign is true."""
    left, right = part * den, whole * num
    sign = ">" if left > right else "=" if left == right else "<"
    return f"{part} × {den} {sign} {whole} × {num}; {left} {sign} {right}"


def _quorum_lines(rule: RulePack, roll: dict[str, ElectorState], count: Count) -> list[Line]:
    quorum = rule.quorum
    lines = [
        Line("base", rule.quorum_base.value, f"{count.seats} − {count.recused} = {count.base}"),
        Line(
            "quorum",
            "present_over_base",
            _relation(count.present, count.base, quorum.num, quorum.den),
            quorum.exceeded_by(count.present, count.base),
        ),
    ]
    lines += _floor_line(rule, count)
    lines += _mandatory_line(rule, roll)
    return lines


def _floor_line(rule: RulePack, count: Count) -> list[Line]:
    """Printed only when recusals left too few seats to decide anything."""
    if count.base < rule.floor_seats:
        return [Line("floor", "floor_seats", f"{count.base} < {rule.floor_seats}", False)]
    if count.base * rule.floor.den < count.seats * rule.floor.num:
        numbers = _relation(count.base, count.seats, rule.floor.num, rule.floor.den)
        return [Line("floor", "floor_share", numbers, False)]
    return []


def _mandatory_line(rule: RulePack, roll: dict[str, ElectorState]) -> list[Line]:
    """A mandatory seat must be present, unless it is recused as an institution."""
    there = (ElectorState.ENTITLED, ElectorState.RECUSED)
    missing = sorted(seat for seat in rule.mandatory if roll.get(seat) not in there)
    if not rule.mandatory:
        return []
    return [Line("mandatory", "mandatory_present", ", ".join(missing), not missing)]


def _majority(
    rule: RulePack, counted: dict[str, Choice], count: Count, casting: Choice | None
) -> tuple[Result, list[Line]]:
    whole = _whole(rule, count)
    lines = [_majority_line(rule, count.votes_for, whole)]
    vetoes = sorted(seat for seat in rule.veto if counted.get(seat) is Choice.AGAINST)
    if vetoes:
        return Result.REJECTED, [*lines, Line("veto", "veto_seats", ", ".join(vetoes), False)]
    if lines[0].holds:
        return Result.CARRIED, lines
    if not is_tie(rule, count):
        return Result.REJECTED, lines
    return _break_tie(rule, count, lines, casting)


def _whole(rule: RulePack, count: Count) -> int:
    if rule.majority_base is MajorityBase.VOTING:
        return count.votes_for + count.votes_against
    return count.present


def _majority_line(rule: RulePack, votes: int, whole: int) -> Line:
    majority = rule.majority
    return Line(
        "majority",
        f"for_over_{rule.majority_base.value}",
        _relation(votes, whole, majority.num, majority.den),
        majority.exceeded_by(votes, whole),
    )


def is_tie(rule: RulePack, count: Count) -> bool:
    """Equal votes, at least one each way, and one more vote for would carry."""
    whole = _whole(rule, count) + (rule.majority_base is MajorityBase.VOTING)
    one_more = rule.majority.exceeded_by(count.votes_for + 1, whole)
    return 0 < count.votes_for == count.votes_against and one_more


def _break_tie(
    rule: RulePack, count: Count, lines: list[Line], casting: Choice | None
) -> tuple[Result, list[Line]]:
    equal = Line("tie", "for_equals_against", f"{count.votes_for} = {count.votes_against}", True)
    if not rule.casting_vote:
        return Result.REJECTED, [*lines, equal]
    if casting not in (Choice.FOR, Choice.AGAINST):
        return Result.TIE, [*lines, equal]
    carried = casting is Choice.FOR
    word = Line("casting", "chair_casting_vote", casting.value, carried)
    return (Result.CARRIED if carried else Result.REJECTED), [*lines, equal, word]


def _votes_line(count: Count) -> Line:
    numbers = f"{count.votes_for} / {count.votes_against} / {count.votes_abstain}"
    return Line("result", "for_against_abstain", numbers)
