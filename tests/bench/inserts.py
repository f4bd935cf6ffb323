"""A ballot and an event against an insert of the same row into a copy without triggers.

A ballot's triggers ask who may vote, so they are held against a program that asks it itself.

Every insert is a transaction of its own, committed to disk.
"""

from itertools import count
from typing import Any

from django.db import connection, models, transaction
from django.db.models.sql import InsertQuery

from commission.models import AgendaItem, Ballot
from commission.services import rounds
from core.audit import log
from core.audit.models import Event
from demo.cast import Cast
from tests import database
from tests.bench.measure import Row, Said, ratio, taking_turns
from tests.commission_builders import ballot, frozen, open_vote


def bare_copies(name: str) -> None:
    """Make copies of the two tables with indexes, checks and foreign keys, but no triggers."""
    with database.admin(name).cursor() as cursor:
        for model in (Ballot, Event):
            table = model._meta.db_table
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
            cursor.execute(f"GRANT ALL ON bare_{table} TO dozvil_app")
            for field in model._meta.concrete_fields:
                if field.related_model is not None:
                    cursor.execute(
                        f"ALTER TABLE bare_{table} ADD FOREIGN KEY ({field.column}) "
                        f"REFERENCES {field.related_model._meta.db_table} "
                        "DEFERRABLE INITIALLY DEFERRED"
                    )


def ballots(cast: Cast, item: AgendaItem, turns: int) -> list[Row | Said]:
    """Cast ballots of one seat, each superseding the one before."""
    vote = open_vote(cast, frozen(cast, item, refused=(1, 2)))
    first, revision = ballot(cast.member_mod, vote), count(2)
    bare, guarded = _Insert(first, "bare_", revision=count(2)), _Insert(first, revision=revision)
    naive = _Insert(first, "bare_", asked=_ASKED, revision=count(10_000))

    def by_the_service() -> None:
        rounds.cast_ballot(
            actor=cast.member_mod,
            round_id=vote.pk,
            digest=vote.digest,
            choice="for",
            revision=next(revision),
        )

    floor, kept, asked, whole = taking_turns(
        turns, bare.run, guarded.run, naive.run, by_the_service
    )
    rounds.close_round(actor=cast.chair, round_id=vote.pk)
    return [
        Row("ballot: plain insert, nothing asked", floor),
        Row("ballot: the state asked, then inserted, no triggers", asked, "", ratio(asked, floor)),
        Row("ballot: the same row with its triggers", kept, "at most 1.1 x", ratio(kept, asked)),
        Row("ballot: the whole verb (rules, row, event)", whole, "", ratio(whole, asked)),
    ]


def events(cast: Cast, turns: int) -> list[Row | Said]:
    """Append events; the trigger computes the leaf and queues the event for the log."""
    first = _event(cast)
    bare = _Insert(first, "bare_", id=count(10_000_000))
    guarded = _Insert(first, id=count(10_000_000))

    floor, kept, whole = taking_turns(turns, bare.run, guarded.run, lambda: _event(cast))
    budget = "at most 1.18 x (0.85 of its rate)"
    return [
        Row("event: plain insert, no triggers", floor),
        Row("event: the same row with its triggers", kept, budget, ratio(kept, floor)),
        Row("event: the whole verb (rules, row, event)", whole, "", ratio(whole, floor)),
    ]


def _event(cast: Cast) -> Event:
    with transaction.atomic():
        return log.record(
            actor=cast.officer,
            verb="case.commented",
            subject=f"case:{cast.company.pk}",
            number="DZ-2026-00001",
            data={"text": "Узгоджено з відомством."},
        )


#: What a service without triggers asks before it inserts: may this seat vote in this round now?
#: It is the naive way of records.md A6, which loses the ballots that come while a round closes.
_ASKED = """
    SELECT 1 FROM commission_round r
    JOIN commission_elector e ON e.round_id = r.id
    JOIN commission_mandate m ON m.id = e.mandate_id
    WHERE r.id = %s AND e.seat_id = %s AND r.state = 'open' AND e.state = 'entitled'
      AND m.person_id = %s AND m.revoked_at IS NULL
      AND clock_timestamp() <= coalesce(r.closes_at, 'infinity')
"""


class _Insert:
    """The statement that inserts a row like the given one, into its table or the bare copy.

    `asked` is a question that is put before it in the same transaction, about the voter.
    """

    def __init__(self, like: Any, prefix: str = "", asked: str = "", **changing: Any) -> None:
        self.like, self.asked, self.changing = like, asked, changing
        table = like._meta.db_table
        query = InsertQuery(type(like))
        fields = like._meta.concrete_fields
        query.insert_values(fields, [_copy(like)])
        (sql, self.values), *_ = query.get_compiler(connection=connection).as_sql()
        self.sql = sql.replace(f'"{table}"', f'"{prefix}{table}"', 1)
        self.names = [field.attname for field in fields]

    def run(self) -> None:
        changed = {name: next(values) for name, values in self.changing.items()}
        if isinstance(self.like._meta.pk, models.UUIDField):
            changed["id"] = self.like._meta.pk.get_default()
        values = [changed.get(*pair) for pair in zip(self.names, self.values, strict=True)]
        with transaction.atomic(), connection.cursor() as cursor:
            if self.asked:
                voter = (self.like.round_id, self.like.seat_id, self.like.cast_by_id)
                cursor.execute(self.asked, voter)
                assert cursor.fetchone()
            cursor.execute(self.sql, values)


def _copy(like: Any) -> Any:
    values = {field.attname: getattr(like, field.attname) for field in like._meta.concrete_fields}
    return type(like)(**values)
