"""Evidence packages: a thousand clean ones without a false alarm, and one of a thousand decisions.

Every decision went the whole way through the services with a sitting and its ballots, so that
`verify.py` counts the votes of each. No document is sealed: the budget leaves that out.
"""

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import bagit

from core.base import clock
from demo.cast import Cast, build_cast
from licensing.models import Decision
from records.bundle import Nobody, Order, fill
from records.filters import Filter
from records.redaction import Ground
from tests import builders
from tests.bench.measure import Row, Said, milliseconds
from tests.records import journey

#: So many decisions lie in the house while the clean packages are made.
FEW = 30
BUDGET = "at most 30 s"


def measure(decisions: int, packages: int, seed: int) -> list[Row | Said]:
    """Make packages of random filters and check each; then time one of everything."""
    with clock.at(builders.kyiv(2026, 11, 24)):
        return _measure(build_cast(), decisions, packages, seed)


def _measure(cast: Cast, decisions: int, packages: int, seed: int) -> list[Row | Said]:
    few = min(FEW, decisions)
    making = [milliseconds(lambda: journey.decided(cast, refused=(2,))) for _ in range(few)]
    clean = alarms(cast, packages, random.Random(seed))
    making += [milliseconds(lambda: journey.decided(cast)) for _ in range(decisions - few)]
    return [
        Row("a case from draft to decision", making),
        Said(f"{packages} clean packages", f"{len(clean)} false alarms {clean[:1]}", "none"),
        *_whole(cast),
    ]


def alarms(cast: Cast, packages: int, chance: random.Random) -> list[str]:
    """Make and check so many packages; return what `verify.py` had against them."""
    numbers = list(Decision.objects.values_list("number", flat=True))
    found = []
    for _ in range(packages):
        with TemporaryDirectory() as place:
            folder = Path(place) / "out"
            fill(folder, _some_order(cast, numbers, chance), Nobody())
            done = verify(folder)
            if done.returncode:
                found.append(done.stderr.strip())
    return found


def verify(folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run the folder's own program, shut off from this project and its libraries."""
    command = [sys.executable, "-I", "-S", str(folder / "verify.py")]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")


def _some_order(cast: Cast, numbers: list[str], chance: random.Random) -> Order:
    wanted = Filter(
        q=chance.choice(["", chance.choice(numbers), "Сиволіт", "DK", "немає такої"]),
        outcome=chance.choice(["", "", "issued", "partly", "refused"]),
        year=chance.choice([None, 2026, 2027]),
        until=chance.choice([None, builders.kyiv(2026, 12, chance.randint(1, 31)).date()]),
    )
    grounds = chance.sample(Ground.values, chance.randint(0, len(Ground.values)))
    withheld = grounds if chance.random() < 0.3 else []
    purpose = chance.choice(["", "Аудит", "Перевірка № 7\nРахункова палата", "=1+1", "«Ї» " * 40])
    return Order(wanted, purpose, withheld, cast.auditor)


def _whole(cast: Cast) -> list[Row | Said]:
    with TemporaryDirectory() as place:
        folder = Path(place) / "out"
        order = Order(Filter(), "Вимірювання", (), cast.auditor)
        made = None

        def build() -> None:
            nonlocal made
            made = fill(folder, order, Nobody())

        steps: list[tuple[str, Callable[[], Any], str]] = [
            ("built", build, BUDGET),
            ("verify.py", lambda: _must(verify(folder)), ""),
            ("bagit.py --validate", lambda: bagit.Bag(str(folder)).validate(), ""),
        ]
        times = [(what, milliseconds(act), budget) for what, act, budget in steps]
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    assert made is not None
    heading = f"package of {made.decisions} decisions"
    facts = f"{made.events} events, {size / 1_000_000:.0f} MB"
    return [
        Said(heading, facts),
        *(Row(f"{heading}: {what}", [took], budget) for what, took, budget in times),
    ]


def _must(done: "subprocess.CompletedProcess[str]") -> None:
    assert done.returncode == 0, done.stderr
