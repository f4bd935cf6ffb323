"""What the frame of every page needs."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from core.ui.navigation import items_for

THEMES = ("system", "light", "dark")


def page(request: HttpRequest) -> dict[str, object]:
    """Return menu, theme, languages and the demo mark."""
    return {
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "theme": _theme(request),
        "languages": settings.LANGUAGES,
        "demo": settings.DEMO,
        "request_id": request.META.get("REQUEST_ID", ""),
    }


def _theme(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    chosen = getattr(user, "theme", "") or request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else "system"


def _menu(request: HttpRequest) -> list[dict[str, object]]:
    return [
        {
            "url": reverse(item.url_name),
            "label": item.label,
            "current": request.path.startswith(item.prefix),
        }
        for item in items_for(request)
    ]
