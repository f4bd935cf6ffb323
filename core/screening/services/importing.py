"""Importing a list: the whole edition is swapped in one transaction, or nothing changes.

A file that is broken anywhere is refused. One that loses too many entries waits until a second
person has confirmed it: a publisher's mistake must not empty the list overnight.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit import log
from core.base import clock
from core.base.errors import Conflict
from core.screening import keys, policies
from core.screening.importers import READERS, ListRefused, Row, row_of
from core.screening.importers.base import MOST_ROWS
from core.screening.models import Edition, EditionState, Entry, EntryName, StagedRow, WatchList

# A list that loses more than a third of its entries at once is not believed (design, issue 3).
MOST_LOST = 1 / 3
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    format: str
    label: str
    sha256: str


def import_list(
    *,
    actor: User | None,
    code: str,
    stream: IO[bytes],
    file_name: str,
    list_format: str,
    label: str = "",
) -> Edition:
    """Import a publisher's file as the new edition of a list and return the edition.

    An unchanged file only renews the day on which the list was seen. `actor` is None for the
    command line. Raises ListRefused (nothing is taken), NotAllowed, Http404.
    Events: list.imported or list.waiting.
    """
    policies.authorise_keeping(actor)
    rows, sha256 = _read(stream, list_format)
    with transaction.atomic():
        watch_list = _lock(code)
        active = watch_list.editions.filter(state=EditionState.ACTIVE).first()
        if active is not None and active.sha256 == sha256:
            return _seen_again(active)
        file = _File(file_name[:200], list_format, label[:120], sha256)
        edition = _edition(watch_list, file, len(rows), actor)
        if _implausible(watch_list, rows):
            _stage(edition, rows, actor)
        else:
            _swap(edition, rows, actor)
        return edition


@transaction.atomic
def confirm_edition(*, actor: User, edition_id: UUID) -> Edition:
    """Put a waiting edition to use. Raises NotAllowed for the one who imported it, Conflict.

    Event: list.imported.
    """
    edition = _waiting(edition_id, actor)
    rows = [row_of(content) for content in edition.staged.values_list("content", flat=True)]
    edition.confirmed_by = actor
    edition.staged.all().delete()
    _swap(edition, rows, actor)
    return edition


@transaction.atomic
def refuse_edition(*, actor: User, edition_id: UUID) -> Edition:
    """Throw a waiting edition away; the list stays as it is. Event: list.refused."""
    edition = _waiting(edition_id, actor)
    edition.confirmed_by = actor
    edition.state = EditionState.REFUSED
    edition.save(update_fields=["state", "confirmed_by"])
    edition.staged.all().delete()
    _record(edition, actor, "list.refused")
    return edition


def _read(stream: IO[bytes], list_format: str) -> tuple[list[Row], str]:
    """Return all rows and the digest of the file; raise ListRefused with the line."""
    hashed = _Hashed(stream)
    rows: list[Row] = []
    seen: set[str] = set()
    for line, row in READERS[list_format](hashed):  # type: ignore[arg-type]
        if row.key in seen:
            raise ListRefused(line, _("the identifier %s comes twice") % row.key)
        if len(rows) >= MOST_ROWS:
            raise ListRefused(line, _("the file is larger than a list can be"))
        seen.add(row.key)
        rows.append(row)
    if not rows:
        raise ListRefused(1, _("the file holds no entries"))
    return rows, hashed.digest.hexdigest()


class _Hashed:
    """A stream that is hashed as it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.digest = hashlib.sha256()

    def readline(self, limit: int = -1) -> bytes:
        """Return the next line or piece of it."""
        piece = self.stream.readline(limit)
        self.digest.update(piece)
        return piece


def _lock(code: str) -> WatchList:
    found = WatchList.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _seen_again(edition: Edition) -> Edition:
    edition.checked_at = clock.now()
    edition.save(update_fields=["checked_at"])
    return edition


def _edition(watch_list: WatchList, file: _File, entries: int, actor: User | None) -> Edition:
    now = clock.now()
    return Edition.objects.create(
        watch_list=watch_list,
        state=EditionState.WAITING,
        format=file.format,
        label=file.label,
        file_name=file.name,
        sha256=file.sha256,
        entries=entries,
        imported_by=actor,
        imported_at=now,
        checked_at=now,
    )


def _implausible(watch_list: WatchList, rows: Sequence[Row]) -> bool:
    """Tell whether too many of the entries in use would disappear."""
    known = set(watch_list.entries.filter(current=True).values_list("key", flat=True))
    lost = known - {row.key for row in rows}
    return len(lost) >= max(1, MOST_LOST * len(known)) if known else False


def _stage(edition: Edition, rows: Sequence[Row], actor: User | None) -> None:
    staged = (StagedRow(edition=edition, content=row.content()) for row in rows)
    StagedRow.objects.bulk_create(staged, batch_size=_BATCH)
    _record(edition, actor, "list.waiting")


def _swap(edition: Edition, rows: Sequence[Row], actor: User | None) -> None:
    """Make the edition the one in use: new versions in, vanished entries out of the search."""
    watch_list = edition.watch_list
    current = dict(watch_list.entries.filter(current=True).values_list("key", "digest"))
    digests = {row.key: row.digest() for row in rows}
    fresh = [row for row in rows if current.get(row.key) != digests[row.key]]
    gone = [key for key, digest in current.items() if digests.get(key) != digest]
    old = watch_list.entries.filter(current=True, key__in=gone)
    EntryName.objects.filter(entry__in=old).delete()
    old.update(current=False)
    _insert(edition, fresh, digests)
    watch_list.editions.filter(state=EditionState.ACTIVE).update(state=EditionState.REPLACED)
    edition.state = EditionState.ACTIVE
    edition.checked_at = clock.now()
    edition.added = sum(row.key not in current for row in fresh)
    edition.changed = len(fresh) - edition.added
    edition.removed = sum(key not in digests for key in gone)
    edition.save()
    _record(edition, actor, "list.imported")


def _insert(edition: Edition, rows: Sequence[Row], digests: dict[str, str]) -> None:
    """Insert new versions; a version that was there before comes back as it was."""
    Entry.objects.bulk_create(
        (_entry(edition, row, digests[row.key]) for row in rows),
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["watch_list", "key", "digest"],
        update_fields=["current", "first_edition"],
    )
    found = edition.watch_list.entries.filter(current=True, first_edition=edition)
    by_key = dict(found.values_list("key", "pk"))
    names = (
        EntryName(
            entry_id=by_key[row.key],
            name=name.text,
            weak=name.weak,
            folded=keys.folded(row.schema, name.text),
            keys=keys.keys_of(row.schema, name.text),
        )
        for row in rows
        for name in row.names
    )
    EntryName.objects.bulk_create(names, batch_size=_BATCH)


def _entry(edition: Edition, row: Row, digest: str) -> Entry:
    return Entry(
        watch_list=edition.watch_list,
        key=row.key,
        digest=digest,
        schema=row.schema,
        name=row.names[0].text,
        content=row.content(),
        identifiers=[plain_identifier(one) for one in row.identifiers if plain_identifier(one)],
        first_edition=edition,
    )


def plain_identifier(text: str) -> str:
    """Return the letters and digits of a number, as it is compared."""
    return "".join(letter for letter in text.upper() if letter.isalnum())[:80]


def _waiting(edition_id: UUID, actor: User) -> Edition:
    edition = (
        Edition.objects.select_for_update(of=("self",))
        .select_related("watch_list")
        .filter(pk=edition_id)
        .first()
    )
    if edition is None:
        raise Http404
    policies.authorise_confirming(actor, edition)
    if edition.state != EditionState.WAITING:
        raise Conflict("not_waiting", _("This edition does not wait for a confirmation."))
    _lock(edition.watch_list.code)
    return edition


def _record(edition: Edition, actor: User | None, verb: str) -> None:
    log.record(
        actor=actor,
        verb=verb,
        subject=f"list:{edition.watch_list.code}",
        data={
            "edition": str(edition.pk),
            "sha256": edition.sha256,
            "file": edition.file_name,
            "entries": edition.entries,
            "added": edition.added,
            "changed": edition.changed,
            "removed": edition.removed,
        },
    )
