"""What every page of the desk knows: somebody has signed in."""

from django.http import HttpRequest

from core.accounts.models import User


class SignedIn(HttpRequest):
    """A request behind `login_required`: it has a person."""

    user: User
