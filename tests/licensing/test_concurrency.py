"""Two people press the same button at the same moment, on two real connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from core.audit.models import Event
from core.base import clock
from core.base.errors import Conflict
from demo.cast import build_cast
from licensing.models import Decision, Licence
from licensing.services import case, deciding
from licensing.services.deciding import LineDecision
from tests import builders

pytestmark = pytest.mark.slow


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Run the deeds in threads that start together; return results or refusals."""
    start = Barrier(len(deeds))
    now = clock.now()

    def run(deed: Callable[[], object]) -> object:
        try:
            start.wait()
            with clock.at(now):
                return deed()
        except Conflict as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_two_officers_accept_at_once(committed_db):
    cast = build_cast()
    application = builders.submitted(cast)
    ends = at_once(
        *(
            lambda officer=officer: case.accept(
                actor=officer, application_id=application.pk, version=application.version
            )
            for officer in (cast.officer, cast.second_officer)
        )
    )
    assert sum(isinstance(end, Conflict) for end in ends) == 1
    accepted = Event.objects.filter(subject=application.subject, verb="case.accepted")
    assert accepted.count() == 1
    assert builders.fresh(application).version == application.version + 1


def test_two_heads_decide_at_once(committed_db):
    cast = build_cast()
    application = builders.considered(cast)
    ends = at_once(
        *(
            lambda: deciding.decide(
                actor=cast.head,
                application_id=application.pk,
                version=application.version,
                lines=[LineDecision(1, "approved"), LineDecision(2, "approved")],
                valid_until=clock.today() + timedelta(days=100),
            )
            for _ in range(3)
        )
    )
    assert sum(isinstance(end, Conflict) for end in ends) == 2
    assert Decision.objects.count() == Licence.objects.count() == 1
    assert Event.objects.filter(verb="case.decided").count() == 1


def test_numbers_have_no_gaps_when_many_submit_at_once(committed_db):
    cast = build_cast()
    drafts = [builders.filled(cast) for _ in range(4)]
    at_once(*(lambda one=one: builders.submitted(cast, one) for one in drafts))
    numbers = sorted(builders.fresh(one).number for one in drafts)
    assert [number[-5:] for number in numbers] == ["00001", "00002", "00003", "00004"]
