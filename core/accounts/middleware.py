"""What every request needs from the accounts: the second factor, and rights asked once a page."""

from collections.abc import Callable
from contextlib import nullcontext

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.memory import remembering

# Signing out, setting the factor up, health and public pages stay reachable without it; programs
# come with tokens, which only a person with the factor can make.
_OPEN_PREFIXES = ("/accounts/", "/static/", "/livez", "/readyz", "/verify/", "/V/", "/api/")


class SecondFactorMiddleware:
    """Outside the demo nobody works without a second factor (design, section 9).

    It also remembers the reader's rights while a page is read, and never while something is
    done: what is written is checked against the database as it is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or redirect to the set-up of the second factor."""
        if not settings.DEMO and not _may_pass(request):
            messages.warning(request, _("Set up a second factor to continue."))
            return HttpResponseRedirect(reverse("mfa_index"))
        with remembering() if request.method in {"GET", "HEAD"} else nullcontext():
            return self.get_response(request)


def _may_pass(request: HttpRequest) -> bool:
    if not request.user.is_authenticated or request.path.startswith(_OPEN_PREFIXES):
        return True
    return bool(is_mfa_enabled(request.user))
