"""The door for programs: no cookies, the caller's language, problem details for everything."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override

from core.api import problems

PREFIX = "/api/"


class ApiMiddleware:
    """Stands before sessions: a browser's cookie opens nothing here, so it forges nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer calls of programs; leave pages alone."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        request.COOKIES = {}
        language = get_language_from_request(request)
        # Programs say their language in Accept-Language; `LanguageMiddleware` reads it here.
        request.COOKIES = {settings.LANGUAGE_COOKIE_NAME: language}
        with override(language):
            response = self._answer(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("X-Frame-Options", "DENY")
        patch_vary_headers(response, ("Authorization", "Accept-Language"))
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return problems.of_status(request, 400)
        if _is_too_large(request):
            return problems.of_status(request, 413)
        response = self.get_response(request)
        told = response.headers.get("Content-Type", "").startswith(problems.CONTENT_TYPE)
        if response.status_code < 400 or told:
            return response
        refusal = problems.of_status(request, response.status_code)
        if "Allow" in response:
            refusal["Allow"] = response["Allow"]
        return refusal


def _is_too_large(request: HttpRequest) -> bool:
    """Tell by its announced length whether a content is refused; files have limits of their own."""
    if request.content_type == "multipart/form-data":
        return False
    length = request.META.get("CONTENT_LENGTH") or "0"
    limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return length.isdecimal() and int(length) > limit
