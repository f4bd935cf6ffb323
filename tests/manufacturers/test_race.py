"""Two administrators remove each other at the same moment: one must stay."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.http import Http404

from core.accounts.models import User
from core.base.errors import Conflict, NotAllowed
from demo.cast import build_cast
from manufacturers import policies, selectors, services
from manufacturers.services import Rights

pytestmark = pytest.mark.slow


def test_two_administrators_cannot_remove_each_other(committed_db):
    cast = build_cast()
    both = (cast.administrator, cast.signatory)
    services.change_member(
        actor=cast.administrator,
        membership_id=selectors.membership_of(cast.signatory).pk,
        rights=Rights(signs=True, administers=True),
        valid_until=None,
    )
    seats = {person.pk: selectors.membership_of(person).pk for person in both}
    start = Barrier(2)

    def remove(actor: User, other: User) -> str:
        try:
            start.wait()
            services.remove_member(actor=actor, membership_id=seats[other.pk])
        except (Conflict, NotAllowed, Http404) as refused:
            return type(refused).__name__
        finally:
            connection.close()
        return "removed"

    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(remove, both, reversed(both)))
    assert ends.count("removed") == 1
    assert policies.lasting_administrators(cast.company.pk).count() == 1
