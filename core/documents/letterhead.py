"""The head of every official document, so that no app writes the name of the authority itself."""

from django.conf import settings

from core.documents.records import Bilingual, Letterhead

AUTHORITY: Bilingual = {
    "uk": "Державний орган експортного контролю",
    "en": "State Export Control Authority",
}
OPEN: Bilingual = {"uk": "", "en": ""}
OFFICIAL_USE: Bilingual = {"uk": "Для службового користування", "en": "For official use"}


def letterhead(label: Bilingual = OPEN) -> Letterhead:
    """Return the letterhead of this site with an access label (`OFFICIAL_USE` on protocols).

    The address of the site is part of the record, because the QR code is printed from it: the
    record alone must be enough to print the same bytes again.
    """
    return {
        "authority": AUTHORITY,
        "label": label,
        "specimen": settings.DEMO,
        "verify_at": settings.SITE_URL.rstrip("/"),
    }
