"""Words of offices and trades that mean the same in Ukrainian, Russian and English.

They are in Latin letters as `spelling.latin` writes them, each group one meaning.
"""

from functools import lru_cache

from core.screening.spelling import fold

_GROUPS: dict[str, str] = {
    "ministry": "ministerstvo ministry",
    "defence": "oboroni oborona oboroni oboronnii oboronnogo defence defense",
    "agency": "agentstvo agency",
    "service": "sluzhba service",
    "university": "universitet university",
    "institute": "institut institute",
    "academy": "akademiia academy",
    "plant": "zavod plant factory works fabrika",
    "state": "derzhavnii derzhavna derzhavne gosudarstvennii gosudarstvennoe state",
    "national": "natsionalnii natsionalna natsionalne national",
    "company": "kompaniia company",
    "group": "grupa gruppa group",
    "trading": "torgovelna torgova torgovii torgovaia trading trade",
    "export": "eksport export",
    "shipping": "sudnoplavna sudokhodna sudokhodnaia shipping",
    "bank": "bank banka",
    "fund": "fond fund foundation",
    "centre": "tsentr centre center",
    "design": "konstruktorske konstruktorskoe design",
    "bureau": "biuro bureau",
    "machine": "mashinobudivnii mashinostroitelnii machine",
    "aviation": "aviatsiinii aviatsionnii aviation",
    "sea": "morskii morska morskaia marine maritime",
    "north": "pivnichnii pivnichna severnii severnaia northern north",
    "south": "pivdennii pivdenna iuzhnii iuzhnaia southern south",
    "east": "skhidnii skhidna vostochnii vostochnaia eastern east",
    "west": "zakhidnii zakhidna zapadnii zapadnaia western west",
    "first": "pershii persha pervii pervaia first",
}
_BY_KEY = {fold(word): name for name, words in _GROUPS.items() for word in words.split()}
#: Points of the compass tell two firms apart; the rest says only what a firm does.
_TELLING = frozenset({"north", "south", "east", "west", "first"})


@lru_cache(maxsize=50_000)
def concept(written: str) -> frozenset[str]:
    """Return the meaning of a word in Latin letters, as a set of one or none."""
    name = _BY_KEY.get(fold(written))
    return frozenset({f"CONCEPT:{name}"}) if name else frozenset()


def is_telling(meanings: frozenset[str]) -> bool:
    """Tell whether a word of this meaning distinguishes one firm from another."""
    return any(f"CONCEPT:{name}" in meanings for name in _TELLING)
