"""The cast, for every test of companies."""

import pytest

from demo.cast import Cast, build_cast


@pytest.fixture
def cast(db) -> Cast:
    return build_cast()
