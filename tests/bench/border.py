"""Server time of the border's calls, with the register filled; calls a second; no network."""

import json
import time
from collections.abc import Callable
from decimal import Decimal
from itertools import count
from uuid import uuid4

from django.test import override_settings

from core.base import clock
from demo.cast import Cast
from licensing.models import Licence
from tests import builders
from tests.api.program import Program, program
from tests.bench import pages
from tests.bench.measure import Row, Said, milliseconds
from tests.tracking import hands
from tests.tracking.bad_line import BadLine

BUDGET = "under 50 ms of server time"
LINES = (
    builders.LINES[0] | {"quantity": Decimal(100000), "value": Decimal(8900000000)},
    *builders.LINES[1:],
)


def measure(cast: Cast, cases: int, turns: int) -> list[Row | Said]:
    """Ask, reserve, write off and cancel under one licence among so many cases."""
    filling = pages.fill(cast, cases)
    licence = _licence(cast)
    customs, numbers = program(cast.customs), count(1)
    today = clock.today().isoformat()
    reserved: list[str] = []

    def ask() -> None:
        _send(customs, "GET", f"/licences/{licence.number}?position=1&quantity=1&unit=pcs")

    def reserve() -> None:
        line = {"position": 1, "quantity": "1"}
        body = {"licence": licence.number, "planned_on": today, "lines": [line]}
        reserved.append(_send(customs, "POST", "/shipments", body)["number"])

    def write_off() -> None:
        body = {"crossed_on": today, "declaration": f"UA500120/2026/{next(numbers):06d}"}
        _send(customs, "POST", f"/shipments/{reserved.pop()}/confirm", body)

    def cancel() -> None:
        body = {"reason": "Повернуто"}
        _send(customs, "POST", f"/shipments/{reserved.pop()}/cancel", body)

    acts: dict[str, Callable[[], None]] = {
        "is the licence good": ask,
        "reserve": reserve,
        "write off": write_off,
        "reserve again": reserve,
        "cancel": cancel,
    }
    for act in acts.values():
        act()
    found: list[Row | Said] = [filling]
    begin = time.perf_counter()
    for what, act in acts.items():
        found.append(Row(what, [milliseconds(act) for _ in range(turns * 2)], BUDGET))
    seconds = time.perf_counter() - begin
    calls = len(acts) * turns * 2
    found.append(Said("all calls, one after the other", f"{calls / seconds:.0f} a second"))
    return found


def bad_line(cast: Cast, calls: int, posts: int, seed: int) -> list[Row | Said]:
    """Send so many calls from several posts, doubled and reordered; compare books and balance."""
    licence = _licence(cast)
    client = BadLine(program(cast.customs).secret, licence, seed)
    begin = time.perf_counter()
    with override_settings(API_CALLS_PER_MINUTE=calls):
        books = client.run(calls, posts)
    seconds = time.perf_counter() - begin
    drawn = hands.drawn(licence)[0]
    answered = ", ".join(f"{count} × {status}" for status, count in sorted(books.statuses.items()))
    verdict = "the same" if drawn == books.drawn else "DIFFERENT"
    return [
        Row("one call among the posts", books.milliseconds),
        Said(f"{calls} calls from {posts} posts", f"{calls / seconds:.0f} a second"),
        Said("answers", f"{answered}; {books.replayed} repeated word for word"),
        Said("drawn, by books and by SQL", f"{books.drawn} and {drawn:f}: {verdict}", "the same"),
    ]


def _licence(cast: Cast) -> Licence:
    certificate = builders.CERTIFICATE | {"quantity_stated": None}
    case = builders.filled(cast, lines=LINES, certificate=certificate)
    return builders.decided(cast, application=case).licence


def _send(customs: Program, method: str, path: str, body: object = None) -> dict[str, str]:
    if method == "GET":
        response = customs.get(path)
    else:
        response = customs.send(method, path, body, key=uuid4().hex)
    assert response.status_code in {200, 201}, response.content
    told: dict[str, str] = json.loads(response.content)
    return told
