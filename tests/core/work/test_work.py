"""Long work: counted, stopped, taken over after a power cut, and nobody else's business."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from django.db import IntegrityError, connections, transaction
from django.http import Http404
from django.test import Client

from core.accounts.models import User
from core.audit.selectors import events_for
from core.base import clock
from core.base.errors import InvalidInput
from core.notifications import claims, outbox
from core.notifications.models import Message, Outbox
from core.work import running, services, texts
from core.work.models import LongWork, State
from tests.core.notifications.people import official

KIND = "tests.long"
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


class Press:
    """A work of four sheets that can be told to die, to refuse or to be watched."""

    def __init__(self) -> None:
        self.printed: list[int] = []
        self.dies_at: int | None = None
        self.refuses = False
        self.meanwhile = None

    def __call__(self, progress: running.Progress) -> str:
        if self.refuses:
            raise InvalidInput("empty", "There is nothing in it.")
        progress.expect(4)
        for sheet in range(progress.done, 4):
            if sheet == self.dies_at:
                self.dies_at = None
                raise RuntimeError("tel. 044")
            if self.meanwhile:
                self.meanwhile(progress)
            self.printed.append(sheet)
            progress.advance()
        return "/records/"


@pytest.fixture
def press(monkeypatch) -> Iterator[Press]:
    monkeypatch.setattr(running, "EVERY", 0)
    monkeypatch.setitem(texts.KINDS, KIND, "Printing")
    made = Press()
    running.long_work(KIND)(made)
    yield made
    claims.WORK.pop(KIND)


@pytest.fixture
def person(db) -> User:
    return official()


def started(person: User, subject: str = "") -> LongWork:
    return services.start(actor=person, kind=KIND, args={}, subject=subject)


def page(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def run(work: LongWork) -> LongWork:
    """Let a worker take it, without waiting for the pause after a failure."""
    Outbox.objects.filter(dedupe_key=f"work:{work.pk}").update(available_at=clock.now())
    claims.run(f"work:{work.pk}")
    work.refresh_from_db()
    return work


def test_it_is_counted_done_and_leads_to_its_result(person: User, press: Press):
    seen = []
    work = started(person)
    press.meanwhile = lambda p: seen.append(LongWork.objects.values_list("done", "total").get())
    run(work)
    assert seen == [(0, 4), (1, 4), (2, 4), (3, 4)]
    assert (work.state, work.done, work.result) == (State.DONE, 4, "/records/")
    shown = page(person).get(f"/work/{work.pk}/").content.decode()
    assert 'href="/records/"' in shown
    assert "hx-get" not in shown.split('class="dz-work"')[1], "what has ended asks no more"
    assert [event.verb for event in events_for(f"work:{work.pk}")] == ["work.started", "work.ended"]


def test_a_worker_that_died_is_followed_by_one_that_resumes(person: User, press: Press):
    press.dies_at = 2
    work = run(started(person))
    assert (work.state, work.done, work.failures) == (State.RUNNING, 2, 1)
    assert run(work).state == State.DONE
    assert press.printed == [0, 1, 2, 3]


def test_what_fails_without_progress_is_given_up_without_what_it_said(person: User, press: Press):
    work = started(person)
    for _try in range(services.MOST_FAILURES):
        press.dies_at = 0
        work = run(work)
    assert work.state == State.FAILED
    assert work.problem
    assert "044" not in work.problem + work.fault
    assert work.fault.startswith("builtins.RuntimeError at ")
    assert not Outbox.objects.filter(dedupe_key=f"work:{work.pk}", done_at=None).exists()


def test_a_refusal_ends_it_with_its_sentence(person: User, press: Press):
    press.refuses = True
    work = run(started(person))
    assert (work.state, work.problem, work.failures) == (State.FAILED, "There is nothing in it.", 0)
    assert work.fault == ""


def test_it_stops_in_the_middle_when_asked(person: User, press: Press):
    work = started(person)

    def ask_at_two(progress: running.Progress) -> None:
        if progress.done == 2:
            page(person).post(f"/work/{work.pk}/cancel/")

    press.meanwhile = ask_at_two
    assert run(work).state == State.CANCELLED
    assert press.printed == [0, 1, 2]
    assert work.result == ""
    assert run(work).state == State.CANCELLED, "no other worker takes it up again"


def test_what_nobody_took_yet_is_cancelled_at_once(person: User, press: Press):
    work = started(person)
    services.cancel(actor=person, work_id=work.pk)
    services.cancel(actor=person, work_id=work.pk)
    assert run(work).state == State.CANCELLED
    assert press.printed == []


def test_somebody_elses_work_does_not_exist(person: User, press: Press):
    work, stranger = started(person), official("Iryna Other")
    for address in ("", "progress/"):
        assert page(stranger).get(f"/work/{work.pk}/{address}").status_code == 404
    assert page(stranger).post(f"/work/{work.pk}/cancel/").status_code == 404
    with pytest.raises(Http404):
        services.cancel(actor=stranger, work_id=work.pk)
    assert "Printing" not in page(stranger).get("/work/").content.decode()


def test_a_second_click_finds_the_first(person: User, press: Press):
    first = started(person, "register:2026")
    assert started(person, "register:2026") == first
    assert started(official("Iryna Other"), "register:2026") != first
    run(first)
    assert started(person, "register:2026") != first


def test_two_clicks_at_once_are_one_work(committed_db, press: Press):
    person, barrier = official(), Barrier(2)

    def click(_number: int) -> UUID:
        try:
            barrier.wait()
            return started(person, "register:2026").pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(click, range(2)))) == 1


def test_who_waited_long_is_told_once(person: User, press: Press):
    with clock.at(NOW):
        quick, slow = started(person), started(person)
        run(quick)
    with clock.at(NOW + timedelta(minutes=5)):
        run(slow)
        run(slow)
    assert [m.link for m in Message.objects.filter(recipient=person)] == [f"/work/{slow.pk}/"]


def test_work_in_short_transactions_reports_for_itself(person: User, press: Press):
    work = services.follow(actor=person, kind=KIND, subject="list:1", total=10)
    assert services.advance(work_id=work.pk, by=4)
    services.cancel(actor=person, work_id=work.pk)
    assert not services.advance(work_id=work.pk, by=4)
    services.stop(work_id=work.pk)
    services.finish(work_id=work.pk)
    work.refresh_from_db()
    assert (work.state, work.done) == (State.CANCELLED, 4)


def test_the_count_never_passes_the_whole(person: User, press: Press):
    work = services.follow(actor=person, kind=KIND, total=3)
    assert services.advance(work_id=work.pk, by=7)
    work.refresh_from_db()
    assert (work.done, work.total) == (3, 3)


@pytest.mark.parametrize("result", ["//evil.example/", "https://evil.example/"])
def test_the_result_is_on_this_site(person: User, press: Press, result: str):
    work = services.follow(actor=person, kind=KIND)
    with pytest.raises(IntegrityError), transaction.atomic():
        services.finish(work_id=work.pk, result=result)


def test_the_page_works_without_a_script(person: User, press: Press):
    work = started(person)
    shown = page(person).get(f"/work/{work.pk}/").content.decode()
    assert f'href="/work/{work.pk}/"' in shown
    assert "<progress" in shown


def test_the_list_asks_a_fixed_number_of_questions(
    person: User, press: Press, django_assert_max_num_queries
):
    for _number in range(20):
        started(person)
    client = page(person)
    with django_assert_max_num_queries(8):
        assert client.get("/work/").status_code == 200


def test_the_queue_does_its_part(person: User, press: Press):
    work = started(person)
    assert outbox.drain() == 1
    work.refresh_from_db()
    assert work.state == State.DONE
