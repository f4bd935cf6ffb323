"""A backup brings back every byte, and says so when it cannot."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from core.audit.ledger import sequence
from core.documents.models import IssuedDocument
from core.notifications import outbox
from core.operations.backup import BackupError, Folders, backup, check, restore
from demo.cast import build_cast
from tests import builders, database
from tests.faults.scene import keep_bytes

pytestmark = pytest.mark.slow


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def back_up(to: Path, folders: Folders) -> dict:
    wrapper = connections.create_connection("default")
    wrapper.connect()
    try:
        return backup(wrapper.connection, folders, to, "test")
    finally:
        wrapper.close()


@pytest.fixture
def here(tmp_path: Path) -> Folders:
    return Folders(files=Path(settings.FILES_ROOT), keys=Path(settings.KEYS_ROOT))


@pytest.fixture
def kept(committed_db, tmp_path: Path, here: Folders) -> Path:
    """A site with a decision and its sealed papers, backed up."""
    cast = build_cast()
    keep_bytes()
    builders.decided(cast)
    outbox.drain()
    sequence()
    assert IssuedDocument.objects.exists()
    back_up(tmp_path / "backup", here)
    return tmp_path / "backup"


@pytest.fixture
def elsewhere(committed_db, database_name: str) -> Iterator[str]:
    name = f"{database_name}_restored"
    database.fresh_copy(database.template_name(), name)
    yield name
    database.drop(name)


def verified(name: str, folders: Folders) -> subprocess.CompletedProcess:
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": os.environ["DATABASE_URL"].replace("/dozvil?", f"/{name}?"),
        "FILES_ROOT": str(folders.files),
        "KEYS_ROOT": str(folders.keys),
    }
    command = [sys.executable, "manage.py", "verify_ledger"]
    return subprocess.run(
        command, cwd=database.ROOT, env=env, capture_output=True, text=True, check=False
    )


def test_everything_is_back_byte_for_byte_and_the_ledger_holds(
    kept: Path, elsewhere: str, here: Folders, tmp_path: Path
):
    there = Folders(files=tmp_path / "new" / "files", keys=tmp_path / "new" / "keys")
    superuser = database.admin(elsewhere)
    restore(superuser, there, kept)
    superuser.close()
    assert tree(there.files) == tree(here.files)
    assert tree(there.keys) == tree(here.keys)

    superuser = database.admin(elsewhere)
    backup(superuser, there, tmp_path / "again", "test")
    superuser.close()
    assert tree(tmp_path / "again") == tree(kept), "the second backup is the first"

    proof = verified(elsewhere, there)
    assert proof.returncode == 0, proof.stderr
    assert "The log holds" in proof.stdout


def test_a_damaged_backup_restores_nothing(kept: Path, elsewhere: str, here: Folders):
    table = kept / "tables" / "audit_event.copy"
    rows = table.read_bytes()
    table.write_bytes(rows.replace(b"case.submitted", b"case.withdrawn", 1))
    superuser = database.admin(elsewhere)
    with pytest.raises(BackupError, match="audit_event"):
        restore(superuser, here, kept)
    table.write_bytes(rows)
    file = next(path for path in (kept / "files").rglob("*") if path.is_file())
    content = file.read_bytes()
    file.write_bytes(content[:-1])
    with pytest.raises(BackupError, match="damaged"):
        check(kept)
    file.unlink()
    with pytest.raises(BackupError, match="are there"):
        check(kept)
    (kept / "manifest.json").unlink()
    with pytest.raises(BackupError, match="no finished backup"):
        check(kept)
    with superuser.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_event")
        assert cursor.fetchone() == (0,)
    superuser.close()


def test_a_site_with_records_and_a_full_folder_are_left_alone(
    kept: Path, here: Folders, database_name: str
):
    superuser = database.admin(database_name)
    with pytest.raises(BackupError, match="holds records"):
        restore(superuser, here, kept)
    superuser.close()
    with pytest.raises(BackupError, match="not empty"):
        back_up(kept, here)
