"""The cast, and a quiet counter of calls."""

import pytest
from django.core.cache import cache

from core.base import clock
from demo.cast import Cast, build_cast
from tests import builders
from tests.api.program import Program, program


@pytest.fixture
def cast(db) -> Cast:
    cache.clear()
    return build_cast()


@pytest.fixture
def today():
    with clock.at(builders.kyiv(2026, 11, 24)):
        yield


@pytest.fixture
def calls(cast: Cast, today) -> Program:
    return program(cast.preparer)
