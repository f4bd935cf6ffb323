from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.base.canonical import digest, dumps


def test_one_content_has_one_text():
    first = dumps({"b": Decimal("10.50"), "a": [date(2026, 11, 24), None, True]})
    second = dumps({"a": (date(2026, 11, 24), None, True), "b": Decimal("10.50")})
    assert first == second == '{"a":["2026-11-24",null,true],"b":"10.50"}'


def test_instants_are_written_in_utc():
    assert dumps(datetime(2026, 11, 24, 8, 0, tzinfo=UTC)) == '"2026-11-24T08:00:00.000000Z"'


@pytest.mark.parametrize("value", [1.5, {1, 2}, b"x", object()])
def test_what_has_no_agreed_text_is_refused(value):
    with pytest.raises(TypeError):
        dumps({"value": value})


def test_digest_of_text_is_that_of_its_bytes():
    assert digest("дозвіл") == digest("дозвіл".encode())
