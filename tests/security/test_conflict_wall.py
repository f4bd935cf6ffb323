"""A conflict of interest closes the file at once and everywhere, whatever else the person may read.

Every address that can be read is walked before and after the conflict, by somebody who holds every
role that goes together with a seat: no page, list, search, paper, export or answer names the case.
"""

from collections.abc import Iterator

import pytest
from django.core.cache import cache as rate_limits
from django.http import HttpResponseBase
from django.test import Client
from django.urls import get_resolver, reverse

from commission.models import AgendaItem, Mandate, MandateRole, OpinionRequest
from commission.selectors.wall import hidden_numbers, readers_of
from commission.services import rounds, seats
from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.services import grant_role
from core.base import clock
from core.notifications import deadlines
from core.notifications.messages import notify
from core.notifications.models import Message
from core.notifications.selectors import duties
from core.notifications.texts import Kind
from demo.cast import Cast
from tests.builders import kyiv
from tests.security import matrix
from tests.security import world as worlds
from tests.security.test_permission_matrix import patterns

ROLES = (
    Role.MEMBER,
    Role.OFFICER,
    Role.HEAD,
    Role.SECRETARY,
    Role.ADVISER,
    Role.REFERENCE_ADMIN,
)
READABLE = {row[0] for row in matrix.ROWS if "GET" in row[1].split()}
#: What somebody was told before the conflict stays told: a number, and a link to nowhere.
ALREADY_TOLD = {"inbox:list", "mail:list", "mail:detail"}


@pytest.fixture
def here(db) -> Iterator[worlds.World]:
    rate_limits.clear()
    with clock.at(kyiv(2026, 11, 24)):
        found = worlds.build()
    with clock.at(kyiv(2026, 11, 30, 11)):
        yield found


def of_every_role(person: User) -> User:
    for role in ROLES:
        grant_role(actor=None, user=person, role=role)
    return person


def walked(person: User, here: worlds.World, item: AgendaItem) -> dict[str, int]:
    """Return the addresses on which the person meets the case, with what they answered."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    met = {}
    for name, placeholders in sorted(dict(patterns(get_resolver())).items()):
        if name in READABLE - ALREADY_TOLD:
            values = here.values_for(name) | own_names(item, name.partition(":")[0])
            address = reverse(name, kwargs={key: values[key] for key in placeholders})
            # Pages repeat what was searched for, so it is searched for by its last digits.
            digits = str(item.application.number).rpartition("-")[2]
            response = client.get(address, {"q": digits})
            if speaks_of(item, response):
                met[name] = response.status_code
    return met


def own_names(item: AgendaItem, room: str) -> dict[str, object]:
    """Point every address that can at the case of the item."""
    case = {"ref": item.application.number}
    if room == "sittings":
        return {"number": item.sitting.number, "position": item.position}
    if room == "opinions":
        return case | {"request_id": OpinionRequest.objects.get(application=item.application).pk}
    return case


def speaks_of(item: AgendaItem, response: HttpResponseBase) -> bool:
    if response.status_code != 200:
        return False
    parts = response.streaming_content if response.streaming else [response.content]  # type: ignore[attr-defined]
    return str(item.application.number).encode() in b"".join(parts)


def told(person: User, item: AgendaItem) -> None:
    """Promise a notice and a duty that name the case."""
    number = item.application.number or ""
    link = f"/cases/{number}/"
    notify(
        recipients=[person],
        kind=Kind.CASE_DEFERRED_TOO_OFTEN,
        params={"number": number},
        link=link,
        key=f"wall:{Message.objects.count()}",
    )
    deadlines.open_deadline(
        kind="deferral",
        subject="wall",
        number=number,
        link=link,
        due_on=clock.today(),
        recipients=[person],
    )


def someone(cast: Cast, kind: str) -> tuple[User, User]:
    """Return who declares the conflict, and who is shut out by it, with every role there is."""
    declarer = person = cast.member_mfa
    if kind == "institutional":
        person = of_every_role(cast.adviser_mfa)
        seats.appoint(
            actor=cast.reference_admin,
            seat_id=Mandate.objects.get(person=declarer).seat_id,
            person=person,
            role=MandateRole.ALTERNATE,
            instrument_number="М-02а/26",
            instrument_date=clock.today(),
            valid_from=clock.today(),
        )
    return declarer, of_every_role(person)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["personal", "institutional"])
def test_the_file_closes_at_once_and_everywhere(here: worlds.World, kind: str) -> None:
    cast, item = here.cast, here.vote.question.item
    declarer, person = someone(cast, kind)
    told(person, item)
    before = walked(person, here, item)
    assert {"sittings:item", "cases:detail", "cases:worklist"} <= set(before), before
    assert len(duties(person)) > 0
    messages = Message.objects.filter(recipient=person).count()

    rounds.declare_conflict(actor=declarer, item_id=item.pk, kind=kind, ground="Родич у фірмі.")

    assert walked(person, here, item) == {}
    told(person, item)
    assert Message.objects.filter(recipient=person).count() == messages
    number = item.application.number
    assert number in hidden_numbers(person)
    assert all(duty.deadline.number != number for duty in duties(person))
    page = f"/sittings/{item.sitting.number}/items/{item.position}/"
    assert readers_of(page, [person, cast.chair]) == [cast.chair]
