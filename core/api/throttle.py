"""How often a program may call: a fixed window of one minute, counted in the cache."""

import structlog
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from core.api.problems import TooManyCalls
from core.base import clock

WINDOW = 60

log = structlog.get_logger(__name__)


def count_token(token_id: object) -> None:
    """Count a call of a token. Raises TooManyCalls."""
    _count(f"token:{token_id}", settings.API_CALLS_PER_MINUTE)


def count_stranger(request: HttpRequest) -> None:
    """Count a call without a token that is in force, by where it comes from.

    It also slows down who tries secrets out. Raises TooManyCalls.
    """
    place = request.META.get("REMOTE_ADDR", "")
    _count(f"stranger:{place}", settings.API_STRANGERS_PER_MINUTE)


def _count(who: str, most: int) -> None:
    now = int(clock.now().timestamp())
    key = f"api-calls:{who}:{now // WINDOW}"
    try:
        cache.add(key, 0, timeout=2 * WINDOW)
        calls = cache.incr(key)
    except Exception:  # a cache that is away must not close the border
        log.warning("calls_not_counted", why="the cache does not answer")
        return
    if calls > most:
        raise TooManyCalls(WINDOW - now % WINDOW)
