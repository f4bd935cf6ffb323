"""Fixtures of the whole suite: a real database as the runtime role, and a second way in.

`db` wraps a test in a transaction. `committed_db` is for tests that need several real
connections: it commits for real and gets a fresh copy of the database afterwards.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connections

from tests import database

if TYPE_CHECKING:
    import psycopg2
    from playwright.sync_api import Browser

    from tests.site import Site


@pytest.fixture(scope="session")
def database_name() -> str:
    return f"test_dozvil_{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(database_name: str, django_db_blocker) -> Iterator[None]:
    """Copy the prepared database; the tests then connect to the copy as the runtime role."""
    template = database.template_name()
    database.prepare_template(template)
    database.fresh_copy(template, database_name)
    database.use(database_name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    database.drop(database_name)


@pytest.fixture
def committed_db(django_db_setup, django_db_blocker, database_name: str) -> Iterator[None]:
    """Commit for real; every other connection sees it. The database is renewed afterwards."""
    with django_db_blocker.unblock():
        yield
        connections.close_all()
        database.fresh_copy(database.template_name(), database_name)


@pytest.fixture
def owner_connection(
    committed_db, database_name: str
) -> Iterator["psycopg2.extensions.connection"]:
    """Connect behind the application's back: superuser, triggers off, autocommit."""
    connection = database.admin(database_name)
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
