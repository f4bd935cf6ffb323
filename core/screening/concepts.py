"""Words of offices and trades that mean the same in Ukrainian, Russian and English.

They are in Latin letters as `spelling.latin` writes them, each group one meaning.
"""

from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

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
    "second": "drugii druga vtoroi vtoraia second",
    "third": "tretii tretia treti tretia third",
    "research": "doslidnii doslidna doslidne naukovo naukovii nauchno issledovatelskii research",
    "scientific": "naukova naukove nauchnii nauchnaia scientific science",
    "production": "virobnichii virobnicha virobnitstvo proizvodstvennii proizvodstvo production",
    "enterprise": "pidpriemstvo predpriiatie enterprise",
    "works": "kombinat combine",
    "house": "dim dom house",
    "airline": "aviakompaniia aviakompania airline airlines airways avialinii avialiniyi",
    "aircraft": "aviabudivnii aviabudivna aviastroitelnii aviastroitelnaia aircraft",
    "star": "zirka zoria zvezda star",
    "mechanical": "mekhanichnii mekhanichna mekhanicheskii mekhanicheskaia mekhaniko mechanical",
    "optical": "optichnii optichna opticheskii opticheskaia optiko optical",
    "united": "obiednana obiednanii obedinennaia obedinennii united",
    "corporation": "korporatsiia corporation corp",
    "tactical": "taktichnii taktichna taktichne takticheskii takticheskoe tactical",
    "weapons": "zbroia ozbroiennia oruzhie vooruzhenie weapons weapon armament armaments arms",
    "technology": "tekhnologii tekhnologiia tekhnologiyi technology technologies tech",
    "industry": "promislovist promislovii promislova promishlennost promishlennii industry "
    "industries industrial",
    "electronics": "elektronika elektronnii elektronni electronics electronic",
    "energy": "energetika energetichna energeticheskaia energiia energy power",
    "systems": "sistemi sistema systems system",
    "engineering": "inzhenernii inzheneriia inzhiniring inzhenerna engineering",
    "instrument": "priladobudivnii priladobuduvannia priborostroitelnii priborostroenie instrument",
    "shipyard": "sudnobudivnii sudnobudivna sudostroitelnii sudostroitelnaia shipyard shipbuilding",
    "chemical": "khimichnii khimichna khimicheskii khimicheskaia chemical",
    "steel": "stal steel",
    "metal": "metalurgiinii metalurgichnii metallurgicheskii metal metallurgical metals",
    "transport": "transportna transportnii transportnaia transport transportation",
    "river": "richkova richkovii rechnaia rechnoi river",
    "line": "liniia lines line",
    "insurance": "strakhova strakhovaia insurance",
    "investment": "investitsiinii investitsiina investitsionnii investitsionnaia investment invest "
    "investments",
    "special": "spetsialnii spetsialna spetsialnaia special",
    "general": "generalnii generalna generalnaia general",
    "international": "mizhnarodnii mizhnarodna mezhdunarodnii mezhdunarodnaia international",
    "black": "chornii chorna chornomorskii chernii chernaia chernomorskii black",
    "republic": "respublika respubliki republic",
}
_SHORTEST_MISTYPED = 4
_BY_WORD = {word: name for name, words in _GROUPS.items() for word in words.split()}
_BY_KEY = {fold(word): name for name, words in _GROUPS.items() for word in words.split()}
#: Points of the compass tell two firms apart; the rest says only what a firm does.
_TELLING = frozenset(
    {"north", "south", "east", "west", "first", "second", "third", "star", "black"}
)


@lru_cache(maxsize=50_000)
def concept(written: str) -> frozenset[str]:
    """Return the meaning of a word in Latin letters, as a set of one or none."""
    name = _BY_KEY.get(fold(written))
    return frozenset({f"CONCEPT:{name}"}) if name else frozenset()


@lru_cache(maxsize=50_000)
def mistyped(written: str) -> frozenset[str]:
    """Return the meanings of the words of trade that one slip of the hand makes of this one."""
    if len(written) < _SHORTEST_MISTYPED:
        return frozenset()
    near = process.extract(written, _BY_WORD.keys(), scorer=OSA.distance, score_cutoff=1, limit=9)
    return frozenset(f"CONCEPT:{_BY_WORD[word]}" for word, _edits, _place in near)


def is_telling(meanings: frozenset[str]) -> bool:
    """Tell whether a word of this meaning distinguishes one firm from another."""
    return any(f"CONCEPT:{name}" in meanings for name in _TELLING)
