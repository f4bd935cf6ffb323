"""Tokens by secret and by reader."""

import hashlib
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from core.accounts.models import User
from core.api.models import ApiToken
from core.api.policies import oversees


def digest_of(secret: str) -> str:
    """Return what is stored of a secret.

    A plain SHA-256 is enough: the secret has 256 random bits, so there is nothing to guess.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def token_by_secret(secret: str) -> ApiToken | None:
    """Return the token of a secret, whatever its state."""
    tokens = ApiToken.objects.select_related("person", "company")
    return tokens.filter(digest=digest_of(secret)).first()


def tokens_for(user: User) -> QuerySet[ApiToken]:
    """Return the person's own tokens and those the person watches over, the latest first."""
    companies, offices = oversees(user)
    wanted = Q(person=user) | Q(company__in=companies)
    if offices:
        wanted |= Q(company__isnull=True)
    return ApiToken.objects.filter(wanted).select_related("person", "company", "ended_by")


def get_token(user: User, token_id: UUID) -> ApiToken:
    """Return a token the person may end. Raises Http404 for any other."""
    found = tokens_for(user).filter(pk=token_id).first()
    if found is None:
        raise Http404
    return found
