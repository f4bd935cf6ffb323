"""Screening: what the matcher reaches, one party against 25 000 names, 10 000 live parties."""

import io
import random
import time

from core.screening.matching import HIT, REVIEW
from core.screening.models import EntryName, Format
from core.screening.search import Subject, screen
from core.screening.services import import_list
from tests.bench.measure import Row, Said, milliseconds
from tests.core.screening import labelled

NAMES = 25_000
LIVE = 10_000
_GIVEN_TEXT = """
Oleksandr Andrii Serhii Mykola Ivan Petro Olena Iryna Natalia Ahmed Mohamed Ali Hassan Omar
Khalid Wei Jian Min Xiao Hans Peter Maria Jose Luis Carlos John Robert James David Anna
"""
_SYLLABLES_TEXT = """
ko va len ro ma shev chen bon dar pet tka zhu lys mel nyk gar si do ren al ham rash id kar
im ta ri zan lo pez mor gen stein ber wal ton har ris chi yang lin zhou fa du
"""
_TRADES_TEXT = """
Trading Shipping Industries Electronics Aviation Logistics Technologies Group Energy Metal
Systems Marine Export Engineering Holdings
"""
_GIVEN, _SYLLABLES, _TRADES = (
    text.split() for text in (_GIVEN_TEXT, _SYLLABLES_TEXT, _TRADES_TEXT)
)
_FORMS = ("LLC", "Ltd", "GmbH", "JSC", "S.A.", "FZE", "Co.,Ltd", "ТОВ")


def quality() -> list[Said]:
    """Return the figures of the labelled pairs, file by file."""
    return [_judged(name) for name in labelled.FILES]


def _judged(name: str) -> Said:
    rows = labelled.read(name)
    hit, review = labelled.judge(rows, HIT), labelled.judge(rows, REVIEW)
    facts = (
        f"{len(rows)} pairs: F1 {hit.f1:.3f} (precision {hit.precision:.3f}, recall "
        f"{hit.recall:.3f}); review recall {review.recall:.3f}, precision {review.precision:.3f}"
    )
    return Said(f"labelled pairs, {name}", facts, "F1 0.80, review recall 0.98")


def measure(turns: int, seed: int) -> list[Row | Said]:
    """Fill a list with names and look for parties that are not on it and some that are."""
    dice = random.Random(seed)
    started = time.perf_counter()
    _fill(dice)
    filled = time.perf_counter() - started
    stranger = _times([_party(dice) for _ in range(turns * 10)])
    known = list(EntryName.objects.order_by("pk").values_list("name", flat=True)[: turns * 10])
    listed = _times([Subject("LegalEntity", (name,)) for name in known])
    live = time.perf_counter()
    met = sum(len(screen(_party(dice))) for _ in range(LIVE))
    took = time.perf_counter() - live
    return [
        Said(f"import of {NAMES} names", f"{filled:.0f} s"),
        Row(f"one party against {NAMES} names", stranger, "p95 50 ms"),
        Row("one that is listed", listed, "p95 50 ms"),
        Said(
            f"{LIVE} live parties screened again, one process",
            f"{took:.0f} s (hits {met})",
            "minutes",
        ),
    ]


def _times(subjects: list[Subject]) -> list[float]:
    screen(subjects[0])
    return [
        milliseconds(lambda one=subject: screen(one), time.perf_counter) for subject in subjects
    ]


def _fill(dice: random.Random) -> None:
    rows = "".join(
        f"B-{number},{schema},{name}\n"
        for number, (schema, name) in enumerate(_listed(dice) for _ in range(NAMES))
    )
    import_list(
        actor=None,
        code="ofac",
        stream=io.BytesIO(f"key,schema,name\n{rows}{_kept()}".encode()),
        file_name="bench.csv",
        list_format=Format.CSV,
    )


def _kept() -> str:
    """Keep the entries of the demonstration, or the list would wait for a second person."""
    from core.screening.models import Entry

    kept = Entry.objects.filter(watch_list__code="ofac", current=True)
    return "".join(f'{entry.key},{entry.schema},"{entry.name}"\n' for entry in kept)


def _listed(dice: random.Random) -> tuple[str, str]:
    if dice.random() < 0.6:
        return "Person", _person(dice)
    return "Company", f'"{_firm(dice)}"'


def _party(dice: random.Random) -> Subject:
    name = _person(dice) if dice.random() < 0.2 else _firm(dice)
    return Subject("LegalEntity", (name,))


def _person(dice: random.Random) -> str:
    middle = f"{dice.choice(_GIVEN)} " if dice.random() < 0.4 else ""
    return f"{dice.choice(_GIVEN)} {middle}{_word(dice)}"


def _firm(dice: random.Random) -> str:
    return f"{_word(dice)} {_word(dice)} {dice.choice(_TRADES)} {dice.choice(_FORMS)}"


def _word(dice: random.Random) -> str:
    return "".join(dice.choices(_SYLLABLES, k=dice.randint(2, 4))).capitalize()
