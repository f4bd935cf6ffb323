"""What the system administrator sees and may do; what Prometheus reads and nobody else."""

from uuid import uuid4

import pytest
from django.db import transaction
from django.http import Http404
from django.test import Client

import core.notifications.outbox as outbox
from core.audit.models import Event
from core.base import clock
from core.base.errors import NotAllowed
from core.notifications import claims
from core.notifications.models import Outbox
from core.operations import selectors
from core.operations.services import retry
from demo.cast import Cast, build_cast


@pytest.fixture
def cast(db) -> Cast:
    return build_cast()


@pytest.fixture
def failed(cast: Cast, monkeypatch) -> Outbox:
    """A job whose task fails, tried once by a worker."""

    def fail(**_given) -> None:
        raise OSError("Олена Тест, tel. 044")

    monkeypatch.setitem(claims.WORK, "tests.fail", claims.Registered(work=fail, heavy=False))
    with transaction.atomic():
        outbox.enqueue(task="tests.fail", key="job-1", args={})
    claims.run("job-1")
    return Outbox.objects.get(dedupe_key="job-1")


def page(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_page_shows_the_failed_job_without_what_it_said(cast: Cast, failed: Outbox):
    shown = page(cast.system_admin).get("/operations/").content.decode()
    assert "tests.fail" in shown
    assert "OSError" in shown
    assert "tel. 044" not in shown


def test_only_the_system_administrator_opens_it(cast: Cast, failed: Outbox):
    for person in (cast.officer, cast.auditor, cast.reference_admin, cast.preparer):
        assert page(person).get("/operations/").status_code == 403
        with pytest.raises(NotAllowed):
            retry(actor=person, promise_id=failed.pk)


def test_a_retry_is_due_now_and_leaves_an_event(cast: Cast, failed: Outbox):
    assert failed.available_at > clock.now()
    page(cast.system_admin).post(f"/operations/{failed.pk}/retry/")
    failed.refresh_from_db()
    assert failed.available_at <= clock.now()
    assert failed.attempts == 1
    assert Event.objects.get(subject=f"outbox:{failed.pk}").verb == "outbox.retried"


def test_what_never_failed_is_not_retried(cast: Cast):
    with transaction.atomic():
        outbox.enqueue(task="tests.fine", key="job-2", args={})
    with pytest.raises(Http404):
        retry(actor=cast.system_admin, promise_id=Outbox.objects.get(dedupe_key="job-2").pk)
    with pytest.raises(Http404):
        retry(actor=cast.system_admin, promise_id=uuid4())


def test_the_state_asks_a_fixed_number_of_questions(cast: Cast, django_assert_max_num_queries):
    with transaction.atomic():
        for number in range(20):
            outbox.enqueue(task=f"tests.{number}", key=f"k{number}", args={})
    with django_assert_max_num_queries(16):
        state = selectors.state()
    assert sum(row.count for row in state.waiting if row.task.startswith("tests.")) == 20


@pytest.mark.parametrize("sent", ["", "Bearer ", "Bearer other", "Basic secret", "Bearer їжак"])
def test_metrics_are_not_public(db, settings, sent: str):
    headers = {"Authorization": sent.encode().decode("latin-1")}
    for token in ("", "secret"):
        settings.METRICS_TOKEN = token
        assert Client().get("/metrics", headers=headers).status_code == 404


def test_metrics_for_who_has_the_token(cast: Cast, failed: Outbox, settings):
    settings.METRICS_TOKEN = "secret"
    answer = Client().get("/metrics", headers={"Authorization": "Bearer secret"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'dozvil_outbox_waiting{queue="notices",task="tests.fail"} 1.0' in text
    assert "dozvil_outbox_failing 1.0" in text
    assert "dozvil_disk_free_bytes" in text
