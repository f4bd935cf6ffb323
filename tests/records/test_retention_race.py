"""A hold and a confirmation at the same moment, and a hand in the database, on real connections."""

import threading

from django.db import connection

from core.audit import ledger
from core.audit.models import Event
from core.audit.verify import verify_ledger
from core.base import clock
from core.base.errors import Conflict
from demo.cast import build_cast
from records.models import Hold
from records.retention import services
from tests.records import journey, retained
from tests.records.retained import LATER


def test_a_hold_and_a_confirmation_come_one_after_the_other(committed_db):
    """Whoever comes first wins; never is something disposed of under an older hold."""
    cast = build_cast()
    for turn in range(4):
        case = retained.withdrawn(cast, f"own{turn}.pdf")
        number = case.number or ""
        with clock.at(LATER):
            act = services.propose(actor=cast.secretary, numbers=[number], reason="Строк минув.")

        def confirm(act_id=act.pk) -> None:
            with clock.at(LATER):
                services.judge(actor=cast.head, act_id=act_id, confirmed=True)

        def hold(number=number) -> None:
            services.place_hold(actor=cast.auditor, number=number, basis="№ 7", reason="Ревізія.")

        _at_once([confirm, hold] if turn % 2 else [hold, confirm])
        gone = Event.objects.filter(number=number, verb="case.files_disposed").first()
        placed = Event.objects.get(number=number, verb="hold.placed")
        assert Hold.objects.filter(application=case).count() == 1
        assert gone is None or gone.id < placed.id


def test_a_changed_act_is_found(owner_connection):
    cast = build_cast()
    case = retained.withdrawn(cast)
    journey.keep_bytes()
    with clock.at(LATER):
        act = services.propose(
            actor=cast.secretary, numbers=[case.number or ""], reason="Строк минув."
        )
    ledger.sequence()
    assert verify_ledger().ok
    with owner_connection.cursor() as cursor:
        cursor.execute("UPDATE records_disposalact SET text = replace(text, 'Строк', 'Термін')")
    assert any(act.number in str(finding) for finding in verify_ledger().findings)


def _at_once(deeds: list) -> None:
    threads = [threading.Thread(target=_alone, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _alone(deed) -> None:
    try:
        deed()
    except Conflict:
        pass
    finally:
        connection.close()
