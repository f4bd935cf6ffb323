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
    """Make copies of the two tables with their indexes and checks, but without triggers."""
    with database.admin(name).cursor() as cursor:
        for model in (Ballot, Event):
            table = model._meta.db_table
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
            cursor.execute(f"GRANT ALL ON bare_{table} TO dozvil_app")


def ballots(cast: Cast, item: AgendaItem, turns: int) -> list[Row | Said]:
    """Cast ballots of one seat, each superseding the one before."""
    vote = open_vote(cast, frozen(cast, item, refused=(1, 2)))
    first, revision = ballot(cast.member_mod, vote), count(2)
    bare = _Bare(first, revision=count(2))

    def by_the_service() -> None:
        rounds.cast_ballot(
            actor=cast.member_mod,
            round_id=vote.pk,
            digest=vote.digest,
            choice="for",
            revision=next(revision),
        )

    def by_the_table() -> None:
        _copy(first, revision=next(revision)).save(force_insert=True)

    found = _compare("ballot", turns, bare, by_the_table, by_the_service, "at most 1.1 x")
    rounds.close_round(actor=cast.chair, round_id=vote.pk)
    return found


def events(cast: Cast, turns: int) -> list[Row | Said]:
    """Append events; the trigger computes the leaf and queues the event for the log."""
    first = _event(cast)
    bare = _Bare(first, id=count(10_000_000))

    def by_the_table() -> None:
        _copy(first, id=None).save(force_insert=True)

    budget = "at most 1.18 x (0.85 of its rate)"
    return _compare("event", turns, bare, by_the_table, lambda: _event(cast), budget)


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
    what: str, turns: int, bare: "_Bare", row: Act, service: Act, budget: str
) -> list[Row | Said]:
    floor, guarded, whole = taking_turns(turns, bare.insert, row, service)
    return [
        Row(f"{what}: plain insert, no triggers", floor),
        Row(f"{what}: the same row with its triggers", guarded, budget, ratio(guarded, floor)),
        Row(f"{what}: the whole verb (rules, row, event)", whole, "", ratio(whole, floor)),
    ]


class _Bare:
    """Inserts a row like the given one into the table without triggers."""

    def __init__(self, like: Model, **changing: Any) -> None:
        self.like, self.changing = like, changing
        table = like._meta.db_table
        query = InsertQuery(type(like))
        fields = like._meta.concrete_fields
        query.insert_values(fields, [_copy(like)])
        (sql, self.values), *_ = query.get_compiler(connection=connection).as_sql()
        self.sql = sql.replace(f'"{table}"', f'"bare_{table}"', 1)
        self.names = [field.attname for field in fields]

    def insert(self) -> None:
        changed = {name: next(values) for name, values in self.changing.items()}
        if isinstance(self.like._meta.pk, models.UUIDField):
            changed["id"] = self.like._meta.pk.get_default()
        values = [changed.get(*pair) for pair in zip(self.names, self.values, strict=True)]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(self.sql, values)


def _copy(like: Any, **changes: Any) -> Any:
    values = {field.attname: getattr(like, field.attname) for field in like._meta.concrete_fields}
    fresh = {"id": like._meta.pk.get_default()} if "id" not in changes else {}
    return type(like)(**{**values, **fresh, **changes})
