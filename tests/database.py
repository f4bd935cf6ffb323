"""A prepared database that is copied in a moment: for the tests, and for the benchmark."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import psycopg2
from django.conf import settings
from django.db import connections

ROOT = Path(__file__).parent.parent
OWNER = "dozvil_owner"
TEMPLATE_LOCK = 20260220


def admin(name: str = "postgres") -> "psycopg2.extensions.connection":
    """Connect as superuser, autocommit."""
    address = os.environ["DATABASE_ADMIN_URL"].replace("/postgres?", f"/{name}?")
    connection = psycopg2.connect(address)
    connection.autocommit = True
    return connection


def template_name() -> str:
    """Name the prepared database after everything that shapes it."""
    shape = hashlib.sha256()
    folders = ("core", "manufacturers", "licensing", "commission", "tracking", "records", "demo")
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in {".py", ".json", ".csv"} and (
                {"migrations", "data", "demo"} & set(file.parts) or file.stem == "roles"
            ):
                shape.update(file.read_bytes())
    return f"dozvil_template_{shape.hexdigest()[:12]}"


def prepare_template(name: str) -> None:
    """Make the database that all copies come from, unless it is there."""
    with admin().cursor() as cursor:
        # Held until the connection closes: of two runs that start together, one prepares.
        cursor.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            _make_template(name)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [TEMPLATE_LOCK])


def _make_template(name: str) -> None:
    with admin().cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}_making WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}_making")
        cursor.execute(f"ALTER DATABASE {name}_making OWNER TO {OWNER}")
    _manage(f"{name}_making", "migrate", "-v0")
    _manage(f"{name}_making", "load_reference")
    # The named cast is in every test; making two dozen people anew costs a second each time.
    _manage(f"{name}_making", "seed_demo", "--cast-only")
    _empty_the_log(f"{name}_making")
    with admin().cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name}_making RENAME TO {name}")


def _empty_the_log(name: str) -> None:
    """Let the ledger of each test begin with the test, not with the making of the cast."""
    with admin(name).cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in ("pendingevent", "logleaf", "checkpoint", "event"):
            cursor.execute(f"DELETE FROM audit_{table}")


def _manage(database: str, *arguments: str) -> None:
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    for variable in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        env[variable] = env[variable].replace("/dozvil?", f"/{database}?")
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)


def fresh_copy(template: str, name: str) -> None:
    """Copy the prepared database under a name, in place of what had that name."""
    with admin().cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {OWNER}")


def drop(name: str) -> None:
    """Remove a copy, whoever is still connected to it."""
    with admin().cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def use(name: str) -> None:
    """Let Django connect to a copy, as the runtime role."""
    settings.DATABASES["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name
