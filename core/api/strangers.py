"""Public addresses: nobody signs in, so calls are counted by where they come from."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from core.api import problems, throttle
from core.api.problems import TooManyCalls


def counted(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap the run of a public address so that one caller cannot take it from all others."""

    @wraps(run)
    def within_limits(request: HttpRequest, **path: Any) -> HttpResponse:
        try:
            throttle.count_stranger(request)
        except TooManyCalls as error:
            return problems.of_domain(request, error)
        return run(request, **path)

    return within_limits
