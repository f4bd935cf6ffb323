"""The figures of a year, from plain facts: what is counted, what is withheld."""

from decimal import Decimal

import pytest

from core.base.errors import InvalidInput
from records.statistics.disclosure import Fact, publishable
from records.statistics.facts import FirstOutcome, Licensed, Refused, YearOfRecords
from records.statistics.rules import Disclosure, euro_rate, treaty_category
from records.statistics.tables import figures, pace, percentile

RULE = Disclosure(minimum=3, dominant=2, percent=85, protection=10, source="test")


def licensed(code: str, country: str = "PL", firms: int = 4, value: int = 100) -> list[Licensed]:
    return [
        Licensed(
            code,
            Fact(country, code.partition(".")[0], f"f{n}", f"a{n}", Decimal(value), f"DR-{n}"),
        )
        for n in range(firms)
    ]


def category(content, code: str):
    return next(row for row in content["categories"] if row["category"] == code)


def test_counts_and_values_add_up_in_both_directions():
    found = YearOfRecords(licensed=[*licensed("ML1"), *licensed("ML3", value=50)])
    table = figures(2025, found, RULE)["licensed"]
    assert table["columns"] == ["ML1", "ML3"]
    assert table["rows"][0]["total"] == {"licences": 8, "value": "600"}
    assert table["totals"] == [{"licences": 4, "value": "400"}, {"licences": 4, "value": "200"}]
    assert table["total"] == {"licences": 8, "value": "600"}


@pytest.mark.parametrize("name", ["licensed", "shipped"])
def test_both_tables_hide_what_the_one_rule_hides(name):
    """The attack of `test_disclosure` is made on `publishable`: every table comes out of it."""
    square = [
        one for code in ("ML1", "ML3", "ML10") for country in ("PL", "DE", "CZ")
        for one in licensed(code, country, firms=1 if (code, country) == ("ML10", "CZ") else 4)
    ]  # fmt: skip
    facts = [one.fact for one in square]
    found = YearOfRecords(licensed=square) if name == "licensed" else YearOfRecords(shipped=facts)
    content = figures(2025, found, RULE)[name]
    hidden = {
        (row["destination"], column)
        for row in content["rows"]
        for column, cell in zip(content["columns"], row["cells"], strict=True)
        if cell["value"] is None
    }
    assert hidden == publishable(facts, RULE).hidden
    assert ("CZ", "ML10") in hidden
    assert len(hidden) == 4


def test_a_small_year_shows_nothing_at_all():
    content = figures(2025, YearOfRecords(licensed=licensed("ML1", firms=2)), RULE)
    assert content["licensed"] is None
    assert content["categories"] == []
    assert content["pace"] is None


def test_a_category_is_shown_when_its_whole_chapter_is_clean():
    content = figures(2025, YearOfRecords(licensed=[*licensed("ML1"), *licensed("ML3")]), RULE)
    assert category(content, "SALW") == {"category": "SALW", "licences": 4, "value": "400"}


def test_a_category_is_withheld_when_the_rest_of_its_chapter_would_come_out():
    """ML6 = tanks + armoured vehicles: with one tank firm, the difference would be its figure."""
    found = [*licensed("ML6.b", firms=5), *licensed("ML6.a.1", firms=1)]
    content = figures(2025, YearOfRecords(licensed=found), RULE)
    assert content["licensed"]["total"]["licences"] == 5
    assert category(content, "I")["value"] is None
    assert category(content, "II")["value"] is None


def test_criteria_are_counted_once_a_refusal_and_only_among_enough_firms():
    refused = [Refused(f"f{n}", frozenset({"2", "7"})) for n in range(3)]
    assert figures(2025, YearOfRecords(refused=refused), RULE)["refused"]["e7"] == 3
    assert figures(2025, YearOfRecords(refused=refused), RULE)["refused"]["e1"] == 0
    assert figures(2025, YearOfRecords(refused=refused[:2]), RULE)["refused"] is None
    assert figures(2025, YearOfRecords(), RULE)["refused"]["refusals"] == 0


def test_pace_names_its_percentiles():
    outcomes = [FirstOutcome(f"f{n % 5}", days, days <= 45) for n, days in enumerate(range(1, 101))]
    assert pace(outcomes, RULE) == {
        "first_outcomes": 100,
        "median": 50,
        "p80": 80,
        "p95": 95,
        "in_term_percent": 45,
    }
    assert pace(outcomes[:2], RULE) is None


@pytest.mark.parametrize(
    ("values", "percent", "expected"), [([7], 95, 7), ([1, 2], 50, 1), ([1, 2, 3], 80, 3)]
)
def test_percentile_is_a_value_that_occurred(values, percent, expected):
    assert percentile(values, percent) == expected


def test_the_longest_code_decides_the_category():
    assert treaty_category("ML6.a.1") == "I"
    assert treaty_category("ML6.a") == "II"
    assert treaty_category("ML60") == ""


def test_a_missing_rate_is_refused():
    with pytest.raises(InvalidInput):
        euro_rate(2025, "XAU")
