"""The cast, and a quiet counter of calls."""

import pytest
from django.core.cache import cache

from demo.cast import Cast, build_cast


@pytest.fixture
def cast(db) -> Cast:
    cache.clear()
    return build_cast()
