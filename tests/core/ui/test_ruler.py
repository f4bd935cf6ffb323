from dataclasses import dataclass
from datetime import date, timedelta

from django.template import engines

from core.ui.ruler import places_of

FIRST = date(2026, 11, 5)


@dataclass
class Cell:
    kind: str


@dataclass
class Label:
    date: date
    text: str


@dataclass
class Ruler:
    cells: list[Cell]
    labels: list[Label]


def ruler(*offsets: int, days: int = 48) -> Ruler:
    labels = [Label(FIRST + timedelta(days=offset), f"day {offset}") for offset in offsets]
    return Ruler([Cell("counted")] * days, labels)


def shown(*offsets: int) -> list[tuple[int, str]]:
    return [(place.at, place.label.text) for place in places_of(ruler(*offsets))]


def test_labels_stand_at_their_days():
    assert shown(0, 19, 47) == [(0, "day 0"), (40, "day 19"), (100, "day 47")]


def test_today_pushes_the_first_day_away_rather_than_lie_over_it():
    assert shown(0, 3, 47) == [(8, "day 3"), (100, "day 47")]


def test_the_end_of_the_term_is_never_hidden():
    assert shown(0, 45, 47) == [(0, "day 0"), (100, "day 47")]


def test_a_ruler_without_labels_has_no_places():
    assert places_of(ruler()) == []
    assert [place.at for place in places_of(ruler(0))] == [0]


def test_the_small_twin_says_nothing_twice():
    page = engines["django"].from_string("{% day_ruler ruler labels=False %}")
    shown = page.render({"ruler": ruler(0, 47)})
    assert "dz-ruler--twin" in shown
    assert "day 47" not in shown
    assert shown.count("dz-ruler__cell--counted") == 48
