"""Every page a person can reach by links from her home, one address of each shape."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response

MOST_PAGES = 40
# A number, a digest, an id: pages that differ in nothing else are one page.
NAMES = re.compile(r"[A-Z]{2}-\d{4}-\d{5}[-\d]*|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|\b\d+\b")
NOT_PAGES = re.compile(r"/(export|files?|pdf|download)(/|$)|\.(csv|jsonl|pdf|ics|json)$")

LINKS = """() => [...document.querySelectorAll('a[href]')]
    .filter(a => a.origin === location.origin && !a.hasAttribute('download'))
    .map(a => a.pathname + a.search)"""


def shape(address: str) -> str:
    """Return what is common to all pages of a kind: the path without its names."""
    parts = urlsplit(address)
    keys = sorted(pair.split("=")[0] for pair in parts.query.split("&") if pair)
    return "&".join([NAMES.sub("*", parts.path), *(key for key in keys if key != "after")])


@dataclass
class Walk:
    """A walk in breadth over the links of one person's pages; `also` are opened in any case."""

    page: Page
    also: tuple[str, ...] = ()
    seen: set[str] = field(default_factory=set)
    waiting: list[str] = field(default_factory=list)

    def pages(self) -> Iterator[str]:
        """Open page after page; each is yielded while it is open, with its address."""
        self._note(["/"])
        self.waiting += self.also
        opened = 0
        while self.waiting and opened < MOST_PAGES:
            address = self.waiting.pop(0)
            if not self._is_page(self._open(address)):
                continue
            opened += 1
            self._note(self.page.evaluate(LINKS))
            yield address

    def _note(self, addresses: list[str]) -> None:
        for address in addresses:
            kind = shape(address)
            if kind not in self.seen and not NOT_PAGES.search(urlsplit(address).path):
                self.seen.add(kind)
                self.waiting.append(address)

    def _open(self, address: str) -> Response | None:
        response = self.page.goto(address, wait_until="load")
        assert response is None or response.status < 400, f"{address}: {response.status}"
        return response

    @staticmethod
    def _is_page(response: Response | None) -> bool:
        return response is not None and "text/html" in response.headers.get("content-type", "")
