"""Every refusal as problem details (RFC 9457), in the language of the call.

The refusals of the domain are mapped here and nowhere else. `type` is stable and for programs,
`title` is a sentence for people, `errors` lead to the fields (JSON pointers into the content).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from ninja.errors import HttpError, ValidationError

from core.api import wording
from core.base.errors import DomainError, InvalidInput, Message, NotAllowed, StaleForm

CONTENT_TYPE = "application/problem+json"
TYPE = "urn:dozvil:problem:"

#: Sentences for what the web itself refuses, before the domain was asked.
TITLES: dict[int, Message] = {
    400: _("The call cannot be read."),
    401: _("Send a token that is in force."),
    403: _("This is not allowed."),
    404: _("There is no such thing, or it is not yours."),
    405: _("This address does not know the method."),
    413: _("The content is too large."),
    415: _("Send JSON as application/json; files as multipart/form-data."),
    422: _("Some values cannot be accepted."),
    500: _("Something went wrong here. The call had no effect; try again later."),
}


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one value and where it stands: a JSON pointer, or a named parameter."""

    code: str
    message: Message
    pointer: str = ""
    parameter: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the error as a program reads it."""
        place = {"parameter": self.parameter} if self.parameter else {"pointer": self.pointer}
        return {"code": self.code, "detail": str(self.message), **place}


class InvalidFields(InvalidInput):
    """Several values cannot be accepted (422)."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("invalid_fields", TITLES[422])
        self.errors = errors


class BadCall(DomainError):
    """The call itself is malformed (400)."""


class Unauthenticated(DomainError):
    """No token, or one that is not in force (401)."""

    status: ClassVar[int] = 401


class ScopeMissing(NotAllowed):
    """The token was not given for this (403)."""


class TooManyCalls(DomainError):
    """The program calls too often (429); `seconds` says when to come back."""

    status: ClassVar[int] = 429

    def __init__(self, seconds: int) -> None:
        super().__init__("too_many_calls", _("Too many calls. Wait a little."))
        self.seconds = seconds


class VersionMissing(DomainError):
    """A change did not say which version it was made from (428)."""

    status: ClassVar[int] = 428


class TooLarge(DomainError):
    """The content is larger than is read (413)."""

    status: ClassVar[int] = 413


class WrongMediaType(DomainError):
    """The content is not JSON (415)."""

    status: ClassVar[int] = 415


def problem(
    request: HttpRequest,
    status: int,
    *,
    code: str = "",
    title: Message = "",
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return a problem as `application/problem+json`."""
    content: dict[str, object] = {
        "type": f"{TYPE}{code}" if code else "about:blank",
        "title": str(title or TITLES.get(status, TITLES[400])),
        "status": status,
        "request_id": request.META.get("REQUEST_ID", ""),
    }
    if errors:
        content["errors"] = [error.as_json() for error in errors]
    return JsonResponse(content, status=status, content_type=CONTENT_TYPE, headers=headers or {})


def of_domain(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Return the problem for a refusal of the domain."""
    if isinstance(error, StaleForm):
        # The version came in If-Match, so the precondition is what failed.
        return problem(request, 412, code=error.code, title=error.message)
    return problem(
        request,
        error.status,
        code=error.code,
        title=error.message,
        errors=_fields_of(error),
        headers=_headers_of(error),
    )


def of_web(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return the problem for what Django or the router refused."""
    if isinstance(error, HttpError):
        if isinstance(error.__cause__, DomainError):
            return of_domain(request, error.__cause__)
        return problem(request, error.status_code, code=_CODES.get(error.status_code, ""))
    status = next(status for kind, status in _WEB.items() if isinstance(error, kind))
    return problem(request, status, code=_CODES[status])


def of_validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Return the problem for content that does not have the described shape."""
    return problem(
        request, 422, code="invalid_fields", errors=[_shape_error(one) for one in error.errors]
    )


_CODES = {
    400: "bad_call",
    401: "unauthenticated",
    403: "not_allowed",
    404: "not_found",
    405: "wrong_method",
    413: "too_large",
    415: "wrong_media_type",
    500: "internal",
}
_WEB: dict[type[Exception], int] = {
    Http404: 404,
    PermissionDenied: 403,
    RequestDataTooBig: 413,
    SuspiciousOperation: 400,
}

Handler = Callable[[HttpRequest, Any], HttpResponse]
HANDLERS: dict[type[Exception], Handler] = {
    DomainError: of_domain,
    ValidationError: of_validation,
    HttpError: of_web,
    **dict.fromkeys(_WEB, of_web),
}


def of_status(request: HttpRequest, status: int) -> HttpResponse:
    """Return the problem for an answer that was made outside the router."""
    return problem(request, status, code=_CODES.get(status, ""))


def _fields_of(error: DomainError) -> Sequence[FieldError]:
    if isinstance(error, InvalidFields):
        return error.errors
    if isinstance(error, InvalidInput) and error.field:
        return [FieldError(error.code, error.message, pointer=f"#/{error.field}")]
    return ()


def _headers_of(error: DomainError) -> dict[str, str]:
    if isinstance(error, TooManyCalls):
        return {"Retry-After": str(error.seconds)}
    return {"WWW-Authenticate": 'Bearer realm="dozvil"'} if error.status == 401 else {}


def _shape_error(found: Mapping[str, Any]) -> FieldError:
    """Read one finding of pydantic; `loc` is (place, name of the argument, path …)."""
    place, *path = (str(part) for part in found["loc"])
    message = wording.sentence(found["type"], found.get("ctx", {}))
    if place in {"query", "path", "header"}:
        return FieldError(found["type"], message, parameter=path[-1] if path else place)
    steps = path[1:] if place == "body" else path
    pointer = "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in steps)
    return FieldError(found["type"], message, pointer=f"#{pointer}")
