"""A write that is sent twice happens once (Idempotency-Key).

The work and its kept answer are one transaction, so there is never one without the other. An
advisory lock tells a second call at the same moment (409) from a repetition (the same bytes); the
unique constraint holds the rest. Refusals are not kept: they had no effect and may be tried again.
"""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from core.api import problems
from core.api.authentication import token_of
from core.api.models import ApiToken, KeptAnswer
from core.api.problems import BadCall
from core.api.scopes import Scope
from core.base import clock
from core.base.errors import Conflict, DomainError, InvalidInput

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT_HEADERS = ("ETag", "Location")
_FORM = re.compile(r"[\x21-\x7e]{1,255}")

Run = Callable[..., HttpResponse]


def once(scope: Scope, *, required: bool) -> Callable[[Run], Run]:
    """Wrap the run of a write so that one key has one effect.

    `required` refuses a call without a key: what is created twice cannot be uncreated.
    """

    def wrap(run: Run) -> Run:
        @wraps(run)
        def at_most_once(request: HttpRequest, **path: Any) -> HttpResponse:
            try:
                token, key = token_of(request), _key_of(request, required=required)
                if not key or scope.value not in token.scopes:
                    return run(request, **path)
                return _once(token, key, request, lambda: run(request, **path))
            except DomainError as error:
                return problems.of_domain(request, error)

        return at_most_once

    return wrap


def _once(
    token: ApiToken, key: str, request: HttpRequest, run: Callable[[], HttpResponse]
) -> HttpResponse:
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        _take_alone(token, key)
        if kept := KeptAnswer.objects.filter(token=token, key=key).first():
            return _again(kept, fingerprint)
        response = run()
        if response.status_code >= 300:
            transaction.set_rollback(True)
        else:
            _keep(token, key, fingerprint, response)
    return response


def _key_of(request: HttpRequest, *, required: bool) -> str:
    key = request.headers.get(HEADER, "")
    if not key and not required:
        return ""
    if not _FORM.fullmatch(key):
        message = _("Send an Idempotency-Key: 1 to 255 visible ASCII characters, best a UUID.")
        raise BadCall("idempotency_key", message)
    return key


def _fingerprint(request: HttpRequest) -> str:
    """Digest what the call asks. The boundary of a multipart content is no part of the question."""
    reading = hashlib.sha256()
    precondition = request.headers.get("If-Match", "")
    for part in (request.method or "", request.get_full_path(), precondition):
        reading.update(part.encode() + b"\n")
    if request.content_type != "multipart/form-data":
        reading.update(request.body)
        return reading.hexdigest()
    for name, values in sorted(request.POST.lists()):
        reading.update(repr((name, values)).encode())
    for name, upload in sorted(request.FILES.items(), key=lambda pair: str(pair[0])):
        file = cast(Any, upload)
        reading.update(repr((name, file.name, file.size)).encode())
        for chunk in file.chunks():
            reading.update(chunk)
        file.seek(0)
    return reading.hexdigest()


def _take_alone(token: ApiToken, key: str) -> None:
    digest = hashlib.sha256(f"{token.pk}:{key}".encode()).digest()
    with connection.cursor() as cursor:
        number = int.from_bytes(digest[:8], signed=True)
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            message = _("A call with this Idempotency-Key is being answered. Ask again later.")
            raise Conflict("call_in_progress", message)


def _again(kept: KeptAnswer, fingerprint: str) -> HttpResponse:
    if kept.fingerprint != fingerprint:
        message = _("This Idempotency-Key was used for another call.")
        raise InvalidInput("idempotency_key_reused", message)
    response = HttpResponse(
        bytes(kept.body), status=kept.status, content_type=kept.content_type, headers=kept.headers
    )
    response[REPLAYED] = "true"
    return response


def _keep(token: ApiToken, key: str, fingerprint: str, response: HttpResponse) -> None:
    KeptAnswer.objects.create(
        token=token,
        key=key,
        fingerprint=fingerprint,
        status=response.status_code,
        content_type=response.headers.get("Content-Type", ""),
        headers={name: response[name] for name in KEPT_HEADERS if name in response},
        body=response.content,
        at=clock.now(),
    )
