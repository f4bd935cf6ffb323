"""What is read as JSON, and what two readers could understand in two ways."""

from decimal import Decimal

import pytest

from core.api import strict_json
from core.base.errors import DomainError


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b'{"a": NaN}', "not_a_number"),
        (b'{"a": -Infinity}', "not_a_number"),
        (b'{"a": 1, "a": 2}', "repeated_name"),
        (b'{"a": {"b": 1, "b": 1}}', "repeated_name"),
        (b"[" * 18 + b"]" * 18, "too_deep"),
        (b"[" * 100_000 + b"]" * 100_000, "too_deep"),
        (b'{"a":' * 30 + b"1" + b"}" * 30, "too_deep"),
        (b"1" * 5000, "long_number"),
        (b"1." + b"1" * 50, "long_number"),
        (b'{"a": "\\u0000"}', "invalid_fields"),
        (b'{"\\u0000": 1}', "invalid_fields"),
        (b'{"a": ["\\ud800"]}', "invalid_fields"),
    ],
)
def test_what_is_refused(content: bytes, code: str):
    with pytest.raises(DomainError) as refused:
        strict_json.read(content)
    assert refused.value.code == code


def test_the_place_of_a_hidden_character_is_named():
    with pytest.raises(DomainError) as refused:
        strict_json.read(b'{"a": ["x", "\\u0000"]}')
    assert refused.value.errors[0].pointer == "#/a/1"


def test_numbers_keep_their_digits():
    assert strict_json.read(b'{"a": 0.10, "b": 3}') == {"a": Decimal("0.10"), "b": 3}
    assert str(strict_json.read(b"[0.10]")[0]) == "0.10"


def test_what_is_fine():
    assert strict_json.read('{"a": "Сиволіт 🛩 \'x\'"}'.encode()) == {"a": "Сиволіт 🛩 'x'"}
    assert strict_json.read(b"[" * 16 + b"]" * 16) is not None
