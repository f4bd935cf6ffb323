"""Time-stamps on the head of the ledger: when they are due, renewed once, checked by openssl."""

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import pem
from pyhanko.sign.timestamps import DummyTimeStamper, TimestampRequestError

from core.audit.log import record
from core.audit.models import Checkpoint, Event
from core.audit.verify import verify_ledger
from core.base import clock
from core.documents import seal_keys, stamps
from core.documents.models import LogStamp
from records.bundle import write_bundle
from records.filters import Filter
from tests.core.documents.stampers import STAMPED, served, stamping_authority
from tests.records.test_bundle import verify

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def stamper() -> DummyTimeStamper:
    return stamping_authority()


@pytest.fixture
def configured(stamper: DummyTimeStamper, settings) -> Iterator[str]:
    with served(stamper) as address:
        settings.TIMESTAMP_URL = f"{address}/stamp"
        with clock.at(STAMPED):
            record(actor=None, verb="note.written", subject="case:1")
            yield address


def test_without_an_authority_nothing_is_due(settings):
    settings.TIMESTAMP_URL = ""
    assert stamps.next_stamp() is None
    assert stamps.renew() is None


def test_the_first_stamp_is_due_at_once_and_running_twice_makes_one(configured: str):
    made = stamps.renew()
    assert made is not None
    assert (made.stamped_at, made.checkpoint.size) == (STAMPED, 1)
    assert stamps.renew() is None
    assert LogStamp.objects.count() == Event.objects.filter(verb="ledger.stamped").count() == 1
    assert verify_ledger().ok


def test_the_next_stamp_covers_the_one_before(configured: str):
    first = stamps.renew()
    renewal = stamps.next_stamp()
    assert renewal.due_at == STAMPED + stamps.EVERY
    with clock.at(renewal.due_at - timedelta(seconds=1)):
        assert stamps.renew() is None
    with clock.at(renewal.due_at):
        second = stamps.renew()
    event = Event.objects.filter(verb="ledger.stamped", body__contains=first.sha256).get()
    assert event.place.index < second.checkpoint.size


def test_a_stamp_is_renewed_before_the_certificate_ends(configured: str, monkeypatch):
    monkeypatch.setattr(stamps, "EVERY", timedelta(days=100_000))
    made = stamps.renew()
    assert made.reliable_until == seal_keys.LAST_DAY
    assert stamps.next_stamp().due_at == made.reliable_until - stamps.AHEAD


def test_when_the_authority_is_away_nothing_is_kept_and_it_stays_due(configured: str, settings):
    settings.TIMESTAMP_URL = f"{configured}/away"
    with pytest.raises(TimestampRequestError):
        stamps.renew()
    assert not LogStamp.objects.exists()
    assert stamps.next_stamp().due_at == STAMPED


def test_a_stamp_on_something_else_is_refused(configured: str):
    token = bytes(stamps.renew().token)
    note = Checkpoint.objects.get(size=1).note
    assert stamps.read(token, note)[0] == STAMPED
    for bad, text in ((token, f"{note} "), (token[:-9] + b"\0" * 9, note), (b"x", note)):
        with pytest.raises(stamps.BadStamp):
            stamps.read(bad, text)


def test_openssl_verifies_the_stamp_of_a_package(
    configured: str, stamper: DummyTimeStamper, tmp_path: Path
):
    stamps.renew()
    write_bundle(tmp_path / "out", Filter())
    assert verify(tmp_path / "out").returncode == 0
    log = tmp_path / "out" / "data" / "log"
    (tmp_path / "ca.pem").write_bytes(pem.armor("CERTIFICATE", stamper.tsa_cert.dump()))
    command = ["openssl", "ts", "-verify", "-token_in", "-in", "stamp.tst", "-data", "stamp.txt",
               "-CAfile", str(tmp_path / "ca.pem")]  # fmt: skip
    done = subprocess.run(command, cwd=log, capture_output=True, text=True, check=False)
    assert "Verification: OK" in done.stdout + done.stderr
    (log / "stamp.txt").write_text((log / "stamp.txt").read_text() + " ")
    done = subprocess.run(command, cwd=log, capture_output=True, text=True, check=False)
    assert done.returncode != 0
