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
    items = list(items_for(request))
    # Of two entries that cover the page the narrower one is the place where the reader is.
    here = max((i.prefix for i in items if request.path.startswith(i.prefix)), key=len, default="")
    return [
        {
            "url": reverse(item.url_name),
            "label": item.label,
            "current": item.prefix == here,
            "searchable": item.searchable,
        }
        for item in items
    ]
