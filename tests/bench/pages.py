"""Server time and queries of the pages that officers open all day."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo.cast import Cast
from tests import builders
from tests.bench.measure import Row, Said, milliseconds

TABS = ("detail", "lines", "parties", "documents", "checks", "requests", "journal")


def measure(cast: Cast, cases: int, turns: int) -> list[Row | Said]:
    """Bring many cases into review, and open the worklist and every tab of one with a question."""
    for number in range(cases):
        (builders.submitted if number % 5 == 0 else builders.accepted)(cast)
    busy = builders.questioned(cast).application
    client = Client()
    client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    lists = {
        "worklist, all": reverse("cases:worklist") + "?show=all",
        "worklist, mine": reverse("cases:worklist"),
        "licences": reverse("licences:list"),
    }
    found = [_page(client, what, url, turns, 12) for what, url in lists.items()]
    for tab in TABS:
        url = reverse(f"cases:{tab}", args=[busy.number])
        found.append(_page(client, f"case, {tab}", url, turns, 20))
    return found


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
