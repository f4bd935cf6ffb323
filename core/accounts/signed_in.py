"""Who stands behind a request."""

from django.http import HttpRequest

from core.accounts.models import User


def person(request: HttpRequest) -> User:
    """Return who is signed in; the view has made sure that somebody is."""
    assert isinstance(request.user, User)
    return request.user
