"""Server time and queries of the pages that officers open all day.

Times are printed; a page that asks more than its budget of queries fails, at any size.
"""

import time
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo import scale
from demo.cast import Cast
from licensing.models import Application
from tests import builders
from tests.bench.measure import Row, Said, milliseconds

#: The most queries of a list and of a tab of a case (design, budgets).
LIST, CASE = 12, 20
TABS = ("detail", "lines", "parties", "documents", "checks", "requests", "journal")


def measure(cast: Cast, cases: int, turns: int) -> list[Row | Said]:
    """Fill up to so many cases; open the worklist, the search and every tab of one case."""
    filling = fill(cast, cases)
    busy = builders.questioned(cast).application
    client = browser(cast)
    pages = addresses(busy)
    return [
        filling,
        *(_page(client, what, url, turns, most) for what, (url, most) in pages.items()),
    ]


def browser(cast: Cast) -> Client:
    """Return the browser of an officer."""
    client = Client()
    client.force_login(cast.officer)
    return client


def addresses(busy: Application) -> dict[str, tuple[str, int]]:
    """Return each page by its name: its address and the most queries it may ask."""
    worklist = reverse("cases:worklist")
    pages = {
        "worklist, all": (worklist + "?show=all", LIST),
        "worklist, mine": (worklist, LIST),
        "licences": (reverse("licences:list"), LIST),
    }
    words = {"number": busy.number or "", "name": "Сиволіт", "error": "Vestrhavn", "none": "яяя"}
    for what, word in words.items():
        pages[f"search, {what}"] = (f"{reverse('search')}?{urlencode({'q': word})}", LIST)
    for tab in TABS:
        pages[f"case, {tab}"] = (reverse(f"cases:{tab}", args=[busy.number]), CASE)
    return pages


def asked(client: Client, url: str) -> int:
    """Count the queries of a page that was opened once before."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200, f"{url}: {response.status_code}"
    return len(queries)


def fill(cast: Cast, cases: int) -> Said:
    """Seed up to so many cases; say how long it took."""
    missing = max(0, cases - Application.objects.count())
    begin = time.perf_counter()
    if missing:
        scale.seed(cast, companies=missing // 200, applications=missing, seed_value=cases)
    return Said("filling", f"{missing} cases in {time.perf_counter() - begin:.0f} s")


def _page(client: Client, what: str, url: str, turns: int, most: int) -> Row:
    count = asked(client, url)
    assert count <= most, f"{what}: {count} queries"
    times = [milliseconds(lambda: client.get(url)) for _ in range(turns)]
    size = len(client.get(url).content) / 1024
    budget = f"at most {most} queries, p95 under 100 ms"
    return Row(what, times, budget, f"{count:3} queries {size:5.0f} KB")
