"""The arithmetic of a round: examples by hand, all small cases against a second implementation."""

import dataclasses
import itertools
from collections.abc import Iterator
from fractions import Fraction as Rational
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commission import rule_pack, tally
from commission.rule_pack import MajorityBase, QuorumBase, RulePack
from commission.tally import Ballot, Choice, Elector, ElectorState, Result

DATA = Path(rule_pack.__file__).parent / "data" / "rule_pack.json"
EXAMPLE = RulePack.from_json(DATA.read_text(encoding="utf-8"))

#: every way one seat can stand at close; None is "present, no ballot"
SEAT_CASES: tuple[tuple[ElectorState, Choice | None], ...] = (
    *((ElectorState.ENTITLED, choice) for choice in (*Choice, None)),
    *((state, None) for state in ElectorState if state is not ElectorState.ENTITLED),
)
Roll = tuple[tuple[ElectorState, Choice | None], ...]

VARIANTS = {
    "example": EXAMPLE,
    "no casting vote": dataclasses.replace(EXAMPLE, casting_vote=False),
    "two thirds of those voting": dataclasses.replace(
        EXAMPLE,
        majority=rule_pack.Fraction(2, 3),
        majority_base=MajorityBase.VOTING,
        quorum_base=QuorumBase.ALL,
    ),
    "simple majority of those voting": dataclasses.replace(
        EXAMPLE, majority_base=MajorityBase.VOTING
    ),
    "veto and mandatory seat": dataclasses.replace(
        EXAMPLE, veto=frozenset({"S0"}), mandatory=frozenset({"S0"})
    ),
}


def run(rule: RulePack, roll: Roll, casting: Choice | None = None) -> tally.Outcome:
    electors = [Elector(f"S{i}", state) for i, (state, _) in enumerate(roll)]
    ballots = [Ballot(f"S{i}", 1, choice) for i, (_, choice) in enumerate(roll) if choice]
    return tally.evaluate(rule, electors, ballots, casting)


def second_reading(  # noqa: C901
    rule: RulePack, roll: Roll, casting: Choice | None
) -> Result:
    """The same procedure written again, with rational numbers and sets instead of integers."""
    seats = {f"S{i}": case for i, case in enumerate(roll)}
    gone = {seat for seat, (state, _) in seats.items() if state == "recused"}
    vacant = {seat for seat, (state, _) in seats.items() if state == "vacant"}
    present = {seat for seat, (state, _) in seats.items() if state == "entitled"}
    body = set(seats) - (vacant if rule.quorum_base == "filled" else set())
    base = body - gone
    share = lambda f: Rational(f.num, f.den)  # noqa: E731
    if not base or len(base) < rule.floor_seats:
        return Result.NO_QUORUM
    if Rational(len(base), len(body)) < share(rule.floor):
        return Result.NO_QUORUM
    if Rational(len(present), len(base)) <= share(rule.quorum):
        return Result.NO_QUORUM
    if rule.mandatory - present - gone:
        return Result.NO_QUORUM
    votes = {c: {s for s in present if seats[s][1] == c} for c in ("for", "against")}
    if votes["against"] & rule.veto:
        return Result.REJECTED
    voting = rule.majority_base == "voting"
    whole = len(votes["for"] | votes["against"]) if voting else len(present)

    def enough(yes: int, of: int) -> bool:
        return of > 0 and Rational(yes, of) > share(rule.majority)

    yes, no = len(votes["for"]), len(votes["against"])
    if enough(yes, whole):
        return Result.CARRIED
    if yes != no or yes == 0 or not enough(yes + 1, whole + voting) or not rule.casting_vote:
        return Result.REJECTED
    if casting is None or casting == "abstain":
        return Result.TIE
    return Result.CARRIED if casting == "for" else Result.REJECTED


def every_roll(seats: int) -> Iterator[Roll]:
    """All rolls of this size up to the order of the seats after the first (only S0 is special)."""
    rest = itertools.combinations_with_replacement(SEAT_CASES, seats - 1)
    for others, first in itertools.product(rest, SEAT_CASES):
        yield (first, *others)


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("seats", range(1, 7))
def test_every_case_up_to_six_seats_agrees_with_the_second_reading(name: str, seats: int) -> None:
    rule = VARIANTS[name]
    for roll in every_roll(seats):
        for casting in (None, Choice.FOR, Choice.AGAINST):
            assert run(rule, roll, casting).result is second_reading(rule, roll, casting), roll


def roll_of(**counts: int) -> Roll:
    kinds: dict[str, tuple[ElectorState, Choice | None]] = {
        "yes": (ElectorState.ENTITLED, Choice.FOR),
        "no": (ElectorState.ENTITLED, Choice.AGAINST),
        "abstain": (ElectorState.ENTITLED, Choice.ABSTAIN),
        "silent": (ElectorState.ENTITLED, None),
        "absent": (ElectorState.ABSENT, None),
        "recused": (ElectorState.RECUSED, None),
        "aside": (ElectorState.STOOD_ASIDE, None),
        "vacant": (ElectorState.VACANT, None),
    }
    return tuple(kinds[kind] for kind, number in counts.items() for _ in range(number))


def numbers_of(outcome: tally.Outcome) -> dict[str, str]:
    return {line.check: line.numbers for line in outcome.lines}


def test_the_protocol_sample_prints_its_own_figures() -> None:
    outcome = run(EXAMPLE, roll_of(yes=7, no=1, abstain=2, absent=1, recused=1))
    assert outcome.result is Result.CARRIED
    assert numbers_of(outcome) == {
        "base": "12 − 1 = 11",
        "quorum": "10 × 2 > 11 × 1; 20 > 11",
        "majority": "7 × 2 > 10 × 1; 14 > 10",
        "result": "7 / 1 / 2",
    }


@pytest.mark.parametrize(
    ("roll", "check", "numbers", "result"),
    [
        (roll_of(yes=5, no=4, abstain=1), "majority", "5 × 2 = 10 × 1; 10 = 10", "rejected"),
        (roll_of(yes=4, no=6), "majority", "4 × 2 < 10 × 1; 8 < 10", "rejected"),
        (roll_of(yes=5, absent=5), "quorum", "5 × 2 = 10 × 1; 10 = 10", "no_quorum"),
        (roll_of(yes=2, recused=9), "floor", "2 < 3", "no_quorum"),
        (roll_of(yes=3, recused=9), "floor", "3 × 3 < 12 × 1; 9 < 12", "no_quorum"),
        (roll_of(yes=4, recused=8), "base", "12 − 8 = 4", "carried"),
        (roll_of(yes=4, no=4), "tie", "4 = 4", "tie"),
        (roll_of(yes=6, vacant=5), "base", "6 − 0 = 6", "carried"),
    ],
)
def test_true_relations_are_printed_whatever_the_result(
    roll: Roll, check: str, numbers: str, result: str
) -> None:
    outcome = run(EXAMPLE, roll)
    assert (numbers_of(outcome)[check], outcome.result) == (numbers, result)


def test_abstaining_and_silence_do_not_help_to_approve() -> None:
    assert run(EXAMPLE, roll_of(yes=5, abstain=5)).result is Result.REJECTED
    assert run(EXAMPLE, roll_of(yes=5, silent=5)).result is Result.REJECTED


@pytest.mark.parametrize(
    ("casting", "result"), [(Choice.FOR, Result.CARRIED), (Choice.AGAINST, Result.REJECTED)]
)
def test_the_chair_breaks_a_tie_where_the_rules_say_so(casting: Choice, result: Result) -> None:
    assert run(EXAMPLE, roll_of(yes=4, no=4), casting).result is result
    fails = run(VARIANTS["no casting vote"], roll_of(yes=4, no=4), casting)
    assert fails.result is Result.REJECTED


def test_a_casting_vote_outside_a_tie_changes_nothing() -> None:
    assert run(EXAMPLE, roll_of(yes=3, no=5), Choice.FOR).result is Result.REJECTED


def test_the_later_ballot_of_a_seat_counts_in_any_order() -> None:
    electors = [Elector(f"S{i}", ElectorState.ENTITLED) for i in range(3)]
    papers = [Ballot("S0", 1, Choice.FOR), Ballot("S0", 2, Choice.AGAINST)]
    for order in (papers, papers[::-1]):
        count = tally.evaluate(EXAMPLE, electors, order).count
        assert (count.votes_for, count.votes_against, count.present) == (0, 1, 3)


def test_a_ballot_of_a_seat_recused_later_is_not_counted() -> None:
    roll = roll_of(yes=4, recused=1)
    electors = [Elector(f"S{i}", state) for i, (state, _) in enumerate(roll)]
    ballots = [Ballot(f"S{i}", 1, Choice.FOR) for i in range(5)]
    assert tally.evaluate(EXAMPLE, electors, ballots).count.votes_for == 4


rolls = st.lists(st.sampled_from(SEAT_CASES), min_size=1, max_size=15).map(tuple)
variants = st.sampled_from(list(VARIANTS.values()))
ORDER = {Result.NO_QUORUM: 0, Result.REJECTED: 1, Result.TIE: 2, Result.CARRIED: 3}


@given(rule=variants, roll=rolls, random=st.randoms())
def test_order_never_matters(rule: RulePack, roll: Roll, random: object) -> None:
    electors = [Elector(f"S{i}", state) for i, (state, _) in enumerate(roll)]
    ballots = [Ballot(f"S{i}", 1, choice) for i, (_, choice) in enumerate(roll) if choice]
    expected = tally.evaluate(rule, electors, ballots)
    random.shuffle(electors)  # type: ignore[attr-defined]
    random.shuffle(ballots)  # type: ignore[attr-defined]
    assert tally.evaluate(rule, electors, ballots) == expected


@settings(max_examples=300)
@given(rule=variants, roll=rolls, seat=st.integers(0, 14))
def test_one_more_vote_for_never_turns_the_result_down(
    rule: RulePack, roll: Roll, seat: int
) -> None:
    seat %= len(roll)
    state, choice = roll[seat]
    if state is not ElectorState.ENTITLED or choice is Choice.FOR:
        return
    better = (*roll[:seat], (state, Choice.FOR), *roll[seat + 1 :])
    assert ORDER[run(rule, better).result] >= ORDER[run(rule, roll).result]


@given(rule=variants, seats=st.integers(1, 30))
def test_recusing_everybody_decides_nothing(rule: RulePack, seats: int) -> None:
    assert run(rule, roll_of(recused=seats)).result is Result.NO_QUORUM


@given(rule=variants, roll=rolls)
def test_counts_add_up(rule: RulePack, roll: Roll) -> None:
    count = run(rule, roll).count
    assert count.votes_for + count.votes_against + count.votes_abstain <= count.present
    assert count.base == count.seats - count.recused


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"num": 1, "den": 2', '"num": 0.5, "den": 1'),
        ('"num": 1, "den": 2', '"num": 2, "den": 2'),
        ('"base": "filled"', '"base": "most"'),
        ('"casting_vote": true', '"casting_vote": 1'),
        ("dozvil/rule-pack/1", "dozvil/rule-pack/2"),
        ('"seats": 3', '"seats": -3'),
    ],
)
def test_an_unusable_rule_pack_is_refused(before: str, after: str) -> None:
    text = DATA.read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(rule_pack.RuleError):
        RulePack.from_json(text.replace(before, after))


def test_the_shipped_pack_says_that_it_is_an_example() -> None:
    assert EXAMPLE.example
    assert "Example" in EXAMPLE.source
