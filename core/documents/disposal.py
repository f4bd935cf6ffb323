"""Giving up the content of a file whose time of keeping is over: the row and its digest stay.

Which file may go is decided far above; here only the bytes are taken away, and only when no other
row needs the same bytes. Intake takes the same lock, so equal content that arrives at that very
moment is either seen here or stored anew.
"""

from datetime import date

from django.db import connection, transaction

from core.documents import storage
from core.documents.models import StoredFile

_LOCKS_OF_CONTENT = 4106


def lock_content(digest: str) -> None:
    """Wait until nobody else stores or erases these bytes; held to the end of the transaction."""
    with connection.cursor() as cursor:
        key = int(digest[:8], 16) - 2**31
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCKS_OF_CONTENT, key])


def mark(file: StoredFile, day: date) -> None:
    """Note that the content of a file is given up; the database asks for the act behind it."""
    StoredFile.objects.filter(pk=file.pk, disposed_on__isnull=True).update(disposed_on=day)


@transaction.atomic
def erase(digest: str) -> bool:
    """Remove bytes that no row needs any more; tell whether they are gone. Safe to run again."""
    lock_content(digest)
    if StoredFile.objects.filter(sha256=digest, disposed_on__isnull=True).exists():
        return False
    storage.discard(digest)
    return True
