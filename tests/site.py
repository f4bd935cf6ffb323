"""The whole site as `make run` starts it, on a port and in a folder of its own."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _alone_with_the_build() -> Iterator[None]:
    """Hold the other workers' sites off: all of them fill the one folder of built files."""
    folder = ROOT / "build"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@dataclass
class Site:
    """PostgreSQL, Redis, web, worker and beat under one folder; every process can be killed."""

    folder: Path
    port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")
        }
        # The site runs on its own settings, not on those of the tests.
        inherited.pop("DJANGO_SETTINGS_MODULE", None)
        inherited.pop("REDIS_URL", None)
        return inherited | {
            "DATA_DIR": str(self.folder),
            "PORT": str(self.port),
            "SITE_URL": self.url,
            "LOG_LEVEL": "WARNING",
        }

    def manage(self, *arguments: str) -> str:
        """Run one management command on this site's data; return what it printed."""
        done = subprocess.run(
            [PYTHON, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"{arguments}: {done.stdout}\n{done.stderr}")
        return done.stdout

    def start(self) -> None:
        """Start parts and processes; return when the site says that it is ready."""
        self.start_parts()
        self.manage("migrate", "-v0")
        self.manage("seed_demo")
        with _alone_with_the_build():
            self.manage("prepare_fonts")
            self.manage("collectstatic", "--noinput", "-v0")
        for name in ("web", "worker", "longworker", "beat"):
            self.start_process(name)
        self.wait_until(self.is_ready, "the site to be ready")

    def start_parts(self) -> None:
        """Start PostgreSQL and Redis, or whichever of them is down."""
        subprocess.run([PYTHON, "-m", "config.parts", "start"], cwd=ROOT, env=self.env, check=True)

    def start_process(self, name: str, before: str = "") -> None:
        """Start a process of the Procfile; `before` is a line of shell."""
        lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
        log = (self.folder / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen(
            ["bash", "-c", f"{before}exec env {lines[name]}"],
            cwd=ROOT,
            env=self.env,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def kill(self, name: str) -> None:
        """Kill -9 a process with its children, as a power cut would."""
        os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes.pop(name).wait()

    def stop(self) -> None:
        """Take everything down."""
        for name in list(self.processes):
            self.kill(name)
        subprocess.run([PYTHON, "-m", "config.parts", "stop"], cwd=ROOT, env=self.env, check=False)

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return bool(json.load(answer)["ready"])
        except (urllib.error.URLError, OSError):
            return False

    def wait_until(self, happened, what: str, seconds: float = 180, pause: float = 0.2) -> None:
        """Poll until something is true; the deadline only bounds a broken run."""
        end = time.monotonic() + seconds
        while not happened():
            if time.monotonic() > end:
                logs = "\n".join(
                    f"== {log.name}\n{log.read_text()[-3000:]}" for log in self.folder.glob("*.log")
                )
                raise AssertionError(f"waited {seconds} s for {what}\n{logs}")
            time.sleep(pause)
