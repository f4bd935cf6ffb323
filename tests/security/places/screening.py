"""A case with a party that resembles an entry of the fictional lists."""

from typing import TYPE_CHECKING, Any

from core.screening.models import Edition, EditionState
from licensing.models import CaseHit
from tests import builders

if TYPE_CHECKING:
    from tests.security.world import World

LISTED = builders.END_USER | {"name_uk": "Заріччя Спецпостач", "name_en": "Zarichchia Spetspostach"}


def names(world: "World") -> dict[str, dict[str, Any]]:
    """Return the case and its hit for every address below its screening tab."""
    case = builders.accepted(world.cast, party=LISTED)
    found = CaseHit.objects.select_related("application").get(application=case)
    place = {"ref": found.application.number, "hit_id": found.hit_id}
    steps = ("hit", "hit_take", "hit_propose", "hit_confirm", "hit_back", "hit_match")
    edition = Edition.objects.get(watch_list__code="un", state=EditionState.ACTIVE)
    return {f"cases:{name}": place for name in steps} | {"lists": {"edition_id": edition.pk}}


def forms(world: "World") -> dict[str, dict[str, Any]]:
    """Return a judgement that could be kept."""
    version = {"version": 1}
    proposal = version | {"reason": "other_country", "text": "Інша країна."}
    return {
        "cases:hit_take": version,
        "cases:hit_propose": proposal,
        "cases:hit_confirm": version,
        "cases:hit_back": version,
        "cases:hit_match": version | {"text": "Та сама особа."},
    }
