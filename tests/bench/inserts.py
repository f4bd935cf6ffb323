"""A ballot and an event against a plain insert of the same row: into a copy without triggers.

Every insert is a transaction of its own, committed to disk.
"""

from itertools import count
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Model
from django.db.models.sql import InsertQuery

from commission.models import AgendaItem, Ballot
from commission.services import rounds
from core.audit import log
from core.audit.models import Event
from demo.cast import Cast
from tests import database
from tests.bench.measure import Act, Row, Said, ratio, taking_turns
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

    def by_the_service() -> None:
        rounds.cast_ballot(
            actor=cast.member_mod,
            round_id=vote.pk,
            digest=vote.digest,
            choice="for",
            revision=next(revision),
        )

    found = _compare("ballot", turns, bare, guarded, by_the_service, "at most 1.1 x")
    rounds.close_round(actor=cast.chair, round_id=vote.pk)
    return found


def events(cast: Cast, turns: int) -> list[Row | Said]:
    """Append events; the trigger computes the leaf and queues the event for the log."""
    first = _event(cast)
    bare = _Insert(first, "bare_", id=count(10_000_000))
    guarded = _Insert(first, id=count(10_000_000))

    budget = "at most 1.18 x (0.85 of its rate)"
    return _compare("event", turns, bare, guarded, lambda: _event(cast), budget)


def _event(cast: Cast) -> Event:
    with transaction.atomic():
        return log.record(
            actor=cast.officer,
            verb="case.commented",
            subject=f"case:{cast.company.pk}",
            number="DZ-2026-00001",
            data={"text": "Узгоджено з відомством."},
        )


def _compare(
    what: str, turns: int, bare: "_Insert", row: "_Insert", service: Act, budget: str
) -> list[Row | Said]:
    floor, guarded, whole = taking_turns(turns, bare.run, row.run, service)
    return [
        Row(f"{what}: plain insert, no triggers", floor),
        Row(f"{what}: the same row with its triggers", guarded, budget, ratio(guarded, floor)),
        Row(f"{what}: the whole verb (rules, row, event)", whole, "", ratio(whole, floor)),
    ]


class _Insert:
    """The statement that inserts a row like the given one, into its table or the bare copy."""

    def __init__(self, like: Model, prefix: str = "", **changing: Any) -> None:
        self.like, self.changing = like, changing
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
            cursor.execute(self.sql, values)


def _copy(like: Any) -> Any:
    values = {field.attname: getattr(like, field.attname) for field in like._meta.concrete_fields}
    return type(like)(**values)
