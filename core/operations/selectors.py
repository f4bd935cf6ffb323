"""The state of the machinery in figures. No name of a person or a firm is among them."""

import platform
import shutil
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import django
from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min, QuerySet

from core.base import clock
from core.documents.selectors import in_quarantine
from core.documents.stamps import Renewal, next_stamp
from core.notifications.models import Heartbeat, Outbox
from core.notifications.selectors import last_beat, outbox_age
from core.reference.selectors import calendar_gap
from core.screening.selectors import ListState, lists_on
from core.webhooks.selectors import GivenUp, given_up_by_problem
from core.work import selectors as long_work

MOST_SHOWN = 100
GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Waiting:
    """The promises of one task that are not yet kept."""

    task: str
    queue: str
    count: int
    since: datetime
    most_attempts: int


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk on which files are kept, in GiB."""

    free: float
    total: float

    @property
    def percent_free(self) -> int:
        """Return how much of it is free."""
        return round(100 * self.free / self.total)


@dataclass(frozen=True, slots=True)
class State:
    """Everything on the operations page."""

    at: datetime
    waiting: list[Waiting]
    oldest: int
    beat: int | None
    beats: list[Heartbeat]
    failed: list[Outbox]
    failing: int
    failed_work: list[long_work.Shown]
    failing_work: int
    given_up: list[GivenUp]
    stamp: Renewal | None
    quarantined: int
    lists: list[ListState]
    disk: Disk
    calendar_gap: int | None
    versions: list[tuple[str, str]]


def state() -> State:
    """Return the state of the machinery now (a fixed number of queries)."""
    return State(
        at=clock.now(),
        waiting=waiting(),
        oldest=outbox_age(),
        beat=last_beat(),
        beats=list(Heartbeat.objects.order_by("name")),
        failed=list(failed()[:MOST_SHOWN]),
        failing=failed().count(),
        failed_work=[long_work.shown(work) for work in long_work.failed()[:MOST_SHOWN]],
        failing_work=long_work.failed().count(),
        given_up=given_up_by_problem(),
        stamp=next_stamp(),
        quarantined=in_quarantine().count(),
        lists=lists_on(clock.today()),
        disk=disk(),
        calendar_gap=calendar_gap(clock.today()),
        versions=versions(),
    )


def waiting() -> list[Waiting]:
    """Return what waits, by task, the longest wait first."""
    rows = Outbox.objects.filter(done_at__isnull=True).values("task")
    counted = rows.annotate(count=Count("id"), since=Min("created_at"), tries=Max("attempts"))
    return [
        Waiting(row["task"], queue_of(row["task"]), row["count"], row["since"], row["tries"])
        for row in counted.order_by("since")
    ]


def failed() -> QuerySet[Outbox]:
    """Return the promises that failed at least once and wait for another try."""
    rows = Outbox.objects.filter(done_at__isnull=True, attempts__gt=0)
    return rows.order_by("-attempts", "created_at")


def queue_of(task: str) -> str:
    """Return the queue that a task goes to."""
    route = settings.CELERY_TASK_ROUTES.get(task, {})
    return str(route.get("queue", settings.CELERY_TASK_DEFAULT_QUEUE))


def disk() -> Disk:
    """Return the space on the disk of the files; their folder need not be there yet."""
    folder = settings.FILES_ROOT
    while not folder.exists():
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    return Disk(free=usage.free / GIB, total=usage.total / GIB)


def versions() -> list[tuple[str, str]]:
    """Return what the site runs on."""
    return [
        ("Dozvil", settings.VERSION),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        ("PostgreSQL", _database_version()),
    ]


@cache
def _database_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])
