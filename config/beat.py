"""One beat, however many were started: the clock of the site runs where the lock is held.

The lock is PostgreSQL's and belongs to a connection: a beat that dies, or loses the database, has
lost it, and a second one takes over within seconds. The one that takes over finds every task
overdue in its own schedule and sends it at once, so a missed run is made good.
"""

from __future__ import annotations

from typing import Any

import structlog
from celery.beat import PersistentScheduler
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

# The letters "beat": nobody else's number (the outbox locks hashes, the ledger one of its own).
LOCK = 0x62656174
ASK_AGAIN = 5.0  # seconds between two looks at a lock that somebody else holds

log = structlog.get_logger(__name__)


class OnceScheduler(PersistentScheduler):
    """Celery's scheduler behind a lock; a second one waits without sending anything."""

    _holder: BaseDatabaseWrapper | None = None

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due if the lock is ours; return the seconds until the next look."""
        if not self.is_the_one():
            return ASK_AGAIN
        return min(float(super().tick(*args, **kwargs)), ASK_AGAIN)

    def is_the_one(self) -> bool:
        """Return whether this beat holds the lock, taking it when it is free."""
        try:
            return self._still_held() if self._holder else self._take()
        except Error:
            log.warning("beat_lost_the_database")
            self.let_go()
            return False

    def let_go(self) -> None:
        """Give the lock back with its connection."""
        holder, self._holder = self._holder, None
        if holder:
            holder.close()

    def close(self) -> None:
        """End: the next beat need not wait for the connection to die."""
        self.let_go()
        super().close()

    def _still_held(self) -> bool:
        assert self._holder is not None
        with self._holder.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True

    def _take(self) -> bool:
        holder = connections.create_connection(DEFAULT_DB_ALIAS)
        with holder.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            free = bool(cursor.fetchone()[0])
        if free:
            self._holder = holder
        else:
            holder.close()
        return free
