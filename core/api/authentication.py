"""From the secret of a call to the person in whose name it acts.

Rights are asked at each call: who was removed, whose role was taken, whose term ran out or whose
token was ended, is refused with the very next one. A session of a browser counts for nothing.
"""

from typing import Any

import structlog
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer

from core.accounts.models import User
from core.api import certificates, policies, throttle
from core.api.models import ApiToken
from core.api.problems import ScopeMissing, Unauthenticated
from core.api.scopes import Scope
from core.api.selectors import token_by_secret
from core.base import clock

_REMEMBERED = "_dozvil_token"
#: How exactly "last used" is known: not every read needs a write.
USE_IS_NOTED_EVERY = 60


class Bearer(HttpBearer):
    """Lets a call in whose token has the scope; None asks for any token."""

    def __init__(self, scope: Scope | None) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> ApiToken:
        """Return the token. Raises Unauthenticated, ScopeMissing or TooManyCalls."""
        token = token_of(request)
        if self.scope is not None and self.scope.value not in token.scopes:
            message = _("The token was not given for this: it lacks “%(scope)s”.")
            raise ScopeMissing("scope_missing", message, scope=self.scope.value)
        return token

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Unused: the whole call is read in `token_of`."""
        raise NotImplementedError


def actor(request: HttpRequest) -> User:
    """Return the person in whose name the call acts."""
    return token_of(request).person


def token_of(request: HttpRequest) -> ApiToken:
    """Return the token of the call, looked up once. Raises Unauthenticated or TooManyCalls."""
    known = getattr(request, _REMEMBERED, None)
    if isinstance(known, ApiToken):
        return known
    token = _in_force(request)
    throttle.count_token(token.pk)
    _note_use(token)
    structlog.contextvars.bind_contextvars(token=str(token.pk))
    setattr(request, _REMEMBERED, token)
    return token


def _in_force(request: HttpRequest) -> ApiToken:
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    token = token_by_secret(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None or token.ended_at or token.expires_at <= clock.now():
        throttle.count_stranger(request)
        raise Unauthenticated("unauthenticated", _("Send a token that is in force."))
    if not policies.still_stands(token):
        throttle.count_stranger(request)
        raise Unauthenticated("token_without_person", _("The person does not act here any more."))
    try:
        certificates.require(request, token)
    except Unauthenticated:
        throttle.count_stranger(request)
        raise
    return token


def _note_use(token: ApiToken) -> None:
    now = clock.now()
    last = token.last_used_at
    if last is None or (now - last).total_seconds() >= USE_IS_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
