"""Backup and restore of the whole site: one consistent database and every file, in a folder.

    DIR/manifest.json     version, migrations, and count and SHA-256 of every table
    DIR/tables/NAME.copy  the rows in PostgreSQL's own text form, in the order of their keys
    DIR/files/ab/cd/…     issued and received files under their SHA-256
    DIR/keys/…            the keys of seal and ledger: whoever has them can seal; keep them locked

Everything is read in one snapshot, so no pause of the site is needed. Files are written before
the rows that name them and never change, so those copied after the snapshot are all that it needs.
It needs no PostgreSQL programs and reads and writes any version of the server.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedIOBase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from psycopg2 import sql

from core.base import canonical

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection  # noqa: N812
    from psycopg2.extensions import cursor as Cursor  # noqa: N812

SCHEMA = "dozvil.backup/1"
# Written by `migrate` itself on the other side.
NOT_KEPT = frozenset({"django_migrations"})


class BackupError(Exception):
    """The backup cannot be taken or used; the text says why."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the site keeps what is not in the database."""

    files: Path
    keys: Path


class _Hashed(BufferedIOBase):
    """Writes to a file and hashes what goes by."""

    def __init__(self, place: Path) -> None:
        self.file = place.open("wb")
        self.digest = hashlib.sha256()

    def write(self, data: Any) -> int:
        self.digest.update(data)
        return self.file.write(data)

    def close(self) -> None:
        self.file.close()


def backup(connection: Connection, folders: Folders, to: Path, version: str) -> dict[str, Any]:
    """Write the whole site to an empty folder; return the manifest.

    The manifest is written last: a folder without one is not a backup. Raises BackupError for a
    folder that is not empty.
    """
    if to.exists() and any(to.iterdir()):
        raise BackupError(f"{to} is not empty")
    (to / "tables").mkdir(parents=True, exist_ok=True)
    connection.set_session(isolation_level="REPEATABLE READ", readonly=True, autocommit=False)
    with connection, connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone TO 'UTC'")
        manifest: dict[str, Any] = {
            "schema": SCHEMA,
            "version": version,
            "migrations": _migrations(cursor),
            "tables": {name: _copy_out(cursor, name, to) for name in _tables(cursor)},
            "sequences": _sequences(cursor),
        }
    manifest["files"] = _copy_tree(folders.files, to / "files")
    manifest["keys"] = _copy_tree(folders.keys, to / "keys")
    (to / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True))
    return manifest


def check(folder: Path) -> dict[str, Any]:
    """Return the manifest of a backup whose every byte is there. Raises BackupError."""
    place = folder / "manifest.json"
    if not place.exists():
        raise BackupError(f"{folder} holds no finished backup")
    manifest: dict[str, Any] = json.loads(place.read_text())
    for name, kept in manifest["tables"].items():
        if _sha256(folder / "tables" / f"{name}.copy") != kept["sha256"]:
            raise BackupError(f"the table {name} was damaged")
    found = {str(file.relative_to(folder / "files")): file for file in _files(folder / "files")}
    if len(found) != manifest["files"]:
        raise BackupError(f"{manifest['files']} files were kept and {len(found)} are there")
    for file in found.values():
        if file.name != _sha256(file):
            raise BackupError(f"the file {file.name} was damaged")
    return manifest


def restore(connection: Connection, folders: Folders, folder: Path) -> dict[str, Any]:
    """Put a backup into a freshly migrated, empty site; return the manifest.

    ``connection`` is a superuser's: rows go in without triggers, as they were. Either all of the
    database is restored or nothing. Raises BackupError for a damaged backup, for another version
    of the tables and for a site that holds records.
    """
    manifest = check(folder)
    connection.set_session(autocommit=False)
    with connection, connection.cursor() as cursor:
        _require_fresh(cursor, manifest)
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL TimeZone TO 'UTC'")
        names = sql.SQL(", ").join(sql.Identifier(name) for name in _tables(cursor))
        cursor.execute(sql.SQL("TRUNCATE {}").format(names))
        for name in manifest["tables"]:
            _copy_in(cursor, name, folder)
        for name, value in manifest["sequences"].items():
            cursor.execute("SELECT setval(%s, %s)", [name, value])
    _copy_tree(folder / "files", folders.files)
    _copy_tree(folder / "keys", folders.keys)
    return manifest


def _require_fresh(cursor: Cursor, manifest: dict[str, Any]) -> None:
    if set(_tables(cursor)) != set(manifest["tables"]) or (
        _migrations(cursor) != manifest["migrations"]
    ):
        raise BackupError(
            f"the tables are of another version; take Dozvil {manifest['version']} and migrate"
        )
    cursor.execute("SELECT EXISTS (SELECT FROM audit_event)")
    if _one(cursor):
        raise BackupError("this site holds records; restore into a new database")


def _tables(cursor: Cursor) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [name for (name,) in cursor.fetchall() if name not in NOT_KEPT]


def _migrations(cursor: Cursor) -> list[str]:
    cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
    return [name for (name,) in cursor.fetchall()]


def _sequences(cursor: Cursor) -> dict[str, int]:
    cursor.execute(
        "SELECT format('%I', sequencename), last_value FROM pg_sequences "
        "WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY 1"
    )
    return dict(cursor.fetchall())


def _columns(cursor: Cursor, name: str, *, keys: bool = False) -> list[sql.Identifier]:
    """Return the columns that are stored (generated ones compute themselves), or the key's."""
    cursor.execute(
        "SELECT a.attname FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid "
        "AND i.indisprimary WHERE a.attrelid = %s::regclass AND a.attnum > 0 "
        "AND NOT a.attisdropped AND a.attgenerated = '' AND (NOT %s OR a.attnum = ANY(i.indkey)) "
        "ORDER BY a.attnum",
        [name, keys],
    )
    return [sql.Identifier(column) for (column,) in cursor.fetchall()]


def _copy_out(cursor: Cursor, name: str, to: Path) -> dict[str, Any]:
    columns, keys = _columns(cursor, name), _columns(cursor, name, keys=True)
    statement = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        sql.SQL(", ").join(columns), sql.Identifier(name), sql.SQL(", ").join(keys or columns)
    )
    file = _Hashed(to / "tables" / f"{name}.copy")
    try:
        cursor.copy_expert(statement, file)
    finally:
        file.close()
    return {"rows": cursor.rowcount, "sha256": file.digest.hexdigest()}


def _copy_in(cursor: Cursor, name: str, folder: Path) -> None:
    columns = sql.SQL(", ").join(_columns(cursor, name))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(name), columns)
    with (folder / "tables" / f"{name}.copy").open("rb") as file:
        cursor.copy_expert(statement, file)


def _copy_tree(source: Path, to: Path) -> int:
    """Copy what is not there yet, each file whole or not at all; return how many there are."""
    count = 0
    for file in _files(source):
        place = to / file.relative_to(source)
        count += 1
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            partial = place.with_name(f".part-{place.name}")
            shutil.copy2(file, partial)
            partial.rename(place)
    return count


def _files(folder: Path) -> Iterator[Path]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return (path for path in found if not path.name.startswith(".part-"))


def _sha256(file: Path) -> str:
    if not file.exists():
        raise BackupError(f"{file.name} is missing")
    return canonical.digest(file.read_bytes())


def _one(cursor: Cursor) -> Any:
    row = cursor.fetchone()
    return row[0] if row else None
