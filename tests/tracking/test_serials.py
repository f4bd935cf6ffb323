"""Serial numbers as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking import serials


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("S3-0225…S3-0236", [("S3-", 225, 236, "")]),
        ("s3-0225...0236; S3-0240", [("S3-", 225, 236, ""), ("S3-", 240, 240, "")]),
        ("СТ 7A", [("CT ", 7, 7, "A")]),
        ("1001 до 1003\n1005", [("", 1001, 1003, ""), ("", 1005, 1005, "")]),
        ("", []),
    ],
)
def test_read(text, shown):
    found = [(one.prefix, one.first, one.last, one.suffix) for one in serials.read(text)]
    assert found == shown


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("без номера", "no_number"),
        ("A9...A1", "backwards"),
        ("A1...B9", "two_prefixes"),
        ("A1...A5, A3", "twice"),
        ("А1, A1", "twice"),
    ],
)
def test_refused(text, code):
    with pytest.raises(serials.Unreadable) as refused:
        serials.read(text)
    assert refused.value.code == code


def test_look_alike_letters_are_noted_and_lots_are_not_counted():
    cyrillic, latin, lot = serials.read("СН-5, XX-6, партія 2026/11")
    assert (cyrillic.was_changed, latin.was_changed) == (True, False)
    assert (lot.is_lot, lot.count) == (True, 0)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        found = serials.read(text)
    except serials.Unreadable:
        return
    assert all(one.first <= one.last for one in found)
