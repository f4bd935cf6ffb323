"""Which parts of a decision record may be withheld, and on what ground. Pure; no database.

A part is one value at one place (a JSON pointer). A copy withholds the parts of the grounds that
the auditor chose; whatever would let a reader guess them (the salts of ballots, the digests of
quoted texts) is withheld with any ground.
"""

import re
from collections.abc import Collection, Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ground(models.TextChoices):
    """Why a part is withheld."""

    PERSONAL = "personal", _("Personal data (Law 2297-VI)")
    COMMERCIAL = "commercial", _("Commercial secret (Civil Code, article 505)")
    SERVICE = "service", _("Service information of the deliberation (Law 2939-VI, article 9)")


#: Places by ground; `#` stands for a number, `**` for anything below. The first fit decides.
PLACES: tuple[tuple[Ground, tuple[str, ...]], ...] = (
    (
        Ground.PERSONAL,
        (
            "/case/officer",
            "/case/prepared_by/**",
            "/decided_by/id",
            "/decided_by/name",
            "/requests/#/asked_by",
            "/requests/#/messages/#/author",
            "/checks/#/run/results/#/note/by",
            "/criteria/#/finding/author",
            "/commission/recorded_by",
            "/commission/deliberation/sitting/chair",
            "/commission/deliberation/sitting/secretary",
            "/commission/deliberation/opinions/#/author",
            "/commission/deliberation/recusals/#/person",
            "/commission/deliberation/recusals/#/ground",
            "/commission/deliberation/rounds/#/electors/#/person",
            "/commission/deliberation/rounds/#/electors/#/mandate",
            "/commission/deliberation/rounds/#/casting/person",
            "/commission/deliberation/dissents/#/person",
            "/revision/content/signed_by",
            "/revision/content/certificate/signatory_name",
            "/revision/content/certificate/signatory_position",
        ),
    ),
    (
        Ground.COMMERCIAL,
        (
            "/case/company",
            "/lines/#/quantity",
            "/lines/#/value",
            "/lines/#/currency",
            "/requests/#/question",
            "/requests/#/messages/#/text",
            "/requests/#/messages/#/files/**",
            "/revision/content/title",
            "/revision/content/end_use_uk",
            "/revision/content/end_use_en",
            "/revision/content/transfer",
            "/revision/content/contract_no",
            "/revision/content/contract_date",
            "/revision/content/contract_place",
            "/revision/content/incoterm",
            "/revision/content/company/**",
            "/revision/content/parties/**",
            "/revision/content/certificate/**",
            "/revision/content/files/**",
            "/revision/content/lines/#/name_uk",
            "/revision/content/lines/#/name_en",
            "/revision/content/lines/#/quantity",
            "/revision/content/lines/#/value",
            "/revision/content/lines/#/currency",
            "/revision/content/lines/#/serial_rule",
            "/revision/content/lines/#/product_id",
            "/revision/content/lines/#/production_line_id",
            "/revision/content/lines/#/components/**",
            "/commission/deliberation/lines/#/quantity",
            "/commission/deliberation/question/lines/#/quantity",
        ),
    ),
    (
        Ground.SERVICE,
        (
            "/checks/**",
            "/criteria/**",
            "/commission/deliberation/statements/**",
            "/commission/deliberation/dissents/**",
            "/commission/deliberation/recusals/**",
            "/commission/deliberation/opinions/**",
            "/commission/deliberation/papers/criteria/**",
            "/commission/deliberation/papers/opinions/**",
            "/commission/deliberation/rounds/#/ballots/#/reason",
            "/commission/deliberation/rounds/#/ballots/#/criteria/**",
        ),
    ),
)
#: With these a withheld part could be found by trying.
TELL_TALES = (
    "/revision/sha256",
    "/revision/content/signed_at",
    "/checks/#/sha256",
    "/criteria/#/sha256",
    "/checks/#/run/revision_sha256",
    "/commission/sha256",
    "/commission/deliberation/papers_sha256",
    "/commission/deliberation/papers/**",
    "/commission/deliberation/question/papers",
    "/commission/deliberation/question/revision",
    "/commission/deliberation/question/sha256",
    "/commission/deliberation/opinions/#/revision",
    "/commission/deliberation/rounds/#/text_sha256",
    "/commission/deliberation/rounds/#/ballots/#/text",
    "/commission/deliberation/rounds/#/ballots/#/salt",
    "/commission/deliberation/rounds/#/ballots/#/commitment",
)


def _pattern(places: tuple[str, ...]) -> re.Pattern[str]:
    shapes = (
        re.escape(place).replace(r"/\#", r"/\d+").replace(r"/\*\*", "(?:/.*)?") for place in places
    )
    return re.compile("|".join(f"(?:{shape})" for shape in shapes))


_BY_GROUND = tuple((ground, _pattern(places)) for ground, places in PLACES)
_TELL_TALES = _pattern(TELL_TALES)


def ground_of(path: str, chosen: Collection[str]) -> str:
    """Return the ground on which the part at a place is withheld, "" when it is shown."""
    for ground, pattern in _BY_GROUND:
        if ground in chosen and pattern.fullmatch(path):
            return str(ground)
    if chosen and _TELL_TALES.fullmatch(path):
        return next(str(ground) for ground, _pattern in _BY_GROUND if ground in chosen)
    return ""


def split(
    parts: Iterator[tuple[str, object]], chosen: Collection[str]
) -> tuple[list[tuple[str, object]], list[tuple[str, object, str]]]:
    """Return the parts that are shown, and those that are withheld with their ground."""
    shown: list[tuple[str, object]] = []
    withheld: list[tuple[str, object, str]] = []
    for path, value in parts:
        ground = ground_of(path, chosen)
        if ground:
            withheld.append((path, value, ground))
        else:
            shown.append((path, value))
    return shown, withheld
