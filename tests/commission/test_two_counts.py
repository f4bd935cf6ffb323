"""The rule in Python and the rule in SQL: the same answer on ten thousand random votes."""

import json
import random
import uuid
from collections.abc import Iterable
from typing import Any

import pytest
from psycopg2.extras import execute_values

from commission import rule_pack, tally
from commission.tally import Ballot, Choice, Elector, ElectorState
from tests.commission.test_tally import DATA

VOTES = 10_000
SEED = 20261126
NOW = "2026-11-26 10:00+02"
STATES = [ElectorState.ENTITLED] * 6 + list(ElectorState)
CODES = ("authority", "mod", "mfa", "econ", "fin", "just", "customs", "sbu", "szr", "gur", "gs")


def packs() -> list[str]:
    """Every combination of bases, fractions, casting vote, mandatory and veto seats."""
    found = []
    for number, (base, majority, share, casting, special) in enumerate(
        (b, m, s, c, x)
        for b in rule_pack.QuorumBase
        for m in rule_pack.MajorityBase
        for s in ((1, 2), (2, 3))
        for c in (True, False)
        for x in ([], ["mod"])
    ):
        body = json.loads(DATA.read_text(encoding="utf-8"))
        body["version"] = f"test.{number}"
        body["quorum"] |= {"base": base.value, "mandatory": special}
        body["majority"] |= {
            "base": majority.value,
            "num": share[0],
            "den": share[1],
            "veto": special,
        }
        body["tie"]["casting_vote"] = casting
        found.append(json.dumps(body))
    return found


class Made:
    """One random vote: its electors, ballots and casting vote."""

    def __init__(self, chance: random.Random, pack: int) -> None:
        self.id, self.pack = str(uuid.UUID(int=chance.getrandbits(128))), pack
        seats = chance.sample(CODES, chance.randint(1, len(CODES)))
        self.electors = [Elector(code, chance.choice(STATES)) for code in seats]
        self.ballots = [
            Ballot(elector.seat, revision, chance.choice(list(Choice)))
            for elector in self.electors
            if elector.state in (ElectorState.ENTITLED, ElectorState.RECUSED)
            for revision in range(1, chance.choice([1, 2, 2, 2, 3]))
        ]
        self.casting = chance.choice([None, Choice.FOR, Choice.AGAINST])


def insert(cursor: Any, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    statement = f"INSERT INTO commission_{table} ({columns}) VALUES %s"
    execute_values(cursor, statement, list(rows), page_size=2000)


def store(cursor: Any, made: list[Made], texts: list[str]) -> None:
    """Write the votes behind the application's back: triggers and keys are off here."""
    ids = [str(uuid.uuid4()) for _ in texts]
    cursor.execute("SELECT code, id FROM reference_department")
    departments = dict(cursor.fetchall())
    seats = {code: str(uuid.uuid4()) for code in CODES}
    insert(cursor, "rulepack", "id, created_at, version, valid_from, text, sha256", (
        (ids[n], NOW, f"test.{n}", f"20{10 + n}-01-01", text, str(n))
        for n, text in enumerate(texts)
    ))  # fmt: skip
    insert(cursor, "seat", "id, created_at, number, department_id, kind, valid_from", (
        (seats[code], NOW, n, departments[code], "voting", "2026-01-01")
        for n, code in enumerate(CODES, 1)
    ))  # fmt: skip
    insert(
        cursor,
        "round",
        "id, created_at, question_id, digest, rule_pack_id, supersede, seats, state, opened_by_id,"
        " opened_at, result, tally, note",
        (
            (m.id, NOW, m.id, "0" * 64, ids[m.pack], True, 11, "open", m.id, NOW, "", "", "")
            for m in made
        ),
    )
    insert(
        cursor,
        "elector",
        "id, created_at, round_id, seat_id, mandate_id, state, reason",
        (
            (str(uuid.uuid4()), NOW, m.id, seats[e.seat], m.id, e.state.value, "")
            for m in made
            for e in m.electors
        ),
    )
    insert(
        cursor,
        "ballot",
        "id, created_at, round_id, seat_id, revision, digest, choice, reason, criteria, mandate_id,"
        " cast_by_id, cast_at, salt, commitment",
        (
            (str(uuid.uuid4()), NOW, m.id, seats[b.seat], b.revision, "0" * 64, b.choice.value, "",
             [], m.id, m.id, NOW, "", "")
            for m in made
            for b in m.ballots
        ),
    )  # fmt: skip
    insert(
        cursor,
        "castingvote",
        "id, created_at, round_id, choice, reason, cast_by_id, cast_at",
        (
            (str(uuid.uuid4()), NOW, m.id, m.casting.value, "x", m.id, NOW)
            for m in made
            if m.casting
        ),
    )


@pytest.mark.slow
def test_both_counts_agree_on_ten_thousand_votes(owner_connection) -> None:
    texts = packs()
    rules = [rule_pack.RulePack.from_json(text) for text in texts]
    chance = random.Random(SEED)
    made = [Made(chance, n % len(texts)) for n in range(VOTES)]
    with owner_connection.cursor() as cursor:
        store(cursor, made, texts)
        cursor.execute(
            "SELECT round_id::text, seats, recused, base, present, votes_for, votes_against,"
            " votes_abstain, result FROM commission_round_tally"
        )
        second = {row[0]: row[1:] for row in cursor.fetchall()}
    results = set()
    for vote in made:
        outcome = tally.evaluate(rules[vote.pack], vote.electors, vote.ballots, vote.casting)
        count = outcome.count
        first = (
            count.seats, count.recused, count.base, count.present, count.votes_for,
            count.votes_against, count.votes_abstain, outcome.result.value,
        )  # fmt: skip
        assert second[vote.id] == first, (vote.electors, vote.ballots, texts[vote.pack])
        results.add(outcome.result)
    assert len(second) == VOTES
    assert results == set(tally.Result)
