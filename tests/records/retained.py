"""Closed cases with files of their own, and the years after which they may go."""

from core.base import clock
from core.documents import storage
from demo.cast import Cast
from licensing.models import Application, Attachment
from licensing.services import case
from tests import builders

#: Withdrawn in 2026 and kept for three years from 1 January 2027.
JUST_BEFORE = builders.kyiv(2029, 12, 31)
LATER = builders.kyiv(2030, 1, 1)


def withdrawn(cast: Cast, *names: str) -> Application:
    """Return a case withdrawn in November 2026 with files whose bytes lie in the store."""
    application = builders.accepted(cast)
    for name in names or ("own.pdf",):
        file = builders.stored_file(cast.preparer, name, content=name)
        storage.store(name.encode())
        Attachment.objects.create(application=application, kind="other", file=file)
    with clock.at(builders.kyiv(2026, 11, 30)):
        case.withdraw(
            actor=cast.signatory,
            application_id=application.pk,
            version=builders.version(application.pk),
        )
    return builders.fresh(application)
