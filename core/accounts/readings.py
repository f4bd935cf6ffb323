"""The auditor reads everything, and each read is written down (design, section 2)."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from core.accounts.policies import has_role
from core.accounts.roles import Role
from core.audit.log import record

#: Pages about the auditor and not about a case.
_OWN = frozenset(
    {"absence", "inbox", "deadlines", "mfa", "account", "style_guide", "mail", "statistics"}
)


class ReadingMiddleware:
    """Write an event for every page an auditor opens; live fragments belong to their page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; what was shown is written down before it leaves."""
        response = self.get_response(request)
        if response.status_code == 200 and _is_reading(request):
            _write_down(request)
        return response


def _is_reading(request: HttpRequest) -> bool:
    if request.method != "GET" or request.headers.get("HX-Request"):
        return False
    match = request.resolver_match
    if match is None or not match.namespace or match.namespace in _OWN:
        return False
    return request.user.is_authenticated and has_role(request.user, Role.AUDITOR)


@transaction.atomic
def _write_down(request: HttpRequest) -> None:
    """Keep the name of the page and what its address names; what was searched for stays out."""
    match = request.resolver_match
    assert match is not None
    named = {name: str(value) for name, value in match.kwargs.items()}
    record(
        actor=request.user,
        verb="page.read",
        subject=f"page:{match.view_name}",
        number=named.get("ref") or named.get("number") or "",
        data={"page": match.view_name, "named": named},
    )
