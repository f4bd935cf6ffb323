"""What a token says about itself: the first call of every new program."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Schema

from core.api.authentication import token_of
from core.api.models import ApiToken
from core.api.routing import ApiRouter
from core.api.schemas import one_of
from core.api.scopes import Scope

router = ApiRouter(tags=["token"])


class TokenOut(Schema):
    """The token of the call."""

    name: str
    owner: str
    person: str
    scopes: list[Annotated[str, one_of("Scope", Scope.values)]]
    expires_at: datetime

    @staticmethod
    def resolve_person(token: ApiToken) -> str:
        """Return the name of the person in whose name the program acts."""
        return token.person.full_name


@router.own("/token", response=TokenOut)
def read_token(request: HttpRequest) -> ApiToken:
    """Say whose token this is, what it may do and until when."""
    return token_of(request)
