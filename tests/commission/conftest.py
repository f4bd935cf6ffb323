"""The day on which the tests of the commission live, and the cast."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from core.base import clock
from demo.cast import Cast, build_cast
from tests.builders import kyiv

THURSDAY = kyiv(2026, 11, 26)


@pytest.fixture(autouse=True)
def today() -> Iterator[datetime]:
    with clock.at(THURSDAY) as moment:
        yield moment


@pytest.fixture
def cast(db) -> Cast:
    return build_cast()
