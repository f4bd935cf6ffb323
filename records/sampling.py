"""Drawing a sample that anybody can draw again (a page of law, pure).

Every record gets the number SHA-256(seed ‖ its number); the smallest numbers are the sample. The
seed is the head of the ledger's tree at that moment, which no auditor and no official can choose.
With strata the places are shared out in proportion (largest remainders), at least one each.
"""

import hashlib
from collections.abc import Iterable, Mapping

Stratum = str
Number = str


def draw(population: Iterable[tuple[Number, Stratum]], size: int, seed: str) -> list[Number]:
    """Return the numbers of the sample in the order of the register; all when `size` is larger."""
    strata: dict[Stratum, list[Number]] = {}
    for number, stratum in population:
        strata.setdefault(stratum, []).append(number)
    places = share({stratum: len(numbers) for stratum, numbers in strata.items()}, size)
    chosen = [
        number
        for stratum, numbers in strata.items()
        for number in sorted(numbers, key=lambda one: rank(seed, one))[: places[stratum]]
    ]
    return sorted(chosen)


def rank(seed: str, number: Number) -> str:
    """Return the number by which records are ordered for a seed: 64 hex digits."""
    return hashlib.sha256(f"{seed}\n{number}".encode()).hexdigest()


def share(counts: Mapping[Stratum, int], size: int) -> dict[Stratum, int]:
    """Return how many places each stratum gets; the sum is `size`, or everything there is."""
    total = sum(counts.values())
    if size >= total:
        return dict(counts)
    least = 1 if size >= len(counts) else 0
    places = {name: max(count * size // total, least) for name, count in counts.items()}

    def owed(name: Stratum) -> tuple[int, str]:
        return counts[name] * size - places[name] * total, name

    while sum(places.values()) < size:
        places[max(counts, key=owed)] += 1
    while sum(places.values()) > size:
        places[min((name for name in counts if places[name] > least), key=owed)] -= 1
    return places
