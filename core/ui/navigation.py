"""The menu: upper apps' pages by audience, supplied by `settings.NAVIGATION`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the menu: a URL name, its words and the address it covers.

    Whoever has a `searchable` entry has the search box too.
    """

    url_name: str
    label: str | Promise
    prefix: str
    searchable: bool = False


def items_for(request: HttpRequest) -> Iterable[NavItem]:
    """Return the entries for the person who asks."""
    items: Callable[[HttpRequest], Iterable[NavItem]] = import_string(settings.NAVIGATION)
    return items(request)
