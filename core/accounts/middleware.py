"""Rights while a page is read, and the second factor outside the demo (design, section 9)."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.memory import remembering

# Signing out, setting the factor up, health and public pages stay reachable without it.
_OPEN_PREFIXES = ("/accounts/", "/static/", "/livez", "/readyz", "/verify/", "/V/")


class RightsMemoryMiddleware:
    """Remembers the rights of the reader while a page is read; never while something is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with remembering():
            return self.get_response(request)


class SecondFactorMiddleware:
    """Sends a signed-in person without a second factor to the page that sets one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or redirect to the set-up of the second factor."""
        if settings.DEMO or _may_pass(request):
            return self.get_response(request)
        messages.warning(request, _("Set up a second factor to continue."))
        return HttpResponseRedirect(reverse("mfa_index"))


def _may_pass(request: HttpRequest) -> bool:
    if not request.user.is_authenticated or request.path.startswith(_OPEN_PREFIXES):
        return True
    return bool(is_mfa_enabled(request.user))
