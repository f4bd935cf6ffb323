"""The filters of the worklist: what the address says, as a condition on open cases.

A filter lives in the address and nowhere else, so it can be kept under a name, sent to a
colleague and opened again tomorrow.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import parse_qs, urlencode
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.policies import has_role
from core.accounts.roles import Role
from core.accounts.selectors import stands_in_for
from core.base import clock
from licensing.lifecycle import Status
from licensing.models.application import Kind
from licensing.selectors.worklist.team import members

SOON = timedelta(days=7)
#: Bands of ages in days since acceptance, pauses included.
AGES = ((0, 15), (16, 30), (31, 45), (46, 90), (91, 100_000))

CHIPS: dict[str, Promise] = {
    "mine": _("Waits for me"),
    "team": _("Waits for my team"),
    "others": _("Waits for others"),
    "cases": _("My cases"),
    "answered": _("Answer received"),
    "paused": _("Paused"),
    "soon": _("Within 7 days"),
    "late": _("Past the term"),
    "ready": _("Ready, on no agenda"),
    "all": _("All open"),
}
NOBODY = "none"
_COUNTRY = re.compile(r"[A-Z]{2}\Z")


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown: a chip, narrowed by officer, destination, kind of permit and age."""

    show: str = ""
    officer: str = ""
    destination: str = ""
    kind: str = ""
    age: str = ""

    @classmethod
    def read(cls, data: Mapping[str, str]) -> "Filter":
        """Return the filter of an address; what is not of this page is left out."""
        country = data.get("destination", "").upper()
        return cls(
            show=_one_of(data.get("show", ""), CHIPS),
            officer=_officer(data.get("officer", "")),
            destination=country if _COUNTRY.match(country) else "",
            kind=_one_of(data.get("kind", ""), Kind.values),
            age=_one_of(data.get("age", ""), [str(first) for first, _last in AGES]),
        )

    @classmethod
    def page_of(cls, query: str) -> tuple["Filter", str]:
        """Return the filter of a query string and the key of the page it leads to."""
        data = {name: values[0] for name, values in parse_qs(query).items()}
        return cls.read(data), data.get("after", "")

    @classmethod
    def parse(cls, query: str) -> "Filter":
        """Return the filter that a kept query string describes."""
        return cls.page_of(query)[0]

    @property
    def is_narrowed(self) -> bool:
        """Tell whether more than a chip is chosen."""
        return bool(self.officer or self.destination or self.kind or self.age)

    def query(self, after: str = "") -> str:
        """Return the query string, the same for the same filter."""
        pairs = [(name, getattr(self, name)) for name in self.__slots__]
        return urlencode([(name, value) for name, value in [*pairs, ("after", after)] if value])

    def url(self, after: str = "") -> str:
        """Return the address of the worklist under this filter."""
        return f"{reverse('cases:worklist')}?{self.query(after)}"

    def under(self, chip: str) -> "Filter":
        """Return the same filter under another chip."""
        return replace(self, show=chip)

    def narrowed(self) -> Q:
        """Return the condition of everything but the chip."""
        found = Q()
        if self.officer:
            found &= Q(officer=None) if self.officer == NOBODY else Q(officer=self.officer)
        if self.destination:
            found &= Q(destination=self.destination)
        if self.kind:
            found &= Q(kind=self.kind)
        if self.age:
            found &= of_age(*next(band for band in AGES if str(band[0]) == self.age))
        return found


def first_chip(user: User) -> str:
    """Return the chip with which a person's day begins."""
    return "mine" if has_role(user, Role.OFFICER, Role.HEAD, Role.SECRETARY) else "all"


def chip(key: str, user: User) -> Q:
    """Return the condition of one chip for this person."""
    today = clock.today()
    return {
        "mine": lambda: _waits_for(user),
        "team": lambda: _waits_for_team(user),
        "others": lambda: _own(user) & ~_waits_for(user),
        "cases": lambda: Q(officer=user),
        "answered": lambda: Q(answered_at__isnull=False, paused_since__isnull=True) & _own(user),
        "paused": lambda: Q(paused_since__isnull=False),
        "soon": lambda: Q(due_on__gte=today, due_on__lte=today + SOON),
        "late": lambda: Q(due_on__lt=today),
        "ready": lambda: Q(status=Status.READY),
        "all": lambda: Q(),  # noqa: PLW0108
    }[key]()


def of_age(first: int, last: int) -> Q:
    """Return the condition that a case was accepted so many days ago."""
    today = clock.today()
    return Q(
        accepted_on__lte=today - timedelta(days=first),
        accepted_on__gte=today - timedelta(days=min(last, 40_000)),
    )


def desks(user: User) -> list[UUID]:
    """Return whose cases are on the person's desk today: her own, and of whom she stands in for."""
    return [user.pk, *stands_in_for(user)]


def _own(user: User) -> Q:
    return Q(officer__in=desks(user)) if has_role(user, Role.OFFICER) else Q()


def _waits_for(user: User) -> Q:
    """Return the condition that the next step is this person's."""
    waits = Q(pk__in=())
    if has_role(user, Role.OFFICER):
        hers = Q(officer__in=desks(user))
        free = Q(status=Status.SUBMITTED) & (hers | Q(officer=None))
        waits |= free | hers & Q(status=Status.IN_REVIEW, paused_since__isnull=True)
    if has_role(user, Role.SECRETARY):
        waits |= Q(status=Status.READY)
    if has_role(user, Role.HEAD):
        waits |= Q(status=Status.CONSIDERED)
    return waits


def _waits_for_team(user: User) -> Q:
    """Return the condition that the next step is an officer's of the person's department."""
    works = Q(status=Status.SUBMITTED) | Q(status=Status.IN_REVIEW, paused_since__isnull=True)
    team = Q(officer__in=members(user).order_by().values("pk"))
    return works & (Q(officer=None) | team)


def _one_of(value: str, known: object) -> str:
    return value if value in known else ""  # type: ignore[operator]


def _officer(value: str) -> str:
    if value == NOBODY:
        return value
    try:
        return str(UUID(value))
    except ValueError:
        return ""
