"""The site under a fault: someone acts, something breaks, and in the end every promise is kept."""

import json
import os
import random
import signal
import socketserver
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg2
import redis

from tests.core.documents.scanner import clamd
from tests.faults.going_back import Archive
from tests.site import PYTHON, ROOT, Site, free_port

PATIENCE = 900


@dataclass
class Result:
    """One row of the table."""

    fault: str
    acts: int = 0
    lost: int = 0
    duplicated: int = 0
    half: int = 0
    seconds: float = 0.0


@dataclass
class Drill:
    """Acts and faults on a running site; numbers of confirmed acts are remembered for ever."""

    site: Site
    dice: random.Random
    confirmed: list[str] = field(default_factory=list)
    at_rest_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def acting(self, call: str, **values: str) -> "subprocess.Popen[str]":
        """Start somebody who acts, in a process that can be killed; `values` are variables."""
        command = [PYTHON, "manage.py", "shell", "-v0", "-c"]
        code = f"from tests.faults import acting; acting.{call}"
        # To a file: an outage warns so much that a pipe nobody reads would hold the actor.
        with self._said().open("ab") as said:
            return subprocess.Popen(
                [*command, code],
                cwd=ROOT,
                env=self.site.env | values,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
            )

    def _said(self) -> Path:
        return self.site.folder / "acting.log"

    def told(self, call: str, **values: str) -> dict:
        """Let somebody act to the end; return the last line."""
        out, _nothing = self.acting(call, **values).communicate()
        assert out.strip(), self._said().read_text()[-2000:]
        return json.loads(out.strip().splitlines()[-1])

    def watch(self, process: "subprocess.Popen[str]") -> Iterator[str]:
        """Yield what is confirmed as it is confirmed; a killed actor just ends."""
        assert process.stdout is not None
        for line in process.stdout:
            if line.endswith("\n") and "confirmed" in line:
                number = json.loads(line)["confirmed"]
                self.confirmed.append(number)
                yield number

    def restart(self, *names: str) -> None:
        """Kill -9 processes with their children and start them again."""
        for name in names:
            self.site.kill(name)
            self.site.start_process(name)

    def is_at_rest(self) -> bool:
        """Tell whether every promise is kept; what ended by itself is started again.

        So does `restart: unless-stopped` of the compose file: Celery ends when its broker dies
        while a message is in its hands.
        """
        for name, process in list(self.site.processes.items()):
            if process.poll() is not None:
                self.site.start_process(name)
        self.at_rest_at = datetime.now(UTC)
        return not self.open_promises()

    def open_promises(self) -> int:
        return int(self.query("SELECT count(*) FROM notifications_outbox WHERE done_at IS NULL"))

    def query(self, text: str) -> int:
        lines = (self.site.folder / "parts.env").read_text().split()
        parts = dict(line.split("=", 1) for line in lines)
        address = parts["DATABASE_ADMIN_URL"].replace("/postgres?", "/dozvil?")
        connection = psycopg2.connect(address)
        try:
            with connection.cursor() as cursor:
                cursor.execute(text)
                return cursor.fetchone()[0]
        finally:
            connection.close()

    def redis(self) -> redis.Redis:
        lines = (self.site.folder / "parts.env").read_text().split()
        parts = dict(line.split("=", 1) for line in lines)
        return redis.Redis(unix_socket_path=parts["REDIS_URL"].removeprefix("unix://"))

    def settle(self, fault: str, acts: int) -> Result:
        """Wait from now until every promise is kept; then judge the whole site."""
        begin = time.monotonic()
        self.site.wait_until(self.site.is_ready, "the site", PATIENCE)
        self.site.wait_until(self.is_at_rest, f"promises: {fault}", PATIENCE)
        seconds = time.monotonic() - begin
        found = self.told(f"judge({self.confirmed!r}, {self.at_rest_at.isoformat()!r})")
        self.site.manage("verify_ledger")
        return Result(fault=fault, acts=acts, seconds=seconds, **found)

    # -- the faults

    def killings(self, decisions: int) -> Result:
        """Kill worker, web, beat and the decider herself at random points of N decisions."""
        left, names = decisions, ("worker", "longworker", "web", "beat")
        while left > 0:
            actor = self.acting(f"decide({left})")
            until_death = self.dice.randint(3, 12)
            for number, _ in enumerate(self.watch(actor), start=1):
                left -= 1
                if self.dice.random() < 0.5:
                    self.restart(self.dice.choice(names))
                if number == until_death and left > 0:
                    time.sleep(self.dice.random() * 0.5)  # anywhere in the next act
                    actor.send_signal(signal.SIGKILL)
            actor.wait()
        return self.settle("kill -9 of worker, web, beat and the deciding process", decisions)

    def without_redis(self, submissions: int, seconds: float) -> Result:
        """Stop Redis while people submit."""
        actor = self.acting(f"submit({submissions})")
        seen = self.watch(actor)
        next(seen)
        os.kill(self.redis().info()["process_id"], signal.SIGKILL)
        back = threading.Timer(seconds, self.site.start_parts)
        back.start()
        for _ in seen:
            pass
        back.join()
        return self.settle(f"Redis killed, away for {seconds:g} s", submissions)

    def without_postgres(self, decisions: int) -> Result:
        """Crash PostgreSQL under load, twice, and start it again."""
        actor = self.acting(f"decide({decisions})")
        for number, _ in enumerate(self.watch(actor), start=1):
            if number in (decisions // 3, 2 * decisions // 3):
                self.crash_postgres()
        return self.settle("PostgreSQL crashed twice under load", decisions)

    def crash_postgres(self) -> None:
        """End it at once, as `pg_ctl stop -m immediate` does; it recovers from its log."""
        pid = int((self.site.folder / "postgres" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        self.site.wait_until(lambda: not _lives(pid), "PostgreSQL to end", 60)
        self.site.start_parts()

    def bad_mail(self, submissions: int) -> Result:
        """A mail server that refuses, then hangs, then answers late, then works."""
        with mail_server() as server:
            self.env_of_worker(EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(server.port))
            before = self.query("SELECT count(*) FROM notifications_message")
            for manner in ("refuse", "hang", "late"):
                server.manner = manner
                for _ in self.watch(self.acting(f"submit({max(submissions // 3, 1)})")):
                    pass
                time.sleep(3)
            server.manner = "work"
            result = self.settle("mail server refuses, hangs, answers late", submissions)
            wanted = self.query("SELECT count(*) FROM notifications_message") - before
            result.lost += wanted - len(server.delivered)
            result.duplicated += sum(server.delivered.values()) - len(server.delivered)
        self.env_of_worker()
        return result

    def full_disk(self, decisions: int) -> Result:
        """Papers cannot be written; then there is room again."""
        self.site.kill("worker")
        # No file may grow past 4 KiB: what a full disk says to a paper, without filling one.
        self.site.start_process("worker", before="ulimit -f 4; exec >/dev/null 2>&1; ")
        for _ in self.watch(self.acting(f"decide({decisions})")):
            pass
        failing = "SELECT count(*) FROM notifications_outbox WHERE done_at IS NULL AND attempts > 0"
        self.site.wait_until(lambda: self.query(failing) > 0, "a paper to fail", PATIENCE)
        self.restart("worker")
        return self.settle("disk full for documents", decisions)

    def without_scanner(self, files: int) -> Result:
        """Files come while the malware scanner is away; then it is there."""
        away = {"CLAMD_ADDRESS": f"127.0.0.1:{free_port()}"}
        kept = self.told(f"send({files})", **away)["kept"]
        begin = time.monotonic()
        with clamd() as (address, _seen):
            found = self.told(f"rescan({kept!r})", CLAMD_ADDRESS=address)
        seconds = time.monotonic() - begin
        return Result(fault="malware scanner away", acts=files, seconds=seconds, **found)

    def back_in_time(self, decisions: int) -> Result:
        """Half of the acts are undone by going back to the moment before them."""
        archive = Archive(self.site)
        archive.begin()
        self._decided(decisions)
        moment, kept = archive.moment(), list(self.confirmed)
        self._decided(decisions)
        undone = self.confirmed[len(kept) :]
        archive.finish()
        for name in list(self.site.processes):
            self.site.kill(name)
        begin = time.monotonic()
        archive.go_back(moment)
        for name in ("web", "worker", "longworker", "beat"):
            self.site.start_process(name)
        self.confirmed = kept
        result = self.settle("back to the moment before as many acts", decisions)
        result.half += self.told(f"there({undone!r})")["there"]
        result.seconds = time.monotonic() - begin
        return result

    def _decided(self, count: int) -> None:
        for _ in self.watch(self.acting(f"decide({count})")):
            pass
        self.site.wait_until(lambda: not self.open_promises(), "promises", PATIENCE)

    def jumping_clock(self) -> Result:
        """The clock jumps a day ahead, back, and ahead again."""
        for days in (1, 0, 1, 0):
            self.told(f"remind({days})")
        return self.settle("clock jumps a day ahead and back, twice", 4)

    def env_of_worker(self, **values: str) -> None:
        """Start the worker again with other variables."""
        self.site.kill("worker")
        prefix = " ".join(f"{name}={value}" for name, value in values.items())
        self.site.start_process("worker", before=f"export {prefix}; " if prefix else "")


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class MailServer(socketserver.ThreadingTCPServer):
    """As much of SMTP as Django speaks, in good and bad manners."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        self.manner = "work"
        self.delivered: Counter[str] = Counter()
        self.port = free_port()
        super().__init__(("127.0.0.1", self.port), Talk)


class Talk(socketserver.StreamRequestHandler):
    """One conversation."""

    server: MailServer

    def handle(self) -> None:
        manner = self.server.manner
        if manner == "refuse":
            return self.say("554 go away")
        if manner == "hang":
            return time.sleep(15)
        if manner == "late":
            time.sleep(4)
        self.say("220 here")
        for line in iter(self.rfile.readline, b""):
            word = line[:4].upper()
            if word == b"DATA":
                self.say("354 go on")
                self.take()
            self.say("221 bye" if word == b"QUIT" else "250 ok")
        return None

    def take(self) -> None:
        for line in iter(self.rfile.readline, b".\r\n"):
            if line.lower().startswith(b"message-id:"):
                self.server.delivered[line.split(b":", 1)[1].strip().decode()] += 1

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
