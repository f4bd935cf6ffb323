"""A Tuesday, the cast, and the records it leaves."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from core.base import clock
from demo.cast import Cast, build_cast
from tests.builders import kyiv

TUESDAY = kyiv(2026, 11, 24)


@pytest.fixture(autouse=True)
def today() -> Iterator[datetime]:
    with clock.at(TUESDAY) as moment:
        yield moment


@pytest.fixture
def cast(db) -> Cast:
    return build_cast()
