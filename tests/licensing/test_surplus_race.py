"""Two permits from one production line at the same moment: three guards, each enough alone.

The check at the gate and the service count the surplus with `Arithmetic.covers`; the trigger
`surplus_never_overspent` counts once more under the lock of the line. The tests race on real
connections with both guards, with the database alone, and with none: then the same race overspends.
"""

from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError
from django.db.models import Sum

from core.base import clock
from core.base.errors import Conflict
from demo.cast import Cast, build_cast
from licensing.models import Application, ClaimState, Licence, SurplusClaim
from licensing.services import case as cases
from licensing.services import deciding
from licensing.services.deciding import LineDecision
from licensing.surplus import Arithmetic
from manufacturers.models import ProductionLine
from tests import builders
from tests.licensing import surplus
from tests.licensing.test_concurrency import at_once

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("committed_db")]

FREE = 60  # of 100 made, 40 are ordered by the state
TABLE = "licensing_surplusclaim"


@pytest.fixture
def cast(committed_db: None, today: object) -> Cast:
    return build_cast()


@pytest.fixture
def without_the_trigger(owner_connection) -> None:
    """Take the database's guard away; the database is renewed after the test."""
    with owner_connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass"
            " AND tgname LIKE '%%surplus_never_overspent%%'",
            [TABLE],
        )
        [(name,)] = cursor.fetchall()
        cursor.execute(f'ALTER TABLE {TABLE} DISABLE TRIGGER "{name}"')


def without_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the check at the gate and the service believe that any quantity is covered."""
    monkeypatch.setattr(Arithmetic, "covers", lambda self, quantity: True)


def considered(cast: Cast, line: ProductionLine, quantity: int) -> Application:
    """Return a case past the commission that holds so much of the line."""
    case = surplus.accepted(cast, line, quantity)
    ready = cases.mark_ready(actor=cast.officer, application_id=case.pk, version=case.version)
    return surplus.heard(cast, ready)


def issue(cast: Cast, case: Application) -> object:
    """Grant the case; a refusal of the database comes back like one of the service."""
    try:
        return deciding.decide(
            actor=cast.head,
            application_id=case.pk,
            version=builders.version(case.pk),
            lines=[LineDecision(1, "approved")],
            valid_until=clock.today().replace(year=clock.today().year + 1),
        )
    except DatabaseError as refused:
        return refused


def licensed(line: ProductionLine) -> Decimal:
    """Return what left the line by permits."""
    rows = SurplusClaim.objects.filter(line=line, state=ClaimState.LICENSED)
    return rows.aggregate(total=Sum("quantity"))["total"] or Decimal(0)


def race_of_two_issues(cast: Cast) -> tuple[list[object], Decimal, int]:
    """Issue two permits at once after the state's need grew; return ends, licensed, what is left.

    Both cases hold 24 of 60; then the ministry asks for 25 more, so that 35 are left for both.
    """
    line = surplus.a_counted_line(cast)
    both = [considered(cast, line, 24) for _ in range(2)]
    surplus.stated(cast, line, further_need=Decimal(25))
    ends = at_once(*(lambda one=one: issue(cast, one) for one in both))
    return ends, licensed(line), FREE - 25


@pytest.mark.parametrize("guards", ["all", "the database alone"])
def test_two_issues_at_once_never_overspend(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, guards: str
) -> None:
    if guards != "all":
        without_the_service(monkeypatch)
    ends, spent, free = race_of_two_issues(cast)
    assert spent <= free
    refusal = Conflict if guards == "all" else (Conflict, IntegrityError)
    assert all(isinstance(end, refusal) for end in ends), ends
    assert Licence.objects.count() == 0


def test_the_service_alone_never_overspends(cast: Cast, without_the_trigger: None) -> None:
    _ends, spent, free = race_of_two_issues(cast)
    assert spent <= free


def test_without_the_guards_the_same_race_overspends(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, without_the_trigger: None
) -> None:
    without_the_service(monkeypatch)
    _ends, spent, free = race_of_two_issues(cast)
    assert (spent, free) == (48, 35)


def race_of_raw_claims(cast: Cast) -> tuple[list[object], Decimal]:
    """Write two licensed claims of 30 at once, past every service; 58 are free for both."""
    line = surplus.a_counted_line(cast)
    both = [considered(cast, line, 1) for _ in range(2)]
    permits = [issue(cast, one) and one.licences.get() for one in both]
    wanted = [
        SurplusClaim(
            line=line, year=surplus.YEAR, application=case, position=2, quantity=Decimal(30),
            state=ClaimState.LICENSED, licence=permit, counted_on=clock.today(),
        )
        for case, permit in zip(both, permits, strict=True)
    ]  # fmt: skip

    def write(claim: SurplusClaim) -> object:
        try:
            claim.save(force_insert=True)
        except DatabaseError as refused:
            return refused
        return claim

    ends = at_once(*(lambda one=one: write(one) for one in wanted))
    return ends, licensed(line)


def test_of_two_permits_that_fit_only_singly_the_database_lets_one_through(cast: Cast) -> None:
    ends, spent = race_of_raw_claims(cast)
    assert sorted(type(end).__name__ for end in ends) == ["IntegrityError", "SurplusClaim"]
    assert spent == 32


def test_without_the_trigger_both_get_through(cast: Cast, without_the_trigger: None) -> None:
    _ends, spent = race_of_raw_claims(cast)
    assert spent > FREE
