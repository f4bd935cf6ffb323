"""The day on which the tests of tracking live, the cast, and a licence of two lines (24 and 8)."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from core.base import clock
from demo.cast import Cast, build_cast
from licensing.models import Licence
from tests import builders

TUESDAY = builders.kyiv(2026, 11, 24)


@pytest.fixture(autouse=True)
def today() -> Iterator[datetime]:
    with clock.at(TUESDAY) as moment:
        yield moment


@pytest.fixture
def cast(db) -> Cast:
    return build_cast()


@pytest.fixture
def licence(cast: Cast) -> Licence:
    return builders.decided(cast).licence
