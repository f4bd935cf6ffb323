"""A statement of the database does not hold up a process that is told to stop.

While a process waits inside a statement, Python cannot act on a signal: libpq waits in C. The bare
arrival of a signal is written to a pipe all the same; a thread reads it there and asks the server
to give the statement up. Then the signal's own handler runs, with a connection that still works,
so that locks are given back and the promise returns to its row unharmed.
"""

import os
import select
import signal
from contextlib import suppress
from threading import Thread

import psycopg2
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

#: What a worker's process is sent: at the end of a soft time limit, and to stop.
OVERTIME, STOP = signal.SIGUSR1, signal.SIGQUIT
# A statement that began while the signal was on its way is found a moment later.
AGAIN_AFTER = 1.0  # seconds


def give_up_statements_on_signal() -> None:
    """Watch the signals of this process; call once, in its main thread, after the fork."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    watch = Thread(target=_watch, args=(reading, connections["default"]), daemon=True)
    watch.start()


def _watch(reading: int, database: BaseDatabaseWrapper) -> None:
    while arrived := os.read(reading, 1):
        if arrived[0] in {OVERTIME, STOP}:
            _cancel(database)
        while arrived[0] == STOP and not select.select([reading], [], [], AGAIN_AFTER)[0]:
            _cancel(database)


def _cancel(database: BaseDatabaseWrapper) -> None:
    """Ask the server to end what it does for this connection; between statements it is nothing."""
    connection = database.connection
    if connection is not None:
        with suppress(psycopg2.Error):
            connection.cancel()
