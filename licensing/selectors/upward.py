"""What the rooms above know and this one obeys: balances of permits, days of sittings, conflicts.

They import this app and not the other way round; `settings` names their functions, as
`settings.COMPANY_RIGHTS` does for the rights in companies.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from core.accounts.models import User
from core.accounts.policies import Person
from licensing.models import Licence
from licensing.snapshot import PartySnapshot


class LineBalance(Protocol):
    """One permitted line in its unit: what was permitted, what left, what may still go."""

    @property
    def position(self) -> int:
        """The number of the line."""

    @property
    def name(self) -> str:
        """The goods in the reader's language."""

    @property
    def unit_name(self) -> str:
        """The unit in the reader's language."""

    @property
    def licensed(self) -> Decimal:
        """What was permitted."""

    @property
    def quantity_shipped(self) -> Decimal:
        """What crossed the border."""

    @property
    def quantity_announced(self) -> Decimal:
        """What is announced and not at the border yet."""

    @property
    def left(self) -> Decimal:
        """What may still be announced."""

    @property
    def left_value(self) -> Decimal:
        """The value of what may still be announced."""


@dataclass(frozen=True, slots=True)
class ToldIncident:
    """One incident as a history tells it: what, when, under which permit, and its page."""

    what: str
    happened_on: date
    licence: str
    is_open: bool
    url: str


@dataclass(frozen=True, slots=True)
class Incidents:
    """The incidents with goods for one end user, the open ones first."""

    count: int
    open: int
    shown: Sequence[ToldIncident]


@dataclass(frozen=True, slots=True)
class SittingDays:
    """The sitting at which a case stands, and the days of all sittings planned from today."""

    own: date | None
    planned: list[date]


class FoundSerial(Protocol):
    """A range of makers' numbers that holds the one looked for, with where it went."""

    @property
    def serials(self) -> str:
        """The range as people write it."""

    @property
    def shipment(self) -> str:
        """The number of the shipment."""

    @property
    def licence(self) -> str:
        """The number of the permit."""

    @property
    def company(self) -> str:
        """The holder in the reader's language."""


def find_serial(user: Person, text: str) -> Sequence[FoundSerial]:
    """Return the shipments of visible permits that hold a maker's number (one query)."""
    ask: Callable[[Person, str], Sequence[FoundSerial]] = import_string(settings.SERIAL_SEARCH)
    return ask(user, text)


def licences_shipped_as(text: str) -> QuerySet[Any, Any]:
    """Return the ids of the permits with a shipment or customs declaration of this number."""
    ask: Callable[[str], QuerySet[Any, Any]] = import_string(settings.SHIPPED_AS)
    return ask(text)


def licences_under_way() -> QuerySet[Any, Any]:
    """Return the ids of the permits under which goods are announced and not at the border yet."""
    ask: Callable[[], QuerySet[Any, Any]] = import_string(settings.LICENCES_UNDER_WAY)
    return ask()


def incidents_of(user: Person, party: PartySnapshot) -> Incidents:
    """Return the incidents under permits to an end user that the person may open (one query)."""
    ask: Callable[[Person, PartySnapshot], Incidents] = import_string(settings.END_USER_INCIDENTS)
    return ask(user, party)


def balances_of(licences: Iterable[Licence]) -> Mapping[UUID, Sequence[LineBalance]]:
    """Return the balance of each permit by line, in a constant number of queries."""
    ask: Callable[[Iterable[Licence]], Mapping[UUID, Sequence[LineBalance]]]
    ask = import_string(settings.LICENCE_BALANCES)
    return ask(licences)


def sitting_days(case_id: UUID) -> SittingDays:
    """Return the calendar of sittings as it stands for a case."""
    ask: Callable[[UUID], SittingDays] = import_string(settings.SITTING_DAYS)
    return ask(case_id)


def departments_asked(revision_id: UUID) -> list[str]:
    """Return the codes of the departments that were asked about a revision."""
    ask: Callable[[UUID], list[str]] = import_string(settings.DEPARTMENTS_ASKED)
    return ask(revision_id)


def closed_cases(user: User) -> QuerySet[Any, Any]:
    """Return the ids of the cases that a conflict of interest has closed to an official."""
    ask: Callable[[User], QuerySet[Any, Any]] = import_string(settings.CLOSED_CASES)
    return ask(user)
