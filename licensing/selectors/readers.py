"""Who may be told of a case: notices and deadlines ask here (`settings.READERS`).

A restricted case is unknown to officers without a grant, so no mail may name it either.
"""

import re

from django.db.models import QuerySet

from core.accounts.models import User
from core.accounts.policies import has_permission
from licensing.models import Application
from licensing.selectors.scope import visible_to

_CASE_PAGE = re.compile(r"^/cases/([^/]+)/")


def readers_of(link: str, people: list[User]) -> list[User]:
    """Return those of the people for whom the page behind a local link exists.

    Only pages of restricted cases are closed this way; one query where the case is not.
    """
    page = _CASE_PAGE.match(link)
    if page is None:
        return people
    number = page[1]
    if not Application.objects.filter(number=number, restricted=True).exists():
        return people
    return [person for person in people if visible_to(person).filter(number=number).exists()]


def hidden_numbers(person: User) -> QuerySet[Application, str | None]:
    """Return the numbers of restricted cases that this official may not know of."""
    if not has_permission(person, "view_all_cases"):
        return Application.objects.none().values_list("number", flat=True)
    restricted = Application.objects.filter(restricted=True, number__isnull=False)
    visible = visible_to(person).filter(restricted=True).order_by().values("pk")
    return restricted.exclude(pk__in=visible).values_list("number", flat=True)
