"""No published set of totals lets a stranger or a firm compute a hidden cell."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.statistics.disclosure import OTHER, Fact, Table, add_up, is_sensitive, publishable
from records.statistics.rules import Disclosure
from tests.records.statistics.attack import bounds

RULE = Disclosure(minimum=3, dominant=2, percent=85, protection=10, source="test")

facts = st.lists(
    st.builds(
        Fact,
        row=st.sampled_from(["PL", "DE", "CZ", "GB", "EE"]),
        column=st.sampled_from(["ML1", "ML3", "ML10", "ML15"]),
        exporter=st.sampled_from([f"firm {n}" for n in range(9)]),
        end_user=st.sampled_from([f"army {n}" for n in range(9)]),
        value=st.integers(1, 1000).map(Decimal),
        entry=st.integers(0, 40).map(str),
    ),
    min_size=20,
    max_size=160,
)


def sensitive(table: Table) -> list[tuple[str, str]]:
    return [place for place, cell in table.cells.items() if is_sensitive(cell, RULE)]


def totals(table: Table) -> list:
    for axis, names in ((0, table.rows), (1, table.columns)):
        for name in names:
            yield [cell for place, cell in table.cells.items() if place[axis] == name]


@settings(max_examples=120, deadline=None)
@given(facts)
def test_a_stranger_cannot_place_a_hidden_value(found):
    table = publishable(found, RULE)
    if table is None:
        return
    for place in sensitive(table):
        assert place in table.hidden
        value = float(table.cells[place].value)
        least, most = bounds(table, place, lambda cell: cell.value)
        assert most >= value * 1.1 - 1e-6
        assert most - least > 1e-6
        fewest, greatest = bounds(table, place, lambda cell: cell.count)
        assert greatest - fewest > 1e-6


@settings(max_examples=60, deadline=None)
@given(facts)
def test_a_firm_that_knows_its_own_figures_learns_no_other(found):
    table = publishable(found, RULE)
    if table is None:
        return
    for firm in {fact.exporter for fact in found}:
        own = [p for p, cell in table.cells.items() if set(cell.by_exporter) == {firm}]
        for place in set(sensitive(table)) - set(own):
            least, most = bounds(table, place, lambda cell: cell.value, own)
            assert most - least > 1e-6


@given(facts)
@settings(deadline=None)
def test_every_total_that_is_shown_is_harmless(found):
    table = publishable(found, RULE)
    if table is None:
        assert is_sensitive(add_up(found), RULE)
        return
    for cells in totals(table):
        assert min(len(set().union(*(c.by_exporter for c in cells))), 3) == 3
        assert len(set().union(*(c.end_users for c in cells))) >= 3


@given(facts)
@settings(deadline=None)
def test_nothing_is_lost_by_folding_and_counts_add_up(found):
    table = publishable(found, RULE)
    if table is None:
        return
    assert sum(cell.value for cell in table.cells.values()) == sum(fact.value for fact in found)
    licences = {(fact.entry, fact.column, fact.row) for fact in found}
    assert sum(cell.count for cell in table.cells.values()) >= len({e for e, _, _ in licences})


def fact(row: str, column: str, exporter: int, value: int = 100) -> Fact:
    return Fact(row, column, f"firm {exporter}", f"army {exporter}", Decimal(value), f"{exporter}")


def crowd(row: str, column: str) -> list[Fact]:
    return [fact(row, column, exporter) for exporter in range(4)]


SQUARE = [f for row in ("PL", "DE", "CZ") for column in ("ML1", "ML3") for f in crowd(row, column)]


def test_a_harmless_table_is_shown_whole():
    table = publishable(SQUARE, RULE)
    assert table is not None
    assert table.rows == ("CZ", "DE", "PL")
    assert table.hidden == frozenset()


def test_one_lonely_cell_takes_three_with_it():
    table = publishable(
        [*SQUARE, *crowd("PL", "ML10"), *crowd("DE", "ML10"), fact("CZ", "ML10", 7)], RULE
    )
    assert table is not None
    assert ("CZ", "ML10") in table.hidden
    assert len(table.hidden) == 4


def test_without_the_three_the_lonely_cell_could_be_computed():
    """The attack is real: hide only the sensitive cell, and the totals give it back."""
    table = publishable(
        [*SQUARE, *crowd("PL", "ML10"), *crowd("DE", "ML10"), fact("CZ", "ML10", 7)], RULE
    )
    assert table is not None
    careless = Table(table.rows, table.columns, table.cells, frozenset({("CZ", "ML10")}))
    least, most = bounds(careless, ("CZ", "ML10"), lambda cell: cell.value)
    assert least == pytest.approx(most) == pytest.approx(100)


def test_a_destination_of_one_firm_stands_under_other_with_a_companion():
    table = publishable([*SQUARE, fact("EE", "ML1", 1)], RULE)
    assert table is not None
    assert "EE" not in table.rows
    assert table.rows[-1] == OTHER


@pytest.mark.parametrize("few", [[], [fact("PL", "ML1", 1)], [*crowd("PL", "ML1")[:2]]])
def test_too_little_is_not_published_at_all(few):
    assert publishable(few, RULE) is None


def test_two_giants_hide_a_crowd():
    giants = [fact("PL", "ML1", 1, 10_000), fact("PL", "ML1", 2, 10_000)]
    assert is_sensitive(add_up([*crowd("PL", "ML1"), *giants]), RULE)
    assert not is_sensitive(add_up(crowd("PL", "ML1")), RULE)
