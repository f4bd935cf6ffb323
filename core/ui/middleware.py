"""What every answer carries: a request id, a strict content policy, the reader's language.

The content policy allows our own origin and nothing inline; htmx gets by without eval.
"""

import secrets
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation

from core.base.errors import DomainError

GetResponse = Callable[[HttpRequest], HttpResponse]

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
POLICY_TEXT = "; ".join(f"{name} {value}" for name, value in POLICY.items())
UNUSED_POWERS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class RequestIdMiddleware:
    """Give each request an id that joins its log lines and is shown on error pages."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META["REQUEST_ID"] = secrets.token_hex(8)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.META["REQUEST_ID"])
        response = self.get_response(request)
        response["X-Request-Id"] = request.META["REQUEST_ID"]
        return response


class ContentSecurityPolicyMiddleware:
    """Forbid everything but our own files, unless an answer carries a stricter policy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY_TEXT)
        response.headers.setdefault("Permissions-Policy", UNUSED_POWERS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class LanguageMiddleware:
    """Speak the person's language: the account's, else the cookie's, else Ukrainian."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = {code for code, _ in settings.LANGUAGES}
        wanted = getattr(request.user, "language", "") if request.user.is_authenticated else ""
        wanted = wanted or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = wanted if wanted in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class NoStoreMiddleware:
    """Keep the pages of signed-in people out of every cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class DomainErrorMiddleware:
    """Show a refusal of the domain as a page, or as problem details to a program."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Answer a DomainError; anything else is not ours to explain."""
        if not isinstance(problem, DomainError):
            return None
        if request.accepts("text/html"):
            context = {"problem": problem, "back": _page_before(request)}
            return render(request, "refused.html", context, status=problem.status)
        return JsonResponse(
            {
                "type": f"urn:dozvil:problem:{problem.code}",
                "title": problem.message,
                "status": problem.status,
            },
            status=problem.status,
            content_type="application/problem+json",
        )


def _page_before(request: HttpRequest) -> str:
    """Return where the reader can see what is true now: the page that held the form."""
    return request.headers.get("referer", "") if request.method == "POST" else ""
