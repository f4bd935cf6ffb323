"""Server time and queries of the pages that officers open all day."""

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

TABS = ("detail", "lines", "parties", "documents", "checks", "requests", "journal")


def measure(cast: Cast, cases: int, turns: int) -> list[Row | Said]:
    """Fill up to so many cases; open the worklist, the search and every tab of one case."""
    filling = fill(cast, cases)
    busy = builders.questioned(cast).application
    client = Client()
    client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    lists = {
        "worklist, all": reverse("cases:worklist") + "?show=all",
        "worklist, mine": reverse("cases:worklist"),
        "licences": reverse("licences:list"),
    }
    words = {"number": busy.number or "", "name": "Сиволіт", "error": "Vestrhavn", "none": "яяя"}
    for what, word in words.items():
        lists[f"search, {what}"] = f"{reverse('search')}?{urlencode({'q': word})}"
    found: list[Row | Said] = [filling]
    found += [_page(client, what, url, turns, 12) for what, url in lists.items()]
    for tab in TABS:
        url = reverse(f"cases:{tab}", args=[busy.number])
        found.append(_page(client, f"case, {tab}", url, turns, 20))
    return found


def fill(cast: Cast, cases: int) -> Said:
    """Seed up to so many cases; say how long it took."""
    missing = max(0, cases - Application.objects.count())
    begin = time.perf_counter()
    if missing:
        scale.seed(cast, companies=missing // 200, applications=missing, seed_value=cases)
    return Said("filling", f"{missing} cases in {time.perf_counter() - begin:.0f} s")


def _page(client: Client, what: str, url: str, turns: int, most: int) -> Row:
    response = client.get(url)
    assert response.status_code == 200, f"{url}: {response.status_code}"
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
        asked = len(queries)
    times = [milliseconds(lambda: client.get(url)) for _ in range(turns)]
    size = len(response.content) / 1024
    budget = f"at most {most} queries, p95 under 100 ms"
    return Row(what, times, budget, f"{asked:3} queries {size:5.0f} KB")
