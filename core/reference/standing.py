"""Whoever begins a term by the calendar and whoever changes the calendar stand in line.

A term that begins is no row yet that a change could find and move, and the new day is no row yet
that it could be counted by. So the beginning of a term keeps the calendar as it is until it is
committed, and a change waits for all of them, or they for it. It is taken before the lock of a
case, by everybody: whoever holds a case never waits here.
"""

from django.db import connection

_CALENDAR = "reference:calendar"


def keep_calendar() -> None:
    """Let nobody change the calendar before this transaction ends; waits for a running change."""
    _take("pg_advisory_xact_lock_shared")


def take_calendar() -> None:
    """Wait for all terms that begin this moment; those that begin later wait for this change."""
    _take("pg_advisory_xact_lock")


def _take(lock: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(hashtext(%s))", [_CALENDAR])
