"""A customs program on a bad line: posts that repeat, double and reorder, and keep books.

The books are made from the answers alone. Whatever was lost, doubled or came late, they have to
say the same as the sums of the database.
"""

import json
import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from uuid import UUID

from django.db import connections
from django.http import HttpResponse

from core.base import clock
from licensing.models import Licence
from tests.api.program import Program


@dataclass(frozen=True)
class Call:
    """One write; every copy of it has the same key."""

    path: str
    content: dict
    key: str
    # What the shipment holds when this call succeeded.
    holds: int


@dataclass
class Books:
    """What the program knows from its answers."""

    answers: dict[str, bytes] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    ended: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    replayed: int = 0
    milliseconds: list[float] = field(default_factory=list)

    @property
    def drawn(self) -> int:
        """Return what the balance must be short of."""
        return sum(self.held.values())


class BadLine:
    """Several border posts with one token; `calls` in all, copies of calls among them."""

    def __init__(self, secret: str, licence: Licence, seed: int) -> None:
        self.secret, self.licence, self.chance = secret, licence, random.Random(seed)
        self.books, self.waiting, self.lock = Books(), list[Call](), Lock()
        self.left = 0

    def run(self, calls: int, posts: int) -> Books:
        """Send so many calls from so many posts at once, then what still waits; return the books.

        Every call is sent at least once: a program that was refused for a call in progress, or
        heard nothing, asks again until it knows.
        """
        self.left, now = calls, clock.now()
        with ThreadPoolExecutor(posts) as pool:
            list(pool.map(lambda _post: self._post(now), range(posts)))
        return self.books

    def _post(self, now) -> None:
        program = Program(self.secret)
        try:
            with clock.at(now):
                while (call := self._next()) is not None:
                    begin = time.perf_counter()
                    response = program.send("POST", call.path, call.content, key=call.key)
                    self._note(call, response, 1000 * (time.perf_counter() - begin))
        finally:
            connections.close_all()

    def _next(self) -> Call | None:
        with self.lock:
            if self.left <= 0:
                return None
            self.left -= 1
            if not self.waiting or self.chance.random() < 0.15:
                self._want(self._reservation())
            return self.waiting.pop(self.chance.randrange(len(self.waiting)))

    def _want(self, call: Call) -> None:
        self.waiting += [call] * self.chance.choice((1, 1, 2, 3, 5))

    def _key(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128)))

    def _reservation(self) -> Call:
        quantity = self.chance.randint(1, 4)
        line = {"position": 1, "quantity": str(quantity), "unit": "pcs"}
        content = {"licence": self.licence.number, "planned_on": _today(), "lines": [line]}
        return Call("/shipments", content, self._key(), quantity)

    def _note(self, call: Call, response: HttpResponse, took: float) -> None:
        with self.lock:
            books = self.books
            books.statuses[response.status_code] += 1
            books.milliseconds.append(took)
            books.replayed += "Idempotency-Replayed" in response
            if response.status_code not in {200, 201}:
                assert response.status_code in {409, 422}, response.content
                if b"call_in_progress" in response.content:
                    self.waiting.append(call)
                return
            first = call.key not in books.answers
            assert books.answers.setdefault(call.key, response.content) == response.content
            if first:
                self._succeeded(call, json.loads(response.content)["number"])

    def _succeeded(self, call: Call, number: str) -> None:
        self.books.held[number] = call.holds
        if call.path == "/shipments":
            for end in self._ends(number, call.holds):
                self._want(end)
        else:
            self.books.ended[number] += 1

    def _ends(self, number: str, quantity: int) -> list[Call]:
        """Return what is asked of a shipment: one end, none, or two that contradict."""
        whole = {"crossed_on": _today(), "declaration": f"UA500120/2026/{number}"}
        part = whole | {"lines": [{"position": 1, "quantity": "1"}]}
        address = f"/shipments/{number}"
        confirmed = Call(f"{address}/confirm", whole, self._key(), quantity)
        in_part = Call(f"{address}/confirm", part, self._key(), 1)
        again = Call(f"{address}/confirm", whole, self._key(), quantity)
        back = Call(f"{address}/cancel", {"reason": "Повернуто"}, self._key(), 0)
        choices = [[confirmed], [confirmed, again], [in_part], [back], [confirmed, back], []]
        return self.chance.choice(choices)


def _today() -> str:
    return clock.today().isoformat()
