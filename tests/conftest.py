"""Fixtures of the whole suite: a real database as the runtime role, and a second way in.

`db` wraps a test in a transaction. `committed_db` is for tests that need several real
connections: it commits for real and gets a fresh copy of the database afterwards.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg2
import pytest
from django.conf import settings
from django.db import connections

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.site import Site

ROOT = Path(__file__).parent.parent
OWNER = "dozvil_owner"
TEMPLATE_LOCK = 20260220


def _admin(name: str = "postgres") -> "psycopg2.extensions.connection":
    address = os.environ["DATABASE_ADMIN_URL"].replace("/postgres?", f"/{name}?")
    connection = psycopg2.connect(address)
    connection.autocommit = True
    return connection


def _template_name() -> str:
    """Name the prepared database after everything that shapes it."""
    shape = hashlib.sha256()
    folders = ("core", "manufacturers", "licensing", "commission", "tracking", "records", "demo")
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in {".py", ".json"} and (
                {"migrations", "data", "fixtures"} & set(file.parts) or file.stem == "roles"
            ):
                shape.update(file.read_bytes())
    return f"dozvil_template_{shape.hexdigest()[:12]}"


def _prepare_template(name: str) -> None:
    with _admin().cursor() as cursor:
        # Held until the connection closes: of two runs that start together, one prepares.
        cursor.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            _make_template(name)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [TEMPLATE_LOCK])


def _make_template(name: str) -> None:
    with _admin().cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}_making WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}_making")
        cursor.execute(f"ALTER DATABASE {name}_making OWNER TO {OWNER}")
    _manage(f"{name}_making", "migrate", "-v0")
    _manage(f"{name}_making", "load_reference")
    with _admin().cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name}_making RENAME TO {name}")


def _manage(database: str, *arguments: str) -> None:
    env = dict(os.environ)
    for variable in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        env[variable] = env[variable].replace("/dozvil?", f"/{database}?")
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, check=True)


def _fresh_copy(template: str, name: str) -> None:
    with _admin().cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {OWNER}")


@pytest.fixture(scope="session")
def database_name() -> str:
    return f"test_dozvil_{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(database_name: str, django_db_blocker) -> Iterator[None]:
    """Copy the prepared database; the tests then connect to the copy as the runtime role."""
    template = _template_name()
    _prepare_template(template)
    _fresh_copy(template, database_name)
    settings.DATABASES["default"]["NAME"] = database_name
    connections["default"].settings_dict["NAME"] = database_name
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    with _admin().cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {database_name} WITH (FORCE)")


@pytest.fixture
def committed_db(django_db_setup, django_db_blocker, database_name: str) -> Iterator[None]:
    """Commit for real; every other connection sees it. The database is renewed afterwards."""
    with django_db_blocker.unblock():
        yield
        connections.close_all()
        _fresh_copy(_template_name(), database_name)


@pytest.fixture
def owner_connection(
    committed_db, database_name: str
) -> Iterator["psycopg2.extensions.connection"]:
    """Connect behind the application's back: superuser, triggers off, autocommit."""
    connection = _admin(database_name)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    yield connection
    connection.close()


@pytest.fixture(scope="session", autouse=True)
def _fonts() -> None:
    """Merge the fonts of the documents once, as set-up does for a site."""
    from core.documents import fonts

    fonts.prepare(Path(settings.NODE_MODULES), Path(settings.FONTS_ROOT))


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    """Give each test its own files."""
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Site"]:
    """The whole site, as a user starts it; for tests marked `browser`."""
    from tests.site import Site

    running = Site(tmp_path_factory.mktemp("site"))
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """One Chromium for all journeys; each person gets a window of their own."""
    from tests.browser import chromium

    with chromium() as running:
        yield running
