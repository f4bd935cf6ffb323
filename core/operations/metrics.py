"""The same figures for Prometheus, at an address that a token opens and nothing else."""

import hmac
from collections.abc import Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from core.operations import selectors
from core.operations.selectors import GIB, State


class Figures(Collector):
    """Reads the state once for each scrape."""

    def collect(self) -> Iterable[Metric]:
        """Yield every figure."""
        now = selectors.state()
        yield _by_task(now)
        yield _one("dozvil_outbox_oldest_seconds", "Age of the oldest promise", now.oldest)
        yield _one("dozvil_outbox_failing", "Promises that failed and wait", now.failing)
        yield _one("dozvil_work_failed", "Long work that was given up", now.failing_work)
        yield _one(
            "dozvil_webhooks_given_up",
            "Facts that no company's program took",
            sum(row.count for row in now.given_up),
        )
        yield _one("dozvil_files_quarantined", "Files the scanner has not seen", now.quarantined)
        yield _one("dozvil_disk_free_bytes", "Free space for files", now.disk.free * GIB)
        if now.beat is not None:
            yield _one("dozvil_beat_age_seconds", "Time since the last beat", now.beat)
        yield _ages(now)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer Prometheus; without METRICS_TOKEN, or with another, there is no such page."""
    if not _is_prometheus(request):
        raise Http404
    registry = CollectorRegistry()
    registry.register(Figures())
    return HttpResponse(
        generate_latest(registry),
        content_type=CONTENT_TYPE_LATEST,
        headers={"Cache-Control": "no-store"},
    )


def _is_prometheus(request: HttpRequest) -> bool:
    sent = request.headers.get("Authorization", "").encode()
    wanted = f"Bearer {settings.METRICS_TOKEN}".encode()
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(sent, wanted)


def _one(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, text, value=value)


def _by_task(now: State) -> Metric:
    family = GaugeMetricFamily(
        "dozvil_outbox_waiting", "Promises not kept", labels=["task", "queue"]
    )
    for row in now.waiting:
        family.add_metric([row.task, row.queue], row.count)
    return family


def _ages(now: State) -> Metric:
    family = GaugeMetricFamily("dozvil_watch_list_age_days", "Age of the edition", labels=["list"])
    for one in now.lists:
        if one.age is not None:
            family.add_metric([one.watch_list.code], one.age)
    return family
