"""How sign-in behaves in this house: people are invited, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Closes public sign-up; accounts are made by `services.create_user`."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: an account comes by invitation."""
        return False
