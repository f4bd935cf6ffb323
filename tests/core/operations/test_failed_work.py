"""Long work that was given up: shown without names, done again from where it came to, once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from django.http import Http404

from core.accounts.models import User
from core.audit.selectors import events_for
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.notifications import claims, outbox
from core.notifications.models import Outbox
from core.work import running, services, texts
from core.work.models import LongWork, State
from demo.cast import Cast, build_cast
from tests.core.operations.test_operations import page

KIND = "tests.press"
SHEETS = 3


class Press:
    """A work of three sheets that stops after the first: the paper is out."""

    def __init__(self) -> None:
        self.problem: Exception | None = OSError("Олена Тест, tel. 044")
        self.printed: list[int] = []

    def __call__(self, progress: running.Progress) -> str:
        progress.expect(SHEETS)
        for sheet in range(progress.done, SHEETS):
            if sheet == 1 and self.problem:
                raise self.problem
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
def cast(db) -> Cast:
    return build_cast()


def given_up(person: User, subject: str = "") -> LongWork:
    """Work that was tried as often as work is, and failed each time."""
    work = services.start(actor=person, kind=KIND, args={}, subject=subject)
    while (row := waiting(work)) is not None:
        Outbox.objects.filter(pk=row.pk).update(available_at=clock.now())
        claims.run(row.dedupe_key)
    work.refresh_from_db()
    assert work.state == State.FAILED
    return work


def waiting(work: LongWork) -> Outbox | None:
    return Outbox.objects.filter(args__work_id=str(work.pk), done_at=None).first()


def retry_address(work: LongWork) -> str:
    return f"/operations/work/{work.pk}/retry/"


def test_what_was_given_up_is_shown_without_names(cast: Cast, press: Press):
    work = given_up(cast.auditor)
    shown = page(cast.system_admin).get("/operations/").content.decode()
    assert retry_address(work) in shown
    assert "OSError" in shown
    assert "1 / 3" in shown
    assert "044" not in shown
    assert cast.auditor.name_uk not in shown


def test_a_retry_goes_on_from_where_it_came_to_and_leaves_an_event(cast: Cast, press: Press):
    work = given_up(cast.auditor)
    press.problem = None
    page(cast.system_admin).post(retry_address(work))
    assert outbox.drain() > 0
    work.refresh_from_db()
    assert (work.state, work.done, work.fault, work.problem) == (State.DONE, SHEETS, "", "")
    assert press.printed == [0, 1, 2]
    verbs = [event.verb for event in events_for(f"work:{work.pk}")]
    assert verbs == ["work.started", "work.ended", "work.retried", "work.ended"]


def test_what_fails_again_can_be_tried_again(cast: Cast, press: Press):
    work = given_up(cast.auditor)
    for _round in range(2):
        services.retry(actor=cast.system_admin, work_id=work.pk)
        while (row := waiting(work)) is not None:
            Outbox.objects.filter(pk=row.pk).update(available_at=clock.now())
            claims.run(row.dedupe_key)
        work.refresh_from_db()
        assert (work.state, work.failures) == (State.FAILED, services.MOST_FAILURES)
    assert press.printed == [0]


def test_only_the_system_administrator_tries_again(cast: Cast, press: Press):
    work = given_up(cast.auditor)
    for person in (cast.auditor, cast.officer, cast.head, cast.preparer):
        assert page(person).post(retry_address(work)).status_code == 403
        with pytest.raises(NotAllowed):
            services.retry(actor=person, work_id=work.pk)


def test_what_did_not_fail_by_a_fault_is_not_tried_again(cast: Cast, press: Press):
    admin = cast.system_admin
    under_way = services.start(actor=cast.auditor, kind=KIND, args={})
    press.problem = InvalidInput("empty", "There is nothing in it.")
    refused = services.start(actor=cast.auditor, kind=KIND, args={}, subject="sheet:1")
    claims.run(f"work:{refused.pk}")
    refused.refresh_from_db()
    assert refused.state == State.FAILED
    for unknown in (under_way.pk, refused.pk, uuid4()):
        with pytest.raises(Http404):
            services.retry(actor=admin, work_id=unknown)
    assert retry_address(refused) not in page(admin).get("/operations/").content.decode()


def test_what_its_person_began_anew_is_not_begun_twice(cast: Cast, press: Press):
    work = given_up(cast.auditor, "register:2026")
    services.start(actor=cast.auditor, kind=KIND, args={}, subject="register:2026")
    with pytest.raises(Conflict):
        services.retry(actor=cast.system_admin, work_id=work.pk)
    assert page(cast.system_admin).post(retry_address(work)).status_code == 409


def test_two_administrators_at_once_begin_it_once(committed_db, press: Press):
    cast = build_cast()
    work, together = given_up(cast.auditor), Barrier(2)

    def once() -> str:
        try:
            together.wait()
            return services.retry(actor=cast.system_admin, work_id=work.pk).state
        except Http404:
            return "not there"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = [one.result() for one in [pool.submit(once), pool.submit(once)]]
    assert sorted(answers) == ["not there", State.WAITING]
    assert Outbox.objects.filter(args__work_id=str(work.pk), done_at=None).count() == 1
