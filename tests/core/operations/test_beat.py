"""Two beats run as one, and the second takes over."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from celery import Celery
from celery.beat import ScheduleEntry
from django.db import connection

from config.beat import ASK_AGAIN, LOCK, OnceScheduler
from config.celery import EVERY
from config.celery import app as site
from core.operations.selectors import queue_of
from tests.site import ROOT

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def beats(tmp_path) -> Iterator[list[OnceScheduler]]:
    """Two beats of one site, each with its own schedule file, and what they send."""
    made = [beat(tmp_path / name) for name in ("first", "second")]
    yield made
    for one in made:
        one.let_go()


def beat(file) -> OnceScheduler:
    app = Celery("tests", broker="memory://")
    app.conf.beat_schedule = {"outbox": {"task": "tests.sweep", "schedule": 5.0}}
    app.conf.timezone = "Europe/Kyiv"
    made = OnceScheduler(app=app, schedule_filename=str(file), lazy=False)
    made.sent = []
    made.apply_async = lambda entry, **_: made.sent.append(entry.task)
    return made


def make_overdue(scheduler: OnceScheduler) -> None:
    entry: ScheduleEntry = scheduler.schedule["outbox"]
    entry.last_run_at -= timedelta(hours=3)
    scheduler._heap = None


def test_only_one_of_two_sends(beats):
    for one in beats:
        make_overdue(one)
    assert beats[0].tick() == 0
    assert beats[1].tick() == ASK_AGAIN
    assert (beats[0].sent, beats[1].sent) == (["tests.sweep"], [])


def test_the_second_takes_over_and_makes_good_what_was_missed_once(beats):
    first, second = beats
    first.tick()
    second.tick()
    first.let_go()
    make_overdue(second)
    second.tick()
    second.tick()
    assert second.sent == ["tests.sweep"]
    assert first.tick() == ASK_AGAIN


def test_a_beat_that_lost_its_connection_has_lost_the_lock(beats):
    first, second = beats
    first.tick()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' "
            "AND (classid::bigint << 32 | objid::bigint) = %s AND granted",
            [LOCK],
        )
    assert first.tick() == ASK_AGAIN
    assert second.is_the_one()
    assert not first.is_the_one()


def test_every_queue_has_a_worker():
    served = {
        queue
        for line in (ROOT / "Procfile").read_text().splitlines()
        if "--queues" in line
        for queue in line.split("--queues ")[1].split()[0].split(",")
    }
    compose = (ROOT / "docker-compose.yml").read_text()
    tasks = [*site.conf.task_routes, *(task for task, _seconds in EVERY.values()), "unknown"]
    wanted = {queue_of(task) for task in tasks}
    assert wanted == served == {"documents", "notices", "screening", "exports", "webhooks"}
    assert all(queue in compose for queue in served)


def test_a_run_that_nobody_took_expires_before_the_next():
    for entry in site.conf.beat_schedule.values():
        assert entry["options"]["expires"] == entry["schedule"]


def test_redis_never_hands_out_work_that_is_still_done():
    site.loader.import_default_modules()
    longest = max(task.time_limit or site.conf.task_time_limit for task in site.tasks.values())
    assert longest >= 3600
    assert site.conf.broker_transport_options["visibility_timeout"] > longest
