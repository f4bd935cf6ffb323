"""Is the process alive, and can it do its work? JSON for supervisors and load balancers."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

Probe = Callable[[], object]


@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """Answer that the process runs."""
    return JsonResponse({"alive": True})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Name each dependency with its state; 503 when one of them fails.

    Upper parts add probes through `settings.HEALTH_PROBES`: functions that return a figure to
    show and raise when the site should not be used.
    """
    probes: dict[str, Probe] = {"database": _database, "redis": _redis}
    probes |= {path.rpartition(".")[2]: import_string(path) for path in settings.HEALTH_PROBES}
    states = {name: _ask(probe) for name, probe in probes.items()}
    ready = all(state["ok"] for state in states.values())
    return JsonResponse({"ready": ready, "parts": states}, status=200 if ready else 503)


def _ask(probe: Probe) -> dict[str, object]:
    try:
        return {"ok": True, "value": probe()}
    except Exception as problem:  # any failure of a part is an answer here, not a crash
        return {"ok": False, "problem": type(problem).__name__}


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def _redis() -> str:
    cache.get("readyz")
    return "answers"
