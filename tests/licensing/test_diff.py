"""The difference between two declared texts, as reviewers read it."""

from dataclasses import replace
from decimal import Decimal

from licensing import snapshot
from licensing.diff import changes
from tests import builders


def content(cast):
    return snapshot.read(builders.submitted(cast).declared.text)


def test_equal_texts_differ_in_nothing(cast):
    text = content(cast)
    assert changes(text, text) == []


def test_a_changed_line_is_named_with_its_field(cast):
    before = content(cast)
    second = replace(before.lines[1], quantity=before.lines[1].quantity + 1)
    after = replace(before, lines=(before.lines[0], second))
    (change,) = changes(before, after)
    assert change.path == "lines 2.quantity"
    assert Decimal(change.after) - Decimal(change.before) == 1
    assert "2" in change.part
    assert change.field != "quantity"


def test_a_party_put_in_front_leaves_the_others_unchanged(cast):
    before = content(cast)
    consignee = replace(before.parties[0], role="consignee", name_uk="Вестергавн Логістик")
    after = replace(before, parties=(consignee, *before.parties))
    found = changes(before, after)
    assert found
    assert all("consignee" in change.path and change.before == "" for change in found)
