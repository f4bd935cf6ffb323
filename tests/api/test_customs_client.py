"""The sample client of customs in docs/examples, run in processes of its own against the site."""

import os
import subprocess
import sys
from pathlib import Path

import config.celery  # noqa: F401  (what is committed here nudges the broker of the tests)
from core.audit import ledger
from core.base import clock
from demo.cast import build_cast
from tests import builders
from tests.api.program import program
from tests.api.served import served
from tests.tracking import hands

CLIENT = Path(__file__).parents[2] / "docs" / "examples" / "customs_client.py"


class Terminal:
    """Runs the client as an office would."""

    def __init__(self, site: str, secret: str) -> None:
        self.site, self.secret = site, secret

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, CLIENT, self.site, *words],
            env=os.environ | {"DOZVIL_TOKEN": self.secret},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def told(self, *words: str) -> str:
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, *words: str) -> str:
        done = self.run(*words)
        assert done.returncode == 1, done.stdout
        return done.stderr


def test_the_sample_client_checks_ships_turns_back_and_follows(committed_db):
    cast = build_cast()
    with clock.at(clock.now()):
        licence = builders.decided(cast).licence
    customs = program(cast.customs)
    with served() as site:
        terminal = Terminal(site, customs.secret)
        assert "is good until" in terminal.told("check", licence.number, "1", "24")
        assert "another consignee" in terminal.refused("check", licence.number, "1", "1", "Nobody")
        assert "Only 24 left" in terminal.refused("check", licence.number, "1", "25")
        assert "not in the permit" in terminal.refused("check", licence.number, "9", "1")
        assert "confirmed" in terminal.told("ship", licence.number, "1", "9", "UA500120/2026/1")
        assert "Only 15 left" in terminal.refused("ship", licence.number, "1", "16", "UA/2")
        assert "cancelled" in terminal.told("turn-back", licence.number, "1", "15", "No papers")
        assert terminal.refused("check", "DL-2026-99999", "1", "1")
        ledger.sequence()
        *changes, cursor = terminal.told("changes").splitlines()
        word, place = cursor.split()
        assert word == "cursor"
        verbs = [line.split()[-1] for line in changes]
        assert verbs.count("shipment.confirmed") == 1
        assert verbs.count("shipment.cancelled") == 1
        assert terminal.told("changes", place).splitlines() == [cursor]
    assert hands.drawn(licence)[0] == 9
